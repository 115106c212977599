"""Posts act only in a session that began with two factors.

Whoever decides for others, or writes what a whole country reads, proves twice who they are. In a
session without a second factor the person's posts sleep: they see and may do what anybody with
their own profile may, and the desk and the directory's edit pages send them to one page that says
what to do. django-allauth asks for the second factor of those who have one; it forces nobody.
"""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

MFA = "mfa"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# The addresses that exist for people with a post. The whole admin is one of them.
DESK = "admin"
SIGN_OUT = "admin:logout"
POSTS = {
    "contacts:edit",
    "contacts:country_edit",
    "contacts:confirm",
    "contacts:country_confirm",
    "accounts:territory",
    "accounts:give_word",
}


class SecondFactorMiddleware:
    """Put posts to sleep in a session without a second factor, and close the rooms they open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            request.user.posts_sleep = not is_proven(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not user.is_authenticated or not _is_room_of_a_post(request.resolver_match):
            return None
        if user.posts_sleep and user.holds_a_post:
            return redirect(f"{reverse('accounts:second_factor')}?{urlencode(_way_back(request))}")
        return None


def is_proven(request: HttpRequest) -> bool:
    """Did this session pass a second factor? Answered from the session, without a query."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == MFA for record in records)


def prove_by_enrolling(request: HttpRequest, authenticator: Authenticator) -> None:
    """Whoever sets up their first factor has just shown that they hold it."""
    mine = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
    if authenticator.type in FACTORS and mine.count() == 1:
        record_authentication(
            request, authenticator.user, MFA, id=authenticator.pk, type=authenticator.type
        )


def forget(request: HttpRequest) -> None:
    """The session counts as one without a second factor from now on."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != MFA
    ]


def _is_room_of_a_post(match) -> bool:
    if match.view_name == SIGN_OUT:
        return False
    return match.app_name == DESK or match.view_name in POSTS


def _way_back(request) -> dict[str, str]:
    """What was posted is not sent again by itself: the person returns to a page."""
    return {"next": request.get_full_path()} if request.method == "GET" else {}
