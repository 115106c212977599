"""Two people, or one person twice, take the same step in the same moment: one wins, one is told."""

import pytest

from notifications.models import Notice
from projects import services
from projects.models import Approval, Project, ProjectStatus
from tests.at_once import at_once, fresh
from tests.factories import SupportPostFactory
from tests.projects.test_services import REASON, TEXT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]


def test_accept_pressed_twice(house):
    def accept():
        services.accept(project_id=house.invited.pk, by=fresh(house.cofounder))

    assert at_once(accept, accept) == ["done", "told"]
    assert Approval.objects.filter(project=house.invited).count() == 2
    assert Notice.objects.filter(recipient=house.founder).count() == 1


def test_accept_and_withdraw_meet(house):
    ended = at_once(
        lambda: services.accept(project_id=house.invited.pk, by=fresh(house.cofounder)),
        lambda: services.withdraw(project_id=house.invited.pk, by=fresh(house.founder)),
    )

    assert ended == ["done", "told"]


def test_two_colleagues_approve(house):
    colleague = SupportPostFactory(unit_code="nso-es").user
    spanish = Approval.objects.get(project=house.proposal, country="ES")

    ended = at_once(
        *(
            lambda who=who: services.approve(approval_id=spanish.pk, by=fresh(who))
            for who in (house.staff_es, colleague)
        )
    )

    assert ended == ["done", "told"]


def test_the_last_two_countries_approve_and_it_becomes_active_once(house):
    def approve(country, who):
        approval = Approval.objects.get(project=house.proposal, country=country)
        return lambda: services.approve(approval_id=approval.pk, by=fresh(who))

    ended = at_once(approve("ES", house.staff_es), approve("IT", house.staff_it))

    assert ended == ["done", "done"]
    assert Project.objects.get(pk=house.proposal.pk).status == ProjectStatus.ACTIVE
    assert Notice.objects.filter(recipient=house.founder, kind="projects.approved").count() == 1


def test_one_country_approves_while_the_other_refuses(house):
    spanish = Approval.objects.get(project=house.proposal, country="ES")
    italian = Approval.objects.get(project=house.proposal, country="IT")

    at_once(
        lambda: services.approve(approval_id=spanish.pk, by=fresh(house.staff_es)),
        lambda: services.refuse(approval_id=italian.pk, reason=REASON, by=fresh(house.staff_it)),
    )

    assert Project.objects.get(pk=house.proposal.pk).status == ProjectStatus.REFUSED


def test_found_pressed_twice_founds_one_project(house):
    def found():
        services.found(cofounder_id=house.luca.pk, by=fresh(house.founder), **TEXT)

    assert at_once(found, found) == ["done", "told"]
    assert Project.objects.filter(title=TEXT["title"]).count() == 1
