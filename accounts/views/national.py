"""The national door: the same registration, begun in a country's own portal."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, override
from django.views.decorators.http import require_http_methods

from accounts.support import organisations_of
from contacts.models import Country

PORTAL = "portal"  # where the session keeps the country whose door was used


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def national_join(request, cc):
    country = get_object_or_404(Country, pk=cc.upper())
    if request.user.is_authenticated:
        return redirect("accounts:welcome")
    takes_part = Country.objects.participating().filter(pk=country.pk).exists()
    if request.method == "POST" and takes_part:
        request.session[PORTAL] = country.pk
        return _sign_up_in(request.POST.get("language"))
    context = {
        "country": country,
        "takes_part": takes_part,
        "organisations": organisations_of(country.pk),
        "languages": _languages_of(country),
    }
    return render(request, "accounts/national_join.html", context)


def _languages_of(country):
    """The country's language first, if the portal speaks it, then the one the page is read in."""
    spoken = [code for code, _name in settings.LANGUAGES]
    codes = dict.fromkeys([country.default_language, get_language()])
    return [
        {"code": code, "name": get_language_info(code)["name_local"]}
        for code in codes
        if code in spoken
    ]


def _sign_up_in(language):
    spoken = dict(settings.LANGUAGES)
    chosen = language if language in spoken else get_language()
    with override(chosen):
        query = urlencode({"next": reverse("accounts:welcome")})
        answer = redirect(f"{reverse('account_signup')}?{query}")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, samesite=settings.LANGUAGE_COOKIE_SAMESITE
    )
    return answer
