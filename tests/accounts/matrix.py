"""Who may use the addresses of `accounts`."""

from accounts.models import TeacherStatus
from tests.matrix import LOGIN, row


def spain(house):
    return ["es"]


def ana(house):
    return [house.ana.slug]


def carmen(house):
    return [house.carmen.slug]


def mar_blau(house):
    return [house.ana.school.slug]


def mar_blau_id(house):
    return [house.ana.school.pk]


def carmen_has_just_begun(house):
    house.carmen.status = TeacherStatus.INCOMPLETE
    house.carmen.save()


YOU = {"given_name": "Carmen", "family_name": "Ruiz", "country": "ES", "role": "teacher"}
SCHOOL = {"name": "Escola Nova del Port", "town": "Gandia", "levels": ["primary"]}
TEACHING = {
    "subjects": ["biology"],
    "languages": ["en"],
    "levels": ["primary"],
    "age_from": 6,
    "age_to": 9,
}
PROFILE = TEACHING | {"given_name": "Ana", "family_name": "F", "role": "teacher", "language": "es"}

# Teachers who are past a step are sent on with a redirect; support staff may begin as teachers.
STAFF = ("staff_es", "staff_it", "staff_pl", "representative", "central")
TEACHERS = ("stranger", "founder", "cofounder", "newcomer")


def each(roles, want):
    return dict.fromkeys(roles, want)


MATRIX = [
    row("accounts:national_join", args=spain, others=302, visitor=200),
    row("accounts:national_join", "post", args=spain, others=302),
    row("accounts:second_factor", others=302, visitor=LOGIN),
    row("accounts:welcome", others=302, visitor=LOGIN),
    row("accounts:welcome_you", others=200, visitor=LOGIN, **each(TEACHERS, 302)),
    row(
        "accounts:welcome_you",
        "post",
        data=lambda house: YOU,
        prepare=carmen_has_just_begun,
        others=302,
        visitor=LOGIN,
    ),
    row("accounts:welcome_school", others=302, visitor=LOGIN, **each(TEACHERS, 200)),
    row("accounts:school_options", others=302, visitor=LOGIN, **each(TEACHERS, 200)),
    row("accounts:add_school", others=302, visitor=LOGIN),
    row(
        "accounts:add_school",
        "post",
        data=lambda house: SCHOOL,
        others=302,
        visitor=LOGIN,
    ),
    row("accounts:choose_school", args=mar_blau_id, others=405, visitor=LOGIN),
    row(
        "accounts:choose_school",
        "post",
        args=mar_blau_id,
        others=403,
        visitor=LOGIN,
        founder=302,
        newcomer=302,
        stranger=409,
        cofounder=409,
    ),
    row(
        "accounts:welcome_teaching",
        prepare=carmen_has_just_begun,
        others=302,
        visitor=LOGIN,
        newcomer=200,
    ),
    row(
        "accounts:welcome_teaching",
        "post",
        data=lambda house: TEACHING,
        prepare=carmen_has_just_begun,
        others=302,
        visitor=LOGIN,
    ),
    row("accounts:welcome_next", others=302, visitor=LOGIN, **each(TEACHERS, 200)),
    row("accounts:profile_edit", others=302, visitor=LOGIN, **each(TEACHERS, 200)),
    row(
        "accounts:profile_edit",
        "post",
        data=lambda house: PROFILE,
        others=302,
        visitor=LOGIN,
    ),
    row("accounts:person", args=ana, others=200, visitor=LOGIN, newcomer=404),
    row(
        "accounts:person",
        args=carmen,
        others=404,
        visitor=LOGIN,
        newcomer=200,
        staff_es=200,
        central=200,
    ),
    row("accounts:school", args=mar_blau, others=200),
]
