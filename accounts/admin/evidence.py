"""Evidence beside the decision, and the rule by which it is weighed."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts import rules, services
from accounts.evidence import standing, teachers_with_enough
from accounts.models import Evidence, EvidenceKind, TeacherStatus, ValidationRule
from core.desk import DeskAdmin


class WeighedList(ChangeList):
    """Teachers with what their evidence amounts to: two more queries, however many there are."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        rule_of = ValidationRule.objects.of_countries(row.country_id for row in self.result_list)
        for row in self.result_list:
            row.standing = standing(rule_of(row.country_id), row.present_evidence)


class EvidenceAdmin(DeskAdmin):
    """What a list of teachers and a teacher's page say about evidence."""

    def get_changelist(self, request, **kwargs):
        return WeighedList

    def get_queryset(self, request):
        present = Evidence.objects.about_present_schools().select_related("by")
        gathered = Prefetch("evidence", queryset=present, to_attr="present_evidence")
        return super().get_queryset(request).prefetch_related(gathered)

    @admin.display(description=_("evidence"))
    def weighed(self, teacher):
        return teacher.standing.words if teacher.present_evidence else "—"

    @admin.display(description=_("evidence"))
    def gathered(self, teacher):
        """Everything that speaks for or against, and what it amounts to."""
        pieces = list(Evidence.objects.about(teacher).select_related("by"))
        if not pieces:
            return "—"
        amount = standing(ValidationRule.objects.of_country(teacher.country_id), pieces)
        lines = format_html_join("", "<div>{} · {} · {} · {}</div>", map(_line, pieces))
        return format_html("<div><strong>{}</strong></div>{}", amount.words, lines)


def _line(one):
    when = timezone.localtime(one.answered_at or one.asked_at)
    day = formats.date_format(when, "SHORT_DATETIME_FORMAT")
    return one.get_kind_display(), one.words, _whose(one), day


def _whose(one):
    if one.kind == EvidenceKind.CERTIFICATE:
        url = reverse("accounts:certificate", args=[one.pk])
        return format_html('<a href="{}">{}</a>', url, one.name)
    if one.kind == EvidenceKind.HEAD and not one.at_school_domain:
        return _("%(address)s, not at the school's own domain") % {"address": one.address}
    return one.address or one.by or "—"


class SufficientEvidence(admin.SimpleListFilter):
    title = _("evidence")
    parameter_name = "evidence"

    def lookups(self, request, model_admin):
        return [("enough", _("Sufficient")), ("some", _("Some")), ("none", _("None"))]

    def queryset(self, request, queryset):
        if self.value() not in {"enough", "some", "none"}:
            return queryset
        present = Evidence.objects.about_present_schools().values("teacher")
        if self.value() == "none":
            return queryset.exclude(pk__in=present)
        if self.value() == "some":
            return queryset.filter(pk__in=present)
        # One definition of "enough", in Python: only those who wait and have something are read.
        waiting = queryset.filter(status=TeacherStatus.WAITING, pk__in=present)
        plain = waiting.prefetch_related(None).only("pk", "country_id")
        return queryset.filter(pk__in=teachers_with_enough(plain.select_related(None).order_by()))


@admin.register(ValidationRule)
class ValidationRuleAdmin(DeskAdmin):
    """A country's own rule is set by its organisation; the common one by the central service."""

    list_display = ["code", "needed", *EvidenceKind.values, "auto_validate"]
    fields = ["code", "needed", *EvidenceKind.values, "auto_validate", "source"]
    readonly_fields = ["source"]

    def has_change_permission(self, request, obj=None):
        if not self.has_module_permission(request):
            return False
        return obj is None or bool(rules.can_set_validation_rule(request.user, obj))

    def has_add_permission(self, request):
        return self.has_module_permission(request) and request.user.is_central

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "code"] if obj else self.readonly_fields

    def save_model(self, request, obj, form, change):
        services.set_validation_rule(validation_rule=obj, by=request.user)
