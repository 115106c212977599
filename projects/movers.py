"""Projects of two schools, or two profiles, that become one."""

from django.utils.translation import gettext as _

from accounts.models import School, Teacher
from core.errors import WrongState
from core.merging import SCHOOL, TEACHER, USER, moves, moves_plainly
from projects.models import Project

moves_plainly(USER, "projects.approval.decided_by")


@moves(SCHOOL, "projects.project.founder_school", "projects.project.cofounder_school")
def projects_of_a_school(kept: School, gone: School) -> None:
    both = {kept.pk, gone.pk}
    shared = Project.objects.filter(founder_school__in=both, cofounder_school__in=both).first()
    if shared:
        raise WrongState(
            _(
                "“%(title)s” was founded between these two schools, so they cannot become one: a "
                "project has founders from two schools. Nothing was changed."
            )
            % {"title": shared}
        )
    Project.objects.filter(founder_school=gone).update(founder_school=kept)
    Project.objects.filter(cofounder_school=gone).update(cofounder_school=kept)


@moves(TEACHER, "projects.project.founder", "projects.project.cofounder")
def projects_of_a_teacher(kept: Teacher, gone: Teacher) -> None:
    both = {kept.pk, gone.pk}
    shared = Project.objects.filter(founder__in=both, cofounder__in=both).first()
    if shared:
        raise WrongState(
            _(
                "Both accounts founded “%(title)s” together, so they cannot become one: a project "
                "has two founders. Nothing was changed."
            )
            % {"title": shared}
        )
    Project.objects.filter(founder=gone).update(founder=kept)
    Project.objects.filter(cofounder=gone).update(cofounder=kept)
