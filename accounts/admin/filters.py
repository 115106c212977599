"""The queues of the desk, by how a registration or a school stands."""

from accounts.models import SchoolStatus, TeacherStatus
from core.desk import StandingFilter


class TeacherStanding(StandingFilter):
    statuses = TeacherStatus


class SchoolStanding(StandingFilter):
    statuses = SchoolStatus
