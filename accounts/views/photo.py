from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rules, services
from accounts.models import Teacher
from accounts.privacy_forms import PhotoForm
from accounts.visibility import Shown, relation_of
from core.files import send_private
from core.http import missing_or_hidden

# Long enough for a list of people; whoever hides a photo expects it to be gone soon.
KEPT_SECONDS = 600


@login_not_required
@require_safe
def photo(request, slug):
    teacher = Teacher.objects.visible_to(request.user).filter(slug=slug).first()
    if teacher is None:
        return missing_or_hidden(request)
    file = Shown(teacher, relation_of(request.user, teacher)).photo
    if not file:
        raise Http404
    answer = send_private(file, name="photo.webp", content_type="image/webp", inline=True)
    answer["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def change_photo(request):
    teacher = request.user.teacher_or_none
    decision = rules.can_change_photo(request.user, teacher)
    if not decision:
        messages.info(request, decision.reason)
        return redirect("accounts:welcome")
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.change_photo(by=request.user, photo=form.cleaned_data["photo"])
        messages.success(request, _("Your photo is saved."))
        return redirect(teacher)
    context = {"form": form, "teacher": teacher}
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/photo.html", context, status=status)


@require_POST
def remove_photo(request):
    services.change_photo(by=request.user, photo=None)
    messages.success(request, _("Your photo is removed. Your initials are shown instead."))
    return redirect("accounts:profile_edit")
