"""What projects tell people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind


def _my_projects(project):
    """A withdrawn invitation leads nowhere: its draft is the founder's alone."""
    return reverse("projects:mine")


def _desk(approval):
    return reverse("admin:projects_approval_change", args=[approval.pk])


INVITED = Kind("projects.invited", label=_("Somebody invites me to found a project"))
ACCEPTED = Kind("projects.accepted", label=_("My co-founder accepts"))
DECLINED = Kind("projects.declined", label=_("My co-founder declines"))
WITHDRAWN = Kind(
    "projects.withdrawn", label=_("An invitation to a project is withdrawn"), path=_my_projects
)
APPROVAL_WANTED = Kind(
    "projects.approval_wanted", label=_("A project waits for my approval"), path=_desk
)
APPROVED = Kind("projects.approved", label=_("My project is approved"))
REFUSED = Kind("projects.refused", label=_("My project is refused"))
RESUBMITTED = Kind("projects.resubmitted", label=_("My co-founder sends our project in again"))
CLOSED = Kind("projects.closed", label=_("My co-founder closes our project"))
