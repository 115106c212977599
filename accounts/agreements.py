"""The texts a person agrees to. A changed text is a new file with the next version, and is asked again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, User

ASK = "agreements"  # in the session: there is something to agree to
# What a person may do without agreeing: read, leave, take their data with them, be forgotten.
OPEN = {
    "accounts:agreements",
    "accounts:my_data",
    "accounts:ask_for_export",
    "accounts:export",
    "accounts:erase",
    "portal:privacy",
    "portal:about",
    "portal:accessibility",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "set_language",
    "set_theme",
    "healthz",
    "readyz",
}


@dataclass(frozen=True)
class Agreement:
    name: str
    version: int
    title: str | Promise

    @property
    def template(self) -> str:
        return f"accounts/agreements/{self.name}_{self.version}.html"

    def text(self) -> str:
        """In the language that is active now."""
        return render_to_string(self.template)

    def text_hash(self) -> str:
        return hashlib.sha256(self.text().encode()).hexdigest()


CURRENT = (
    Agreement("conduct", 1, _("Code of conduct")),
    Agreement("privacy", 1, _("How the portal treats your data")),
)


def missing(user: User) -> list[Agreement]:
    """What this person has not agreed to in its present version; one query."""
    known = set(Consent.objects.filter(user=user).values_list("agreement", "version"))
    return [one for one in CURRENT if (one.name, one.version) not in known]


def must_be_asked(user: User) -> bool:
    """At sign-in. Somebody who has just signed up is asked on the first page of the registration."""
    takes_part = user.is_staff or user.teacher_or_none is not None
    return takes_part and bool(missing(user))


class AgreementsMiddleware:
    """Lead a person whose session says so to the page of texts, before any other page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "GET" or request.resolver_match.view_name in OPEN:
            return None
        if request.user.is_authenticated and request.session.get(ASK):
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('accounts:agreements')}?{back}")
        return None
