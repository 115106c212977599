"""/demo/mail/: what the demo world has "sent", so that a newcomer can read the code they wait for.

Routed only where settings.DEMO_WORLD is true: it shows everybody's e-mails to everybody.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from core.http import page_of
from notifications import mailbox
from notifications.mailbox import Message


@login_not_required
@require_safe
def inbox(request):
    page = page_of(request, mailbox.files())
    messages = [mailbox.read(file) for file in page]
    return render(
        request, "notifications/demo_mailbox.html", {"messages_sent": messages, "page_obj": page}
    )


@login_not_required
@require_safe
def message(request, message_id):
    return render(request, "notifications/demo_message.html", {"message": _message(message_id)})


@login_not_required
@require_safe
def message_html(request, message_id):
    """The HTML part by itself, in a sandbox: no script, nothing from elsewhere."""
    response = HttpResponse(_message(message_id).html)
    response["Content-Security-Policy"] = (
        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )
    return response


def _message(message_id) -> Message:
    found = mailbox.find(message_id)
    if found is None:
        raise Http404
    return found


app_name = "demo"
urlpatterns = [
    path("", inbox, name="mailbox"),
    path("<slug:message_id>/", message, name="message"),
    path("<slug:message_id>/html/", message_html, name="message_html"),
]
