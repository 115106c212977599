"""Who may use the addresses of `twinspaces`."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import AnnouncementFactory, MaterialFactory, PageFactory
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
