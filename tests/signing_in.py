"""Signing in without the page, and the codes of an authenticator app."""

import re
import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

# A code in the text of an e-mail, on a line of its own.
CODE = re.compile(r"^[A-Z0-9-]{6,}$", re.MULTILINE)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = 30
TOO_LATE = 25


def enter(client, person, *, second_factor=True):
    """A session of this person as after the sign-in page; with both factors unless told otherwise."""
    client.force_login(person)
    if second_factor:
        session = client.session
        session[METHODS] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session[WHOSE] = str(person.pk)
        session.save()
    return client


def give_app(person):
    """An authenticator app on the person's phone."""
    return TOTP.activate(person, SECRET).instance


def code_of(secret):
    """What an app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP))


def app_code():
    """What the app shows now. Late in a code's half minute it waits for the next one."""
    if time.time() % STEP > TOO_LATE:
        time.sleep(STEP - time.time() % STEP)
    return code_of(SECRET)
