from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from partners.models import Connection

MOST_LETTERS = Connection._meta.get_field("message").max_length
SHORTEST_MESSAGE = 20


class MessageForm(HouseForm):
    """What is said when asking. A bare "hello" says nothing that could be answered."""

    message = forms.CharField(
        label=_("Your message"),
        help_text=_("At most 1,000 letters. Your profile and your school are shown beside it."),
        min_length=SHORTEST_MESSAGE,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Write a few words: why this person, and what you have in mind."),
            "min_length": _("Say a little more: why this person, and what you have in mind."),
        },
    )


class AnswerForm(HouseForm):
    """A word to somebody one declines. It may stay empty."""

    answer = forms.CharField(
        label=_("A word of explanation"),
        help_text=_("They read it with your answer. A reason helps them to look elsewhere."),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
