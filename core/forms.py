"""The forms of the house: every constraint is checked before the database has to."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError


class HouseForm(forms.Form):
    """A form whose <form> tag, CSRF token and buttons belong to the template."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class HouseModelForm(HouseForm, forms.ModelForm):
    """A ModelForm that checks every constraint of the model.

    Django skips a constraint that touches a field the form does not show, such
    as the founder the view has set. The row then ends in a 500, not a message.
    """

    def validate_unique(self) -> None:
        super().validate_unique()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)
