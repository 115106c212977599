"""Changing the language of the page one is on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice and give the same page in that language.

    Django finds the page's other address only while the language of its present one is active;
    this address carries none, so it would be the browser's.
    """
    came_from = translation.get_language_from_path(request.POST.get("next", ""))
    with translation.override(came_from or translation.get_language()):
        return set_language(request)
