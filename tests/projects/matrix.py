"""Who may use the addresses of `projects`. An address one may not see answers like one that is not there."""

from core.slugs import new_slug
from projects.models import ProjectStatus
from tests.matrix import LOGIN, row

BOTH_FOUNDERS = {"founder": 200, "cofounder": 200}
DESKS = {"staff_es": 200, "staff_it": 200, "central": 200}


def active(house):
    return [house.project.slug]


def invited(house):
    return [house.invited.slug]


def unknown(house):
    return [new_slug("nothing", fallback="nothing")]


def at_approval(house):
    return [house.proposal.slug]


def to_status(status):
    def prepare(house):
        house.invited.status = status
        house.invited.save()

    return prepare


draft = to_status(ProjectStatus.DRAFT)
refused = to_status(ProjectStatus.REFUSED)


def partner(house):
    return {"cofounder": house.luca.slug}


def answer(name, method="get", **want):
    """An address below the invitation: hidden from everybody it does not concern."""
    return row(name, method, args=invited, visitor=LOGIN, others=404, **want)


# Those who see a project that waits for approval without being its founders.
DESKS_REFUSED = {"staff_es": 403, "staff_it": 403, "central": 403}

MATRIX = [
    row("projects:list", others=200),
    row("projects:mine", visitor=LOGIN, others=200),
    row("projects:new", visitor=LOGIN, stranger=200, founder=200, cofounder=200, others=403),
    row(
        "projects:new",
        "post",
        data=partner,
        visitor=LOGIN,
        founder=302,
        cofounder=422,
        stranger=422,
        others=403,
    ),
    row("projects:detail", args=active, others=200),
    row("projects:detail", args=at_approval, others=404, **BOTH_FOUNDERS, **DESKS),
    row("projects:detail", args=invited, others=404, **BOTH_FOUNDERS, central=200),
    row("projects:detail", args=invited, prepare=draft, others=404, founder=200),
    row("projects:detail", args=unknown, others=404),
    row("projects:edit", args=active, visitor=LOGIN, others=403, **BOTH_FOUNDERS),
    row(
        "projects:edit",
        args=at_approval,
        visitor=LOGIN,
        others=404,
        **BOTH_FOUNDERS,
        **DESKS_REFUSED,
    ),
    row(
        "projects:edit",
        args=invited,
        visitor=LOGIN,
        founder=200,
        cofounder=403,
        central=403,
        others=404,
    ),
    row(
        "projects:edit", "post", args=active, visitor=LOGIN, founder=422, cofounder=422, others=403
    ),
    row("projects:accept", args=invited, visitor=LOGIN, others=405),
    answer("projects:accept", "post", founder=403, cofounder=302, central=403),
    answer("projects:accept", "post", prepare=draft, founder=409, cofounder=409),
    answer("projects:decline", founder=403, cofounder=200, central=403),
    answer("projects:decline", "post", founder=403, cofounder=302, central=403),
    answer("projects:withdraw", founder=200, cofounder=403, central=403),
    answer("projects:withdraw", "post", founder=302, cofounder=403, central=403),
    answer("projects:invite", prepare=draft, founder=200),
    answer("projects:invite", "post", prepare=draft, data=partner, founder=302),
    row("projects:resubmit", args=invited, visitor=LOGIN, others=405),
    answer(
        "projects:resubmit", "post", prepare=refused, founder=302, cofounder=302, **DESKS_REFUSED
    ),
    row("projects:close", args=active, visitor=LOGIN, others=403, **BOTH_FOUNDERS),
    row(
        "projects:close", "post", args=active, visitor=LOGIN, founder=302, cofounder=302, others=403
    ),
]
