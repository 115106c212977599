"""The pages of registration, people and schools."""

from accounts.views.evidence import (
    certificate,
    certificate_remove,
    evidence_address,
    evidence_certificate,
    evidence_colleagues,
    evidence_head,
    give_word,
    head_answer,
    school_address_confirm,
    territory,
    vouch,
)
from accounts.views.languages import language_levels
from accounts.views.memberships import (
    choose_main_school,
    join_school,
    leave_school,
    my_schools,
)
from accounts.views.my_data import agreements, ask_for_export, erase, export, my_data
from accounts.views.national import national_join
from accounts.views.people import person, profile_edit
from accounts.views.photo import change_photo, photo, remove_photo
from accounts.views.schools import school, schools
from accounts.views.signing_in import second_factor
from accounts.views.visibility import visibility
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
    "agreements",
    "ask_for_export",
    "certificate",
    "certificate_remove",
    "change_photo",
    "choose_main_school",
    "choose_school",
    "erase",
    "evidence_address",
    "evidence_certificate",
    "evidence_colleagues",
    "evidence_head",
    "export",
    "give_word",
    "head_answer",
    "join_school",
    "language_levels",
    "leave_school",
    "my_data",
    "my_schools",
    "national_join",
    "person",
    "photo",
    "profile_edit",
    "remove_photo",
    "school",
    "school_address_confirm",
    "school_options",
    "schools",
    "second_factor",
    "territory",
    "visibility",
    "vouch",
    "welcome",
    "welcome_next",
    "welcome_school",
    "welcome_teaching",
    "welcome_you",
]
