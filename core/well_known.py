"""What machines of others ask for by a name they all know."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

# Nobody finds anything behind these: the desk, ways into an account, and every combination of filters.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /demo/
Disallow: /*/accounts/
Disallow: /*?
"""
# The standard advises less than a year. It is always as far away as this.
SECURITY_LASTS = timedelta(days=180)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116). Missing until the portal's keeper has said who that is."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + SECURITY_LASTS).replace(microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {expires.isoformat()}",
        f"Preferred-Languages: {', '.join(code for code, _ in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
