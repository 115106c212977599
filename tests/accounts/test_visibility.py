"""Who sees which part of a profile."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.completeness import PARTS, completeness
from accounts.models import Audience, Block, Group, Relation, Teacher, User
from accounts.models.visibility import GROUP_OF, groups_shown
from accounts.visibility import Shown
from partners.sources import TEACHERS

ALL = set(Group.values)


@pytest.mark.parametrize(
    ("audience", "sees_it"),
    [
        (Audience.EVERYBODY, set(Relation)),
        (Audience.MEMBERS, {Relation.MEMBER, Relation.CONNECTION, Relation.OWN}),
        (Audience.CONNECTIONS, {Relation.CONNECTION, Relation.OWN}),
        (Audience.NOBODY, {Relation.OWN}),
    ],
)
@pytest.mark.parametrize("group", Group)
def test_each_group_is_seen_by_its_audience_alone(group, audience, sees_it):
    for relation in Relation:
        is_open = audience == Audience.EVERYBODY
        limits, open_groups = ({}, [group]) if is_open else ({group.value: audience.value}, [])
        shown = groups_shown(limits, open_groups, relation)
        assert (group in shown) is (relation in sees_it)
        assert shown - {group} == (set() if relation == Relation.VISITOR else ALL - {group})


def test_every_field_of_a_group_reads_as_not_filled_in(house):
    ana = house.ana
    ana.looking_for, ana.interests, ana.vocational, ana.photo = "A class", "rivers", ["x"], "x"
    ana.language_levels = {"en": "b2"}
    ana.limits = dict.fromkeys(Group.values, Audience.NOBODY)

    seen = Shown(ana, Relation.MEMBER)

    for field in GROUP_OF:
        assert getattr(ana, field), field
        assert not getattr(seen, field), field
    assert (seen.name, seen.country_id, seen.role) == (ana.name, "ES", "teacher")


def hide(house, **limits):
    house.ana.looking_for, house.ana.interests = "A class by a river", "otters"
    house.ana.subjects, house.ana.limits = ["music"], limits
    house.ana.save()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("founder", True),
        ("cofounder", True),
        ("stranger", False),
        ("staff_es", True),
        ("staff_it", False),
    ],
)
def test_the_page_shows_connections_what_is_for_connections(house, as_role, role, sees):
    hide(house, about="connections", school="connections")
    page = as_role(role).get(house.ana.get_absolute_url()).content.decode()

    assert ("A class by a river" in page) is sees
    assert ("otters" in page) is sees
    assert ("IES Mar Blau" in page) is sees
    assert "Ana Ferrer" in page


@pytest.mark.parametrize(
    ("wish", "about", "teaching"),
    [
        ("", True, True),
        ("visitor", False, False),
        ("member", False, False),
        ("connection", True, False),
    ],
)
def test_one_sees_ones_page_as_others_do(house, as_role, wish, about, teaching):
    hide(house, about="connections", teaching="nobody")
    page = as_role("founder").get(house.ana.get_absolute_url(), {"as": wish}).content.decode()

    assert ("A class by a river" in page) is about
    assert ("Music" in page) is teaching


def test_nobody_previews_another_persons_page(house, as_role):
    hide(house, about="connections")
    page = as_role("stranger").get(house.ana.get_absolute_url(), {"as": "connection"})
    assert "A class by a river" not in page.content.decode()


def test_cards_in_search_obey(house, as_role):
    hide(house, school="connections", teaching="nobody", availability="nobody")
    url = reverse("partners:search")

    strangers = as_role("stranger").get(url, {"country": "ES"}).content.decode()
    assert "Ana Ferrer" in strangers
    assert "IES Mar Blau" not in strangers
    connected = as_role("cofounder").get(url, {"country": "ES"}).content.decode()
    assert "IES Mar Blau" in connected


def test_a_school_page_lists_only_who_is_shown_there(house, as_role):
    url = house.ana.school.get_absolute_url()
    assert "Ana Ferrer" in as_role("stranger").get(url).content.decode()
    hide(house, school="connections")
    assert "Ana Ferrer" not in as_role("stranger").get(url).content.decode()


def test_the_queryset_leaves_out_who_limits_a_group(house):
    hide(house, photo="connections")
    found = Teacher.objects.showing(Group.PHOTO)
    assert house.ana not in found
    assert house.luca in found


def test_the_form_keeps_what_was_chosen(house, as_role):
    client = as_role("founder")
    chosen = dict.fromkeys(Group.values, "members") | {"photo": "nobody", "about": "connections"}

    answer = client.post(reverse("accounts:visibility"), chosen)

    assert answer.status_code == 302
    house.ana.refresh_from_db()
    assert house.ana.limits == {"photo": "nobody", "about": "connections"}
    form = client.get(reverse("accounts:visibility")).context["form"]
    assert form["photo"].initial == "nobody"


class TestOpenToEverybody:
    """Whoever opens a part of their profile shows that part, with name, role and country, to all."""

    @pytest.fixture
    def open_about(self, house):
        hide(house)
        audiences = dict.fromkeys(Group.values, "members") | {"about": "everybody"}
        services.change_visibility(by=house.founder, audiences=audiences)

    @pytest.mark.parametrize("role", ["visitor", "newcomer"])
    def test_who_is_no_member_reads_that_part_alone(self, house, as_role, open_about, role):
        page = as_role(role).get(house.ana.get_absolute_url())
        text = page.content.decode()
        assert 'name="robots" content="noindex"' in text
        for shown in ("Ana Ferrer", "A class by a river", "otters"):
            assert shown in text
        for hidden in ("Music", "IES Mar Blau", "Last active", "Rivers that meet"):
            assert hidden not in text, hidden
        assert ("Teachers get in touch" in text) is (role == "visitor")
        assert ("Block Ana" in text) is (role == "newcomer")

    def test_members_see_as_much_as_before(self, house, as_role, open_about):
        text = as_role("stranger").get(house.ana.get_absolute_url()).content.decode()
        for shown in ("A class by a river", "Music", "IES Mar Blau", "Rivers that meet"):
            assert shown in text

    def test_a_visitor_cannot_tell_a_hidden_person_from_nobody(self, house, client, open_about):
        hidden = client.get(house.maja.get_absolute_url())
        missing = client.get(reverse("accounts:person", args=["nobody-at-all"]))
        assert hidden.status_code == missing.status_code == 302
        assert hidden.url.partition("?")[0] == missing.url.partition("?")[0]

    def test_the_photo_only_when_it_is_open(self, house, client, open_about):
        Teacher.objects.update(photo="photos/x.webp")
        assert client.get(reverse("accounts:photo", args=["ana-ferrer"])).status_code == 404
        assert client.get(reverse("accounts:photo", args=["maja-nowak"])).status_code == 302

    def test_search_stays_for_members(self, house, as_role, open_about):
        assert not TEACHERS.shown_to(house.visitor).exists()
        assert not TEACHERS.shown_to(house.newcomer).exists()
        found = as_role("stranger").get(reverse("partners:search"), {"country": "ES"})
        assert "Ana Ferrer" in found.content.decode()

    def test_a_blocked_person_who_is_no_member_yet_meets_nobody(self, house, as_role, open_about):
        Block.objects.create(blocker=house.ana, blocked=house.carmen)
        assert as_role("newcomer").get(house.ana.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("change", ["suspended", "resting", "closed"])
    def test_whoever_is_not_here_is_open_to_nobody(self, house, client, open_about, change):
        if change == "suspended":
            house.ana.status = "suspended"
        elif change == "resting":
            house.ana.hidden_at = timezone.now()
        else:
            User.objects.filter(pk=house.founder.pk).update(is_active=False)
        house.ana.open_groups = ["about"]
        house.ana.save()
        assert client.get(house.ana.get_absolute_url()).status_code == 302

    def test_the_page_of_the_school_lists_who_opens_that_part(self, house, client, open_about):
        school = house.ana.school.get_absolute_url()
        assert "Ana Ferrer" not in client.get(school).content.decode()
        audiences = dict.fromkeys(Group.values, "members") | {"school": "everybody"}
        services.change_visibility(by=house.founder, audiences=audiences)
        assert "Ana Ferrer" in client.get(school).content.decode()

    def test_the_form_keeps_it_and_the_preview_tells(self, house, as_role, open_about):
        client = as_role("founder")
        form = client.get(reverse("accounts:visibility")).context["form"]
        assert (form["about"].initial, form["photo"].initial) == ("everybody", "members")
        preview = client.get(house.ana.get_absolute_url(), {"as": "visitor"}).content.decode()
        assert "Everybody can read this" in preview
        assert "Music" not in preview

        services.change_visibility(by=house.founder, audiences=dict.fromkeys(Group, "members"))
        preview = client.get(house.ana.get_absolute_url(), {"as": "visitor"}).content.decode()
        assert "no part of your profile is open" in preview


def test_an_unknown_audience_is_refused(house, as_role):
    chosen = dict.fromkeys(Group.values, "members") | {"photo": "pupils"}
    assert as_role("founder").post(reverse("accounts:visibility"), chosen).status_code == 422
    with pytest.raises(ValueError, match="pupils"):
        services.change_visibility(by=house.founder, audiences={"photo": "pupils"})


def test_an_empty_profile_is_told_the_most_useful_thing_first():
    bare = completeness(Teacher())
    assert (bare["value"], bare["max"]) == (0, len(PARTS))
    assert "looking for" in str(bare["advice"])

    full = completeness(
        Teacher(
            looking_for="A class", subjects=["biology"], languages=["en"], levels=["primary"],
            age_from=0, age_to=3, photo="x", interests="rivers",
        )
    )  # fmt: skip
    assert (full["value"], full["advice"], full["url"]) == (len(PARTS), "", "")


def test_the_meter_stands_on_the_profile_and_the_start_page(house, as_role):
    client = as_role("founder")
    for url in (
        reverse("accounts:profile_edit"),
        reverse("portal:home"),
        house.ana.get_absolute_url(),
    ):
        assert "Say what you are looking for" in client.get(url).content.decode()
