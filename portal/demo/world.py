"""The demo world as a whole: several hundred people, their connections, projects and TwinSpaces.

Everything happens through the steps that the pages call; only dates are set back afterwards, so that
the world looks lived in. Made in one transaction: it is there completely or not at all.
"""

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts import services as accounts
from accounts.models import School, Teacher, TeacherStatus, User
from contacts.models import SupportUnit
from notifications.models import Email, EmailState, Notice
from partners import services as partners
from partners.models import Connection
from portal.demo import projects
from portal.demo.people import DOMAIN, Settlers, fresh, national_unit, places
from projects.models import Project

SEED = 2026
WAITING_EVERY = 11
REFUSED_EVERY = 37
READ_AFTER = timedelta(days=7)
REQUEST = "Good morning! Your classes and mine seem to fit. Shall we talk about a small project?"
REASON = "We could not find this school at the address given. Please check its official number."


@transaction.atomic
def build() -> dict[str, int]:
    """Make the demo world and count what is in it. An existing one is left as it is."""
    if not User.objects.filter(email=f"ana@{DOMAIN}").exists():
        _World(Random(SEED)).build()  # noqa: S311 -- chance for a story, not for a secret
        _keep_the_post_office_quiet()
    return {
        "teachers": Teacher.objects.count(),
        "schools": School.objects.count(),
        "connections": Connection.objects.count(),
        "projects": Project.objects.count(),
    }


def _keep_the_post_office_quiet() -> None:
    """Nobody wants two thousand old messages: what happened before today is told in the inboxes only."""
    Email.objects.filter(state=EmailState.WAITING).update(state=EmailState.WITHDRAWN)


class _World:
    def __init__(self, chance: Random):
        self.chance = chance
        self.settlers = Settlers(chance)
        self.staff: dict[str, User] = {}
        self.teachers: list[Teacher] = []

    def build(self) -> None:
        central = self.settlers.staff("css", SupportUnit.objects.get(code="css"), by=None,
                                      given="Clara", family="Dumont")  # fmt: skip
        for place in places():
            schools = self.settlers.schools(place)
            self._appoint(place, central)
            self.teachers += self._named(place, schools)
            if place.iso2 == "ES":
                self._waits_with_a_new_school(place)
            self.teachers += self._decided(place, self.settlers.crowd(place, schools))
        self._connect_the_crowd()
        self._connect_the_cast()
        projects.Workshop(self.chance, self.staff).build(self._validated())
        projects.invite_who_waits()
        self._set_back_the_clocks()

    # --- people ------------------------------------------------------------------

    def _appoint(self, place, central) -> None:
        names = {"ES": ("Ignacio", "Prieto"), "IT": ("Elisabetta", "Fontana")}
        given, family = names.get(place.iso2, (place.given[0], place.family[-1]))
        code = place.iso2.lower()
        self.staff[place.iso2] = self.settlers.staff(
            f"nss.{code}", national_unit(place.iso2), by=central, given=given, family=family,
            language="es" if code == "es" else "en",
        )  # fmt: skip
        if code == "es":
            self._appoint_valencia(central)

    def _appoint_valencia(self, central) -> None:
        unit = SupportUnit.objects.get(code="reg-es-vc")
        self.settlers.representative(
            "valencia", unit, by=central, given="Vicent", family="Climent", language="es"
        )

    def _named(self, place, schools) -> list[Teacher]:
        """The people whose sign-ins are printed: see the public contract."""
        named = {
            "ES": [("ana", "Ana", "Ferrer", 1), ("carmen", "Carmen", "Ruiz", 2)],
            "IT": [("luca", "Luca", "Conti", 1)],
            "PL": [("maja", "Maja", "Nowak", 1)],
        }
        teachers = []
        for name, given, family, number in named.get(place.iso2, []):
            language = "es" if place.iso2 == "ES" else "en"
            user = self.settlers.user(name, given, family, language)
            teacher = self.settlers.teacher(user, schools[number], place, kind=2)
            if name != "carmen":
                self._validate(teacher)
                teachers.append(teacher)
        return teachers

    def _waits_with_a_new_school(self, place) -> None:
        """Somebody whose school was in no register: two decisions wait on the Spanish desk."""
        user = self.settlers.user("nuria", "Nuria", "Sanz", "es")
        new = School(
            country_id=place.iso2, name="CRA Los Almendros", town="Albarracín",
            levels=["ecec", "primary"],
        )  # fmt: skip
        self.settlers.teacher(user, new, place, kind=1)

    def _validate(self, teacher: Teacher) -> None:
        staff = fresh(self.staff[teacher.country_id])
        accounts.validate_teacher(teacher_id=teacher.pk, by=staff)

    def _decided(self, place, crowd: list[Teacher]) -> list[Teacher]:
        """Most are validated; some wait, a few were refused with a reason."""
        for teacher in crowd:
            if teacher.pk % REFUSED_EVERY == 0:
                accounts.refuse_teacher(
                    teacher_id=teacher.pk, by=fresh(self.staff[place.iso2]), reason=REASON
                )
            elif teacher.pk % WAITING_EVERY:
                self._validate(teacher)
        return crowd

    def _validated(self) -> list[Teacher]:
        rows = Teacher.objects.filter(status=TeacherStatus.VALIDATED).for_cards().order_by("pk")
        return list(rows)

    # --- connections -------------------------------------------------------------

    def _connect_the_crowd(self) -> None:
        people = self._validated()
        self.chance.shuffle(people)
        for asker, asked in zip(people[::2], people[1::2], strict=False):
            self._connect(asker, asked, answer=self.chance.choice("yyyyyyyn-"))

    def _connect(self, asker: Teacher, asked: Teacher, *, answer: str) -> None:
        """y: accepted, n: declined, -: not answered yet."""
        connection = partners.connect(teacher_id=asked.pk, message=REQUEST, by=fresh(asker.user))
        if answer == "y":
            partners.accept(connection_id=connection.pk, by=fresh(asked.user))
        elif answer == "n":
            partners.decline(connection_id=connection.pk, by=fresh(asked.user))

    def _connect_the_cast(self) -> None:
        by_name = {t.user.email.split("@")[0]: t for t in self._validated()}
        ana, luca, maja = (by_name[name] for name in ("ana", "luca", "maja"))
        pairs = {(c.asker_id, c.asked_id) for c in Connection.objects.all()}
        for other in (luca, maja):
            if not {(ana.pk, other.pk), (other.pk, ana.pk)} & pairs:
                self._connect(ana, other, answer="y")
        strangers = [t for t in self._validated() if t.country_id == "SE"][:2]
        for stranger in strangers:
            self._connect(stranger, ana, answer="-")

    # --- time --------------------------------------------------------------------

    def _set_back_the_clocks(self) -> None:
        now = timezone.now()
        self._set_back_the_inboxes(now)
        for teacher in Teacher.objects.all():
            days = self.chance.randrange(0, 9 if teacher.status == TeacherStatus.WAITING else 90)
            teacher.status_since = now - timedelta(days=days, hours=self.chance.randrange(24))
            teacher.last_active_at = now - timedelta(
                days=self.chance.randrange(0, 40), minutes=self.chance.randrange(1440)
            )
            teacher.save(update_fields=["status_since", "last_active_at"])

    def _set_back_the_inboxes(self, now) -> None:
        """News came one after the other over the last weeks; what is older than a week was read."""
        notices = list(Notice.objects.order_by("pk"))
        step = timedelta(days=30) / max(len(notices), 1)
        for place, notice in enumerate(reversed(notices), start=1):
            notice.created_at = now - place * step
            notice.read_at = notice.created_at if now - notice.created_at > READ_AFTER else None
        Notice.objects.bulk_update(notices, ["created_at", "read_at"], batch_size=500)
