from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.completeness import completeness
from contacts.directory import units_of
from contacts.models import Country, SupportUnit, UnitKind
from core import europe_map
from core.language import region_of_browser
from core.search import folded
from partners import rules as partner_rules
from portal import dashboard, figures
from projects.models import Project


@login_not_required
@require_safe
@vary_on_headers("Accept-Language")
def home(request):
    if request.user.is_authenticated:
        return _dashboard(request)
    context = {
        "figures": figures.of_europe(),
        "projects": Project.objects.public().for_cards()[:3],
        "countries": _sorted_by_name(Country.objects.participating()),
        "region": region_of_browser(request),
    }
    return render(request, "portal/home.html", context)


def _dashboard(request):
    teacher = request.user.teacher_or_none
    organisation = _organisation(teacher)
    projects = dashboard.projects_of(request.user)
    context = {
        "teacher": teacher,
        "organisation": organisation,
        "next_steps": dashboard.next_steps(request.user, projects),
        "registration": dashboard.registration_steps(teacher, organisation),
        "usual": dashboard.usual_wait(),
        "projects": projects,
        "rooms": dashboard.rooms_of(request.user),
        "progress": completeness(teacher) if teacher and teacher.is_validated else None,
        "notices": request.user.notices.all()[:5],
        "suggests": partner_rules.can_get_suggestions(request.user),
    }
    return render(request, "portal/dashboard.html", context)


def _organisation(teacher):
    """The National Support Organisation of the teacher's country."""
    if teacher is None or teacher.country_id is None:
        return None
    units = SupportUnit.objects.visible_to(teacher.user)
    return (
        units.filter(kind=UnitKind.NSO, territory__country=teacher.country_id).for_cards().first()
    )


def _sorted_by_name(countries):
    return sorted(countries, key=lambda country: folded(country.name))


@login_not_required
@require_safe
def countries(request):
    taking_part = _sorted_by_name(Country.objects.participating())
    counts = figures.by_country()
    drawn = europe_map.drawn(
        {code: counted["teachers"] for code, counted in counts.items()},
        names={country.iso2: country.name for country in taking_part},
        urls={country.iso2: country.get_portal_url() for country in taking_part},
    )
    notes = [country for country in taking_part if country.status_note]
    context = {"map": drawn, "countries": taking_part, "notes": notes}
    return render(request, "portal/countries.html", context)


@login_not_required
@require_safe
def national(request, cc):
    country = get_object_or_404(Country.objects.participating(), pk=cc.upper())
    context = {
        "country": country,
        "figures": figures.of_country(country.iso2),
        "organisations": [unit for unit in units_of(country) if unit.kind == UnitKind.NSO],
        "projects": Project.objects.public().in_country(country).for_cards()[:6],
    }
    return render(request, "portal/national.html", context)
