"""What is written down about the ways into an account.

Whatever changes them is a record, written as soon as allauth tells of the change. Who came and who was
turned away stands in the log alone, with the network instead of the address: it is rotated, records are
for ever.
"""

import logging
from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest

from core.models import record

log = logging.getLogger(__name__)

# How much of an address is kept: the network of a house or a school, not the device in it.
KEPT_BITS = {4: 24, 6: 48}


def network_of(request: HttpRequest | None) -> str:
    """The network a request came from, as "203.0.113.0/24"; "?" where nobody can say."""
    if request is None or "REMOTE_ADDR" not in request.META:
        return "?"
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "?"
    return str(ip_network((address, KEPT_BITS[address.version]), strict=False))


@receiver([account.password_changed, account.password_set, account.password_reset])
def password_is_new(user: Any, **kwargs: Any) -> None:
    record("accounts.changed_password", by=user, target=user)


@receiver(account.email_added)
def address_was_added(user: Any, **kwargs: Any) -> None:
    record("accounts.added_address", by=user, target=user)


@receiver([account.email_changed, account.email_removed])
def addresses_changed(user: Any, **kwargs: Any) -> None:
    record("accounts.changed_addresses", by=user, target=user)


@receiver([mfa.authenticator_added, mfa.authenticator_reset])
def factor_was_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    record("accounts.added_factor", by=user, target=user, factor=authenticator.type)


@receiver(mfa.authenticator_removed)
def factor_was_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    record("accounts.removed_factor", by=user, target=user, factor=authenticator.type)


@receiver(user_logged_in)
def somebody_came(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    log.info("Person %s signed in from %s.", user.pk, network_of(request))


@receiver(user_logged_out)
def somebody_left(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user:
        log.info("Person %s signed out from %s.", user.pk, network_of(request))


@receiver(user_login_failed)
def somebody_was_refused(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Who they said they were is not written: people type passwords into the wrong field."""
    log.warning("A sign-in from %s was refused.", network_of(request))


@receiver(mfa.authentication_failed)
def second_step_was_refused(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    log.warning("The second step of person %s from %s failed.", user.pk, network_of(request))
