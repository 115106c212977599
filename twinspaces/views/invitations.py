"""Invitations into a room: founders send and withdraw them, whoever gets one answers it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import WrongState
from core.http import page_of
from core.rules import require
from twinspaces import rules, services
from twinspaces.forms import InviteForm
from twinspaces.models import Invitation
from twinspaces.places import offer_of
from twinspaces.views.fetching import room, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    """The form, and how the invitations sent so far stand."""
    space = room(request, slug)
    require(rules.can_invite(request.user, space))
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(request, space, form):
        return redirect("twinspaces:invite", slug)
    sent = space.invitations.select_related("user", "by").order_by("-sent_at", "-pk")
    context = {"space": space, "form": form, "page_obj": page_of(request, sent)}
    return render(request, "twinspaces/invite.html", context, status=status_of(form))


def _invited(request, space, form) -> bool:
    """Whether it was sent; the form says why not. The answer is the same whoever has the address."""
    address = form.cleaned_data["address"]
    try:
        services.invite(twinspace_id=space.pk, address=address, by=request.user)
    except WrongState as refused:
        form.add_error("address", str(refused))
        return False
    messages.success(
        request,
        _("Invited: %(address)s. You read here how the invitation stands.") % {"address": address},
    )
    return True


@require_POST
def withdraw(request, slug, invitation_id):
    found = Invitation.objects.visible_to(request.user).filter(twinspace__project__slug=slug)
    withdrawn = services.withdraw(
        invitation_id=get_object_or_404(found, pk=invitation_id).pk, by=request.user
    )
    text = _("The invitation to %(address)s is withdrawn.") % {"address": withdrawn.address}
    messages.success(request, text)
    return redirect("twinspaces:invite", slug)


@require_safe
def invitation(request, slug, invitation_id):
    """What is offered, under which conditions, and the two answers."""
    found = _own(request, slug, invitation_id)
    context = {
        "invitation": found,
        "space": found.twinspace,
        "offer": offer_of(found, request.user),
    }
    return render(request, "twinspaces/invitation.html", context)


@require_POST
def accept(request, slug, invitation_id):
    found = _own(request, slug, invitation_id)
    services.accept(invitation_id=found.pk, by=request.user)
    messages.success(request, _("Welcome to “%(name)s”.") % {"name": found.twinspace.name})
    return redirect(found.twinspace)


@require_POST
def decline(request, slug, invitation_id):
    found = _own(request, slug, invitation_id)
    services.decline(invitation_id=found.pk, by=request.user)
    messages.success(request, _("You have declined. The founders are told."))
    return redirect("portal:home")


def _own(request, slug, invitation_id) -> Invitation:
    """One addressed to this person. For everybody else there is nothing at its address."""
    own = Invitation.objects.of(request.user).for_pages().filter(twinspace__project__slug=slug)
    return get_object_or_404(own, pk=invitation_id)
