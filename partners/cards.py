"""A teacher as a card: the words {% person_card %} shows."""

from django.utils.translation import gettext as _

from accounts.models import Relation, Teacher
from accounts.visibility import Shown
from contacts.choices import countries
from core import vocabularies
from core.models import Vocabulary
from core.slugs import address_of
from partners.answering import usual_answers
from partners.models import Connection, ConnectionStatus

MOST_SUBJECTS = 4


def cards(people: list[Teacher], user) -> list[dict]:
    """The cards of a page of people, as this person sees them; a query for how they stand, and
    one for how soon they answer.
    """
    mine = user.teacher_or_none
    live = _live_by_person(mine, people)
    answers = usual_answers(people) if people else {}
    return [
        {
            **card(seen),
            "shares": shares(mine, seen),
            "answers": answers.get(person.pk, ""),
            **_standing(person, mine, live.get(person.pk)),
        }
        for person, seen in ((one, as_seen(one, live.get(one.pk))) for one in people)
    ]


def as_seen(person: Teacher, connection: Connection | None) -> Shown:
    """What of a person's profile is shown to somebody who stands with them like this."""
    connected = connection is not None and connection.status == ConnectionStatus.ACCEPTED
    return Shown(person, Relation.CONNECTION if connected else Relation.MEMBER)


def card(person: Shown) -> dict:
    return {
        "name": person.name,
        "url": person.get_absolute_url(),
        "country": person.country_id,
        "country_name": countries()[person.country_id],
        "role": person.role_name,
        "photo_url": person.photo_url,
        "school": person.school.name if person.school else "",
        "place": person.school.town if person.school else "",
        "subjects": person.subject_names[:MOST_SUBJECTS],
        "languages": person.language_words,
        "ages": person.ages,
        "available": person.is_available,
        "answers": "",
        "reasons": "",
    }


def shares(mine: Teacher | None, person: Shown) -> list[str]:
    """What two teachers have in common, in words: subjects, languages, the ages of their pupils."""
    if mine is None:
        return []
    both = [
        *vocabularies.names(Vocabulary.SUBJECT, _common(mine.subjects, person.subjects)),
        *vocabularies.names(Vocabulary.LANGUAGE, _common(mine.languages, person.languages)),
    ]
    ages = _common_ages(mine, person)
    return [*both, ages] if ages else both


def _common(mine: list[str], theirs: list[str]) -> list[str]:
    return [code for code in mine if code in theirs]


def _common_ages(mine: Teacher, person: Shown) -> str:
    if not (mine.ages and person.ages):
        return ""
    youngest = max(mine.age_from, person.age_from)
    oldest = min(mine.age_to, person.age_to)
    if youngest > oldest:
        return ""
    if youngest == oldest:
        return _("pupils of %(age)d") % {"age": youngest}
    return _("pupils of %(youngest)d to %(oldest)d") % {"youngest": youngest, "oldest": oldest}


def _live_by_person(mine: Teacher | None, people: list[Teacher]) -> dict[int, Connection]:
    if mine is None or not people:
        return {}
    live = Connection.objects.with_any(mine, people).live()
    return {one.asked_id if one.asker_id == mine.pk else one.asker_id: one for one in live}


def _standing(person: Teacher, mine: Teacher | None, live: Connection | None) -> dict:
    """How the two stand: a state with a tone, or the way to connect."""
    nothing = {"state": "", "state_tone": "quiet", "action_url": "", "action_label": ""}
    if mine is None or not mine.is_validated:
        return nothing
    if live is None:
        url = address_of("partners:connect", person.slug)
        return {**nothing, "action_url": url, "action_label": _("Connect")}
    if live.status == ConnectionStatus.ACCEPTED:
        return {**nothing, "state": _("You are connected"), "state_tone": "together"}
    if live.asker_id == mine.pk:
        return {**nothing, "state": _("You have asked, no answer yet")}
    return {
        "state": _("Asks to connect with you"),
        "state_tone": "together",
        "action_url": live.get_absolute_url(),
        "action_label": _("Answer"),
    }
