"""Two entries become one, and nothing is lost on the way: neither membership nor project nor message."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import services
from accounts.models import (
    Evidence,
    EvidenceKind,
    EvidenceState,
    Membership,
    School,
    SchoolStatus,
    Teacher,
    TeacherStatus,
    User,
)
from core import merging
from core.errors import WrongState
from core.models import Activity
from notifications.models import Notice
from partners.models import Connection, ConnectionStatus
from projects.models import Project
from tests.at_once import fresh
from tests.factories import (
    ConnectionFactory,
    ProjectFactory,
    SchoolFactory,
    TeacherFactory,
    UserFactory,
)
from twinspaces.models import Member, MemberRole

pytestmark = pytest.mark.django_db


def merge_schools(house, kept, gone, role="staff_es"):
    return services.merge_schools(kept_id=kept.pk, gone_id=gone.pk, by=fresh(getattr(house, role)))


def merge_people(house, kept, gone, role="staff_es"):
    return services.merge_people(
        kept_id=kept.user.pk, gone_id=gone.user.pk, by=fresh(getattr(house, role))
    )


def test_every_table_that_refers_to_a_school_or_a_person_has_been_decided():
    targets = {"school": School, "teacher": Teacher, "user": User}
    assert merging.undecided(targets) == [], (
        "Say in the app's movers.py how these columns move when two rows become one."
    )


def test_nothing_is_decided_about_a_table_that_is_not_there():
    for column in merging.MOVED | set(merging.STAYS):
        label, _dot, field = column.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field), column


# --- schools ---------------------------------------------------------------------------------


@pytest.fixture
def twin(house):
    """A second entry of IES Mar Blau, with a teacher, a project, a connection and evidence."""
    school = SchoolFactory(name="I.E.S. Mar Blau", slug="mar-blau-bis", official_id="46000001")
    teacher = TeacherFactory(school=school, waiting=True)
    Evidence.objects.create(
        teacher=teacher, school=school, kind=EvidenceKind.HEAD, state=EvidenceState.ASKED
    )
    founder = TeacherFactory(school=school)
    ProjectFactory(founder=founder, cofounder=house.luca, active=True)
    return school


def test_everything_of_a_school_comes_along(house, twin):
    kept = house.ana.school
    before = [model.objects.count() for model in (Membership, Project, Evidence, Teacher)]
    at_both = Membership.objects.filter(school__in=[kept, twin]).count()
    projects = Project.objects.filter(founder_school__in=[kept, twin]).count()

    merge_schools(house, kept, twin)

    assert [model.objects.count() for model in (Membership, Project, Evidence, Teacher)] == before
    assert Membership.objects.filter(school=kept).count() == at_both
    assert Project.objects.filter(founder_school=kept).count() == projects
    assert Evidence.objects.get().school == kept
    assert not Teacher.objects.filter(school=twin).exists()
    twin.refresh_from_db()
    assert (twin.status, twin.merged_into) == (SchoolStatus.CLOSED, kept)
    assert Notice.objects.filter(kind="accounts.schools_merged").count() == 2
    assert Activity.objects.of(kept).filter(verb="accounts.merged_schools").exists()


@pytest.mark.parametrize("role", ["visitor", "founder", "central"])
def test_the_old_address_leads_to_the_school(house, twin, as_role, role):
    kept = house.ana.school
    merge_schools(house, kept, twin)
    answer = as_role(role).get(reverse("accounts:school", args=["mar-blau-bis"]))
    if role == "central":  # the desk still reads the entry that was merged
        assert answer.status_code == 200
        return
    assert answer.status_code == 301
    assert answer["Location"] == kept.get_absolute_url()


def test_a_chain_of_merges_still_leads_to_the_last(house, twin, client):
    third = SchoolFactory()
    merge_schools(house, house.ana.school, twin)
    merge_schools(house, third, house.ana.school)
    for slug in ("mar-blau-bis", "mar-blau"):
        answer = client.get(reverse("accounts:school", args=[slug]))
        assert answer["Location"] == third.get_absolute_url()


def test_a_number_is_taken_over_by_the_entry_that_has_none(house, twin):
    kept = SchoolFactory(official_id="")
    merge_schools(house, kept, twin)
    kept.refresh_from_db()
    assert kept.official_id == "46000001"


def test_a_teacher_at_both_entries_stays_there_once(house, twin):
    Membership.objects.create(teacher=house.ana, school=twin)
    before = Membership.objects.filter(teacher=house.ana).count()

    merge_schools(house, house.ana.school, twin)

    mine = Membership.objects.filter(teacher=house.ana, school=house.ana.school)
    assert mine.count() == before
    assert mine.filter(ends=None).count() == 1


def test_founders_cannot_end_up_in_one_school(house, twin):
    shared = ProjectFactory(
        founder=house.ana,
        cofounder=TeacherFactory(school=twin),
        title="Two shores",
        kind="national",
    )
    with pytest.raises(WrongState, match="Two shores"):
        merge_schools(house, house.ana.school, twin)
    twin.refresh_from_db()
    shared.refresh_from_db()
    assert twin.status == SchoolStatus.CONFIRMED
    assert shared.cofounder_school == twin


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda house, twin: (twin, twin), "two different"),
        (lambda house, twin: (house.luca.school, twin), "two countries"),
        (lambda house, twin: (SchoolFactory(status="closed"), twin), "not open"),
        (lambda house, twin: (SchoolFactory(status="waiting"), twin), "Keep the confirmed"),
    ],
)
def test_schools_that_cannot_be_one(house, twin, spoil, said):
    kept, gone = spoil(house, twin)
    with pytest.raises(WrongState, match=said):
        merge_schools(house, kept, gone, role="central")


def test_who_is_second_is_told(house, twin):
    merge_schools(house, house.ana.school, twin)
    with pytest.raises(WrongState, match="merged already"):
        merge_schools(house, house.ana.school, twin, role="central")


@pytest.mark.parametrize("role", ["founder", "representative", "staff_it"])
def test_only_the_desk_of_the_country_merges(house, twin, role):
    with pytest.raises(PermissionDenied):
        merge_schools(house, house.ana.school, twin, role=role)


def test_a_merged_school_is_not_opened_again_nor_joined_by_its_number(house, twin):
    merge_schools(house, house.ana.school, twin)
    with pytest.raises(PermissionDenied):
        services.reopen_school(school_id=twin.pk, by=fresh(house.staff_es))


# --- accounts --------------------------------------------------------------------------------


@pytest.fixture
def second(house):
    """Ana's second account, with a life of its own."""
    teacher = TeacherFactory(
        user__email="ana.second@demo.example", user__given_name="Ana", user__family_name="Ferrer"
    )
    ConnectionFactory(asker=teacher, asked=house.maja, accepted=True)
    ConnectionFactory(asker=house.luca, asked=teacher)
    ProjectFactory(founder=house.maja, cofounder=teacher, active=True)
    Member.objects.create(twinspace=house.space, user=teacher.user, role=MemberRole.TEACHER)
    return teacher


def test_everything_of_an_account_comes_along(house, second):
    counted = (Membership, Project, Connection, Notice)
    before = {model: model.objects.count() for model in counted}
    memberships = Membership.objects.filter(teacher__in=[house.ana, second]).count()
    with_maja = Connection.objects.between(second, house.maja).get()

    merge_people(house, house.ana, second)

    after = {model: model.objects.count() for model in counted}
    assert after == before | {Notice: before[Notice] + 1}, "only the news of the merge is new"
    assert Membership.objects.filter(teacher=house.ana).count() == memberships
    assert Project.objects.filter(cofounder=house.ana).count() == 1
    assert Connection.objects.between(house.ana, house.maja).get() == with_maja
    assert not Project.objects.of(second).exists()
    assert Member.objects.filter(twinspace=house.space, user=house.founder).exists()


def test_the_other_account_closes_and_its_addresses_sign_in_here(house, second, client):
    merge_people(house, house.ana, second)

    gone = User.objects.get(pk=second.user.pk)
    assert not gone.is_active
    assert gone.email.endswith("@merged.invalid")
    address = EmailAddress.objects.get(email="ana.second@demo.example")
    assert (address.user, address.verified, address.primary) == (house.founder, True, False)
    assert EmailAddress.objects.filter(user=house.founder, primary=True).count() == 1


def test_an_address_that_was_never_confirmed_does_not_become_so(house):
    second = TeacherFactory(user__email="x@demo.example", user__verified=False)
    merge_people(house, house.ana, second)
    assert not EmailAddress.objects.get(email="x@demo.example").verified


def test_of_two_connections_with_one_person_the_accepted_one_goes_on(house, second):
    waiting = Connection.objects.between(second, house.luca).get()
    merge_people(house, house.ana, second)

    rows = Connection.objects.between(house.ana, house.luca)
    assert rows.count() == 2
    assert rows.live().get().status == ConnectionStatus.ACCEPTED
    waiting.refresh_from_db()
    assert (waiting.status, waiting.message != "") == (ConnectionStatus.ENDED, True)


def test_a_connection_between_the_two_accounts_ends(house, second):
    between = ConnectionFactory(asker=house.ana, asked=second, accepted=True)
    merge_people(house, house.ana, second)
    between.refresh_from_db()
    assert between.status == ConnectionStatus.ENDED


def test_a_founders_place_in_a_room_is_kept(house, second):
    Member.objects.filter(user=house.founder).update(role=MemberRole.TEACHER)
    Member.objects.filter(user=second.user).update(role=MemberRole.FOUNDER)
    Member.objects.get_or_create(
        twinspace=house.space, user=house.founder, defaults={"role": MemberRole.TEACHER}
    )
    merge_people(house, house.ana, second)
    assert house.space.members.get(user=house.founder).role == MemberRole.FOUNDER


def test_a_profile_moves_to_an_account_that_has_none(house, second):
    kept = UserFactory()
    services.merge_people(kept_id=kept.pk, gone_id=second.user.pk, by=fresh(house.central))
    second.refresh_from_db()
    assert second.user == kept


def test_two_founders_of_a_project_are_not_one_person(house, second):
    ProjectFactory(founder=house.ana, cofounder=second, title="With myself", kind="national")
    with pytest.raises(WrongState, match="With myself"):
        merge_people(house, house.ana, second)
    assert User.objects.get(pk=second.user.pk).is_active


def test_a_suspension_is_not_escaped(house, second):
    Teacher.objects.filter(pk=second.pk).update(status=TeacherStatus.SUSPENDED)
    with pytest.raises(WrongState, match="suspended"):
        merge_people(house, house.ana, second)


@pytest.mark.parametrize("role", ["founder", "staff_it", "representative"])
def test_only_the_desk_merges_accounts(house, second, role):
    with pytest.raises(PermissionDenied):
        merge_people(house, house.ana, second, role=role)


def test_a_teacher_of_another_country_needs_the_central_desk(house):
    abroad = TeacherFactory(country_id="IT")
    with pytest.raises(PermissionDenied):
        merge_people(house, house.ana, abroad)
    merge_people(house, house.ana, abroad, role="central")


# --- at the desk -------------------------------------------------------------------------------


def press(client, queue, row, **more):
    data = {"action": "merge", "_selected_action": [row.pk], **more}
    return client.post(f"/admin/accounts/{queue}/", data, follow=True)


def test_the_desk_merges_schools(house, twin, as_role):
    client = as_role("staff_es")
    asked = press(client, "school", house.ana.school)
    assert "I.E.S. Mar Blau" in asked.content.decode()

    assert (
        "Choose the entry"
        in press(client, "school", house.ana.school, merging="yes").content.decode()
    )
    foreign = press(client, "school", house.ana.school, merging="yes", other="no such number")
    assert "Nothing of your desk" in foreign.content.decode()

    press(client, "school", house.ana.school, merging="yes", other="46000001")
    twin.refresh_from_db()
    assert twin.merged_into == house.ana.school


def test_the_desk_merges_accounts_and_says_why_not(house, second, as_role):
    client = as_role("staff_es")
    asked = press(client, "user", house.founder)
    assert "ana.second@demo.example" in asked.content.decode()

    Teacher.objects.filter(pk=second.pk).update(status=TeacherStatus.SUSPENDED)
    refused = press(client, "user", house.founder, merging="yes", gone=second.user.pk)
    assert "suspended" in refused.content.decode()

    Teacher.objects.filter(pk=second.pk).update(status=TeacherStatus.VALIDATED)
    press(client, "user", house.founder, merging="yes", gone=second.user.pk)
    assert not User.objects.get(pk=second.user.pk).is_active
