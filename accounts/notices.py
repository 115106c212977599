"""What teachers are told about their registration."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind


def _registration(about):
    return reverse("accounts:welcome")


def _choice_of_school(about):
    return reverse("accounts:welcome_school")


def _second_factor(about):
    return reverse("mfa_index")


def _start(about):
    return reverse("portal:home")


VALIDATED = Kind(
    "accounts.validated",
    label=_("My registration is validated"),
    required=True,
    path=_registration,
)
REFUSED = Kind(
    "accounts.refused",
    label=_("My registration is refused"),
    required=True,
    path=_registration,
)
SUSPENDED = Kind(
    "accounts.suspended",
    label=_("My account is suspended"),
    required=True,
    path=_registration,
)
RESTORED = Kind(
    "accounts.restored",
    label=_("My account is open again"),
    required=True,
    path=_registration,
)
SCHOOL_CONFIRMED = Kind("accounts.school_confirmed", label=_("A school I added is confirmed"))
SCHOOL_REFUSED = Kind(
    "accounts.school_refused",
    label=_("A school I added is refused"),
    required=True,
    path=_choice_of_school,
)
VOUCHING_WANTED = Kind(
    "accounts.vouching_wanted",
    label=_("A colleague asks me to confirm that they work at my school"),
)
SCHOOLS_MERGED = Kind(
    "accounts.schools_merged", label=_("Two entries of my school have become one")
)
PEOPLE_MERGED = Kind(
    "accounts.people_merged",
    label=_("My two accounts have become one"),
    required=True,
    path=_registration,
)
SECOND_FACTOR_RESET = Kind(
    "accounts.second_factor_reset",
    label=_("My second factor is reset"),
    required=True,
    path=_second_factor,
)
EXPORT_READY = Kind("accounts.export_ready", label=_("My data are ready"), required=True)
HIDING_SOON = Kind(
    "accounts.hiding_soon",
    label=_("My profile will rest, because I have been away for long"),
    required=True,
    path=_start,
)
ERASURE_SOON = Kind(
    "accounts.erasure_soon",
    label=_("My account will be erased, because I have been away for long"),
    required=True,
    path=_start,
)
