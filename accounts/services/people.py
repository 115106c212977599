"""Switching accounts off and on."""

from django.db import transaction

from accounts import rules
from accounts.models import User
from core.models import record
from core.rules import require


@transaction.atomic
def deactivate_person(*, user_id: int, by: User, reason: str) -> User:
    """Close an account: the person is signed out at the next request and found nowhere."""
    person = User.objects.select_for_update().get(pk=user_id)
    require(rules.can_deactivate_person(by, person))
    _switch(person, False)
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


def _switch(person: User, is_active: bool) -> None:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
