from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules, services
from accounts.privacy_forms import VisibilityForm


@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request):
    teacher = request.user.teacher_or_none
    decision = rules.can_change_visibility(request.user, teacher)
    if not decision:
        messages.info(request, decision.reason)
        return redirect("accounts:welcome")
    form = VisibilityForm(request.POST or None, teacher=teacher)
    if form.is_valid():
        services.change_visibility(by=request.user, audiences=form.cleaned_data)
        messages.success(request, _("What others see of your profile is saved."))
        return redirect(teacher)
    context = {"form": form, "teacher": teacher}
    return render(
        request, "accounts/visibility.html", context, status=422 if form.is_bound else 200
    )
