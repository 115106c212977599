"""Who supports a teacher: the national organisations of their country."""

from contacts.models import SupportUnit, UnitKind


def organisations_of(country_id: str | None) -> list[SupportUnit]:
    """The National Support Organisations of a country: usually one, in Belgium two. One query."""
    units = SupportUnit.objects.filter(kind=UnitKind.NSO, territory__country=country_id)
    return list(units.for_cards())
