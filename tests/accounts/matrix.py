"""Who may use the addresses of `accounts`."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts import evidence_links
from accounts.models import (
    Evidence,
    EvidenceKind,
    EvidenceState,
    Export,
    Group,
    Membership,
    TeacherStatus,
)
from contacts.models import Territory
from tests.factories import SchoolFactory
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


def carmen_id(house):
    return [house.carmen.pk]


def carmens_school_is_in_valencia(house):
    school = house.carmen.school
    school.territory = Territory.objects.get(code="ES-VC")
    school.website = "https://iesmarblau.example"
    school.save()


def ask(house, kind, **facts):
    """A question about Carmen: always the same row, so that its address is known beforehand."""
    facts.setdefault("state", EvidenceState.ASKED)
    return Evidence.objects.update_or_create(
        pk=ASKED,
        defaults={"teacher": house.carmen, "school": house.carmen.school, "kind": kind, **facts},
    )[0]


def ana_is_asked(house):
    ask(house, EvidenceKind.COLLEAGUE, by=house.founder)


def the_head_is_asked(house):
    ask(house, EvidenceKind.HEAD, address="head@school.example")


def carmens_address_is_asked(house):
    ask(house, EvidenceKind.DOMAIN, address="c@iesmarblau.example")


def carmen_adds_a_paper(house):
    name = default_storage.save("certificates/paper", ContentFile(b"%PDF-1.4"))
    facts = {"state": EvidenceState.GIVEN, "file": name, "name": "paper.pdf"}
    facts |= {"content_type": "application/pdf", "answered_at": timezone.now()}
    ask(house, EvidenceKind.CERTIFICATE, **facts)


def link(kind):
    return lambda house: [evidence_links.token_of(Evidence(pk=ASKED, kind=kind))]


def ana_joins_another_school(house):
    school = SchoolFactory(pk=ANOTHER)
    Membership.objects.create(pk=ANOTHER, teacher=house.ana, school=school)


def another_school(house):
    SchoolFactory(pk=ANOTHER)


ASKED = ANOTHER = 990_099
YES = {"knows": "yes"}
KNOWS = {"data": lambda house: YES}
IN_VALENCIA = {"prepare": carmens_school_is_in_valencia}

EVIDENCE = [
    *(
        row(f"accounts:evidence_{way}", others=403, visitor=LOGIN, newcomer=200, **IN_VALENCIA)
        for way in ("head", "colleagues", "address", "certificate")
    ),
    row("accounts:evidence_colleagues", "post", others=403, visitor=LOGIN, newcomer=302),
    row(
        "accounts:vouch",
        args=lambda house: [ASKED],
        prepare=ana_is_asked,
        others=404,
        visitor=LOGIN,
        founder=200,
    ),
    row(
        "accounts:vouch",
        "post",
        args=lambda house: [ASKED],
        prepare=ana_is_asked,
        **KNOWS,
        others=404,
        visitor=LOGIN,
        founder=200,
    ),
    row(
        "accounts:certificate",
        args=lambda house: [ASKED],
        prepare=carmen_adds_a_paper,
        others=404,
        visitor=LOGIN,
        newcomer=200,
        staff_es=200,
        central=200,
    ),
    row(
        "accounts:certificate_remove",
        "post",
        args=lambda house: [ASKED],
        prepare=carmen_adds_a_paper,
        others=403,
        visitor=LOGIN,
        newcomer=302,
    ),
    row(
        "accounts:head_answer",
        args=link(EvidenceKind.HEAD),
        prepare=the_head_is_asked,
        others=200,
        newcomer=403,
    ),
    row(
        "accounts:head_answer",
        "post",
        args=link(EvidenceKind.HEAD),
        prepare=the_head_is_asked,
        **KNOWS,
        others=200,
        newcomer=403,
    ),
    row(
        "accounts:school_address_confirm",
        args=link(EvidenceKind.DOMAIN),
        prepare=carmens_address_is_asked,
        others=403,
        visitor=LOGIN,
        newcomer=200,
    ),
    row(
        "accounts:school_address_confirm",
        "post",
        args=link(EvidenceKind.DOMAIN),
        prepare=carmens_address_is_asked,
        others=403,
        visitor=LOGIN,
        newcomer=302,
    ),
    row("accounts:territory", others=403, visitor=LOGIN, representative=200, **IN_VALENCIA),
    row(
        "accounts:give_word",
        "post",
        args=carmen_id,
        **KNOWS,
        **IN_VALENCIA,
        others=403,
        visitor=LOGIN,
        representative=302,
    ),
    row("accounts:give_word", args=carmen_id, others=405, visitor=LOGIN),
]
SEVERAL_SCHOOLS = [
    row("accounts:my_schools", others=403, visitor=LOGIN, **each(TEACHERS, 200)),
    row(
        "accounts:join_school",
        "post",
        args=lambda house: [ANOTHER],
        prepare=another_school,
        others=403,
        visitor=LOGIN,
        founder=302,
        newcomer=302,
        stranger=409,
        cofounder=409,
    ),
    *(
        row(
            f"accounts:{verb}",
            "post",
            args=lambda house: [ANOTHER],
            prepare=ana_joins_another_school,
            others=403,
            visitor=LOGIN,
            founder=302,
            newcomer=409,
            stranger=409,
            cofounder=409,
        )
        for verb in ("choose_main_school", "leave_school")
    ),
]

KEY = UUID("6b1f8a52-6f0e-4d6e-9c39-0d8a1d1f3b10")


def ana_has_an_export(house):
    Export.objects.create(user=house.founder, key=KEY)


def ana_has_a_photo(house):
    house.ana.photo = default_storage.save("photos/ana", ContentFile(b"Ana"))
    house.ana.save()


AUDIENCES = dict.fromkeys(Group.values, "members")

MATRIX = [
    *EVIDENCE,
    *SEVERAL_SCHOOLS,
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
    row("accounts:agreements", others=200, visitor=LOGIN),
    row(
        "accounts:agreements",
        "post",
        data=lambda house: {"agrees": "on"},
        others=302,
        visitor=LOGIN,
    ),
    row("accounts:my_data", others=200, visitor=LOGIN),
    # Everybody is first asked for the password again.
    row("accounts:ask_for_export", "post", others=302, visitor=LOGIN),
    row("accounts:ask_for_export", others=405, visitor=LOGIN),
    row("accounts:erase", others=302, visitor=LOGIN),
    row("accounts:erase", "post", others=302, visitor=LOGIN),
    row(
        "accounts:export",
        args=lambda house: [KEY],
        prepare=ana_has_an_export,
        others=404,
        visitor=LOGIN,
        founder=200,
    ),
    row(
        "accounts:export",
        "post",
        args=lambda house: [KEY],
        prepare=ana_has_an_export,
        others=302,
        visitor=LOGIN,
    ),
    row("accounts:language_levels", others=302, visitor=LOGIN, **each(TEACHERS, 200)),
    row(
        "accounts:language_levels",
        "post",
        data=lambda house: {"en": "b2"},
        others=302,
        visitor=LOGIN,
    ),
    row("accounts:visibility", others=302, visitor=LOGIN, **each(TEACHERS, 200)),
    row("accounts:visibility", "post", data=lambda house: AUDIENCES, others=302, visitor=LOGIN),
    row("accounts:change_photo", others=302, visitor=LOGIN, **each(TEACHERS, 200)),
    row("accounts:change_photo", "post", others=302, visitor=LOGIN, **each(TEACHERS, 422)),
    row("accounts:remove_photo", "post", others=403, visitor=LOGIN, **each(TEACHERS, 302)),
    row(
        "accounts:photo", args=ana, prepare=ana_has_a_photo, others=200, visitor=LOGIN, newcomer=404
    ),
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
    row("accounts:schools", others=200),
    row("accounts:school", args=mar_blau, others=200),
]
