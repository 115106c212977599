"""Who keeps which entry of the support directory."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.models import SupportUnit, UnitKind
from core.rules import YES, Decision, no, rule


@rule("contacts.change_entry")
def can_change_entry(user: Any, unit: SupportUnit) -> Decision:
    if user.is_central or unit.pk in user.edited_unit_ids:
        return YES
    if unit.country_id in user.desk_countries:
        return YES
    return no(
        _(
            "This entry is kept by its own people. If something is wrong, write to the "
            "organisation or to the National Support Organisation of the country."
        )
    )


@rule("contacts.appoint")
def can_appoint(user: Any, unit: SupportUnit) -> Decision:
    if user.is_central:
        return YES
    if unit.kind == UnitKind.REGIONAL and unit.country_id in user.desk_countries:
        return YES
    return no(
        _(
            "Regional representatives are appointed by their National Support Organisation, "
            "everybody else by the Central Support Service."
        )
    )
