"""Vocabularies at the desk: the Central Support Service may rename, order and retire terms."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.desk import DeskAdmin, name_fields
from core.models import Activity, Term

__all__ = ["DeskAdmin"]

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
class TermAdmin(admin.ModelAdmin):
    list_display = ["code", "vocabulary", "name_en", "name_es", "order", "is_active", "confidence"]
    list_filter = ["vocabulary", "is_active"]
    search_fields = ["code", "name_en", "name_es"]
    readonly_fields = ["vocabulary", "code", "source"]

    def has_module_permission(self, request):
        return request.user.is_central or request.user.is_superuser

    has_view_permission = has_change_permission = lambda self, request, obj=None: (
        self.has_module_permission(request)
    )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Activity)
class ActivityAdmin(admin.ModelAdmin):
    """The record: read by central staff, changed by nobody."""

    list_display = ["at", "verb", "by", "target_type", "target_id"]
    list_filter = ["verb"]
    list_select_related = ["by", "target_type"]
    show_full_result_count = False

    def has_module_permission(self, request):
        return request.user.is_central or request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
