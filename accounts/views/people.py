from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import person_page, rules, services
from accounts.completeness import completeness
from accounts.forms import ProfileForm
from accounts.models import Relation, Teacher
from accounts.visibility import Shown, relation_of
from core.http import missing_or_hidden

PREVIEWS = {
    "visitor": Relation.VISITOR,
    "member": Relation.MEMBER,
    "connection": Relation.CONNECTION,
}


@login_not_required
@require_safe
def person(request, slug):
    people = Teacher.objects.visible_to(request.user).for_cards()
    teacher = people.filter(slug=slug).first()
    if teacher is None:
        return missing_or_hidden(request)
    is_own = teacher.user_id == request.user.pk
    preview = request.GET.get("as", "") if is_own else ""
    if preview in PREVIEWS:
        relation = PREVIEWS[preview]
    else:
        preview, relation = "", relation_of(request.user, teacher)
    context = {
        "teacher": Shown(teacher, relation),
        "is_own": is_own,
        "preview": preview,
        "is_member": relation > Relation.VISITOR,
        "is_open": bool(teacher.open_groups) and teacher.is_validated,
        "progress": completeness(teacher) if is_own else None,
        "actions": person_page.drawn(person_page.ACTIONS, request, teacher),
        "sections": person_page.drawn(person_page.all_sections(), request, teacher),
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request):
    teacher = request.user.teacher_or_none
    decision = rules.can_change_profile(request.user, teacher)
    if not decision:
        messages.info(request, decision.reason)
        return redirect("accounts:welcome")
    form = ProfileForm(request.POST or None, initial=_known_of(request.user, teacher))
    if form.is_valid():
        services.change_profile(by=request.user, changes=form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect(teacher)
    context = {"form": form, "teacher": teacher, "progress": completeness(teacher)}
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


def _known_of(user, teacher):
    of_the_person = ["given_name", "family_name", "language"]
    return {
        name: getattr(user if name in of_the_person else teacher, name)
        for name in ProfileForm.base_fields
    }
