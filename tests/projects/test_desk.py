"""The desk: approvals of one's own country, decided by steps."""

import pytest
from django.urls import reverse

from projects.models import Approval, ApprovalDecision, ProjectStatus
from tests.factories import ProjectFactory, SupportPostFactory
from tests.projects.test_services import REASON, approve
from tests.signing_in import enter

pytestmark = pytest.mark.django_db

QUEUE = "/admin/projects/approval/"


def card(approval):
    return reverse("admin:projects_approval_change", args=[approval.pk])


@pytest.fixture
def spanish(house):
    return Approval.objects.get(project=house.proposal, country="ES")


def decide(client, action, approval, **more):
    data = {"action": action, "_selected_action": [approval.pk], **more}
    return client.post(QUEUE, data, follow=True)


def said(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_staff_see_what_waits_for_their_own_country(spanish, as_role):
    listed = as_role("staff_es").get(QUEUE).context["cl"].result_list

    assert list(listed) == [spanish]


def test_another_countrys_approval_is_as_if_it_were_not_there(spanish, as_role):
    client = as_role("staff_pl")

    assert list(client.get(QUEUE).context["cl"].result_list) == []
    hidden, missing = client.get(card(spanish)), client.get(f"{QUEUE}999999/change/")
    assert hidden.status_code == missing.status_code == 302
    decide(client, "approve", spanish)
    spanish.refresh_from_db()
    assert spanish.decision == ApprovalDecision.WAITING


@pytest.mark.parametrize("role", ["founder", "representative", "newcomer"])
def test_who_has_no_desk_does_not_enter(spanish, as_role, role):
    assert as_role(role).get(QUEUE).status_code in {302, 403}


def test_the_card_has_everything_one_needs_to_decide(house, spanish, as_role):
    ProjectFactory(active=True, title="Bread & salt")
    text = as_role("staff_es").get(card(spanish)).content.decode()

    for word in (
        "Bread and salt",
        "IES Mar Blau",
        "Liceo Galilei",
        "Ana Ferrer",
        "Validated since",
    ):
        assert word in text
    assert "Perhaps the same project" in text
    assert "Rivers that meet" in text  # the same two founders
    assert "Bread &amp; salt" in text  # nearly the same title


def test_approving_from_the_desk(house, spanish, as_role):
    answer = decide(as_role("staff_es"), "approve", spanish)

    spanish.refresh_from_db()
    assert (spanish.decision, spanish.decided_by) == ("approved", house.staff_es)
    assert "1 project approved." in said(answer)


def test_approving_many_at_once(house, spanish, as_role):
    ProjectFactory(at_approval=True)
    client = as_role("staff_es")
    waiting = list(client.get(QUEUE).context["cl"].result_list)

    client.post(QUEUE, {"action": "approve", "_selected_action": [one.pk for one in waiting]})

    assert len(waiting) == 2
    assert not Approval.objects.filter(country="ES").waiting().exists()


def test_refusing_asks_for_a_reason_first(house, spanish, as_role):
    client = as_role("staff_es")

    asked = decide(client, "refuse", spanish)
    short = decide(client, "refuse", spanish, reason="No.")
    assert "reason" in asked.content.decode()
    assert short.context["form"].errors["reason"]
    spanish.refresh_from_db()
    assert spanish.decision == ApprovalDecision.WAITING

    decide(client, "refuse", spanish, reason=REASON)
    house.proposal.refresh_from_db()
    assert house.proposal.status == ProjectStatus.REFUSED
    assert house.proposal.refusal.reason == REASON


def test_a_reason_of_blanks_is_none(house, spanish, as_role):
    answer = decide(as_role("staff_es"), "refuse", spanish, reason=" " * 20)

    assert answer.status_code == 200
    spanish.refresh_from_db()
    assert spanish.decision == ApprovalDecision.WAITING


def test_the_second_colleague_is_told_who_was_quicker(house, spanish, client):
    approve(house.proposal, "ES", house.staff_es)
    enter(client, SupportPostFactory(unit_code="nso-es").user)

    answer = decide(client, "approve", spanish)

    assert f"{house.staff_es.name} has already approved" in said(answer)


@pytest.mark.parametrize("rows", [1, 10])
def test_the_queue_costs_the_same_for_every_length(house, as_role, rows, django_assert_num_queries):
    ProjectFactory.create_batch(rows, at_approval=True)
    client = as_role("staff_es")
    client.get(QUEUE)

    with django_assert_num_queries(6):
        client.get(QUEUE)


def test_the_card_costs_little(spanish, as_role, django_assert_max_num_queries):
    client = as_role("staff_es")
    client.get(QUEUE)

    with django_assert_max_num_queries(12):
        client.get(card(spanish))
