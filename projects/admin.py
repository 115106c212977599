"""The desk: projects that wait for the decision of one's own country."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.desk import DeskAdmin, StandingFilter, name_fields
from projects import services
from projects.models import Approval, ApprovalDecision, Project

name_fields(Approval, country=_("country"), decided_by=_("decided by"))


class DecisionFilter(StandingFilter):
    title = _("decision")
    parameter_name = "decision"
    statuses = ApprovalDecision

    def waiting(self, rows):
        return rows.waiting()


@admin.register(Approval)
class ApprovalAdmin(DeskAdmin):
    """One country's decisions on projects, oldest first."""

    list_display = ["project_title", "country", "founders", "asked_at", "days", "decision"]
    list_filter = [DecisionFilter]
    list_select_related = ["project__founder__user", "project__cofounder__user", "country"]
    search_fields = ["project__title"]
    ordering = ["asked_at", "pk"]
    fields = ["decision", "reason", "asked_at", "decided_at", "decided_by"]
    actions = ["approve", "refuse"]
    decisions = ("approve", "refuse")
    since_field = "asked_at"
    usual_days = settings.USUAL_APPROVAL_DAYS
    change_form_template = "admin/projects/approval_change_form.html"

    def get_queryset(self, request):
        people = [
            f"project__{who}__{what}"
            for who in ("founder", "cofounder")
            for what in ("user", "country", "school")
        ]
        places = [
            f"project__{who}_{what}"
            for who in ("founder", "cofounder")
            for what in ("country", "school")
        ]
        return super().get_queryset(request).select_related("country", *people, *places)

    def waiting(self, rows):
        return rows.waiting().order_by("asked_at", "pk")

    def about(self, row):
        return self.founders(row)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        approval = self.get_object(request, object_id)
        context = _card_of(approval, request.user) if approval else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.display(description=_("project"), ordering="project__title")
    def project_title(self, approval):
        return approval.project.title

    @admin.display(description=_("founders"))
    def founders(self, approval):
        return f"{approval.project.founder} – {approval.project.cofounder}"

    @admin.display(description=_("days"))
    def days(self, approval):
        return approval.days_waited

    @admin.action(description=_("Approve"))
    def approve(self, request, rows):
        self.decide(
            request,
            rows,
            step=lambda row: services.approve(approval_id=row.pk, by=request.user),
            done=lambda n: (
                ngettext("%(n)d project approved.", "%(n)d projects approved.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Refuse with a reason"))
    def refuse(self, request, rows):
        return self.decide_with_reason(
            request,
            rows,
            action="refuse",
            title=_("Refuse with a reason"),
            step=lambda row, reason: services.refuse(
                approval_id=row.pk, reason=reason, by=request.user
            ),
            done=lambda n: (
                ngettext("%(n)d project refused.", "%(n)d projects refused.", n) % {"n": n}
            ),
        )


def _card_of(approval, user) -> dict:
    """Everything one needs to decide, on one page: both sides, the text, what it may duplicate."""
    project = approval.project
    sides = [
        ("founder", project.founder, project.founder_school, project.founder_country),
        ("cofounder", project.cofounder, project.cofounder_school, project.cofounder_country),
    ]
    return {
        "project": project,
        "sides": [
            {"role": role, "teacher": teacher, "school": school, "country": country}
            for role, teacher, school, country in sides
        ],
        "others": list(
            project.approvals.exclude(pk=approval.pk)
            .select_related("country", "decided_by")
            .order_by("-round", "country")
        ),
        "similar": list(_similar_to(project, user)),
    }


def _similar_to(project, user):
    """Other projects of the same two people, or with nearly the same title."""
    same_people = Q(founder__in=[project.founder_id, project.cofounder_id]) & Q(
        cofounder__in=[project.founder_id, project.cofounder_id]
    )
    others = Project.objects.visible_to(user).exclude(pk=project.pk)
    similar = others.filter(same_people | Q(title__trigram_similar=project.title))
    return similar.for_cards()[:5]
