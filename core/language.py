"""Changing the language of the page one is on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


def in_language(path: str, language: str | None) -> str:
    """The same page in another language; a page that has only one keeps its address."""
    came_from = translation.get_language_from_path(path)
    if came_from is None or language is None:
        return path
    with translation.override(came_from):
        return translate_url(path, language)


def region_of_browser(request: HttpRequest) -> str:
    """The region named with the languages of a browser: `es-ES` gives "ES". A guess; often there is none."""
    languages = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    regions = (language.rpartition("-")[2] for language, _weight in languages if "-" in language)
    return next((region.upper() for region in regions if len(region) == 2), "")


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
