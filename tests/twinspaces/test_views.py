"""What the pages of a TwinSpace show, to whom, and what they say to bad input."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    AnnouncementFactory,
    MaterialFactory,
    PageFactory,
    ProjectFactory,
    TwinSpaceFactory,
)
from twinspaces import services
from twinspaces.models import Announcement, Page, SpaceStatus, TwinSpace

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 }} \u202e %s %(x)s"


def url(house, name, *more):
    return reverse(f"twinspaces:{name}", args=[house.space.slug, *more])


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def things(house):
    """One private and one published thing of each sort."""
    for factory, field in [
        (PageFactory, "title"),
        (AnnouncementFactory, "title"),
        (MaterialFactory, "description"),
    ]:
        name = factory._meta.model.__name__
        factory(twinspace=house.space, **{field: f"Secret {name}"})
        factory(twinspace=house.space, published=True, **{field: f"Open {name}"})


class TestMine:
    def test_with_one_room_straight_into_it(self, house, as_role):
        answer = as_role("founder").get(reverse("twinspaces:mine"))
        assert answer["Location"] == house.space.get_absolute_url()

    def test_with_several_a_list(self, house, as_role):
        other = ProjectFactory(founder=house.ana, cofounder=house.luca, active=True, title="Bread")
        TwinSpaceFactory(project=other, status=SpaceStatus.ARCHIVED)
        page = text_of(as_role("founder").get(reverse("twinspaces:mine")))
        assert "Bread" in page
        assert "Rivers that meet" in page
        assert "Archived" in page

    def test_without_one_how_to_get_one(self, as_role):
        page = text_of(as_role("stranger").get(reverse("twinspaces:mine")))
        assert "You are in no TwinSpace yet" in page
        assert reverse("projects:mine") in page


class TestWhoSeesWhat:
    @pytest.mark.parametrize("role", ["visitor", "stranger", "staff_es", "central"])
    @pytest.mark.parametrize("name", ["home", "pages", "materials", "announcements"])
    def test_others_see_what_was_published_and_nothing_else(
        self, house, things, as_role, name, role
    ):
        page = text_of(as_role(role).get(url(house, name)))
        assert "Open" in page
        assert "Secret" not in page
        assert "Ana Ferrer" not in page

    @pytest.mark.parametrize("name", ["home", "pages", "materials", "announcements"])
    def test_members_see_everything(self, house, things, as_role, name):
        page = text_of(as_role("cofounder").get(url(house, name)))
        assert "Secret" in page
        assert "Open" in page

    def test_a_member_can_look_as_a_visitor_does(self, house, things, as_role):
        page = text_of(as_role("founder").get(url(house, "home") + "?as=visitor"))
        assert "Secret" not in page
        assert "This is what a visitor sees" in page

    def test_a_room_that_shows_nothing_says_so_kindly(self, house, client):
        page = text_of(client.get(url(house, "home")))
        assert "Nothing has been published yet" in page
        assert house.project.summary in page

    def test_somebody_elses_room_in_the_address_finds_nothing(self, house, as_role):
        other = TwinSpaceFactory()
        page = PageFactory(twinspace=house.space)
        answer = as_role("founder").get(reverse("twinspaces:page", args=[other.slug, page.pk]))
        assert answer.status_code == 404

    def test_published_pictures_are_shown_on_the_public_face(self, house, client):
        picture = MaterialFactory(
            twinspace=house.space, published=True, content_type="image/png", description="A map"
        )
        page = text_of(client.get(url(house, "home")))
        assert f'<img src="{picture.get_absolute_url()}" alt="A map"' in page


class TestWriting:
    def test_a_page_is_written_and_read(self, house, as_role):
        client = as_role("founder")
        answer = client.post(
            url(house, "page_new"), {"title": "Plan", "body": "**Week** 1"}, follow=True
        )
        assert "<strong>Week</strong>" in text_of(answer)
        assert "Members only" in text_of(answer)

    def test_without_a_title_the_text_is_kept(self, house, as_role):
        answer = as_role("founder").post(
            url(house, "page_new"), {"title": " ", "body": "A long text"}
        )
        assert answer.status_code == 422
        assert "A long text" in text_of(answer)
        assert not Page.objects.exists()

    @pytest.mark.parametrize("htmx", [True, False])
    def test_the_preview_saves_nothing(self, house, as_role, htmx):
        headers = {"HX-Request": "true"} if htmx else {}
        answer = as_role("founder").post(
            url(house, "page_new"),
            {"title": "Plan", "body": "**Week** 1", "preview": "1"},
            headers=headers,
        )
        page = text_of(answer)
        assert answer.status_code == 200
        assert "<strong>Week</strong>" in page
        assert ("<html" in page) is not htmx
        assert htmx or "**Week** 1" in page
        assert not Page.objects.exists()

    def test_two_editors_at_once_lose_nothing(self, house, as_role):
        page = services.write_page(
            twinspace_id=house.space.pk, by=house.founder, title="Plan", body="One"
        )
        services.change_page(
            page_id=page.pk, by=house.cofounder, title="Plan", body="What Luca wrote", version=1
        )
        client = as_role("founder")
        mine = {"title": "Plan", "body": "What Ana wrote", "version": 1}

        answer = client.post(url(house, "page_edit", page.pk), mine)

        shown = text_of(answer)
        assert answer.status_code == 409
        assert "What Luca wrote" in shown
        assert "What Ana wrote" in shown
        assert "Luca Conti saved this" in shown
        assert Page.objects.get().body == "What Luca wrote"

        again = {**mine, "version": answer.context["form"]["version"].value()}
        assert client.post(url(house, "page_edit", page.pk), again).status_code == 302
        assert Page.objects.get().body == "What Ana wrote"
        assert page.revisions.count() == 3

    @pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
    def test_a_broken_version_never_overwrites(self, house, as_role, version):
        page = PageFactory(twinspace=house.space, body="Kept")
        answer = as_role("founder").post(
            url(house, "page_edit", page.pk), {"title": "T", "body": "New", "version": version}
        )
        assert answer.status_code in (409, 422)
        assert Page.objects.get().body == "Kept"

    def test_an_older_version_comes_back_as_a_new_one(self, house, as_role):
        page = services.write_page(
            twinspace_id=house.space.pk, by=house.founder, title="Plan", body="One"
        )
        services.change_page(page_id=page.pk, by=house.founder, title="Plan", body="Two", version=1)
        client = as_role("cofounder")
        assert "One" in text_of(client.get(url(house, "page_revision", page.pk, 1)))
        assert "Version 2" in text_of(client.get(url(house, "page_history", page.pk)))

        client.post(url(house, "page_restore", page.pk, 1), {"seen": 2})

        page.refresh_from_db()
        assert (page.body, page.version) == ("One", 3)

    @pytest.mark.parametrize("seen", ["", "1", "x", "²", "9" * 40])
    def test_an_older_version_never_overwrites_what_one_has_not_seen(self, house, as_role, seen):
        page = services.write_page(
            twinspace_id=house.space.pk, by=house.founder, title="Plan", body="One"
        )
        services.change_page(page_id=page.pk, by=house.founder, title="Plan", body="Two", version=1)
        answer = as_role("cofounder").post(url(house, "page_restore", page.pk, 1), {"seen": seen})
        assert answer.status_code == 409
        assert Page.objects.get().body == "Two"

    def test_an_archived_room_says_why_nothing_can_be_written(self, house, as_role):
        TwinSpace.objects.update(status=SpaceStatus.ARCHIVED)
        client = as_role("founder")
        answer = client.get(url(house, "page_new"))
        assert answer.status_code == 403
        assert "archived because its project is closed" in text_of(answer)
        assert "archived because its project is closed" in text_of(client.get(url(house, "home")))


class TestPublishing:
    def test_it_takes_a_warning_and_a_tick(self, house, as_role):
        page = PageFactory(twinspace=house.space)
        client = as_role("founder")
        assert "What becomes public" in text_of(client.get(url(house, "page_publish", page.pk)))

        answer = client.post(url(house, "page_publish", page.pk))
        assert answer.status_code == 422
        assert "Check it first" in text_of(answer)
        assert not Page.objects.get().is_public

        client.post(url(house, "page_publish", page.pk), {"consent": "on"})
        assert Page.objects.get().is_public
        client.logout()
        assert client.get(page.get_absolute_url()).status_code == 200

    def test_an_editor_of_a_public_page_is_warned(self, house, as_role):
        page = PageFactory(twinspace=house.space, published=True)
        assert "This page is public" in text_of(
            as_role("founder").get(url(house, "page_edit", page.pk))
        )

    def test_published_twice_is_told_and_stays_public(self, house, as_role):
        page = PageFactory(twinspace=house.space, published=True)
        answer = as_role("founder").post(url(house, "page_publish", page.pk), {"consent": "on"})
        assert answer.status_code == 403
        assert "public already" in text_of(answer)


class TestHostileInput:
    @pytest.mark.parametrize("value", [HOSTILE, "\x00", "a" * 60_000, " ", "🙂" * 300])
    @pytest.mark.parametrize("name", ["page_new", "announcement_new", "edit"])
    def test_whatever_is_typed_is_answered(self, house, as_role, name, value):
        fields = dict.fromkeys(("title", "body", "name", "welcome", "version"), value)
        answer = as_role("founder").post(url(house, name), fields)
        assert answer.status_code in (302, 422)

    @pytest.mark.parametrize("value", [HOSTILE, "\x00", "a" * 60_000])
    def test_whatever_is_previewed_is_answered(self, house, as_role, value):
        answer = as_role("founder").post(
            url(house, "page_new"), {"title": value, "body": value, "preview": "1"}
        )
        assert answer.status_code == 200
        assert "<script>alert" not in text_of(answer)

    def test_nothing_that_was_kept_runs(self, house, client):
        PageFactory(twinspace=house.space, title=HOSTILE[:120], body=HOSTILE, published=True)
        AnnouncementFactory(
            twinspace=house.space, title=HOSTILE[:120], body=HOSTILE, published=True
        )
        MaterialFactory(twinspace=house.space, name=HOSTILE[:150], published=True)
        TwinSpace.objects.update(welcome=HOSTILE, name=HOSTILE[:120])
        for name in ("home", "pages", "materials", "announcements"):
            page = text_of(client.get(url(house, name)))
            assert "<script>alert" not in page
            assert "<img src=x" not in page

    @pytest.mark.parametrize("name", ["page", "material"])
    def test_an_absurd_number_finds_nothing(self, house, as_role, name):
        assert as_role("founder").get(url(house, name, 10**25)).status_code == 404

    def test_an_absurd_page_of_a_list_is_the_nearest(self, house, as_role):
        assert as_role("founder").get(url(house, "pages") + "?page=x").status_code == 200


class TestQueries:
    """Every list costs the same with one row and with ten."""

    @pytest.fixture
    def ana_warm(self, as_role):
        """Signed in, with the session's own queries behind her."""
        client = as_role("founder")
        client.get(reverse("notifications:inbox"))
        return client

    @pytest.mark.parametrize(
        ("name", "role", "wanted"),
        [
            ("home", "founder", 9),
            ("home", "visitor", 4),
            ("pages", "founder", 7),
            ("pages", "visitor", 3),
            ("materials", "founder", 8),
            ("materials", "visitor", 3),
            ("announcements", "founder", 7),
            ("announcements", "visitor", 3),
            ("members", "founder", 6),
        ],
    )
    def test_of_a_room(self, house, as_role, django_assert_num_queries, name, role, wanted):
        client = as_role(role)
        client.get(url(house, name))
        for number in (1, 9):
            for factory in (PageFactory, MaterialFactory, AnnouncementFactory):
                factory.create_batch(number, twinspace=house.space, published_at=timezone.now())
            with django_assert_num_queries(wanted):
                client.get(url(house, name))

    def test_of_my_rooms(self, house, ana_warm, django_assert_num_queries):
        for number in (1, 9):
            for _each in range(number):
                project = ProjectFactory(founder=house.ana, cofounder=house.luca, active=True)
                TwinSpaceFactory(project=project)
            with django_assert_num_queries(5):
                ana_warm.get(reverse("twinspaces:mine"))

    def test_of_older_versions(self, house, ana_warm, django_assert_num_queries):
        page, version = PageFactory(twinspace=house.space), 1
        for number in (1, 9):
            for _each in range(number):
                services.change_page(
                    page_id=page.pk, by=house.founder, title="T", body=f"{version}", version=version
                )
                version += 1
            with django_assert_num_queries(7):
                ana_warm.get(url(house, "page_history", page.pk))

    def test_of_one_page(self, house, ana_warm, django_assert_num_queries):
        page = PageFactory(twinspace=house.space)
        with django_assert_num_queries(5):
            ana_warm.get(page.get_absolute_url())
        with django_assert_num_queries(6):
            ana_warm.get(url(house, "page_edit", page.pk))


def test_an_announcement_is_sent(house, as_role):
    answer = as_role("founder").post(
        url(house, "announcement_new"), {"title": "Monday", "body": "We start"}, follow=True
    )
    assert "We start" in text_of(answer)
    assert "Sent to the other members" in text_of(answer)
    assert Announcement.objects.get().by == house.founder


def test_from_ones_only_room_the_way_up_leads_to_the_list_and_not_back(house, as_role):
    client = as_role("founder")
    assert client.get(reverse("twinspaces:mine")).status_code == 302

    html = client.get(house.space.get_absolute_url()).content.decode()
    up = f"{reverse('twinspaces:mine')}?all=yes"
    assert f'<a href="{up}">' in html
    assert house.space.name in client.get(up).content.decode()
