"""What the steps of a TwinSpace leave behind."""

import errno

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import override

from core.errors import Stale, WrongState
from core.files import CheckedFile, StorageFull
from core.models import Activity
from notifications.models import Email, Notice
from projects import signals
from projects.models import Project, ProjectStatus
from tests.factories import AnnouncementFactory, MaterialFactory, PageFactory, ProjectFactory
from twinspaces import services
from twinspaces.models import Announcement, Material, MemberRole, Page, SpaceStatus, TwinSpace


def checked(content=b"Notes.", name="notes.txt"):
    return CheckedFile(name, "text/plain", ContentFile(content))


def verbs(thing):
    return set(
        Activity.objects.filter(
            target_type__model=thing._meta.model_name, target_id=thing.pk
        ).values_list("verb", flat=True)
    )


class TestOpening:
    @pytest.fixture
    def approved(self, house):
        return ProjectFactory(founder=house.ana, cofounder=house.luca, active=True, title="Bread")

    def test_it_opens_by_itself_with_both_founders_in_it(self, house, approved):
        signals.project_approved.send(sender=Project, project=approved)

        space = approved.twinspace
        assert space.name == "Bread"
        assert space.roles == {
            house.founder.pk: MemberRole.FOUNDER,
            house.cofounder.pk: MemberRole.FOUNDER,
        }
        told = Notice.objects.filter(kind="twinspaces.opened")
        assert {notice.recipient for notice in told} == {house.founder, house.cofounder}
        assert verbs(space) == {"twinspaces.opened"}

    def test_it_opens_once(self, house, approved):
        for _again in range(2):
            services.open_space(project_id=approved.pk)

        assert TwinSpace.objects.filter(project=approved).count() == 1
        assert approved.twinspace.pages.count() == 1
        assert Notice.objects.filter(kind="twinspaces.opened").count() == 2

    def test_it_is_lost_with_the_approval_that_opened_it(self, approved):
        with transaction.atomic():
            signals.project_approved.send(sender=Project, project=approved)
            transaction.set_rollback(True)
        assert not TwinSpace.objects.filter(project=approved).exists()

    def test_a_project_that_is_not_approved_gets_no_room(self, house):
        with pytest.raises(WrongState):
            services.open_space(project_id=house.proposal.pk)

    def test_the_first_page_waits_for_the_founders_and_is_private(self, house, approved):
        with override("es"):
            page = services.open_space(project_id=approved.pk).pages.get()

        assert page.title == "Our first steps"
        assert "Ana Ferrer and Luca Conti" in page.body
        assert page.revisions.get().body == page.body
        assert not page.is_public


class TestArchiving:
    def test_it_is_archived_with_its_project(self, house):
        signals.project_closed.send(sender=Project, project=house.project)

        house.space.refresh_from_db()
        assert house.space.status == SpaceStatus.ARCHIVED
        with pytest.raises(PermissionDenied, match="archived"):
            services.write_page(twinspace_id=house.space.pk, by=house.founder, title="A", body="")

    def test_a_project_without_a_room_and_a_second_time_are_no_trouble(self, house):
        assert services.archive(project_id=house.proposal.pk) is None
        for _again in range(2):
            services.archive(project_id=house.project.pk)
        assert Activity.objects.filter(verb="twinspaces.archived").count() == 1


class TestPages:
    @pytest.fixture
    def page(self, house):
        return services.write_page(
            twinspace_id=house.space.pk, by=house.founder, title="Plan", body="One"
        )

    def test_a_page_begins_private_with_its_first_version_kept(self, page):
        assert not page.is_public
        assert [revision.body for revision in page.revisions.all()] == ["One"]
        assert verbs(page) == {"twinspaces.page_written"}

    def test_every_change_keeps_what_was_there_before(self, house, page):
        services.change_page(
            page_id=page.pk, by=house.cofounder, title="Plan", body="Two", version=1
        )
        page.refresh_from_db()
        assert (page.body, page.version) == ("Two", 2)
        assert [(r.version, r.body, r.by) for r in page.revisions.all()] == [
            (2, "Two", house.cofounder),
            (1, "One", house.founder),
        ]

    def test_saving_without_a_change_makes_no_version(self, house, page):
        services.change_page(page_id=page.pk, by=house.founder, title="Plan", body="One", version=1)
        assert page.revisions.count() == 1

    def test_a_save_over_somebody_elses_is_stopped(self, house, page):
        services.change_page(page_id=page.pk, by=house.cofounder, title="P", body="T", version=1)
        with pytest.raises(Stale):
            services.change_page(page_id=page.pk, by=house.founder, title="P", body="M", version=1)
        assert Page.objects.get(pk=page.pk).body == "T"

    def test_a_stranger_changes_nothing(self, house, page):
        with pytest.raises(PermissionDenied):
            services.change_page(page_id=page.pk, by=house.stranger, title="P", body="M", version=1)
        with pytest.raises(PermissionDenied):
            services.write_page(twinspace_id=house.space.pk, by=house.stranger, title="A", body="")
        assert Page.objects.get().body == "One"


class TestPublishing:
    @pytest.mark.parametrize(
        ("kind", "factory"),
        [
            ("page", PageFactory),
            ("material", MaterialFactory),
            ("announcement", AnnouncementFactory),
        ],
    )
    def test_it_is_shown_to_everybody_and_taken_back(self, house, kind, factory):
        item = factory(twinspace=house.space)
        seen = type(item).objects.visible_to

        services.publish(kind=kind, item_id=item.pk, by=house.cofounder)
        assert seen(house.visitor).get().published_by == house.cofounder

        services.unpublish(kind=kind, item_id=item.pk, by=house.founder)
        assert not seen(house.visitor).exists()
        assert not seen(house.stranger).exists()
        assert seen(house.cofounder).exists()
        assert verbs(item) == {"twinspaces.published", "twinspaces.unpublished"}

    def test_a_stranger_publishes_nothing(self, house):
        page = PageFactory(twinspace=house.space)
        with pytest.raises(PermissionDenied):
            services.publish(kind="page", item_id=page.pk, by=house.stranger)
        assert not Page.objects.get().is_public


class TestMaterials:
    def add(self, house, file=None, by=None):
        return services.add_material(
            twinspace_id=house.space.pk, by=by or house.founder, file=file or checked()
        )

    def test_a_file_is_kept_under_a_name_of_our_own(self, house):
        material = self.add(house)

        assert (material.name, material.size) == ("notes.txt", 6)
        assert "notes" not in material.file.name
        assert material.file.read() == b"Notes."
        assert not material.is_public

    def test_a_full_room_takes_no_more(self, house, settings):
        settings.TWINSPACE_LIMIT_MB = 1
        MaterialFactory(twinspace=house.space, size=1024 * 1024 - 3)
        with pytest.raises(WrongState, match="only 3"):
            self.add(house)
        assert Material.objects.count() == 1

    def test_a_full_disk_leaves_no_row(self, house, monkeypatch):
        def full(name, content, max_length=None):
            raise StorageFull from OSError(errno.ENOSPC, "full")

        monkeypatch.setattr(default_storage, "save", full)
        with pytest.raises(StorageFull):
            self.add(house)
        assert not Material.objects.exists()

    def test_a_row_that_cannot_be_written_leaves_no_file(self, house, monkeypatch):
        kept = []
        monkeypatch.setattr(services.working, "record", lambda *args, **kwargs: 1 / 0)
        monkeypatch.setattr(default_storage, "delete", kept.append)
        with pytest.raises(ZeroDivisionError):
            self.add(house)
        assert len(kept) == 1

    def test_a_removed_file_leaves_the_disk_after_the_commit(
        self, house, django_capture_on_commit_callbacks
    ):
        material = self.add(house, by=house.cofounder)
        with django_capture_on_commit_callbacks(execute=True):
            services.remove_material(material_id=material.pk, by=house.founder)
            assert default_storage.exists(material.file.name)

        assert not default_storage.exists(material.file.name)
        assert Activity.objects.filter(verb="twinspaces.material_removed").exists()

    def test_what_is_gone_says_so(self, house):
        material = self.add(house)
        services.remove_material(material_id=material.pk, by=house.founder)
        with pytest.raises(WrongState, match="removed in the meantime"):
            services.remove_material(material_id=material.pk, by=house.founder)

    def test_a_stranger_neither_adds_nor_removes(self, house):
        with pytest.raises(PermissionDenied):
            self.add(house, by=house.stranger)
        material = self.add(house)
        with pytest.raises(PermissionDenied):
            services.remove_material(material_id=material.pk, by=house.stranger)
        assert Material.objects.count() == 1


class TestAnnouncing:
    def test_the_other_members_are_told_once(self, house):
        news = services.announce(
            twinspace_id=house.space.pk, by=house.founder, title="Monday", body="We start <b>."
        )

        notice = Notice.objects.get(kind="twinspaces.announced")
        assert notice.recipient == house.cofounder
        assert "Monday" in notice.subject
        assert "We start <b>." in notice.body
        assert f"announcement-{news.pk}" in notice.path
        email = Email.objects.get(notice=notice)
        assert "<b>." not in email.html

    def test_a_stranger_announces_nothing(self, house):
        with pytest.raises(PermissionDenied):
            services.announce(twinspace_id=house.space.pk, by=house.stranger, title="M", body="W")
        assert not Announcement.objects.exists()
        assert not Notice.objects.exists()


def test_the_welcome_is_changed_and_the_project_keeps_its_title(house):
    services.change_welcome(
        twinspace_id=house.space.pk, by=house.cofounder, name="River room", welcome="Hello"
    )
    house.space.refresh_from_db()
    assert (house.space.name, house.space.welcome) == ("River room", "Hello")
    assert Project.objects.get(pk=house.project.pk).title == "Rivers that meet"
    assert house.project.status == ProjectStatus.ACTIVE
