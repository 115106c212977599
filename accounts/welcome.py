"""Where a person stands on the way in. The state is the teacher's row, so any device can go on."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Teacher, TeacherStatus

YOU, SCHOOL, TEACHING, NEXT = "you", "school", "teaching", "next"
ORDER = [YOU, SCHOOL, TEACHING, NEXT]


def step_of(teacher: Teacher | None) -> str:
    """The first step that is not done yet; "next" when all are."""
    if teacher is None or not teacher.country_id:
        return YOU
    if teacher.school is None or not teacher.school.is_open:
        return SCHOOL
    return TEACHING if teacher.status == TeacherStatus.INCOMPLETE else NEXT


def url_name(step: str) -> str:
    return f"accounts:welcome_{step}"


def progress(step: str, *, is_open: bool = True) -> dict:
    """What stands above each page: "Step 2 of 4", and the steps by name.

    One goes back to a step that is done, as long as the registration is open to changes.
    """
    number = ORDER.index(step) + 1
    labels = {
        YOU: _("You"),
        SCHOOL: _("Your school"),
        TEACHING: _("Your teaching"),
        NEXT: _("Ready"),
    }
    return {
        "words": _("Step %(number)s of %(most)s") % {"number": number, "most": len(ORDER)},
        "steps": [
            {
                "label": labels[name],
                "state": _state(place, number),
                "url_name": url_name(name) if is_open and place < number else "",
            }
            for place, name in enumerate(ORDER, start=1)
        ],
    }


def _state(place: int, number: int) -> str:
    if place == number:
        return "now"
    return "done" if place < number else "next"


def usual_wait() -> str:
    days = settings.USUAL_VALIDATION_DAYS
    return ngettext("Usually within %(n)s day.", "Usually within %(n)s days.", days) % {"n": days}


def status_steps(teacher: Teacher, organisation: str) -> list[dict]:
    """The registration as a list for the status steps: what is done, who has it now, what follows."""
    told = {"label": _("You have told us who you are, where and what you teach"), "state": "done"}
    check = {"label": _("Your registration is being checked"), "who": organisation}
    open_ = {"label": _("The community is open to you"), "state": "next"}
    if teacher.status == TeacherStatus.REFUSED:
        check |= {"state": "refused", "since": teacher.status_since}
        check["label"] = _("Your registration could not be validated yet")
    elif teacher.status == TeacherStatus.VALIDATED:
        check = {"label": _("Your registration is validated"), "state": "done"}
        open_ = {**open_, "state": "done", "since": teacher.status_since}
    else:
        check |= {"state": "now", "since": teacher.status_since}
    return [told, check, open_]
