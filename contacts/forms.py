from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.models import SupportUnit
from contacts.services import EDITABLE
from core.forms import HouseModelForm


class EntryForm(HouseModelForm):
    """What a directory entry says. Names and territory are set at the desk."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SupportUnit
        fields = EDITABLE
        help_texts = {
            "email": _("An address of the office, not of a person: it is shown to everybody."),
            "website": _("The page about eTwinning if there is one. Starts with https://"),
            "hours": _("For example: Monday to Friday, 9:00–14:00"),
            "about_en": _("Two or three sentences: what teachers can ask you for."),
        }
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "about_en": forms.Textarea(attrs={"rows": 4}),
            "about_es": forms.Textarea(attrs={"rows": 4}),
        }

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            "version",
            Fieldset(
                _("How to reach you"), "email", "phone", "website", "hours", "address", "city"
            ),
            Fieldset(_("What you do"), "about_en", "about_es"),
        )
        return helper

    @property
    def changes(self) -> dict[str, str]:
        return {field: self.cleaned_data[field] for field in EDITABLE}
