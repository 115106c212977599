from typing import Any

from django.utils.translation import gettext_lazy as _

from core.rules import YES, Decision, no, rule
from notifications.kinds import Kind
from notifications.models import Email


@rule("notifications.choose")
def can_choose(user: Any, kind: Kind) -> Decision:
    """Whether this kind's e-mail is the person's to switch on and off."""
    if kind.required:
        return no(
            _(
                "This e-mail cannot be switched off, because you could not go on without it. "
                "The others on the preferences page can."
            )
        )
    return YES


@rule("notifications.send_again")
def can_send_again(user: Any, email: Email) -> Decision:
    if not user.looks_after_all:
        return no(_("Only the Central Support Service looks after the outgoing e-mails."))
    return YES
