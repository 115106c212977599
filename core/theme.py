"""Light, dark, or as the device says: a choice kept in a cookie, so that it works without JavaScript."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from core.http import way_back

COOKIE = "theme"
THEMES = ("light", "dark")
YEAR_SECONDS = 365 * 24 * 3600


def chosen_theme(request: HttpRequest) -> dict[str, str]:
    """What the person chose; blank: their device decides."""
    theme = request.COOKIES.get(COOKIE)
    return {"theme": theme if theme in THEMES else ""}


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page one came from; anything but light or dark forgets it."""
    response = HttpResponseRedirect(way_back(request, request.POST.get("next", "")) or "/")
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            COOKIE, theme, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
