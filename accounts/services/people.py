"""Switching accounts off and on, and helping somebody who has lost their second factor."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notices, rules
from accounts.models import User
from core.errors import WrongState
from core.models import record
from core.rules import require
from core.sessions import end_sessions
from notifications.services import notify


@transaction.atomic
def deactivate_person(*, user_id: int, by: User, reason: str) -> User:
    """Close an account: the person is signed out everywhere at once and found nowhere."""
    person = User.objects.select_for_update().get(pk=user_id)
    require(rules.can_deactivate_person(by, person))
    _switch(person, False)
    end_sessions(person)
    record("accounts.deactivated_person", by=by, target=person, reason=reason)
    return person


@transaction.atomic
def activate_person(*, user_id: int, by: User) -> User:
    """Open a closed account again."""
    person = User.objects.select_for_update().get(pk=user_id)
    require(rules.can_activate_person(by, person))
    _switch(person, True)
    record("accounts.activated_person", by=by, target=person)
    return person


@transaction.atomic
def reset_second_factor(*, user_id: int, by: User, reason: str) -> User:
    """Remove every app, key and recovery code, and sign the person out: they set up a new one."""
    person = User.objects.select_for_update().get(pk=user_id)
    require(rules.can_reset_second_factor(by, person))
    factors = Authenticator.objects.filter(user=person)
    if not factors.exists():
        raise WrongState(_("This account has no second factor. Nothing was changed."))
    factors.delete()
    end_sessions(person)
    reset = record("accounts.reset_second_factor", by=by, target=person, reason=reason)
    notify(notices.SECOND_FACTOR_RESET, to=[person], about=reset, by=by)
    return person


def _switch(person: User, is_active: bool) -> None:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
