"""Every kind of notice can be written to anybody in every language."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import resolve
from django.utils import timezone, translation

from accounts.models import Evidence, EvidenceKind, EvidenceState
from core.models import record
from notifications import texts
from notifications.kinds import KINDS, Kind
from partners.models import Connection
from projects.models import ApprovalDecision
from tests.factories.twinspaces import AnnouncementFactory, InvitationFactory

# What a notice is about, by the longest beginning of its kind's name that stands here.
ABOUT = {
    "accounts.": lambda house: house.carmen,
    "accounts.second_factor_reset": lambda house: reset(house.representative),
    "accounts.school_": lambda house: house.carmen.school,
    "accounts.schools_merged": lambda house: house.carmen.school,
    "accounts.vouching_wanted": lambda house: asked_about(house.carmen),
    "contacts.": lambda house: house.representative.posts[0].unit,
    "partners.": lambda house: Connection.objects.get(),
    "projects.": lambda house: house.project,
    "projects.approval_wanted": lambda house: house.proposal.approvals.first(),
    "projects.refused": lambda house: refused(house.proposal),
    "twinspaces.": lambda house: house.space,
    "twinspaces.invited": lambda house: invitation_into(house.space),
    "twinspaces.accepted": lambda house: invitation_into(house.space),
    "twinspaces.declined": lambda house: invitation_into(house.space),
    "twinspaces.announced": lambda house: AnnouncementFactory(twinspace=house.space),
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def reset(person):
    return record("accounts.reset_second_factor", by=None, target=person, reason="You asked us to.")


def asked_about(teacher):
    return Evidence.objects.create(
        teacher=teacher,
        school=teacher.school,
        kind=EvidenceKind.COLLEAGUE,
        state=EvidenceState.ASKED,
    )


def invitation_into(space):
    return InvitationFactory(twinspace=space, address="carmen@demo.example")


def refused(project):
    project.approvals.update(
        decision=ApprovalDecision.REFUSED, reason="Say what pupils do.", decided_at=timezone.now()
    )
    return project


def about(kind, house):
    beginnings = [beginning for beginning in ABOUT if kind.name.startswith(beginning)]
    assert beginnings, f"Say in ABOUT what a notice of {kind.name} is about."
    return ABOUT[max(beginnings, key=len)](house)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_is_written_in_a_language(house, name, language):
    kind = KINDS[name]
    house.founder.language = language

    text = texts.written_for(house.founder, kind, about=about(kind, house), by=house.cofounder)

    assert text.subject
    assert texts.paragraphs(text.body)
    assert text.path.startswith((f"/{language}/", "/admin/"))
    with translation.override(language):
        assert resolve(urlsplit(text.path).path)
    assert text.body.splitlines()[0] in text.email_text
    assert f"{settings.SITE_URL}{text.path}" in text.email_text
    assert f"{settings.SITE_URL}{text.path}" in text.email_html
    assert f'<html lang="{language}"' in text.email_html
    assert ("List-Unsubscribe" in text.headers) is not kind.required


def test_two_kinds_of_one_name_are_refused():
    kind = next(iter(KINDS.values()))
    with pytest.raises(ValueError, match="Two kinds"):
        Kind(kind.name, label="Another")
