"""For developers: every piece of the interface in every state, on one page of made-up data.

English only, and there only where `SHOW_PIECES` is on.
"""

from datetime import date, timedelta
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import europe_map
from core.forms import HouseForm

STATES = [("good", "Active"), ("together", "New"), ("bad", "Refused"), ("quiet", "Closed")]
MAP_NAMES = {
    "AL": "Albania", "AM": "Armenia", "AT": "Austria", "BE": "Belgium", "CY": "Cyprus", "DE": "Germany",
    "EE": "Estonia", "ES": "Spain", "FI": "Finland", "FR": "France", "GE": "Georgia", "GR": "Greece",
    "IE": "Ireland", "IT": "Italy", "JO": "Jordan", "LI": "Liechtenstein", "LU": "Luxembourg", "LV": "Latvia",
    "MT": "Malta", "NO": "Norway", "PL": "Poland", "PT": "Portugal", "RO": "Romania", "SE": "Sweden",
    "TN": "Tunisia", "TR": "Türkiye", "UA": "Ukraine", "XK": "Kosovo*",
}  # fmt: skip


class SampleForm(HouseForm):
    """One field of every sort."""

    name = forms.CharField(
        label="Your full name", help_text="With its accents, as your school writes it."
    )
    about = forms.CharField(
        label="What you are looking for", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    country = forms.ChoiceField(
        label="Country", choices=[("", "Choose one"), ("ES", "Spain"), ("IT", "Italy")]
    )
    subjects = forms.MultipleChoiceField(
        label="Subjects",
        help_text="Choose as many as you teach.",
        choices=[("art", "Art"), ("music", "Music"), ("maths", "Mathematics")],
        widget=forms.CheckboxSelectMultiple,
    )
    reach = forms.ChoiceField(
        label="Who may see this",
        choices=[("all", "Everybody"), ("members", "Members only")],
        widget=forms.RadioSelect,
    )
    picture = forms.FileField(
        label="Picture", help_text="JPEG or PNG, at most 10 MB.", required=False
    )
    agreed = forms.BooleanField(label="I have read the code of conduct")


@login_not_required
@require_safe
def pieces(request):
    """The page of all pieces."""
    if not settings.SHOW_PIECES:
        raise Http404
    now = timezone.now()
    context = {
        "words": ["Mathematics", "Environmental studies", "Music"],
        "nobody": [],
        "states": STATES,
        "days_ago": now - timedelta(days=3),
        "weeks_ago": now - timedelta(days=19),
        "today": date(2026, 11, 23),
        "journeys": _journeys(now),
        "timeline": _timeline(now),
        "thread": _thread(now),
        "options": _options(),
        "chosen": [
            {"label": word, "remove_url": "#"}
            for word in ("Spain", "Music", "Looking for partners")
        ],
        "map": europe_map.drawn(
            {code: 7 * i * i for i, code in enumerate(MAP_NAMES)},
            names=MAP_NAMES,
            urls={code: f"#{code}" for code in MAP_NAMES},
            here="ES",
        ),
        "next_steps": [
            "Your National Support Organisation checks that you work at this school.",
            "You get an e-mail when it has decided, usually within 7 days.",
            "Then you can look for partners and found projects.",
        ],
        "page": Paginator(range(90), 20).page(2),
        "query": QueryDict("country=ES&country=IT"),
        "fresh_form": SampleForm(prefix="fresh"),
        "wrong_form": SampleForm({"wrong-name": "", "wrong-about": "Rivers"}, prefix="wrong"),
        "people": [
            SimpleNamespace(name=name)
            for name in ("Ana Ferrer", "Łukasz Żak", "Ελένη", "Олена Коваль")
        ],
    }
    return render(request, "portal/pieces.html", context)


def _journeys(now):
    """A registration on its way, and a project that was refused."""
    week = timedelta(days=7)
    nso = "Servicio Nacional de Apoyo"
    return [
        {
            "title": "Your registration",
            "usual": "Usually answered within 7 days.",
            "steps": [
                {
                    "label": "You confirmed your e-mail address",
                    "state": "done",
                    "since": now - week,
                },
                {
                    "label": "Your school is checked",
                    "state": "now",
                    "who": nso,
                    "since": now - week / 2,
                },
                {"label": "You can look for partners", "state": "next"},
            ],
        },
        {
            "title": "Your project",
            "usual": "",
            "steps": [
                {"label": "Luca Conti accepted", "state": "done", "since": now - 2 * week},
                {
                    "label": "Refused in Spain",
                    "state": "refused",
                    "who": nso,
                    "since": now - week,
                    "note": "Please say which activities the pupils do together.",
                },
                {"label": "The TwinSpace opens", "state": "next"},
            ],
        },
    ]


def _timeline(now):
    return [
        {
            "when": now - timedelta(hours=2),
            "title": "The TwinSpace opened",
            "url": "#",
            "who": "Ana Ferrer",
        },
        {
            "when": now - timedelta(days=2),
            "title": "Approved in Italy",
            "text": "Agenzia Nazionale",
        },
        {"when": now - timedelta(days=9), "title": "Luca Conti accepted to be co-founder"},
    ]


def _thread(now):
    return [
        {
            "id": 1,
            "author": "Ana Ferrer",
            "country": "ES",
            "when": now - timedelta(days=1),
            "mine": False,
            "text": "Shall our pupils measure the river on the same day?\n\nOurs can on Thursdays.",
        },
        {
            "id": 2,
            "author": "Luca Conti",
            "country": "IT",
            "when": now - timedelta(minutes=12),
            "mine": True,
            "text": "Yes. Thursday the 3rd at ten.",
        },
    ]


def _options():
    return [
        {"value": "ES", "label": "Spain", "count": 124, "checked": True},
        {"value": "IT", "label": "Italy", "count": 98, "checked": False},
        {"value": "XK", "label": "Kosovo*", "count": 0, "checked": False},
    ]
