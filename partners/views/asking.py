from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Teacher
from core.errors import WrongState
from core.rules import require
from partners import rules, services
from partners.cards import as_seen, card, shares
from partners.forms import MessageForm
from partners.models import Connection, past_requests


@require_http_methods(["GET", "HEAD", "POST"])
def connect(request, slug):
    people = Teacher.objects.visible_to(request.user).for_cards()
    person = get_object_or_404(people, slug=slug)
    require(rules.can_connect(request.user, person))
    mine = request.user.teacher_or_none
    live = Connection.objects.visible_to(request.user).between(mine, person).live().first()
    if live and request.method != "POST":
        return redirect(live)
    may_ask = rules.can_ask_again(request.user, past_requests(mine, person))
    form = MessageForm(request.POST or None)
    if form.is_valid() and may_ask:
        return _ask(request, person, form.cleaned_data["message"])
    seen = as_seen(person, live)
    context = {
        "person": person,
        "card": {**card(seen), "shares": shares(mine, seen)},
        "form": form,
        "may_ask": may_ask,
    }
    return render(request, "partners/connect.html", context, status=_status(form, may_ask))


def _ask(request, person, message):
    try:
        services.connect(teacher_id=person.pk, message=message, by=request.user)
    except WrongState as error:
        # They asked a moment before, or this is the second press of the button: show what there is.
        messages.warning(request, error)
        return redirect("partners:connect", person.slug)
    said = _("Your request has been sent to %(name)s. You will be told when they answer.")
    messages.success(request, said % {"name": person.name})
    return redirect(person)


def _status(form, may_ask):
    if not form.is_bound:
        return 200
    return 422 if may_ask else 403
