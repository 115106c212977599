"""What the queues of this app have in common."""

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils import formats, timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from core.desk import DeskAdmin
from core.models import Activity

HISTORY_LENGTH = 10
SAID = {
    "accounts.asked_head": _("asked the head of school"),
    "accounts.reminded_head": _("reminded the head of school"),
    "accounts.asked_colleagues": _("asked the colleagues"),
    "accounts.showed_school_address": _("showed an address at the school"),
    "accounts.added_certificate": _("added a certificate"),
    "accounts.removed_certificate": _("removed a certificate"),
    "accounts.answered_as_head": _("answered as head of school"),
    "accounts.vouched": _("answered as a colleague"),
    "accounts.confirmed_school_address": _("confirmed the address at the school"),
    "accounts.gave_word": _("answered as regional representative"),
    "accounts.joined_school": _("joined another school"),
    "accounts.chose_main_school": _("chose another main school"),
    "accounts.left_school": _("left a school"),
    "accounts.merged_schools": _("merged two entries"),
    "accounts.registered_profile": _("said who they are"),
    "accounts.chose_school": _("chose the school"),
    "accounts.described_teaching": _("sent the registration"),
    "accounts.changed_profile": _("changed the profile"),
    "accounts.changed_visibility": _("changed who sees what"),
    "accounts.changed_photo": _("changed the photo"),
    "accounts.validated_teacher": _("validated"),
    "accounts.refused_teacher": _("refused"),
    "accounts.suspended_teacher": _("suspended"),
    "accounts.restored_teacher": _("ended the suspension"),
    "accounts.added_school": _("added the school"),
    "accounts.confirmed_school": _("confirmed"),
    "accounts.refused_school": _("refused"),
    "accounts.reopened_school": _("put back into the queue"),
}


class StandingAdmin(DeskAdmin):
    """A list by status. A decision is offered only where the status allows it."""

    decisions_by_status: dict[str, tuple[str, ...]] = {}
    initial_status = "waiting"
    since_field = "status_since"
    usual_days = settings.USUAL_VALIDATION_DAYS

    def get_actions(self, request):
        """On a list, the decisions of the status that is shown. An action itself always arrives."""
        actions = super().get_actions(request)
        status = request.GET.get("status", self.initial_status)
        if request.method == "POST" or status not in self.decisions_by_status:
            return actions
        wanted = self.decisions_by_status[status]
        return {name: action for name, action in actions.items() if name in wanted}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        offered = self.offered(row) if row else ()
        descriptions = {name: action[2] for name, action in super().get_actions(request).items()}
        # A window of its own, for choosing, has no actions.
        buttons = [(name, descriptions[name]) for name in offered if name in descriptions]
        context = {"decisions": buttons} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def offered(self, row):
        """The decisions that make sense for this row, the likeliest first."""
        return self.decisions_by_status.get(row.status, ())

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    @admin.display(description=_("days"), ordering="status_since")
    def days(self, row):
        return (timezone.now() - row.status_since).days

    @admin.display(description=_("what happened"))
    def history(self, row):
        happened = Activity.objects.filter(
            target_type=ContentType.objects.get_for_model(row), target_id=row.pk
        ).select_related("by")
        lines = (
            (_moment(act.at), SAID.get(act.verb, act.verb), act.by or "—")
            for act in happened.order_by("-at")[:HISTORY_LENGTH]
        )
        return format_html_join("", "<div>{} · {} · {}</div>", lines) or "—"


def _moment(when):
    return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")
