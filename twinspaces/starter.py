"""The first page of a new TwinSpace, in the language that is active."""

from django.utils.translation import gettext as _

from projects.models import Project


def first_page(project: Project) -> dict[str, str]:
    """Title and text of the page that waits for the founders."""
    return {"title": _("Our first steps"), "body": "\n\n".join(_paragraphs(project))}


def _paragraphs(project: Project) -> list[str]:
    founders = {"one": project.founder.user.name, "two": project.cofounder.user.name}
    return [
        _("Welcome, %(one)s and %(two)s. This room belongs to your project.") % founders,
        "## " + _("Three things to begin with"),
        "1. "
        + _(
            "**Agree on a calendar.** Write a page with what each class does in the first four "
            "weeks, and who begins."
        ),
        "2. "
        + _(
            "**Let the classes meet.** Ask each pupil for three sentences about themselves, by "
            "first name only, and collect them here."
        ),
        "3. "
        + _(
            "**Choose where you talk.** Use announcements for what everybody must know, and keep "
            "files in the materials."
        ),
        _("Only members see this page. Change it, or write your own and leave this one behind."),
    ]
