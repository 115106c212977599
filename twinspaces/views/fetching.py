"""Fetching rooms, and what is in them, for the person who asks."""

from django.shortcuts import get_object_or_404

from twinspaces.models import TwinSpace


def room(request, slug) -> TwinSpace:
    rooms = TwinSpace.objects.visible_to(request.user).select_related(
        "project__founder_country", "project__cofounder_country"
    )
    return get_object_or_404(rooms, project__slug=slug)


def item(request, model, slug, item_id):
    """A page, a file or an announcement: private ones exist for members only."""
    items = model.objects.visible_to(request.user).select_related(
        "twinspace__project__founder_country", "twinspace__project__cofounder_country", "by"
    )
    return get_object_or_404(items, twinspace__project__slug=slug, pk=item_id)


def seen(request, items):
    """What this person sees of `space.pages`, `space.materials` or `space.announcements`."""
    return items.visible_to(request.user).select_related("by")


def people_of(space):
    """Who is in the room now, founders first."""
    people = space.members.current().select_related(
        "user__teacher__country", "user__teacher__school"
    )
    return people.order_by("role", "user__given_name", "pk")


def status_of(form) -> int:
    """A form that was sent and has to be corrected is answered with 422."""
    return 422 if form.is_bound else 200
