"""Teachers who wait for validation, and what else is decided about teachers."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services
from accounts.admin.desk import StandingAdmin
from accounts.admin.evidence import EvidenceAdmin, SufficientEvidence
from accounts.admin.filters import TeacherStanding
from accounts.admin.portals import PortalOfOrigin, doors_of
from accounts.models import SchoolStatus, Teacher
from core import vocabularies
from core.models import Vocabulary
from core.search import having_words


@admin.register(Teacher)
class TeacherAdmin(EvidenceAdmin, StandingAdmin):
    """The queue of teachers: who, at which school, how long they have waited."""

    list_display = [
        "name",
        "school_and_state",
        "role_name",
        "email",
        "came_through",
        "weighed",
        "days",
    ]
    list_filter = [TeacherStanding, SufficientEvidence, PortalOfOrigin]
    list_select_related = ["user", "school__territory", "country", "portal"]
    search_fields = ["user__name_normal"]
    search_help_text = _("Name or e-mail address")
    ordering = ["status_since", "pk"]
    fields = [
        "name",
        "email",
        "role_name",
        "school_link",
        "status",
        "status_since",
        "decision_reason",
        "gathered",
        "what_they_teach",
        "came_through",
        "history",
    ]
    actions = ["validate", "validate_with_school", "refuse", "suspend", "restore"]
    decisions_by_status = {
        "waiting": ("validate", "validate_with_school", "refuse"),
        "validated": ("suspend",),
        "suspended": ("restore",),
        "refused": (),
        "incomplete": (),
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def waiting(self, rows):
        return rows.filter(status="waiting").order_by("status_since", "pk")

    def about(self, row):
        return self.school_and_state(row)

    def figures(self, request):
        return doors_of(self.get_queryset(request).prefetch_related(None))

    def offered(self, row):
        """A school that still waits is confirmed together with its teacher: one press, not two."""
        names = super().offered(row)
        waits = row.school is not None and row.school.status == SchoolStatus.WAITING
        needless = "validate" if waits else "validate_with_school"
        return tuple(name for name in names if name != needless)

    def get_search_results(self, request, queryset, search_term):
        if "@" in search_term:
            return queryset.filter(user__email__iexact=search_term.strip()), False
        return having_words(queryset, "user__name_normal", search_term), False

    # --- columns ------------------------------------------------------------------

    @admin.display(description=_("name"), ordering="user__sort_name")
    def name(self, teacher):
        return teacher.name

    @admin.display(description=_("e-mail address"))
    def email(self, teacher):
        return teacher.user.email

    @admin.display(description=_("role"))
    def role_name(self, teacher):
        return teacher.role_name

    @admin.display(description=_("portal of origin"), ordering="portal")
    def came_through(self, teacher):
        return teacher.portal or _("European portal")

    @admin.display(description=_("school"))
    def school_and_state(self, teacher):
        return _described(teacher.school) if teacher.school else "—"

    @admin.display(description=_("school"))
    def school_link(self, teacher):
        if teacher.school is None:
            return "—"
        url = reverse("admin:accounts_school_change", args=[teacher.school.pk])
        return format_html('<a href="{}">{}</a>', url, _described(teacher.school))

    @admin.display(description=_("teaches"))
    def what_they_teach(self, teacher):
        lists = [
            vocabularies.names(Vocabulary.SUBJECT, teacher.subjects),
            vocabularies.names(Vocabulary.LEVEL, teacher.levels),
            vocabularies.names(Vocabulary.LANGUAGE, teacher.languages),
            [teacher.ages],
        ]
        return " · ".join(", ".join(names) for names in lists if any(names))

    # --- decisions ----------------------------------------------------------------

    @admin.action(description=_("Validate"))
    def validate(self, request, rows):
        self._validate(request, rows, with_school=False)

    @admin.action(description=_("Confirm school and validate"))
    def validate_with_school(self, request, rows):
        self._validate(request, rows, with_school=True)

    def _validate(self, request, rows, *, with_school):
        self.decide(
            request,
            rows,
            step=lambda row: services.validate_teacher(
                teacher_id=row.pk, by=request.user, with_school=with_school
            ),
            done=lambda n: (
                ngettext("%(n)d teacher validated.", "%(n)d teachers validated.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Refuse with a reason"))
    def refuse(self, request, rows):
        return self.decide_with_reason(
            request,
            rows,
            action="refuse",
            title=_("Refuse with a reason"),
            step=lambda row, reason: services.refuse_teacher(
                teacher_id=row.pk, by=request.user, reason=reason
            ),
            done=lambda n: (
                ngettext("%(n)d teacher refused.", "%(n)d teachers refused.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Suspend with a reason"))
    def suspend(self, request, rows):
        return self.decide_with_reason(
            request,
            rows,
            action="suspend",
            title=_("Suspend with a reason"),
            step=lambda row, reason: services.suspend_teacher(
                teacher_id=row.pk, by=request.user, reason=reason
            ),
            done=lambda n: (
                ngettext("%(n)d teacher suspended.", "%(n)d teachers suspended.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("End the suspension"))
    def restore(self, request, rows):
        self.decide(
            request,
            rows,
            step=lambda row: services.restore_teacher(teacher_id=row.pk, by=request.user),
            done=lambda n: (
                ngettext("%(n)d suspension ended.", "%(n)d suspensions ended.", n) % {"n": n}
            ),
        )


def _described(school):
    """Where the school is, and whether it is confirmed: what one must know to decide."""
    parts = [school.name, school.town, school.territory.name if school.territory else ""]
    if school.status != SchoolStatus.CONFIRMED:
        parts.append(school.get_status_display())
    return " · ".join(part for part in parts if part)
