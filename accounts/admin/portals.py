"""Through which door teachers came: a country's national portal, or the European one."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import Country

EUROPEAN = "european"
RECENT = timedelta(days=30)


class PortalOfOrigin(admin.SimpleListFilter):
    title = _("portal of origin")
    parameter_name = "portal"

    def lookups(self, request, model_admin):
        teachers = model_admin.get_queryset(request).order_by()
        codes = teachers.exclude(portal=None).values("portal")
        countries = Country.objects.filter(pk__in=codes)
        return [(EUROPEAN, _("European portal")), *((one.pk, one.name) for one in countries)]

    def queryset(self, request, queryset):
        if self.value() == EUROPEAN:
            return queryset.filter(portal=None)
        return queryset.filter(portal=self.value()) if self.value() else queryset


def doors_of(teachers) -> dict:
    """The table of the desk: registrations by country and door. One query and the countries' names."""
    recent = Q(user__date_joined__gt=timezone.now() - RECENT)
    national = Q(portal__isnull=False)
    counted = (
        teachers.order_by()
        .exclude(country=None)
        .values("country")
        .annotate(
            national=Count("pk", filter=national),
            european=Count("pk", filter=~national),
            national_recent=Count("pk", filter=national & recent),
            european_recent=Count("pk", filter=~national & recent),
        )
    )
    rows = {row["country"]: row for row in counted}
    names = {country.pk: country.name for country in Country.objects.filter(pk__in=rows)}
    columns = ("national", "european", "national_recent", "european_recent")
    return {
        "title": _("Registrations by door"),
        "columns": [
            _("Country"),
            _("National portal"),
            _("European portal"),
            _("National portal, 30 days"),
            _("European portal, 30 days"),
        ],
        "rows": [
            [names[code], *(rows[code][column] for column in columns)]
            for code in sorted(rows, key=names.get)
        ],
    }
