"""Where a person is signed in, written down now and then instead of at every page."""

import time

from allauth.usersessions.middleware import UserSessionsMiddleware

EVERY_SECONDS = 300
SEEN = "seen"


class SessionsMiddleware(UserSessionsMiddleware):
    """Allauth's list of sessions, touched once in five minutes: a page view writes nothing."""

    def __call__(self, request):
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get(SEEN, 0) >= EVERY_SECONDS:
            request.session[SEEN] = now
            return super().__call__(request)
        return self.get_response(request)
