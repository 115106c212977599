"""What the steps change, record and tell, and what they refuse."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import Stale, WrongState
from core.models import Activity
from notifications.models import Notice
from projects import services, signals
from projects.models import Approval, ApprovalDecision, Project, ProjectKind, ProjectStatus
from tests.factories import ConnectionFactory, SupportPostFactory, TeacherFactory

pytestmark = pytest.mark.django_db

TEXT = {
    "title": "Ñandú & co.",
    "summary": "Two classes write a book.",
    "subjects": ["biology"],
    "vocational": [],
    "languages": ["en"],
    "age_from": 12,
    "age_to": 14,
    "pupils": 50,
    "aims": "",
    "process": "",
    "results": "",
}
REASON = "Please say what the pupils will do."


def told(user):
    news = Notice.objects.filter(recipient=user, kind__startswith="projects.")
    return list(news.order_by("pk").values_list("kind", flat=True))


def verbs(project):
    return [event.verb for event in reversed(project.events())]


def found(house, cofounder=None, **text):
    chosen = cofounder or house.luca
    return services.found(cofounder_id=chosen.pk, by=house.founder, **(TEXT | text))


def approval_of(project, country):
    return Approval.objects.get(project=project, country=country, round=project.round)


def approve(project, country, by):
    return services.approve(approval_id=approval_of(project, country).pk, by=by)


def refuse(project, country, by, reason=REASON):
    return services.refuse(approval_id=approval_of(project, country).pk, reason=reason, by=by)


@pytest.fixture
def sent():
    """What the apps above hear."""
    heard = []

    def hear(sender, project, signal, **kwargs):
        heard.append((signal, project.pk))

    for signal in (signals.project_approved, signals.project_closed):
        signal.connect(hear, weak=False)
    yield heard
    for signal in (signals.project_approved, signals.project_closed):
        signal.disconnect(hear)


# --- Founding ------------------------------------------------------------------


def test_founding_invites_exactly_one_cofounder(house):
    project = found(house)

    assert project.status == ProjectStatus.WAITING_COFOUNDER
    assert project.kind == ProjectKind.EUROPEAN
    assert (project.founder_school, project.cofounder_school) == (
        house.ana.school,
        house.luca.school,
    )
    assert project.slug.startswith("nandu-co-")
    assert verbs(project) == ["projects.founded"]
    assert told(house.cofounder) == ["projects.invited"]
    assert told(house.founder) == []


def test_two_schools_of_one_country_make_a_national_project(house):
    colleague = TeacherFactory()
    ConnectionFactory(asker=colleague, asked=house.ana, accepted=True)

    project = found(house, colleague)

    assert project.kind == ProjectKind.NATIONAL
    assert project.countries_to_approve == ["ES"]


def test_a_title_in_another_script_still_has_an_address(house):
    assert found(house, title="Ποτάμια").slug.startswith("project-")


def test_who_is_not_a_connection_cannot_be_invited(house):
    with pytest.raises(PermissionDenied, match="not connected"):
        found(house, house.maja)


def test_an_ended_or_waiting_connection_is_none(house):
    ConnectionFactory(asker=house.ana, asked=house.maja)

    with pytest.raises(PermissionDenied, match="not connected"):
        found(house, house.maja)


def test_nobody_founds_a_project_with_themselves(house):
    with pytest.raises(PermissionDenied, match="yourself"):
        found(house, house.ana)


def test_two_founders_of_one_school_are_refused(house):
    colleague = TeacherFactory(school=house.ana.school)
    ConnectionFactory(asker=house.ana, asked=colleague, accepted=True)

    with pytest.raises(PermissionDenied, match="same school"):
        found(house, colleague)


def test_who_waits_for_validation_founds_nothing(house):
    with pytest.raises(PermissionDenied, match="not validated you yet"):
        services.found(cofounder_id=house.luca.pk, by=house.newcomer, **TEXT)


def test_the_same_project_is_not_founded_twice(house):
    found(house)

    with pytest.raises(WrongState, match="already founded"):
        found(house, title=TEXT["title"].upper())


# --- The co-founder's answer ---------------------------------------------------


def test_accepting_asks_every_country_and_tells_their_staff(house):
    services.accept(project_id=house.invited.pk, by=house.cofounder)

    house.invited.refresh_from_db()
    assert house.invited.status == ProjectStatus.WAITING_APPROVAL
    assert house.invited.round == 1
    assert sorted(house.invited.approvals.values_list("country", flat=True)) == ["ES", "IT"]
    assert told(house.founder) == ["projects.accepted"]
    assert told(house.staff_es) == told(house.staff_it) == ["projects.approval_wanted"]
    assert told(house.staff_pl) == told(house.central) == told(house.representative) == []


def test_a_country_without_staff_is_helped_by_the_central_service(house):
    house.staff_it.support_posts.all().delete()

    services.accept(project_id=house.invited.pk, by=house.cofounder)

    assert told(house.central) == ["projects.approval_wanted"]


def test_a_third_founder_cannot_accept(house):
    with pytest.raises(PermissionDenied, match="exactly two founders"):
        services.accept(project_id=house.invited.pk, by=house.stranger)

    house.invited.refresh_from_db()
    assert house.invited.status == ProjectStatus.WAITING_COFOUNDER


def test_the_second_press_of_accept_is_told(house):
    services.accept(project_id=house.invited.pk, by=house.cofounder)

    with pytest.raises(WrongState, match="Both founders have said yes"):
        services.accept(project_id=house.invited.pk, by=house.cofounder)

    assert house.invited.approvals.count() == 2
    assert told(house.founder) == ["projects.accepted"]


def test_an_accept_after_a_withdrawal_is_told(house):
    project = found(house)
    services.withdraw(project_id=project.pk, by=house.founder)

    with pytest.raises(WrongState, match="was withdrawn by Ana"):
        services.accept(project_id=project.pk, by=house.cofounder)


def test_withdrawing_takes_back_the_unread_notice(house):
    project = found(house)

    services.withdraw(project_id=project.pk, by=house.founder)

    assert told(house.cofounder) == ["projects.withdrawn"]


def test_declining_leaves_a_draft_and_tells_the_founder_why(house):
    project = found(house)

    services.decline(project_id=project.pk, by=house.cofounder, reason="  Next year gladly. ")

    project.refresh_from_db()
    assert project.status == ProjectStatus.DRAFT
    assert project.decline_reason == "Next year gladly."
    notice = Notice.objects.get(recipient=house.founder)
    assert "Next year gladly." in notice.body
    with pytest.raises(WrongState, match="declined by Luca"):
        services.accept(project_id=project.pk, by=house.cofounder)


def test_the_same_person_can_be_invited_again_and_is_told_again(house):
    project = found(house)
    services.decline(project_id=project.pk, by=house.cofounder)

    services.invite_again(project_id=project.pk, cofounder_id=house.luca.pk, by=house.founder)

    assert told(house.cofounder) == ["projects.invited", "projects.invited"]


def test_another_cofounder_brings_their_school_country_and_type(house):
    project = found(house)
    services.decline(project_id=project.pk, by=house.cofounder)
    colleague = TeacherFactory()
    ConnectionFactory(asker=colleague, asked=house.ana, accepted=True)

    services.invite_again(project_id=project.pk, cofounder_id=colleague.pk, by=house.founder)

    project = Project.objects.get(pk=project.pk)
    assert project.cofounder == colleague
    assert project.cofounder_school == colleague.school
    assert (project.kind, project.status) == (
        ProjectKind.NATIONAL,
        ProjectStatus.WAITING_COFOUNDER,
    )


# --- The National Support Organisations ----------------------------------------


def test_the_last_approval_makes_it_active_and_tells_both_founders(house, sent):
    approve(house.proposal, "ES", house.staff_es)
    house.proposal.refresh_from_db()
    assert house.proposal.status == ProjectStatus.WAITING_APPROVAL
    assert sent == []

    approve(house.proposal, "IT", house.staff_it)

    house.proposal.refresh_from_db()
    assert house.proposal.status == ProjectStatus.ACTIVE
    assert house.proposal.approved_at
    assert sent == [(signals.project_approved, house.proposal.pk)]
    assert told(house.founder) == told(house.cofounder) == ["projects.approved"]


def test_one_approval_is_enough_for_a_national_project(house):
    colleague = TeacherFactory()
    ConnectionFactory(asker=colleague, asked=house.ana, accepted=True)
    project = found(house, colleague)
    project = services.accept(project_id=project.pk, by=colleague.user)

    approve(project, "ES", house.staff_es)

    project.refresh_from_db()
    assert project.status == ProjectStatus.ACTIVE


def test_what_opens_with_the_project_is_lost_with_it(house):
    def fail(**kwargs):
        raise RuntimeError

    approve(house.proposal, "ES", house.staff_es)
    signals.project_approved.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            approve(house.proposal, "IT", house.staff_it)
    finally:
        signals.project_approved.disconnect(fail)

    house.proposal.refresh_from_db()
    assert house.proposal.status == ProjectStatus.WAITING_APPROVAL
    assert approval_of(house.proposal, "IT").decision == ApprovalDecision.WAITING


def test_staff_of_another_country_decide_nothing(house):
    with pytest.raises(PermissionDenied, match="own country"):
        approve(house.proposal, "ES", house.staff_pl)


def test_central_staff_decide_for_any_country(house):
    assert approve(house.proposal, "ES", house.central).decided_by == house.central


def test_one_refusal_sends_it_back_with_its_reason(house):
    approve(house.proposal, "ES", house.staff_es)

    refuse(house.proposal, "IT", house.staff_it)

    house.proposal.refresh_from_db()
    assert house.proposal.status == ProjectStatus.REFUSED
    assert house.proposal.refusal.country_id == "IT"
    for founder in (house.founder, house.cofounder):
        assert REASON in Notice.objects.get(recipient=founder).body


def test_a_refusal_without_a_reason_changes_nothing(house):
    with pytest.raises(ValidationError):
        refuse(house.proposal, "ES", house.staff_es, reason="        No.        ")

    house.proposal.refresh_from_db()
    assert house.proposal.status == ProjectStatus.WAITING_APPROVAL


def test_a_refused_project_wants_nobodys_decision_any_more(house):
    project = services.accept(project_id=house.invited.pk, by=house.cofounder)

    refuse(project, "ES", house.staff_es)

    assert told(house.staff_it) == []
    with pytest.raises(WrongState, match="was refused"):
        approve(project, "IT", house.staff_it)


def test_the_second_colleague_is_told_who_decided(house):
    colleague = SupportPostFactory(unit_code="nso-es").user
    approve(house.proposal, "ES", house.staff_es)

    with pytest.raises(WrongState, match=f"{house.staff_es.name} has already approved"):
        approve(house.proposal, "ES", colleague)


def test_sending_it_in_again_opens_a_new_round_for_every_country(house):
    approve(house.proposal, "ES", house.staff_es)
    refuse(house.proposal, "IT", house.staff_it)

    project = services.resubmit(project_id=house.proposal.pk, by=house.cofounder)

    assert (project.status, project.round) == (ProjectStatus.WAITING_APPROVAL, 2)
    assert project.approvals.filter(round=2).waiting().count() == 2
    assert told(house.founder) == ["projects.refused", "projects.resubmitted"]
    assert told(house.staff_es) == ["projects.approval_wanted"]
    with pytest.raises(WrongState):
        services.resubmit(project_id=project.pk, by=house.founder)


# --- Afterwards ----------------------------------------------------------------


def test_a_change_is_recorded_with_its_fields(house):
    project = services.change_text(
        project_id=house.project.pk, version=1, by=house.cofounder, title="Seas", pupils=40
    )

    assert (project.title, project.version) == ("Seas", 2)
    event = Activity.objects.of(project).get()
    assert event.details == {"fields": ["title"]}


def test_saving_the_same_text_is_no_change(house):
    services.change_text(
        project_id=house.project.pk, version=1, by=house.founder, title=house.project.title
    )

    assert verbs(house.project) == []


def test_the_second_of_two_founders_who_save_is_told(house):
    services.change_text(project_id=house.project.pk, version=1, by=house.founder, title="Seas")

    with pytest.raises(Stale):
        services.change_text(project_id=house.project.pk, version=1, by=house.cofounder, title="X")

    house.project.refresh_from_db()
    assert house.project.title == "Seas"


def test_only_text_is_changed_by_changing_the_text(house):
    with pytest.raises(TypeError):
        services.change_text(
            project_id=house.project.pk, version=1, by=house.founder, status="closed"
        )


def test_closing_ends_it_and_tells_the_other_founder(house, sent):
    services.close(project_id=house.project.pk, by=house.cofounder)

    house.project.refresh_from_db()
    assert house.project.status == ProjectStatus.CLOSED
    assert sent == [(signals.project_closed, house.project.pk)]
    assert told(house.founder) == ["projects.closed"]
    with pytest.raises(WrongState, match="is closed"):
        services.change_text(project_id=house.project.pk, version=1, by=house.founder, title="X")


def test_notices_are_in_the_language_of_who_reads_them(house):
    house.cofounder.language = "es"
    house.cofounder.save()

    found(house)

    notice = Notice.objects.get(recipient=house.cofounder)
    assert notice.path.startswith("/es/")
