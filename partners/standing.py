"""How two teachers stand with each other, in words for one of them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Teacher
from accounts.visibility import Shown
from partners.cards import as_seen
from partners.models import Connection, ConnectionStatus

WAITING, ACCEPTED, DECLINED = (
    ConnectionStatus.WAITING,
    ConnectionStatus.ACCEPTED,
    ConnectionStatus.DECLINED,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A connection as one of its two people sees it."""

    connection: Connection
    mine: Teacher

    @property
    def other(self) -> Teacher:
        return self.connection.other(self.mine)

    @property
    def seen(self) -> Shown:
        """The other, as far as they show themselves to this person."""
        return as_seen(self.other, self.connection)

    @property
    def is_received(self) -> bool:
        return self.connection.asked_id == self.mine.pk

    @property
    def when(self) -> datetime:
        return self.connection.answered_at or self.connection.asked_at

    @property
    def title(self) -> str:
        name = self.other.name
        titles = {
            (WAITING, True): _("%(name)s asks to connect with you"),
            (WAITING, False): _("You have asked %(name)s"),
            (ACCEPTED, True): _("You and %(name)s are connected"),
            (ACCEPTED, False): _("You and %(name)s are connected"),
            (DECLINED, True): _("You have declined the request of %(name)s"),
            (DECLINED, False): _("%(name)s has declined your request"),
        }
        fallback = _("You and %(name)s are not connected")
        return titles.get((self.connection.status, self.is_received), fallback) % {"name": name}

    @property
    def lead(self) -> str:
        return {
            (WAITING, True): _("Say yes or no: either is better than silence."),
            (WAITING, False): _("You will be told as soon as they answer."),
            (DECLINED, False): _("Do not take it to heart: many others are looking for partners."),
            (ConnectionStatus.WITHDRAWN, True): _("The request was withdrawn."),
            (ConnectionStatus.WITHDRAWN, False): _("You have withdrawn your request."),
            (ConnectionStatus.ENDED, True): _("Your connection has ended."),
            (ConnectionStatus.ENDED, False): _("Your connection has ended."),
        }.get((self.connection.status, self.is_received), "")

    def said(self) -> list[dict]:
        """The message and the answer, for partials/_thread.html."""
        one = self.connection
        words = [(one.asker, one.asked_at, one.message), (one.asked, one.answered_at, one.answer)]
        return [
            {
                "id": number,
                "author": author.name,
                "when": when,
                "text": text,
                "mine": author == self.mine,
                "country": author.country_id,
                "photo_url": "",
            }
            for number, (author, when, text) in enumerate(words)
            if text
        ]
