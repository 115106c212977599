"""What every answer needs, in one place."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from core.errors import WrongState


class HouseMiddleware:
    """Tell caches about fragments, keep personal pages out of them, turn WrongState into a 409.

    An address with a NUL is nobody's, and PostgreSQL cannot even be asked for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if "Cache-Control" not in response and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, WrongState):
            return render(request, "409.html", {"error": error}, status=409)
        return None


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer to whoever tries something too often. Every such limit is counted by the minute."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = "60"
    return answer


def way_back(request: HttpRequest, address: str) -> str:
    """An address somebody may be sent to because the browser says so: a page of ours, or nothing."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if ours and address.startswith("/") else ""


def missing_or_hidden(request: HttpRequest) -> HttpResponse:
    """One answer for what does not exist and for what this person may not see; visitors sign in first."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def page_of(request: HttpRequest, rows: QuerySet, *, size: int = 20) -> Page:
    """The page the address asks for; an absurd page number gives the nearest real one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
