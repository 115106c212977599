from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from notifications.kinds import KINDS


class PreferencesForm(HouseForm):
    """The kinds of notice a person wants e-mails about. Required kinds are not among them."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me an e-mail when"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(kind.name, kind.label) for kind in optional_kinds()]


def optional_kinds():
    return [kind for kind in KINDS.values() if not kind.required]


def required_kinds():
    return [kind for kind in KINDS.values() if kind.required]
