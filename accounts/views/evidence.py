"""Evidence gathered by a teacher who waits, and answered by others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import evidence_links, rules, services, territory_list
from accounts.evidence_forms import CertificateForm, HeadForm, SchoolAddressForm
from accounts.models import Evidence, EvidenceKind
from accounts.questions import question, refuse_closed
from accounts.school_domain import domain_of
from core.errors import WrongState
from core.files import StorageFull, send_private
from core.http import page_of
from core.rules import require

# --- what the teacher does -----------------------------------------------------------


def _filled(request, form, title, step, done, **more):
    """Show a form of one field; when it is right, take the step and go back to the overview."""
    if form.is_valid():
        try:
            step(**form.cleaned_data)
        except (WrongState, StorageFull) as refused:
            form.add_error(None, refused if isinstance(refused, StorageFull) else str(refused))
        else:
            messages.success(request, done)
            return redirect("accounts:welcome_next")
    context = {"form": form, "title": title, **more}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/evidence_form.html", context, status=status)


def _require_gathering(request):
    require(rules.can_gather_evidence(request.user, request.user.teacher_or_none))
    return request.user.teacher_or_none


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_head(request):
    teacher = _require_gathering(request)
    return _filled(
        request,
        HeadForm(request.POST or None),
        title=_("Ask your head of school"),
        step=lambda address: services.ask_head(address=address, by=request.user),
        done=_("Your head of school has a letter from us. We remind them once, after five days."),
        lead=_("We write to them that %(name)s works at %(school)s, and ask whether that is so.")
        % {"name": teacher.name, "school": teacher.school},
        button=_("Send the letter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_address(request):
    teacher = _require_gathering(request)
    domain = domain_of(teacher.school)
    if not domain:
        raise Http404
    return _filled(
        request,
        SchoolAddressForm(request.POST or None, domain=domain),
        title=_("Show your e-mail address at the school"),
        step=lambda address: services.show_school_address(address=address, by=request.user),
        done=_("Thank you. If a link is needed, it is in your mailbox at the school now."),
        lead=_("Nobody else sees it, and we do not use it for anything else."),
        button=_("Go on"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_certificate(request):
    teacher = _require_gathering(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    papers = Evidence.objects.of(teacher).filter(kind=EvidenceKind.CERTIFICATE)
    return _filled(
        request,
        CertificateForm(*sent),
        title=_("Add a certificate"),
        step=lambda file: services.add_certificate(file=file, by=request.user),
        done=_("Your certificate is with your support organisation."),
        lead=_("Only you and the support organisation of your country can read it."),
        button=_("Add"),
        papers=papers,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_colleagues(request):
    _require_gathering(request)
    if request.method == "POST":
        n = services.ask_colleagues(by=request.user)
        said = ngettext("We have asked %(n)d colleague.", "We have asked %(n)d colleagues.", n)
        nobody = _("Everybody at your school who can be asked has been asked already.")
        messages.success(request, said % {"n": n} if n else nobody)
        return redirect("accounts:welcome_next")
    return render(request, "accounts/evidence_colleagues.html")


@require_POST
def certificate_remove(request, evidence_id):
    services.remove_certificate(evidence_id=evidence_id, by=request.user)
    messages.success(request, _("The file is deleted."))
    return redirect("accounts:evidence_certificate")


@require_safe
def certificate(request, evidence_id):
    papers = Evidence.objects.visible_to(request.user).papers()
    found = get_object_or_404(papers, pk=evidence_id)
    try:
        return send_private(
            found.file, name=found.name, content_type=found.content_type, inline=True
        )
    except FileNotFoundError as error:
        raise Http404 from error


# --- what others answer ---------------------------------------------------------------


def _closed(request, sentence, status=410):
    """The link leads nowhere any more, for a reason that names nobody."""
    context = {"sentence": sentence}
    return render(request, "accounts/evidence_closed.html", context, status=status)


def _by_link(token, kind):
    """The question a link asks, or WrongState with what to do instead."""
    try:
        found = question(evidence_links.read(token, kind), kind)
    except (BadSignature, ValueError, TypeError) as error:
        raise WrongState(
            _(
                "This link is not complete. Copy the whole address from the e-mail, or open it there."
            )
        ) from error
    refuse_closed(found)
    return found


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def head_answer(request, token):
    """A look answers nothing: mail programs open links by themselves."""
    try:
        found = _by_link(token, EvidenceKind.HEAD)
        require(rules.can_answer_as_head(request.user, found))
        if request.method == "POST":
            by = request.user if request.user.is_authenticated else None
            services.answer_as_head(evidence_id=found.pk, knows=_knows(request), by=by)
            return render(request, "accounts/evidence_thanks.html")
    except WrongState as closed:
        return _closed(request, closed)
    context = {"evidence": found, "teacher": found.teacher, "school": found.school}
    return render(request, "accounts/evidence_head.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def school_address_confirm(request, token):
    try:
        found = _by_link(token, EvidenceKind.DOMAIN)
        require(rules.can_gather_evidence(request.user, found.teacher))
        if request.method == "POST":
            services.confirm_school_address(evidence_id=found.pk, by=request.user)
            messages.success(request, _("Your address at the school is confirmed."))
            return redirect("accounts:welcome_next")
    except WrongState as closed:
        return _closed(request, closed)
    return render(request, "accounts/evidence_address.html", {"evidence": found})


@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request, evidence_id):
    asked = Evidence.objects.visible_to(request.user).filter(
        by=request.user, kind=EvidenceKind.COLLEAGUE
    )
    get_object_or_404(asked, pk=evidence_id)
    try:
        found = question(evidence_id, EvidenceKind.COLLEAGUE)
        refuse_closed(found)
        require(rules.can_vouch(request.user, found))
        if request.method == "POST":
            services.vouch(evidence_id=evidence_id, knows=_knows(request), by=request.user)
            return render(request, "accounts/evidence_thanks.html")
    except WrongState as closed:
        return _closed(request, closed)
    context = {"evidence": found, "teacher": found.teacher, "school": found.school}
    return render(request, "accounts/evidence_vouch.html", context)


def _knows(request) -> bool:
    answer = request.POST.get("knows")
    if answer not in {"yes", "no"}:
        raise WrongState(_("Press one of the two buttons: we did not get an answer."))
    return answer == "yes"


# --- the regional representative -----------------------------------------------------


@require_safe
def territory(request):
    require(rules.can_see_territory(request.user))
    waiting = territory_list.waiting_in(request.user)
    page = page_of(request, waiting)
    page.object_list = territory_list.with_words(page.object_list)
    return render(request, "accounts/territory.html", {"page_obj": page})


@require_POST
def give_word(request, teacher_id):
    require(rules.can_see_territory(request.user))
    teacher = get_object_or_404(territory_list.everybody_in(request.user), pk=teacher_id)
    knows = _knows(request)
    services.give_word(teacher_id=teacher.pk, knows=knows, by=request.user)
    said = _("Thank you: you confirm %(name)s.") if knows else _("Noted: you do not know %(name)s.")
    messages.success(request, said % {"name": teacher.name})
    return redirect("accounts:territory")
