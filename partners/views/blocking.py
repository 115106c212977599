from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Block, Teacher
from core.http import page_of
from core.rules import require
from partners import rules, services


@require_http_methods(["GET", "HEAD", "POST"])
def block(request, slug):
    people = Teacher.objects.visible_to(request.user).for_cards()
    person = get_object_or_404(people, slug=slug)
    require(rules.can_block(request.user, person))
    if request.method == "POST":
        services.block(teacher_id=person.pk, by=request.user)
        said = _("You have blocked %(name)s. The two of you do not meet here any more.")
        messages.success(request, said % {"name": person.name})
        return redirect("partners:blocked")
    return render(request, "partners/block.html", {"person": person})


@require_safe
def blocked(request):
    made = Block.objects.of(request.user)
    people = made.select_related("blocked__user", "blocked__country", "blocked__school")
    page = page_of(request, people.order_by("-since", "-pk"))
    return render(request, "partners/blocked.html", {"page": page})


@require_POST
def unblock(request, block_id):
    made = get_object_or_404(Block.objects.of(request.user), pk=block_id)
    person = services.unblock(block_id=made.pk, by=request.user)
    said = _("You have unblocked %(name)s. You can find each other again.")
    messages.success(request, said % {"name": person.name})
    return redirect("partners:blocked")
