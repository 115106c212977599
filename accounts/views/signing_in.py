from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe


@require_safe
def second_factor(request):
    """Why the posts of this session sleep, and what wakes them."""
    way_back = _way_back(request)
    if not request.user.posts_sleep:
        return redirect(way_back or "portal:home")
    context = {
        "holds_a_post": request.user.holds_a_post,
        "has_app": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        "has_key": is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]),
        "way_back": way_back,
    }
    return render(request, "accounts/second_factor.html", context)


def _way_back(request):
    url = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if safe else ""
