"""Vocabularies at the desk: the Central Support Service may rename, order and retire terms."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.desk import CentralAdmin, name_fields
from core.models import Activity, Term

name_fields(
    Activity,
    at=_("moment"),
    by=_("by whom"),
    verb=_("step"),
    target_type=_("kind of record"),
    target_id=_("number of the record"),
    details=_("details"),
)


@admin.register(Term)
class TermAdmin(CentralAdmin):
    list_display = ["code", "vocabulary", "name_en", "name_es", "order", "is_active", "confidence"]
    list_filter = ["vocabulary", "is_active"]
    search_fields = ["code", "name_en", "name_es"]
    fields = [
        "vocabulary",
        "code",
        "name_en",
        "name_es",
        "order",
        "is_active",
        "confidence",
        "source",
    ]
    readonly_fields = ["vocabulary", "code", "confidence", "source"]

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)


@admin.register(Activity)
class ActivityAdmin(CentralAdmin):
    """The record: read by central staff, changed by nobody."""

    list_display = ["at", "verb", "by", "target_type", "target_id"]
    list_filter = ["verb"]
    list_select_related = ["by", "target_type"]
