"""The steps that change people and schools. Nothing else does."""

from accounts.services.answers import (
    answer_as_head,
    confirm_school_address,
    give_word,
    set_validation_rule,
    vouch,
)
from accounts.services.evidence import (
    add_certificate,
    ask_colleagues,
    ask_head,
    remind_heads,
    remove_certificate,
    show_school_address,
)
from accounts.services.memberships import choose_main_school, join_school, leave_school
from accounts.services.merging import merge_people, merge_schools
from accounts.services.people import activate_person, deactivate_person, reset_second_factor
from accounts.services.privacy import (
    agree,
    ask_for_export,
    change_photo,
    change_visibility,
    erase,
    erase_absent,
    fetch_export,
    hold_person,
    release_person,
)
from accounts.services.profile import change_language_levels, change_profile
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
    "add_certificate",
    "add_school",
    "agree",
    "answer_as_head",
    "ask_colleagues",
    "ask_for_export",
    "ask_head",
    "change_language_levels",
    "change_photo",
    "change_profile",
    "change_visibility",
    "choose_main_school",
    "choose_school",
    "confirm_school",
    "confirm_school_address",
    "deactivate_person",
    "describe_teaching",
    "erase",
    "erase_absent",
    "fetch_export",
    "give_word",
    "hold_person",
    "join_school",
    "leave_school",
    "merge_people",
    "merge_schools",
    "refuse_school",
    "refuse_teacher",
    "register_profile",
    "release_person",
    "remind_heads",
    "remove_certificate",
    "reopen_school",
    "reset_second_factor",
    "restore_teacher",
    "set_validation_rule",
    "show_school_address",
    "suspend_teacher",
    "validate_teacher",
    "vouch",
]
