"""The steps that change people and schools. Nothing else does."""

from accounts.services.people import activate_person, deactivate_person, reset_second_factor
from accounts.services.profile import change_profile
from accounts.services.registration import describe_teaching, register_profile
from accounts.services.schools import (
    add_school,
    choose_school,
    confirm_school,
    refuse_school,
    reopen_school,
)
from accounts.services.validation import (
    refuse_teacher,
    restore_teacher,
    suspend_teacher,
    validate_teacher,
)

__all__ = [
    "activate_person",
    "add_school",
    "change_profile",
    "choose_school",
    "confirm_school",
    "deactivate_person",
    "describe_teaching",
    "refuse_school",
    "refuse_teacher",
    "register_profile",
    "reopen_school",
    "reset_second_factor",
    "restore_teacher",
    "suspend_teacher",
    "validate_teacher",
]
