"""What the database itself refuses, and who sees which project."""

import pytest
from django.db import IntegrityError, transaction

from projects.models import Approval, Project, ProjectKind, ProjectStatus
from tests.factories import ProjectFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("founders_are_two_people", lambda p: {"cofounder": p.founder}),
        ("founders_are_from_two_schools", lambda p: {"cofounder_school": p.founder_school}),
        ("kind_fits_the_countries", lambda p: {"kind": ProjectKind.NATIONAL}),
        ("kind_fits_the_countries", lambda p: {"cofounder_country": p.founder_country}),
        ("ages_run_upwards", lambda p: {"age_to": 3}),
        ("status_is_known", lambda p: {"status": "asleep"}),
        ("public_means_approved", lambda p: {"status": ProjectStatus.ACTIVE}),
    ],
)
def test_the_database_refuses(constraint, change):
    project = ProjectFactory()

    with pytest.raises(IntegrityError, match=f"project_{constraint}"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**change(project))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("once_per_country_and_round", {"country_id": "IT"}),
        ("refused_has_a_reason", {"decision": "refused", "decided_at": "2026-01-01T00:00Z"}),
        ("decided_means_dated", {"decision": "approved"}),
    ],
)
def test_the_database_refuses_a_decision(constraint, change):
    project = ProjectFactory(at_approval=True)
    spanish = Approval.objects.filter(project=project, country="ES")

    with pytest.raises(IntegrityError, match=f"approval_{constraint}"), transaction.atomic():
        spanish.update(**change)


EVERYBODY = {"visitor", "stranger", "founder", "cofounder", "staff_es", "staff_pl", "central"}
SEEN = {
    ProjectStatus.DRAFT: {"founder"},
    ProjectStatus.WAITING_COFOUNDER: {"founder", "cofounder", "central"},
    ProjectStatus.WAITING_APPROVAL: {"founder", "cofounder", "central", "staff_es"},
    ProjectStatus.REFUSED: {"founder", "cofounder", "central", "staff_es"},
    ProjectStatus.ACTIVE: EVERYBODY,
    ProjectStatus.CLOSED: EVERYBODY,
}


@pytest.mark.parametrize("status", ProjectStatus)
def test_who_sees_a_project(house, status):
    Project.objects.filter(pk=house.project.pk).update(status=status)

    seeing = {
        who
        for who in EVERYBODY
        if Project.objects.visible_to(getattr(house, who)).filter(pk=house.project.pk).exists()
    }

    assert seeing == SEEN[status]


def test_a_project_stays_with_the_school_it_was_founded_at(house):
    house.ana.school = TeacherFactory().school
    house.ana.save()

    house.project.refresh_from_db()
    assert house.project.founder_school.name == "IES Mar Blau"
