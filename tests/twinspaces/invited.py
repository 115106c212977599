"""What the tests of invitations and of limited places share."""

from datetime import timedelta

from core.models import Activity
from notifications.models import Notice
from tests.at_once import fresh
from twinspaces import services
from twinspaces.models import Invitation, Member, TwinSpace


def invite(house, address, by=None):
    return services.invite(
        twinspace_id=house.space.pk, address=address, by=fresh(by or house.founder)
    )


def told(kind):
    return {notice.recipient for notice in Notice.objects.filter(kind=f"twinspaces.{kind}")}


def verbs():
    rows = Activity.objects.filter(verb__startswith="twinspaces.").order_by("pk")
    return list(rows.values_list("verb", flat=True))


def room(house):
    return TwinSpace.objects.get(pk=house.space.pk)


def pass_days(days):
    """As if everything had happened so many days earlier."""
    for place in Member.objects.filter(limited_until__isnull=False):
        place.limited_until -= timedelta(days=days)
        place.save()
    for one in Invitation.objects.all():
        one.sent_at -= timedelta(days=days)
        one.open_until -= timedelta(days=days)
        if one.answered_at:
            one.answered_at -= timedelta(days=days)
        one.save()
