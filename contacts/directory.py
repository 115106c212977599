"""Questions the directory pages ask. Reads only."""

from collections.abc import Iterable

from django.db.models import QuerySet

from contacts.models import Country, SupportPost, SupportUnit, Territory, TerritoryKind, UnitKind
from core.search import folded, words


def national_units() -> QuerySet:
    """The National Support Organisations of the countries that take part, by country."""
    countries = Country.objects.participating()
    return SupportUnit.objects.filter(
        kind=UnitKind.NSO, territory__country__in=countries
    ).for_cards()


def matching(units: Iterable[SupportUnit], text: str) -> list[SupportUnit]:
    """The units whose country, territory or name holds every word, accents and case forgiven."""
    wanted = words(folded(text))
    return [unit for unit in units if all(word in _words_of(unit) for word in wanted)]


def _words_of(unit: SupportUnit) -> str:
    names = [unit.name_en, unit.name_es, unit.name_native]
    if unit.territory:
        place, country = unit.territory, unit.territory.country
        names += [place.name_en, place.name_es, place.name_native, country.name_en, country.name_es]
    return folded(" ".join(names))


def units_of(country: Country) -> list[SupportUnit]:
    """All units of a country: its National Support Organisations first, then the regional ones."""
    units = SupportUnit.objects.filter(territory__country=country).for_cards()
    return sorted(units, key=lambda unit: unit.kind == UnitKind.REGIONAL)


def regions_of(country: Country) -> list[Territory]:
    """The territories below a country by name, with their own units at hand."""
    below = Territory.objects.filter(country=country).exclude(kind=TerritoryKind.COUNTRY)
    return sorted(below.prefetch_related("units"), key=lambda territory: folded(territory.name))


def supporters_of(territory: Territory) -> list[SupportUnit]:
    """Who supports a territory: its own units, or those of the nearest territory above that has some."""
    here: Territory | None = territory
    while here is not None:
        units = list(SupportUnit.objects.filter(territory=here).for_cards())
        if units:
            return units
        here = here.parent
    return []


def territories() -> QuerySet:
    """Territories with the way up to their country."""
    return Territory.objects.select_related("country", "parent__parent")


def people_shown_at(units: list[SupportUnit]) -> list[SupportPost]:
    """Those in a current post who agreed that their name is shown."""
    return list(SupportPost.objects.current().filter(unit__in=units, shown=True).for_cards())
