"""What people made together stays in the room, signed "former member"."""

from django.db.models import F

from core.personal_data import delete, holds, keeps
from twinspaces.models import Announcement, Material, Member, Page, Revision

SHARED = "Made for the project together with others, whose work it is part of."

holds(Member, paths=["user"], export=["twinspace__name", "role", "joined_at"], forget=delete)
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
