"""The numbers the portal shows: counted exactly, kept for five minutes."""

from django.core.cache import cache
from django.db.models import Count, F

from accounts.models import Teacher
from contacts.models import Country
from projects.models import Project

LIFETIME_SECONDS = 300


def of_europe() -> dict[str, int]:
    """Validated teachers, schools with at least one of them, public projects, countries."""
    return cache.get_or_set("figures-of-europe", _count_europe, LIFETIME_SECONDS)


def _count_europe() -> dict[str, int]:
    teachers = Teacher.objects.findable()
    return {
        "teachers": teachers.count(),
        "schools": teachers.values("school").distinct().count(),
        "projects": Project.objects.public().count(),
        "countries": Country.objects.participating().count(),
    }


def by_country() -> dict[str, dict[str, int]]:
    """For each country's code: its validated teachers, their schools, and public projects with it."""
    return cache.get_or_set("figures-by-country", _count_countries, LIFETIME_SECONDS)


def _count_countries() -> dict[str, dict[str, int]]:
    teachers = Teacher.objects.findable().values("country")
    counted = {
        row["country"]: {"teachers": row["people"], "schools": row["schools"], "projects": 0}
        for row in teachers.annotate(people=Count("pk"), schools=Count("school", distinct=True))
    }
    for column in ("founder_country", "cofounder_country"):
        rows = Project.objects.public().values(code=F(column)).annotate(projects=Count("pk"))
        if column == "cofounder_country":
            # A national project has one country: it counts once.
            rows = rows.exclude(founder_country=F("cofounder_country"))
        for row in rows:
            own = counted.setdefault(row["code"], {"teachers": 0, "schools": 0, "projects": 0})
            own["projects"] += row["projects"]
    return counted


def of_country(code: str) -> dict[str, int]:
    return by_country().get(code, {"teachers": 0, "schools": 0, "projects": 0})
