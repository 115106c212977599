from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contacts import directory as pages
from contacts import rules, services
from contacts.forms import EntryForm
from contacts.models import Country, SupportUnit, TerritoryKind, UnitKind
from core.errors import Stale
from core.models import Activity
from core.rules import require
from core.search import folded


@login_not_required
@require_safe
def directory(request):
    text = request.GET.get("q", "").strip()[:100]
    units = pages.national_units()
    found = sorted(
        pages.matching(units, text), key=lambda unit: folded(unit.territory.country.name)
    )
    central = SupportUnit.objects.visible_to(request.user).filter(kind=UnitKind.CSS).first()
    context = {"units": found, "central": central, "q": text, "own": _own_unit(request, found)}
    return render(request, "contacts/directory.html", context)


def _own_unit(request, units):
    """The organisation of the reader's own country, shown first."""
    if not request.user.is_authenticated or request.user.teacher_or_none is None:
        return None
    country = request.user.teacher_or_none.country_id
    return next((unit for unit in units if unit.territory.country_id == country), None)


@login_not_required
@require_safe
def country(request, cc):
    found = get_object_or_404(Country, pk=cc.upper())
    units = pages.units_of(found)
    context = {
        "country": found,
        "takes_part": Country.objects.participating().filter(pk=found.pk).exists(),
        "national": [unit for unit in units if unit.kind == UnitKind.NSO],
        "regions": pages.regions_of(found),
        "editable": _editable(request.user, units),
    }
    return render(request, "contacts/country.html", context)


@login_not_required
@require_safe
def region(request, cc, region):
    territory = get_object_or_404(pages.territories(), code__iexact=f"{cc}-{region}")
    units = pages.supporters_of(territory)
    context = {
        "territory": territory,
        "units": units,
        "own_entry": any(unit.territory_id == territory.pk for unit in units),
        "people": pages.people_shown_at(units),
        "editable": _editable(request.user, units),
    }
    return render(request, "contacts/region.html", context)


def _editable(user, units):
    return {unit.pk for unit in units if rules.can_change_entry(user, unit)}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, cc, region=None):
    unit = _unit(request, cc, region)
    require(rules.can_change_entry(request.user, unit))
    form = EntryForm(request.POST or None, instance=unit, initial={"version": unit.version})
    if form.is_valid():
        try:
            changed = services.change_entry(
                unit_id=unit.pk,
                by=request.user,
                version=form.cleaned_data["version"],
                changes=form.changes,
            )
        except Stale:
            return _somebody_else_saved(request, form, unit.pk)
        messages.success(request, _("Saved. The entry is public as you see it here."))
        return redirect(changed)
    return _show_form(request, form, unit, status=422 if form.is_bound else 200)


def _unit(request, cc, region):
    units = SupportUnit.objects.visible_to(request.user).select_related("territory__country")
    if region:
        return get_object_or_404(units, territory__code__iexact=f"{cc}-{region}")
    place = {"territory__country": cc.upper(), "territory__kind": TerritoryKind.COUNTRY}
    return get_object_or_404(units, kind=UnitKind.NSO, **place)


def _somebody_else_saved(request, form, unit_id):
    """Show what the other person saved beside what was typed; saving again replaces it."""
    saved = (
        SupportUnit.objects.visible_to(request.user).select_related("confirmed_by").get(pk=unit_id)
    )
    differing = [
        {"label": form.fields[name].label, "saved": getattr(saved, name), "typed": value}
        for name, value in form.changes.items()
        if getattr(saved, name) != value
    ]
    form.data = form.data.copy()
    form.data["version"] = saved.version
    return _show_form(request, form, saved, status=409, saved=saved, differing=differing)


def _show_form(request, form, unit, *, status, **conflict):
    history = Activity.objects.of(unit).select_related("by")[:10]
    context = {"form": form, "unit": unit, "history": _timeline(history), "saved": None} | conflict
    return render(request, "contacts/edit.html", context, status=status)


def _timeline(history):
    titles = {"contacts.entry_changed": _("Changed"), "contacts.entry_confirmed": _("Confirmed")}
    names = {name: str(field.verbose_name) for name, field in _editable_fields()}
    return [
        {
            "when": step.at,
            "title": titles.get(step.verb, step.verb),
            "text": ", ".join(names.get(f, f) for f in step.details.get("changed", {})),
            "who": step.by.name if step.by else "",
        }
        for step in history
    ]


def _editable_fields():
    return [(name, SupportUnit._meta.get_field(name)) for name in services.EDITABLE]


@require_POST
def confirm(request, cc, region=None):
    unit = services.confirm_entry(unit_id=_unit(request, cc, region).pk, by=request.user)
    messages.success(request, _("Thank you. The entry is marked as confirmed today."))
    return redirect(unit)
