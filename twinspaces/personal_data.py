"""What people made together stays in the room, signed "former member"; places and invitations go."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import F, Q, QuerySet

from core.personal_data import delete, holds, keeps
from twinspaces.models import (
    Announcement,
    Invitation,
    InvitationState,
    Material,
    Member,
    Page,
    Revision,
)

SHARED = "Made for the project together with others, whose work it is part of."


def _forget_invitations(rows: QuerySet[Invitation], person: Any) -> None:
    """Those the person got, those that only know their address, and those of theirs that wait."""
    rows.delete()
    addresses = EmailAddress.objects.filter(user=person).values("email")
    sent = Q(by=person, state=InvitationState.OPEN)
    Invitation.objects.filter(sent | Q(address__in=addresses)).delete()


holds(
    Member,
    paths=["user"],
    export=["twinspace__name", "role", "joined_at", "limited_until"],
    forget=delete,
)
holds(
    Invitation,
    paths=["user"],
    refs=["by"],
    export=["twinspace__name", "address", "state", "sent_at", "answered_at"],
    forget=_forget_invitations,
)
keeps(
    Page,
    SHARED,
    paths=["by"],
    refs=["published_by"],
    export=["twinspace__name", "title", "body", "created_at", "published_at"],
)
keeps(
    Revision,
    SHARED,
    paths=["by"],
    export=["page__twinspace__name", "title", "body", "version", "at"],
)
keeps(
    Material,
    SHARED,
    paths=["by"],
    refs=["published_by"],
    export=["twinspace__name", "name", "description", "created_at", "published_at"],
    files={"file": F("name")},
)
keeps(
    Announcement,
    SHARED,
    paths=["by"],
    refs=["published_by"],
    export=["twinspace__name", "title", "body", "created_at", "published_at"],
)
