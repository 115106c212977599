from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.http import way_back


@require_safe
def second_factor(request):
    """Why the posts of this session sleep, and what wakes them."""
    back = way_back(request, request.GET.get("next", ""))
    if not request.user.posts_sleep:
        return redirect(back or "portal:home")
    context = {
        "holds_a_post": request.user.holds_a_post,
        "has_app": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        "has_key": is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]),
        "way_back": back,
    }
    return render(request, "accounts/second_factor.html", context)
