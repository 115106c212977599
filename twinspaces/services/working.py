"""The steps of a TwinSpace: it opens, people work in it and show what they choose, it is archived."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core import files
from core.errors import Stale, WrongState
from core.file_content import MB
from core.models import record
from core.rules import require
from notifications.services import notify
from projects.models import Project, ProjectStatus
from twinspaces import notices, rules
from twinspaces.locks import lock_space
from twinspaces.models import (
    PUBLISHABLE,
    Announcement,
    InSpace,
    InvitationState,
    Material,
    Member,
    MemberRole,
    Page,
    Revision,
    SpaceStatus,
    TwinSpace,
)
from twinspaces.starter import first_page

FOLDER = "twinspaces"
# Files one person adds, in all TwinSpaces together.
MOST_ADDED, ADDED_WITHIN = 30, timedelta(minutes=30)


@transaction.atomic
def open_space(*, project_id: int) -> TwinSpace:
    """Give an approved project its room, with its founders and a first page. Twice opens once."""
    projects = Project.objects.select_for_update(of=("self",))
    project = projects.select_related("founder__user", "cofounder__user").get(pk=project_id)
    space: TwinSpace | None = TwinSpace.objects.filter(project=project).first()
    if space:
        return space
    if project.status != ProjectStatus.ACTIVE:
        raise WrongState(_("A TwinSpace opens when its project is approved."))

    founder, cofounder = project.founder.user, project.cofounder.user
    space = TwinSpace.objects.create(project=project, name=project.title)
    Member.objects.bulk_create(
        Member(twinspace=space, user=person, role=MemberRole.FOUNDER)
        for person in (founder, cofounder)
    )
    with override(founder.language):
        _write(Page(twinspace=space, by=founder, **first_page(project)), by=founder)

    record("twinspaces.opened", by=None, target=space)
    notify(notices.OPENED, to=[founder, cofounder], about=space)
    return space


@transaction.atomic
def archive(*, project_id: int) -> TwinSpace | None:
    """Make the room of a closed project read only: nobody is invited any more. None without a room."""
    space: TwinSpace | None = (
        TwinSpace.objects.select_for_update().filter(project=project_id).first()
    )
    if space is None or not space.is_open:
        return space
    space.status = SpaceStatus.ARCHIVED
    space.save(update_fields=["status"])
    space.invitations.filter(state=InvitationState.OPEN).update(state=InvitationState.WITHDRAWN)
    record("twinspaces.archived", by=None, target=space)
    return space


@transaction.atomic
def change_welcome(*, twinspace_id: int, by: User, name: str, welcome: str) -> TwinSpace:
    """Change how the room is called and how it greets. The project keeps its title."""
    space = lock_space(twinspace_id)
    require(rules.can_change_welcome(by, space))
    space.name, space.welcome = name, welcome
    space.save(update_fields=["name", "welcome"])
    record("twinspaces.welcome_changed", by=by, target=space)
    return space


@transaction.atomic
def write_page(*, twinspace_id: int, by: User, title: str, body: str) -> Page:
    """Begin a page. Only members see it until one of them publishes it."""
    space = lock_space(twinspace_id)
    require(rules.can_write_page(by, space))
    page = _write(Page(twinspace=space, by=by, title=title, body=body), by=by)
    record("twinspaces.page_written", by=by, target=page)
    return page


@transaction.atomic
def change_page(*, page_id: int, by: User, title: str, body: str, version: int) -> Page:
    """Save a new version over the one the person had before them; over another one, `Stale`."""
    page: Page = _lock(Page, page_id)
    require(rules.can_change_page(by, page))
    if page.version != version:
        raise Stale(_("Somebody else saved this page while you were writing. Nothing is lost."))
    if (page.title, page.body) == (title, body):
        return page
    page.title, page.body, page.version = title, body, page.version + 1
    _write(page, by=by)
    record("twinspaces.page_changed", by=by, target=page, version=page.version)
    return page


@transaction.atomic
def publish(*, kind: str, item_id: int, by: User) -> InSpace:
    """Show a page, a file or an announcement to everybody."""
    item: InSpace = _lock(PUBLISHABLE[kind], item_id)
    if item.is_public:
        raise WrongState(_("This has been published in the meantime."))
    require(rules.can_publish(by, item))
    item.published_at, item.published_by = timezone.now(), by
    item.save(update_fields=["published_at", "published_by"])
    record("twinspaces.published", by=by, target=item)
    return item


@transaction.atomic
def unpublish(*, kind: str, item_id: int, by: User) -> InSpace:
    """Make it the members' own again."""
    item: InSpace = _lock(PUBLISHABLE[kind], item_id)
    if not item.is_public:
        raise WrongState(_("This has been made private in the meantime."))
    require(rules.can_unpublish(by, item))
    item.published_at = item.published_by = None
    item.save(update_fields=["published_at", "published_by"])
    record("twinspaces.unpublished", by=by, target=item)
    return item


@transaction.atomic
def add_material(
    *, twinspace_id: int, by: User, file: files.CheckedFile, description: str = ""
) -> Material:
    """Keep a checked file in the room, if there is room for it. A refusal keeps nothing of it."""
    space = lock_space(twinspace_id)
    require(rules.can_add_material(by, space))
    _require_patience(by)
    _require_room_for(space, file.size)
    key = files.store(file, FOLDER)
    try:
        material = Material.objects.create(
            twinspace=space,
            by=by,
            file=key,
            name=file.name,
            description=description,
            content_type=file.content_type,
            size=file.size,
        )
        record("twinspaces.material_added", by=by, target=material, name=file.name)
    except BaseException:
        default_storage.delete(key)
        raise
    return material


@transaction.atomic
def remove_material(*, material_id: int, by: User) -> None:
    """Take a file out of the room; once that is certain, off the disk as well."""
    material: Material = _lock(Material, material_id)
    require(rules.can_remove_material(by, material))
    key, name = str(material.file.name), material.name
    record("twinspaces.material_removed", by=by, target=material, name=name)
    material.delete()
    transaction.on_commit(lambda: default_storage.delete(key), robust=True)


@transaction.atomic
def announce(*, twinspace_id: int, by: User, title: str, body: str) -> Announcement:
    """Tell all members something, in the room and by notice."""
    space = lock_space(twinspace_id)
    require(rules.can_announce(by, space))
    announcement = Announcement.objects.create(twinspace=space, by=by, title=title, body=body)
    record("twinspaces.announced", by=by, target=announcement)
    members = User.objects.filter(pk__in=space.members.current().values("user"))
    notify(notices.ANNOUNCED, to=members, about=announcement, by=by)
    return announcement


def _write(page: Page, *, by: User) -> Page:
    """Save the page and keep this version of it."""
    page.updated_at = timezone.now()
    page.save()
    Revision.objects.create(
        page=page, version=page.version, title=page.title, body=page.body, by=by
    )
    return page


def _require_patience(by: User) -> None:
    """Nobody adds files as quickly as a program does."""
    lately = Material.objects.filter(by=by, created_at__gt=timezone.now() - ADDED_WITHIN)
    times = lately.order_by("-created_at").values_list("created_at", flat=True)[:MOST_ADDED]
    if len(times) == MOST_ADDED:
        from_then = timezone.localtime(min(times) + ADDED_WITHIN)
        raise WrongState(
            _(
                "You have added %(most)d files in the last half hour, which is the most possible. "
                "Add the next one from %(time)s on."
            )
            % {"most": MOST_ADDED, "time": date_format(from_then, "TIME_FORMAT")}
        )


def _require_room_for(space: TwinSpace, size: int) -> None:
    limit = settings.TWINSPACE_LIMIT_MB * MB
    left = max(0, limit - space.used_bytes())
    if size > left:
        raise WrongState(
            _(
                "This file has %(size)s, and the TwinSpace has only %(left)s left. "
                "Remove files you no longer need, or share a link to it instead."
            )
            % {"size": filesizeformat(size), "left": filesizeformat(left)}
        )


def _lock(model: Any, item_id: int) -> Any:
    """The row, so that two people cannot change it at once; what is gone meanwhile says so."""
    rows = model.objects.select_for_update(of=("self",)).select_related("twinspace__project")
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise WrongState(_("This has been removed in the meantime."))
    return item
