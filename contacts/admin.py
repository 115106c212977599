"""The directory at the desk: entries, posts, and the dated participation of countries."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contacts import rules, services
from contacts.models import Country, Participation, SupportPost, SupportUnit
from core.desk import DeskAdmin, name_fields
from core.models import record

name_fields(Country, lat=_("latitude"), lon=_("longitude"))
name_fields(
    SupportUnit,
    parent=_("belongs to"),
    territory=_("territory"),
    confirmed_by=_("last confirmed by"),
)
name_fields(SupportPost, user=_("person"))


class ParticipationInline(admin.TabularInline):
    model = Participation
    extra = 0


@admin.register(Country)
class CountryAdmin(DeskAdmin):
    """Countries. Leaving, suspension and return are rows of participation, never an edit."""

    list_display = ["iso2", "name", "category", "confidence"]
    list_filter = ["category"]
    search_fields = ["name_en", "name_es"]
    inlines = [ParticipationInline]
    readonly_fields = ["iso2", "lat", "lon", "source"]

    def get_queryset(self, request):
        return Country.objects.all()

    @admin.display(description=_("name"))
    def name(self, country):
        return country.name

    def has_change_permission(self, request, obj=None):
        return request.user.looks_after_all

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.has_changed():
            record("contacts.participation_changed", by=request.user, target=form.instance)


class PostInline(admin.TabularInline):
    """Who holds a post here. Adding and ending go through the steps."""

    model = SupportPost
    extra = 0
    fields = readonly_fields = ["user", "role", "shown", "starts", "ends"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(SupportUnit)
class SupportUnitAdmin(DeskAdmin):
    list_display = ["code", "kind", "name", "email", "website", "confidence", "confirmed_at"]
    list_filter = ["kind", "confidence"]
    search_fields = ["code", "name_en", "name_es", "name_native"]
    list_select_related = ["territory"]
    inlines = [PostInline]
    readonly_fields = [
        "code",
        "kind",
        "parent",
        "territory",
        "name_en",
        "name_es",
        "name_native",
        "source",
        "confidence",
        "confirmed_at",
        "confirmed_by",
    ]

    @admin.display(description=_("name"))
    def name(self, unit):
        return unit.name

    def has_change_permission(self, request, obj=None):
        return obj is None or bool(rules.can_change_entry(request.user, obj))

    def save_model(self, request, obj, form, change):
        services.change_entry(
            unit_id=obj.pk,
            by=request.user,
            version=obj.version,
            changes={name: form.cleaned_data[name] for name in form.changed_data},
        )
