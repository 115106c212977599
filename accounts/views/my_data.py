"""What the portal keeps about a person: agreeing, taking it along, being forgotten."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import agreements as texts
from accounts import rules, services
from accounts.models import Export
from accounts.privacy_forms import AgreementsForm, EraseForm
from core.files import send_private
from core.http import way_back


@require_safe
def my_data(request):
    context = {
        "exports": Export.objects.of(request.user)[:3],
        "consents": request.user.consents.all(),
        "titles": {one.name: one.title for one in texts.CURRENT},
    }
    return render(request, "accounts/my_data.html", context)


@require_POST
@reauthentication_required
def ask_for_export(request):
    services.ask_for_export(by=request.user)
    messages.success(
        request, _("Your data are being gathered. You get a notice as soon as they are ready.")
    )
    return redirect("accounts:my_data")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def export(request, key):
    """The link of the notice: a page with a button, so that no preview of a mail program uses it up."""
    export = get_object_or_404(Export.objects.of(request.user), key=key)
    if request.method != "POST":
        return render(request, "accounts/my_data_export.html", {"export": export})
    fetched = services.fetch_export(export_id=export.pk, by=request.user)
    return send_private(fetched.file, name="my-data.zip", content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def erase(request):
    form = EraseForm(request.POST or None, person=request.user)
    decision = rules.can_erase(request.user, request.user)
    if form.is_valid():
        services.erase(by=request.user)
        logout(request)
        messages.success(
            request,
            _("Your account is erased. Thank you for what you have made with others here."),
        )
        return redirect("portal:home")
    context = {"form": form, "decision": decision}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/my_data_erase.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request):
    wanted = texts.missing(request.user)
    form = AgreementsForm(request.POST or None)
    if form.is_valid():
        services.agree(by=request.user)
        request.session.pop(texts.ASK, None)
        return redirect(way_back(request, request.GET.get("next", "")) or "portal:home")
    context = {"form": form, "wanted": wanted, "texts": wanted or texts.CURRENT}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/agreements.html", context, status=status)
