"""Boring factories, one module an app. States are traits."""

from tests.factories.accounts import SchoolFactory, TeacherFactory, UserFactory
from tests.factories.contacts import SupportPostFactory
from tests.factories.partners import ConnectionFactory
from tests.factories.projects import ProjectFactory
from tests.factories.twinspaces import (
    AnnouncementFactory,
    InvitationFactory,
    LimitedFactory,
    MaterialFactory,
    PageFactory,
    TwinSpaceFactory,
)

__all__ = [
    "AnnouncementFactory",
    "ConnectionFactory",
    "InvitationFactory",
    "LimitedFactory",
    "MaterialFactory",
    "PageFactory",
    "ProjectFactory",
    "SchoolFactory",
    "SupportPostFactory",
    "TeacherFactory",
    "TwinSpaceFactory",
    "UserFactory",
]
