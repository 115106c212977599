"""How long a person stays signed in, and where: written down now and then, not at every page."""

import time
from dataclasses import dataclass

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.contrib import messages
from django.contrib.auth import logout
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
BEGAN, SEEN, FOR_A_POST = "began", "seen", "for_a_post"


@dataclass(frozen=True)
class Lengths:
    """In seconds: without any use, altogether, and how often a use is written down."""

    idle: int
    whole: int
    noted: int


TEACHERS = Lengths(idle=14 * DAY, whole=30 * DAY, noted=5 * MINUTE)
POSTS = Lengths(idle=30 * MINUTE, whole=12 * HOUR, noted=MINUTE)


class SessionsMiddleware(UserSessionsMiddleware):
    """End sessions that are too old, and keep the list of the others: a page view writes nothing."""

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        if _is_over(request.session, now):
            logout(request)
            messages.info(
                request, _("You were signed out to keep your account safe. Sign in again.")
            )
            response = self.get_response(request)
        elif now - request.session.get(SEEN, 0) >= _lengths(request.session).noted:
            _note(request, now)
            response = super().__call__(request)
        else:
            response = self.get_response(request)
        if not request.user.is_authenticated:
            # What a shared computer still holds of the person's pages goes with them.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _lengths(session) -> Lengths:
    return POSTS if session.get(FOR_A_POST) else TEACHERS


def _is_over(session, now: int) -> bool:
    lengths = _lengths(session)
    unused, age = now - session.get(SEEN, now), now - session.get(BEGAN, now)
    return unused > lengths.idle or age > lengths.whole


def _note(request, now: int) -> None:
    request.session.setdefault(BEGAN, now)
    request.session[SEEN] = now
    request.session[FOR_A_POST] = request.user.holds_a_post
