"""What a signed-in person sees first: the next steps, most urgent on top. Plain data for one page."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import TeacherStatus
from accounts.territory_list import waiting_in
from contacts.models import PostRole
from partners.models import Connection, ConnectionStatus
from projects.models import Project, ProjectStatus
from twinspaces.models import Invitation, Member, TwinSpace

MOST_PROJECTS = 12


@dataclass(frozen=True)
class NextStep:
    """One thing to do: why, and where."""

    title: str
    text: str
    url: str
    label: str
    icon: str


def next_steps(user, projects) -> list[NextStep]:
    """What waits for this person, most urgent first. `projects`: see `projects_of`.

    Somebody who waits for validation has little to do here: the page says what to do meanwhile.
    """
    return [*_of_posts(user), *_of_teacher(user, projects)]


def _of_posts(user) -> list[NextStep]:
    if user.posts_sleep and user.holds_a_post:
        return [_wake_posts()]
    steps = []
    if user.is_staff and (user.is_central or user.desk_countries):
        steps.append(
            NextStep(
                title=_("Your desk"),
                text=_("Teachers, schools and projects that wait for a decision."),
                url=reverse("admin:index"),
                label=_("Open the desk"),
                icon="inboxes",
            )
        )
    steps += _of_territory(user)
    steps += [
        NextStep(
            title=_("Your entry in the support directory"),
            text=unit_text(post.unit),
            url=post.unit.get_edit_url(),
            label=_("Look at it and confirm it"),
            icon="geo-alt",
        )
        for post in user.posts
        if post.role == PostRole.REPRESENTATIVE
    ]
    return steps


def _wake_posts() -> NextStep:
    return NextStep(
        title=_("One more step to your desk"),
        text=_("Whoever acts for an organisation proves with an app or a key who they are."),
        url=reverse("accounts:second_factor"),
        label=_("Open my desk"),
        icon="shield-lock",
    )


def _of_territory(user) -> list[NextStep]:
    if not user.represented_territory_ids:
        return []
    waiting = waiting_in(user).count()
    if not waiting:
        return []
    return [
        NextStep(
            title=ngettext(
                "%(count)d teacher of your territory is waiting",
                "%(count)d teachers of your territory are waiting",
                waiting,
            )
            % {"count": waiting},
            text=_("Say whom you know: your word helps them to be validated sooner."),
            url=reverse("accounts:territory"),
            label=_("See who is waiting"),
            icon="person-check",
        )
    ]


def unit_text(unit) -> str:
    if unit.confirmed_at is None:
        return _("%(name)s: not yet confirmed by its people.") % {"name": unit.name}
    return _("%(name)s: last confirmed on %(day)s.") % {
        "name": unit.name,
        "day": date_format(timezone.localtime(unit.confirmed_at), "DATE_FORMAT"),
    }


def _of_teacher(user, projects) -> list[NextStep]:
    teacher = user.teacher_or_none
    if teacher is None:
        return [] if user.holds_a_post else [_register()]
    if teacher.status == TeacherStatus.INCOMPLETE:
        return [_register()]
    if teacher.status == TeacherStatus.REFUSED:
        return [_correct(teacher)]
    if teacher.status == TeacherStatus.SUSPENDED:
        return [_clear_up(teacher)]
    if not teacher.is_validated:
        return [*_into_rooms(user), *_limited_places(user)]
    return [
        *_invitations(teacher, projects),
        *_into_rooms(user),
        *_requests(teacher),
        *_refused_projects(projects),
    ] or [_find_partners()]


def _register() -> NextStep:
    return NextStep(
        title=_("Finish your registration"),
        text=_("Your school and what you teach are missing. It takes about three minutes."),
        url=reverse("accounts:welcome"),
        label=_("Go on with your registration"),
        icon="person-check",
    )


def _correct(teacher) -> NextStep:
    return NextStep(
        title=_("Your registration was refused"),
        text=teacher.decision_reason,
        url=reverse("accounts:welcome"),
        label=_("Correct it and apply again"),
        icon="arrow-counterclockwise",
    )


def _clear_up(teacher) -> NextStep:
    return NextStep(
        title=_("Your account is suspended"),
        text=teacher.decision_reason,
        url=reverse("contacts:directory"),
        label=_("Find who supports you"),
        icon="pause-circle",
    )


def _find_partners() -> NextStep:
    return NextStep(
        title=_("Find a partner"),
        text=_("Search by country, subject, language and age, and write to somebody who fits."),
        url=reverse("partners:search"),
        label=_("Find partners"),
        icon="search",
    )


def _invitations(teacher, projects) -> list[NextStep]:
    invited = [
        project
        for project in projects
        if project.status == ProjectStatus.WAITING_COFOUNDER and project.cofounder_id == teacher.pk
    ]
    return [
        NextStep(
            title=_("%(name)s invites you to found a project")
            % {"name": project.founder.user.name},
            text=project.title,
            url=project.get_absolute_url(),
            label=_("Read it and answer"),
            icon="envelope-open-heart",
        )
        for project in invited
    ]


def _into_rooms(user) -> list[NextStep]:
    invited = (
        Invitation.objects.of(user).answerable_by(user).select_related("by", "twinspace__project")
    )
    return [
        NextStep(
            title=_("%(name)s invites you into a TwinSpace") % {"name": invitation.by.name},
            text=invitation.twinspace.name,
            url=invitation.get_absolute_url(),
            label=_("Read it and answer"),
            icon="envelope-open-heart",
        )
        for invitation in invited
    ]


def _limited_places(user) -> list[NextStep]:
    """The room in which somebody takes part who is not validated yet."""
    places = Member.objects.current().filter(user=user, limited_until__isnull=False)
    return [
        NextStep(
            title=_("You take part in “%(name)s”") % {"name": place.twinspace.name},
            text=_("With limited rights until %(day)s, or as a full member once you are validated.")
            % {"day": date_format(timezone.localtime(place.limited_until), "DATE_FORMAT")},
            url=place.twinspace.get_absolute_url(),
            label=_("Enter the TwinSpace"),
            icon="door-open",
        )
        for place in places.select_related("twinspace__project")
    ]


def _requests(teacher) -> list[NextStep]:
    waiting = Connection.objects.filter(asked=teacher, status=ConnectionStatus.WAITING).count()
    if not waiting:
        return []
    return [
        NextStep(
            title=ngettext(
                "%(count)d person would like to be in contact",
                "%(count)d people would like to be in contact",
                waiting,
            )
            % {"count": waiting},
            text=_("A short answer, also a no, helps them to go on."),
            url=reverse("partners:connections"),
            label=_("Read and answer"),
            icon="chat-heart",
        )
    ]


def _refused_projects(projects) -> list[NextStep]:
    refused = [project for project in projects if project.status == ProjectStatus.REFUSED]
    return [
        NextStep(
            title=_("Your project was sent back"),
            text=project.title,
            url=project.get_absolute_url(),
            label=_("Read the reason and send it again"),
            icon="arrow-counterclockwise",
        )
        for project in refused
    ]


def registration_steps(teacher, organisation) -> list[dict]:
    """Where a registration stands, for the status steps; nothing once it is settled."""
    if teacher is None or teacher.status != TeacherStatus.WAITING:
        return []
    return [
        {"label": _("You registered"), "state": "done"},
        {
            "label": _("Your details are being checked"),
            "state": "now",
            "who": organisation.name if organisation else _("your country's support organisation"),
            "since": teacher.status_since,
        },
        {"label": _("You can find partners and found projects"), "state": "next"},
    ]


def usual_wait() -> str:
    days = settings.USUAL_VALIDATION_DAYS
    return ngettext("Usually within %(n)d day.", "Usually within %(n)d days.", days) % {"n": days}


def projects_of(user) -> list[Project]:
    """The person's projects that go on, newest first; another founder's draft is not theirs yet."""
    teacher = user.teacher_or_none
    if teacher is None:
        return []
    mine = Project.objects.visible_to(user).of(teacher)
    return list(mine.exclude(status=ProjectStatus.CLOSED).for_cards()[:MOST_PROJECTS])


def rooms_of(user):
    return list(TwinSpace.objects.of(user).select_related("project").order_by("-opened_at")[:6])
