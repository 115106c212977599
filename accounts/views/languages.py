from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules, services
from accounts.privacy_forms import LanguageLevelsForm


@require_http_methods(["GET", "HEAD", "POST"])
def language_levels(request):
    """How well one speaks the languages of one's profile. Nobody has to say it."""
    teacher = request.user.teacher_or_none
    decision = rules.can_change_profile(request.user, teacher)
    if not decision:
        messages.info(request, decision.reason)
        return redirect("accounts:welcome")
    form = LanguageLevelsForm(request.POST or None, teacher=teacher)
    if form.is_valid():
        services.change_language_levels(by=request.user, levels=form.cleaned_data)
        messages.success(request, _("Your languages are saved."))
        return redirect(teacher)
    context = {"form": form, "teacher": teacher}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/language_levels.html", context, status=status)
