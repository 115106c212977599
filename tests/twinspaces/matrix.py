"""Who may use the addresses of `twinspaces`."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import (
    AnnouncementFactory,
    InvitationFactory,
    LimitedFactory,
    MaterialFactory,
    PageFactory,
)
from tests.matrix import LOGIN, row
from twinspaces.models import Revision

INSIDE = {"founder": 200, "cofounder": 200}
ACTS = {"founder": 302, "cofounder": 302}
PAGE = {"title": "A page", "body": "Words.", "version": 1}
NEWS = {"title": "News", "body": "Words."}
CHECKED = {"consent": "on"}


def room(house):
    return [house.space.slug]


def a(factory, *more):
    """The address of something of the room; `more` follows its number."""
    return lambda house: [house.space.slug, factory._meta.model.objects.get().pk, *more]


def private(factory):
    def prepare(house):
        item = factory(twinspace=house.space)
        if factory is PageFactory:
            Revision.objects.create(page=item, version=1, title=item.title, body=item.body)

    return prepare


def published(factory):
    def prepare(house):
        private(factory)(house)
        factory._meta.model.objects.update(published_at=timezone.now())

    return prepare


class Notes(SimpleUploadedFile):
    """A file that every role sends from its beginning."""

    def read(self, *args):
        self.seek(0)
        return super().read(*args)


def an_upload(house):
    return {"file": Notes("notes.txt", b"Notes."), "rights": "on"}


def of_members(name, method, factory, *, others, data=None, more=(), public=False, **answers):
    """Rows for something that strangers cannot even find while it is private."""
    prepare = published(factory) if public else private(factory)
    common = {"args": a(factory, *more), "data": data, "prepare": prepare}
    return row(name, method, others=others, visitor=LOGIN, **common, **answers)


MATRIX = [
    row("twinspaces:mine", others=200, visitor=LOGIN, founder=302, cofounder=302),
    row("twinspaces:home", args=room, others=200),
    row("twinspaces:pages", args=room, others=200),
    row("twinspaces:materials", args=room, others=200),
    row("twinspaces:announcements", args=room, others=200),
    row("twinspaces:members", args=room, others=403, visitor=LOGIN, **INSIDE),
    row("twinspaces:edit", args=room, others=403, visitor=LOGIN, **INSIDE),
    row(
        "twinspaces:edit",
        "post",
        args=room,
        data=lambda house: {"name": "Rivers", "welcome": "Hello"},
        others=403,
        visitor=LOGIN,
        **ACTS,
    ),
    row("twinspaces:page_new", args=room, others=403, visitor=LOGIN, **INSIDE),
    row(
        "twinspaces:page_new",
        "post",
        args=room,
        data=lambda house: PAGE,
        others=403,
        visitor=LOGIN,
        **ACTS,
    ),
    row(
        "twinspaces:page",
        args=a(PageFactory),
        prepare=private(PageFactory),
        others=404,
        **INSIDE,
    ),
    row("twinspaces:page", args=a(PageFactory), prepare=published(PageFactory), others=200),
    of_members("twinspaces:page_edit", "get", PageFactory, others=404, **INSIDE),
    of_members("twinspaces:page_edit", "get", PageFactory, others=403, public=True, **INSIDE),
    of_members(
        "twinspaces:page_edit", "post", PageFactory, data=lambda h: PAGE, others=404, **ACTS
    ),
    of_members("twinspaces:page_history", "get", PageFactory, others=404, **INSIDE),
    of_members("twinspaces:page_history", "get", PageFactory, others=403, public=True, **INSIDE),
    of_members("twinspaces:page_revision", "get", PageFactory, more=[1], others=404, **INSIDE),
    of_members(
        "twinspaces:page_revision", "get", PageFactory, more=[1], others=403, public=True, **INSIDE
    ),
    of_members(
        "twinspaces:page_restore",
        "post",
        PageFactory,
        more=[1],
        data=lambda h: {"seen": 1},
        others=404,
        **ACTS,
    ),
    of_members("twinspaces:page_restore", "get", PageFactory, more=[1], others=405),
    row("twinspaces:material_new", args=room, others=403, visitor=LOGIN, **INSIDE),
    row(
        "twinspaces:material_new",
        "post",
        args=room,
        data=an_upload,
        others=403,
        visitor=LOGIN,
        **ACTS,
    ),
    row(
        "twinspaces:material",
        args=a(MaterialFactory),
        prepare=private(MaterialFactory),
        others=404,
        **INSIDE,
    ),
    row(
        "twinspaces:material",
        args=a(MaterialFactory),
        prepare=published(MaterialFactory),
        others=200,
    ),
    of_members("twinspaces:material_remove", "get", MaterialFactory, others=404, **INSIDE),
    of_members(
        "twinspaces:material_remove", "get", MaterialFactory, others=403, public=True, **INSIDE
    ),
    of_members("twinspaces:material_remove", "post", MaterialFactory, others=404, **ACTS),
    row("twinspaces:announcement_new", args=room, others=403, visitor=LOGIN, **INSIDE),
    row(
        "twinspaces:announcement_new",
        "post",
        args=room,
        data=lambda house: NEWS,
        others=403,
        visitor=LOGIN,
        **ACTS,
    ),
]

for kind, factory in [
    ("page", PageFactory),
    ("material", MaterialFactory),
    ("announcement", AnnouncementFactory),
]:
    publish, unpublish = f"twinspaces:{kind}_publish", f"twinspaces:{kind}_unpublish"
    MATRIX += [
        of_members(publish, "get", factory, others=404, **INSIDE),
        of_members(publish, "post", factory, data=lambda h: CHECKED, others=404, **ACTS),
        of_members(unpublish, "post", factory, others=403, public=True, **ACTS),
        of_members(unpublish, "get", factory, others=405, public=True),
    ]


# --- invitations, and the rights of somebody who waits for validation -------------------------


def invited(house):
    """Carmen, who waits for validation, is invited under her address."""
    InvitationFactory(twinspace=house.space, address=house.newcomer.email)


def inside(house):
    """Carmen takes part with limited rights."""
    LimitedFactory(twinspace=house.space, user=house.newcomer)


def inside_with(factory):
    def prepare(house):
        inside(house)
        private(factory)(house)

    return prepare


def place_of_carmen(house):
    return [house.space.slug, house.newcomer.twinspace_memberships.get().pk]


def limited(name, method="get", *, args=room, data=None, prepare=inside, **answers):
    """Rows in which Carmen is in the room; founders see and act as ever."""
    founders = INSIDE if method == "get" else ACTS
    answers = {"others": 403, "visitor": LOGIN} | founders | answers
    return row(f"twinspaces:{name}", method, args=args, data=data, prepare=prepare, **answers)


INVITATION = {"args": a(InvitationFactory), "prepare": invited, "visitor": LOGIN}
ADDRESS = {"address": "somebody@school.example"}

MATRIX += [
    row("twinspaces:invite", args=room, others=403, visitor=LOGIN, **INSIDE),
    row("twinspaces:invite", "post", args=room, data=lambda h: ADDRESS, others=403, visitor=LOGIN,
        **ACTS),
    row("twinspaces:withdraw", "post", others=404, newcomer=403, **ACTS, **INVITATION),
    row("twinspaces:withdraw", others=405, **INVITATION),
    row("twinspaces:invitation", others=404, newcomer=200, **INVITATION),
    row("twinspaces:accept", "post", others=404, newcomer=302, **INVITATION),
    row("twinspaces:accept", others=405, **INVITATION),
    row("twinspaces:decline", "post", others=404, newcomer=302, **INVITATION),
    row("twinspaces:decline", others=405, **INVITATION),
    limited("remove_member", args=place_of_carmen),
    limited("remove_member", "post", args=place_of_carmen),
    limited("leave", newcomer=200, founder=403, cofounder=403),
    limited("leave", "post", newcomer=302, founder=403, cofounder=403),
    limited("members", newcomer=200),
    limited("page_new", newcomer=200),
    limited("page_new", "post", data=lambda h: PAGE, newcomer=302),
    limited("material_new", newcomer=200),
    limited("material_new", "post", data=an_upload, newcomer=302),
    limited("announcement_new", newcomer=403),
    limited("announcement_new", "post", data=lambda h: NEWS, newcomer=403),
    limited("edit", newcomer=403),
    limited("invite", newcomer=403),
]  # fmt: skip

for name, factory, answer in [
    ("page", PageFactory, 200),
    ("page_history", PageFactory, 200),
    ("page_edit", PageFactory, 403),
    ("page_publish", PageFactory, 403),
    ("material", MaterialFactory, 200),
    ("material_remove", MaterialFactory, 403),
    ("material_publish", MaterialFactory, 403),
    ("announcement_publish", AnnouncementFactory, 403),
]:
    own = {"visitor": 404} if name in {"page", "material"} else {}
    MATRIX.append(
        limited(
            name, args=a(factory), prepare=inside_with(factory), others=404, newcomer=answer, **own
        )
    )
