"""Teachers who may suit somebody, each with the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Group, Teacher
from core import vocabularies
from core.models import Vocabulary
from core.slugs import address_of
from facets.index.ask import first_of
from facets.question import Question
from facets.sql import narrowed
from partners import fit
from partners.cards import as_seen, card
from partners.fit import Profile, Reason
from partners.models import Connection, Dismissal
from partners.sources import TEACHERS

MOST, FEW = 6, 3
REFUSED_SHOWN = 12
# Of how many the best are chosen: those who were here last, and those who joined last.
LAST_HERE, LAST_JOINED = 60, 24
FIELDS = (
    "pk",
    "country_id",
    "subjects",
    "languages",
    "levels",
    "age_from",
    "age_to",
    "is_available",
    "limits",
    "last_active_at",
    "user__date_joined",
)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The cards of those who fit; when there is nobody, what the profile does not say yet."""

    cards: list[dict]
    missing: list[str]


def suggestions(user: Any, most: int = MOST) -> Suggestions:
    """The best of those who fit."""
    mine = user.teacher_or_none
    here = profile_of(user)
    today = timezone.localdate()
    fits = [fit.fit(here, person, today) for person in candidates(user)]
    best = fit.chosen(fits, most)
    # Whom of them this person may see was asked when the candidates were read.
    people = Teacher.objects.as_cards().in_bulk([one.person.pk for one in best])
    drawn = [_card(people[one.person.pk], one) for one in best if one.person.pk in people]
    return Suggestions(drawn, [] if drawn else missing(mine))


def refused_by(user: Any) -> list[Teacher]:
    """To whom this person has said "not for me", the latest first, to take it back."""
    said = Dismissal.objects.of(user.teacher_or_none).select_related("person__user")
    met = said.exclude(person__in=user.blocked_teacher_ids)
    return [one.person for one in met[:REFUSED_SHOWN]]


def _card(person: Teacher, one: fit.Fit) -> dict:
    return {
        **card(as_seen(person, None)),
        "reasons": words(one.reasons),
        "shares": [],
        "state": "",
        "state_tone": "",
        "action_url": address_of("partners:connect", person.slug),
        "action_label": _("Connect"),
        "dismiss_url": address_of("partners:dismiss", person.slug),
    }


# --- Among whom ------------------------------------------------------------


def candidates(user: Any) -> list[Profile]:
    """Those worth scoring, by what they show to everybody.

    Colleagues, old acquaintances and whoever was refused are not among them.
    """
    mine = user.teacher_or_none
    shared = {"subject": tuple(mine.subjects), "language": tuple(mine.languages)}
    alike = Question(chosen={facet: codes for facet, codes in shared.items() if codes})
    found = _pool(user, alike)
    if len(found) >= MOST or not mine.subjects:
        return found
    return _pool(user, alike.without("subject"))


def _strangers(user: Any, mine: Teacher) -> QuerySet[Teacher]:
    known = Connection.objects
    return (
        Teacher.objects.visible_to(user)
        .findable()
        .showing(Group.TEACHING)
        .exclude(pk=mine.pk)
        .exclude(school=mine.school_id)
        .exclude(pk__in=known.filter(asker=mine).values("asked"))
        .exclude(pk__in=known.filter(asked=mine).values("asker"))
        .exclude(pk__in=Dismissal.objects.filter(teacher=mine).values("person"))
    )


def _pool(user: Any, alike: Question) -> list[Profile]:
    """The index, where there is one, names those who were here or joined last; one query reads them."""
    people = _strangers(user, user.teacher_or_none)
    ids = first_of(TEACHERS, alike, user, {"active": LAST_HERE, "new": LAST_JOINED})
    if ids is not None:
        return _profiles(people.filter(pk__in=ids).values_list(*FIELDS))
    rows = narrowed(TEACHERS, people, alike).values_list(*FIELDS)
    here = rows.order_by("-last_active_at", "-pk")[:LAST_HERE]
    joined = rows.order_by("-pk")[:LAST_JOINED]
    return _profiles(here.union(joined))


def profile_of(user: Any) -> Profile:
    mine = user.teacher_or_none
    known = (getattr(mine, name) for name in FIELDS[:-1])
    return _profile(timezone.get_current_timezone(), *known, user.date_joined)


def _profiles(rows: Iterable[tuple]) -> list[Profile]:
    zone = timezone.get_current_timezone()
    return [_profile(zone, *row) for row in rows]


def _profile(
    zone,
    pk,
    country,
    subjects,
    languages,
    levels,
    age_from,
    age_to,
    available,
    limits,
    here,
    joined,
) -> Profile:
    return Profile(
        pk=pk,
        country=country,
        subjects=tuple(subjects),
        languages=tuple(languages),
        levels=tuple(levels),
        ages=None if age_from is None or age_to is None else (age_from, age_to),
        is_available=available and Group.AVAILABILITY not in limits,
        here_on=here.astimezone(zone).date(),
        joined_on=joined.astimezone(zone).date(),
    )


def missing(mine: Teacher) -> list[str]:
    """What would bring suggestions, as parts of the profile."""
    parts = {
        _("the subjects you teach"): mine.subjects,
        _("the languages you can work in"): mine.languages,
        _("how old your pupils are"): mine.ages,
    }
    return [words for words, said in parts.items() if not said]


# --- In words --------------------------------------------------------------


def words(reasons: tuple[Reason, ...]) -> str:
    """ "Teaches biology to the same ages, also speaks French, was here yesterday" """
    said = {reason.name: reason.what for reason in reasons}
    phrases = [_teaches(said), _speaks(said), _here(said), _is_new(said)]
    return capfirst(", ".join(phrase for phrase in phrases if phrase))


def _teaches(said: dict[str, tuple]) -> str:
    if "subjects" not in said:
        return _of_age_or_level(said)
    subjects = {"subjects": _and(Vocabulary.SUBJECT, said["subjects"])}
    if "ages" in said:
        return _("teaches %(subjects)s to the same ages") % subjects
    return _("teaches %(subjects)s as you do") % subjects


def _of_age_or_level(said: dict[str, tuple]) -> str:
    if "ages" in said:
        youngest, oldest = said["ages"]
        if youngest == oldest:
            return _("also teaches pupils of %(age)d") % {"age": youngest}
        ages = {"youngest": youngest, "oldest": oldest}
        return _("also teaches pupils of %(youngest)d to %(oldest)d") % ages
    return _("teaches at the same level") if "levels" in said else ""


def _speaks(said: dict[str, tuple]) -> str:
    if "languages" not in said:
        return ""
    return _("also speaks %(languages)s") % {
        "languages": get_text_list(
            vocabularies.names(Vocabulary.LANGUAGE, said["languages"]), _("and")
        )
    }


def _here(said: dict[str, tuple]) -> str:
    (days,) = said.get("here_yesterday") or said.get("here_this_week") or (None,)
    if days is None:
        return ""
    if days <= 0:
        return _("was here today")
    if days == 1:
        return _("was here yesterday")
    return ngettext("was here %(n)d day ago", "was here %(n)d days ago", days) % {"n": days}


def _is_new(said: dict[str, tuple]) -> str:
    return _("is new here") if "new" in said else ""


def _and(vocabulary: str, codes: tuple[str, ...]) -> str:
    names = [_inside_a_sentence(name) for name in vocabularies.names(vocabulary, codes)]
    return get_text_list(names, _("and"))


def _inside_a_sentence(name: str) -> str:
    """ "Biology" becomes "biology", "ICT" stays."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
