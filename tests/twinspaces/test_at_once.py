"""Two members take the same step in the same moment: nothing is lost, nothing is done twice."""

import pytest

from accounts import services as accounts
from notifications.models import Notice
from tests.factories import InvitationFactory, PageFactory, ProjectFactory, TwinSpaceFactory
from tests.projects.test_at_once import at_once, fresh
from twinspaces import services
from twinspaces.models import Member, MemberRole, Page, TwinSpace

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]


def test_two_save_the_same_page(house):
    page = PageFactory(twinspace=house.space, title="Plan")

    def save_as(person, body):
        return lambda: services.change_page(
            page_id=page.pk, by=fresh(person), title="Plan", body=body, version=1
        )

    ended = at_once(save_as(house.founder, "Ana's"), save_as(house.cofounder, "Luca's"))

    assert ended == ["done", "told"]
    saved = Page.objects.get(pk=page.pk)
    assert saved.version == 2
    assert [revision.body for revision in saved.revisions.all()] == [saved.body]


def test_a_room_opened_twice_at_once_opens_once(house):
    project = ProjectFactory(founder=house.ana, cofounder=house.luca, active=True)

    def open_it():
        services.open_space(project_id=project.pk)

    assert at_once(open_it, open_it) == ["done", "done"]
    assert TwinSpace.objects.filter(project=project).count() == 1
    assert Notice.objects.filter(kind="twinspaces.opened").count() == 2


def test_two_publish_the_same_page(house):
    page = PageFactory(twinspace=house.space)

    def publish_as(person):
        return lambda: services.publish(kind="page", item_id=page.pk, by=fresh(person))

    assert at_once(publish_as(house.founder), publish_as(house.cofounder)) == ["done", "told"]


class TestOneLimitedPlace:
    """Two projects, one person who waits for validation: one room gets them, the other answer is told."""

    @pytest.fixture
    def invitations(self, house):
        second = TwinSpaceFactory(
            project=ProjectFactory(founder=house.luca, cofounder=house.maja, active=True)
        )
        spaces = [house.space, second]
        return [InvitationFactory(twinspace=s, address=house.newcomer.email) for s in spaces]

    def test_both_accepted_at_once(self, house, invitations):
        def accept(invitation):
            return lambda: services.accept(invitation_id=invitation.pk, by=fresh(house.newcomer))

        ended = at_once(*map(accept, invitations))

        assert ended == ["PermissionDenied", "done"]
        place = Member.objects.get(user=house.newcomer)
        assert place.role == MemberRole.WAITING
        assert sorted(one.state for one in refreshed(invitations)) == ["accepted", "open"]

    def test_one_accepted_twice_at_once(self, house, invitations):
        def accept():
            services.accept(invitation_id=invitations[0].pk, by=fresh(house.newcomer))

        assert at_once(accept, accept) == ["done", "told"]
        assert Member.objects.filter(user=house.newcomer).count() == 1

    def test_accepted_while_it_is_withdrawn(self, house, invitations):
        def accept():
            services.accept(invitation_id=invitations[0].pk, by=fresh(house.newcomer))

        def withdraw():
            services.withdraw(invitation_id=invitations[0].pk, by=fresh(house.founder))

        assert at_once(accept, withdraw) == ["done", "told"]
        is_in = Member.objects.filter(user=house.newcomer).exists()
        assert refreshed(invitations)[0].state == ("accepted" if is_in else "withdrawn")

    def test_accepted_while_validated_is_a_full_place(self, house, invitations):
        def accept():
            services.accept(invitation_id=invitations[0].pk, by=fresh(house.newcomer))

        def validate():
            accounts.validate_teacher(teacher_id=house.carmen.pk, by=fresh(house.staff_es))

        assert at_once(accept, validate) == ["done", "done"]
        place = Member.objects.get(user=house.newcomer)
        assert (place.role, place.limited_until) == (MemberRole.TEACHER, None)

    def test_told_by_two_clocks_at_once_is_told_once(self, house, invitations):
        assert at_once(services.tell_invited, services.tell_invited) == ["done", "done"]
        assert Notice.objects.filter(kind="twinspaces.invited").count() == 2

    def test_one_address_invited_twice_at_once(self, house):
        def invite_as(person):
            return lambda: services.invite(
                twinspace_id=house.space.pk, address="new@demo.example", by=fresh(person)
            )

        assert at_once(invite_as(house.founder), invite_as(house.cofounder)) == ["done", "told"]
        assert house.space.invitations.count() == 1


def refreshed(rows):
    for one in rows:
        one.refresh_from_db()
    return rows
