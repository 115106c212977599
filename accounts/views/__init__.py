"""The pages of registration, people and schools."""

from accounts.views.national import national_join
from accounts.views.people import person, profile_edit
from accounts.views.schools import school
from accounts.views.signing_in import second_factor
from accounts.views.welcome import (
    add_school,
    choose_school,
    school_options,
    welcome,
    welcome_next,
    welcome_school,
    welcome_teaching,
    welcome_you,
)

__all__ = [
    "add_school",
    "choose_school",
    "national_join",
    "person",
    "profile_edit",
    "school",
    "school_options",
    "second_factor",
    "welcome",
    "welcome_next",
    "welcome_school",
    "welcome_teaching",
    "welcome_you",
]
