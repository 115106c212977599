"""The way in, one question group a page. Who stands where is in `accounts.welcome`."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import agreements, rules, services
from accounts.evidence_ways import ways_of
from accounts.forms import NewSchoolForm, TeachingForm, YouForm
from accounts.models import School, TeacherStatus
from accounts.school_search import find_schools, likely_duplicates
from accounts.support import organisations_of
from accounts.views.national import PORTAL
from accounts.welcome import (
    NEXT,
    SCHOOL,
    TEACHING,
    YOU,
    progress,
    status_steps,
    step_of,
    url_name,
    usual_wait,
)

SHOWN = 20  # schools at most; who sees that many adds a word


@require_safe
def welcome(request):
    return redirect(url_name(step_of(request.user.teacher_or_none)))


def _sent_on(request, decision):
    """To the step where the person does stand, with the reason why this one is not it."""
    messages.info(request, decision.reason)
    return redirect("accounts:welcome")


@require_http_methods(["GET", "HEAD", "POST"])
def welcome_you(request):
    teacher = request.user.teacher_or_none
    decision = rules.can_register_profile(request.user, teacher)
    if not decision:
        return _sent_on(request, decision)
    wanted = agreements.missing(request.user)
    known = _known_of(request, teacher)
    form = YouForm(request.POST or None, initial=known, has_agreed=not wanted)
    if form.is_valid():
        data = form.cleaned_data
        if data.pop("agrees", False):
            services.agree(by=request.user)
        services.register_profile(
            by=request.user,
            country_id=data.pop("country"),
            portal_id=request.session.get(PORTAL),
            **data,
        )
        return redirect(url_name(SCHOOL))
    context = {"form": form, "progress": progress(YOU), "texts": wanted}
    return render(request, "accounts/welcome_you.html", context, status=_status(form))


def _known_of(request, teacher):
    known = {
        "given_name": request.user.given_name,
        "family_name": request.user.family_name,
        "country": request.session.get(PORTAL),
    }
    if teacher:
        known |= {"country": teacher.country_id, "role": teacher.role}
    return known


def _status(form):
    return 422 if form.is_bound else 200


@require_safe
def welcome_school(request):
    decision = rules.can_choose_school(request.user, request.user.teacher_or_none)
    if not decision:
        return _sent_on(request, decision)
    text = request.GET.get("q", "")
    form = NewSchoolForm(country=request.user.teacher_or_none.country, initial={"name": text})
    return render(request, "accounts/welcome_school.html", _about_schools(request, text, form))


@require_safe
def school_options(request):
    """The answers alone, while one types."""
    decision = rules.can_choose_school(request.user, request.user.teacher_or_none)
    if not decision:
        return _sent_on(request, decision)
    context = _results(request, request.GET.get("q", ""))
    return render(request, "accounts/_school_options.html", context)


def _results(request, text):
    teacher = request.user.teacher_or_none
    return {
        "q": text[:200],
        "schools": find_schools(teacher.country_id, text, most=SHOWN),
        "most": SHOWN,
        "own": teacher.school,
    }


def _about_schools(request, text, form, duplicates=()):
    teacher = request.user.teacher_or_none
    return _results(request, text) | {
        "form": form,
        "duplicates": duplicates,
        "teacher": teacher,
        "moves": teacher.is_validated,
        "progress": progress(SCHOOL, is_open=teacher.status in rules.OPEN_TO_CHANGES),
    }


@require_POST
def choose_school(request, school_id):
    try:
        services.choose_school(by=request.user, school_id=school_id)
    except School.DoesNotExist as error:
        raise Http404 from error
    return _after_the_school(request)


@require_http_methods(["GET", "HEAD", "POST"])
def add_school(request):
    if request.method != "POST":
        return redirect(url_name(SCHOOL))
    teacher = request.user.teacher_or_none
    decision = rules.can_add_school(request.user, teacher)
    if not decision:
        return _sent_on(request, decision)
    form = NewSchoolForm(request.POST, country=teacher.country)
    duplicates = _duplicates(form)
    if form.is_valid() and not duplicates:
        services.add_school(by=request.user, school=form.instance)
        messages.success(
            request, _("Your school is added. Your support organisation will confirm it.")
        )
        return _after_the_school(request)
    context = _about_schools(request, "", form, duplicates)
    return render(request, "accounts/welcome_school.html", context, status=422)


def _duplicates(form):
    """What the register may already hold under another spelling, unless the person has seen it."""
    if not form.is_valid():
        return [form.twin] if form.twin and form.twin.is_open else []
    if form.cleaned_data["is_new"]:
        return []
    return likely_duplicates(
        form.instance.country_id,
        name=form.cleaned_data["name"],
        town=form.cleaned_data["town"],
        official_id=form.cleaned_data["official_id"],
    )


def _after_the_school(request):
    teacher = request.user.teacher_or_none
    if teacher.status in rules.OPEN_TO_CHANGES:
        return redirect(url_name(TEACHING))
    messages.success(request, _("%(school)s is your school now.") % {"school": teacher.school})
    return redirect(url_name(NEXT))


@require_http_methods(["GET", "HEAD", "POST"])
def welcome_teaching(request):
    teacher = request.user.teacher_or_none
    decision = rules.can_describe_teaching(request.user, teacher)
    if not decision:
        return _sent_on(request, decision)
    known = {name: getattr(teacher, name) for name in TeachingForm.base_fields}
    form = TeachingForm(request.POST or None, initial=known)
    if form.is_valid():
        services.describe_teaching(by=request.user, **form.cleaned_data)
        return redirect(url_name(NEXT))
    context = {"form": form, "progress": progress(TEACHING)}
    return render(request, "accounts/welcome_teaching.html", context, status=_status(form))


@require_safe
def welcome_next(request):
    teacher = request.user.teacher_or_none
    if step_of(teacher) != NEXT:
        return redirect("accounts:welcome")
    organisations = organisations_of(teacher.country_id)
    names = ", ".join(unit.name for unit in organisations) or _("the Central Support Service")
    context = {
        "teacher": teacher,
        "organisations": organisations,
        "steps": status_steps(teacher, names),
        "usual": usual_wait(),
        "progress": progress(NEXT, is_open=teacher.status in rules.OPEN_TO_CHANGES),
    }
    if teacher.status == TeacherStatus.WAITING:
        context["ways"], context["standing"] = ways_of(teacher)
    return render(request, "accounts/welcome_next.html", context)
