from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import page_of
from core.rules import require
from partners import cards, rules, services
from partners.forms import AnswerForm
from partners.models import Connection, ConnectionStatus
from partners.standing import Standing

SHELVES = {
    "received": gettext_lazy("Waiting for your answer"),
    "sent": gettext_lazy("Sent by you"),
    "connected": gettext_lazy("Connected"),
    "earlier": gettext_lazy("Earlier"),
}
NOTHING = {
    "received": (
        gettext_lazy("Nobody waits for your answer"),
        gettext_lazy("When a teacher asks to connect with you, you find the request here."),
    ),
    "sent": (
        gettext_lazy("None of your requests is waiting"),
        gettext_lazy("Find somebody who teaches what you teach, and write to them."),
    ),
    "connected": (
        gettext_lazy("You are not connected with anybody yet"),
        gettext_lazy("Find a partner and ask. Once they accept, you can found a project together."),
    ),
    "earlier": (
        gettext_lazy("Nothing earlier"),
        gettext_lazy("Requests that were declined or withdrawn are kept here."),
    ),
}


@require_safe
def connections(request):
    mine = request.user.teacher_or_none
    everything = Connection.objects.visible_to(request.user)
    numbers = everything.numbers(mine)
    shelf = _shelf(request.GET.get("show", ""), numbers)
    page = page_of(request, everything.on_shelf(shelf, mine).for_cards())
    title, text = NOTHING[shelf]
    context = {
        "shelf": shelf,
        "title": SHELVES[shelf],
        "shelves": [(name, label, numbers[name]) for name, label in SHELVES.items()],
        "page": page,
        "rows": [Standing(one, mine) for one in page],
        "nothing": {"title": title, "text": text},
    }
    return render(request, "partners/connections.html", context)


def _shelf(asked_for, numbers):
    """Without a wish: what waits for an answer, else with whom one is connected."""
    if asked_for in SHELVES:
        return asked_for
    return "received" if numbers["received"] else "connected"


@require_safe
def connection(request, connection_id):
    standing = _visible(request, connection_id)
    context = {
        "connection": standing.connection,
        "standing": standing,
        "other": standing.other,
        "card": {
            **cards.card(standing.seen),
            "shares": cards.shares(standing.mine, standing.seen),
        },
    }
    return render(request, "partners/connection.html", context)


@require_POST
def accept(request, connection_id):
    found = _visible(request, connection_id).connection
    accepted = services.accept(connection_id=found.pk, by=request.user)
    said = _("You and %(name)s are connected. Now you can found a project together.")
    messages.success(request, said % {"name": accepted.asker.name})
    return redirect(accepted)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, connection_id):
    standing = _visible(request, connection_id)
    require(rules.can_decline(request.user, standing.connection))
    if request.method != "POST" and standing.connection.status != ConnectionStatus.WAITING:
        return redirect(standing.connection)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        services.decline(connection_id=standing.connection.pk, by=request.user, answer=answer)
        said = _("You have declined. %(name)s has been told.")
        messages.success(request, said % {"name": standing.other.name})
        return redirect("partners:connections")
    title = _("Decline the request of %(name)s") % {"name": standing.other.name}
    return _ask(request, "partners/decline.html", standing, title, form=form)


@require_POST
def withdraw(request, connection_id):
    found = _visible(request, connection_id).connection
    services.withdraw(connection_id=found.pk, by=request.user)
    messages.success(request, _("Your request is withdrawn."))
    return redirect("partners:connections")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, connection_id):
    standing = _visible(request, connection_id)
    if request.method == "POST":
        services.end(connection_id=standing.connection.pk, by=request.user)
        messages.success(request, _("The connection has ended."))
        return redirect("partners:connections")
    if standing.connection.status != ConnectionStatus.ACCEPTED:
        return redirect(standing.connection)
    title = _("End the connection with %(name)s?") % {"name": standing.other.name}
    return _ask(request, "partners/end.html", standing, title)


def _ask(request, template, standing, title, form=None):
    """A page that says what will happen before it does."""
    context = {
        "connection": standing.connection,
        "other": standing.other,
        "title": title,
        "form": form,
    }
    return render(request, template, context, status=422 if form and form.is_bound else 200)


def _visible(request, connection_id) -> Standing:
    rows = Connection.objects.visible_to(request.user).for_cards()
    found = get_object_or_404(rows, pk=connection_id)
    return Standing(found, request.user.teacher_or_none)
