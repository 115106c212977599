"""The outbox at the desk of the Central Support Service. Notices are private and not shown."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.desk import CentralAdmin, name_fields
from notifications import services
from notifications.models import Email

name_fields(Email, error=_("what went wrong"))


@admin.register(Email)
class EmailAdmin(CentralAdmin):
    """Which e-mails wait, went or were given up, and why. Not what is in them."""

    list_display = ["subject", "to", "state", "attempts", "due_at", "sent_at", "created_at"]
    list_filter = ["state"]
    search_fields = ["to"]
    fields = [*list_display, "error"]
    actions = decisions = ("send_again",)

    @admin.action(description=_("Send again"))
    def send_again(self, request, rows):
        self.decide(
            request,
            rows,
            lambda email: services.send_again(email_id=email.pk, by=request.user),
            lambda n: ngettext("%d e-mail is sent again.", "%d e-mails are sent again.", n) % n,
        )
