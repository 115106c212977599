"""Who lives in the demo world: schools, support staff, the named cast, and a crowd of teachers."""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts import services
from accounts.models import School, SchoolOrigin, Teacher, User
from contacts import services as contacts
from contacts.models import PostRole, SupportPost, SupportUnit, UnitKind

HERE = Path(__file__).parent
PASSWORD = "twinning-demo-2026"  # noqa: S105 -- printed by ./run: it protects nobody
# The secret of every authenticator app here: `./run manage demo_code ADDRESS` prints its codes.
APP_SECRET = "ETWINNINGDEMOETWINNINGDEMOETWINN"  # noqa: S105
DOMAIN = "demo.example"
SMALLEST, LARGEST = 7, 22  # teachers of the crowd in one country
LEVELS = [
    (["ecec"], 3, 6),
    (["primary"], 6, 11),
    (["lower_secondary"], 12, 15),
    (["lower_secondary", "upper_secondary"], 13, 18),
    (["ivet"], 16, 19),
]
SUBJECTS = [
    ["preschool_subjects"], ["primary_subjects", "art"], ["biology", "environmental_education"],
    ["mathematics"], ["foreign_languages"], ["history", "geography"], ["music"], ["physics", "chemistry"],
    ["informatics_ict"], ["language_literature", "drama"], ["physical_education"],
    ["technology", "economics"],
]  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Place:
    """A country of the demo world: what people and schools there are called."""

    iso2: str
    given: list[str]
    family: list[str]
    towns: list[str]
    schools: list[str]
    languages: list[str]


def places() -> list[Place]:
    rows = table("countries")
    return [Place(row["iso2"], *(row[key].split("|") for key in list(row)[1:])) for row in rows]


class Settlers:
    """Makes people by the steps that real people take. The same seed makes the same people."""

    def __init__(self, chance: Random):
        self.chance = chance
        self.password = make_password(PASSWORD)
        self.wishes = table("wishes")
        self.taken: set[str] = set()

    def user(self, name: str, given: str = "", family: str = "", language: str = "en") -> User:
        """An account with a confirmed address, as allauth leaves it after the code."""
        address = f"{name}@{DOMAIN}"
        user = User(email=address, given_name=given, family_name=family, language=language)
        user.password = self.password
        user.save()
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
        services.agree(by=user)
        return user

    def schools(self, place: Place) -> list[School]:
        rows = [
            School(
                slug=f"{place.iso2.lower()}-demo-{number}",
                country_id=place.iso2,
                official_id=f"DEMO-{number:03d}",
                name=name,
                town=town,
                levels=levels,
                origin=SchoolOrigin.REGISTER,
            )
            for number, (name, town, (levels, _low, _high)) in enumerate(
                zip(place.schools, place.towns, LEVELS, strict=True), start=1
            )
        ]
        return School.objects.bulk_create(rows)

    def staff(self, name: str, unit: SupportUnit, *, by: User | None, **about) -> User:
        """A person on the staff of a unit. The very first one is appointed by nobody."""
        user = self.user(name, **about)
        if by:
            contacts.appoint(unit_id=unit.pk, user_id=user.pk, role=PostRole.STAFF, by=by)
            user.refresh_from_db()
        else:
            User.objects.filter(pk=user.pk).update(is_staff=True)
            SupportPost.objects.create(unit=unit, user=user, role=PostRole.STAFF)
        TOTP.activate(user, APP_SECRET)
        return fresh(user)

    def representative(self, name: str, unit: SupportUnit, *, by: User, **about) -> User:
        user = self.user(name, **about)
        contacts.appoint(unit_id=unit.pk, user_id=user.pk, role=PostRole.REPRESENTATIVE, by=by)
        TOTP.activate(user, APP_SECRET)
        return fresh(user)

    def teacher(
        self, user: User, school: School, place: Place, *, kind: int | None = None
    ) -> Teacher:
        """A teacher who has registered and waits for validation. An unsaved school is added on the way."""
        number = self.chance.randrange(len(LEVELS)) if kind is None else kind
        levels, low, high = LEVELS[number]
        services.register_profile(
            by=user, given_name=user.given_name, family_name=user.family_name,
            role=self.chance.choice(["teacher"] * 8 + ["head", "librarian"]),
            country_id=place.iso2, portal_id=self.chance.choice([place.iso2, None]),
        )  # fmt: skip
        if school.pk:
            services.choose_school(by=user, school_id=school.pk)
        else:
            services.add_school(by=user, school=school)
        described = services.describe_teaching(
            by=user,
            subjects=self.chance.choice(SUBJECTS),
            vocational=["hot"][: number == 4],
            languages=sorted({*place.languages[:2], "en"}),
            levels=levels,
            age_from=low,
            age_to=high,
        )
        spoken = dict.fromkeys(place.languages[:1], "native")
        spoken["en"] = spoken.get("en") or self.chance.choice(["b1", "b2", "c1", ""])
        services.change_language_levels(by=user, levels=spoken)
        return described

    def crowd(self, place: Place, schools: list[School]) -> list[Teacher]:
        """The teachers of a country, all waiting."""
        size = self.chance.randrange(SMALLEST, LARGEST)
        return [self._one_of_the_crowd(place, schools) for _each in range(size)]

    def _one_of_the_crowd(self, place: Place, schools: list[School]) -> Teacher:
        given, family = self._new_name(place)
        address = slugify(f"{given}.{family}".replace(".", "-")) or f"teacher-{len(self.taken)}"
        user = self.user(f"{address}.{place.iso2.lower()}", given, family)
        kind = self.chance.randrange(len(schools))
        teacher = self.teacher(user, schools[kind], place, kind=kind)
        services.change_profile(
            by=user,
            changes={
                "looking_for": self.chance.choice(self.wishes)["text"],
                "is_available": self.chance.random() < 0.8,
            },
        )
        return teacher

    def _new_name(self, place: Place) -> tuple[str, str]:
        while True:
            given, family = self.chance.choice(place.given), self.chance.choice(place.family)
            if f"{given} {family} {place.iso2}" not in self.taken:
                self.taken.add(f"{given} {family} {place.iso2}")
                return given, family


def fresh(user: User) -> User:
    """The person as the next request would see them: without cached facts."""
    return User.objects.get(pk=user.pk)


def national_unit(iso2: str) -> SupportUnit:
    return SupportUnit.objects.filter(kind=UnitKind.NSO, territory__country=iso2).order_by("pk")[0]
