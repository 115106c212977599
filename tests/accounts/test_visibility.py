"""Who sees which part of a profile."""

import pytest
from django.urls import reverse

from accounts import services
from accounts.completeness import PARTS, completeness
from accounts.models import Audience, Group, Relation, Teacher
from accounts.models.visibility import GROUP_OF, groups_shown
from accounts.visibility import Shown

ALL = set(Group.values)


@pytest.mark.parametrize(
    ("audience", "sees_it"),
    [
        (Audience.MEMBERS, {Relation.MEMBER, Relation.CONNECTION, Relation.OWN}),
        (Audience.CONNECTIONS, {Relation.CONNECTION, Relation.OWN}),
        (Audience.NOBODY, {Relation.OWN}),
    ],
)
@pytest.mark.parametrize("group", Group)
def test_each_group_is_seen_by_its_audience_alone(group, audience, sees_it):
    for relation in Relation:
        shown = groups_shown({group.value: audience.value}, relation)
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
