"""Fields for what people type on one line, and for choosing several terms of a vocabulary."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from core import vocabularies


class LineField(forms.CharField):
    """One line of text: characters that cannot be seen are dropped, runs of blanks become one."""

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        seen = "".join(letter if letter.isprintable() else " " for letter in text)
        return " ".join(seen.split())


class NameField(LineField):
    """A person's name. It has a letter in it, in whatever script."""

    default_error_messages = {"no_letter": _("Write the name with letters.")}

    def validate(self, value):
        super().validate(value)
        if value and not any(letter.isalpha() for letter in value):
            raise forms.ValidationError(self.error_messages["no_letter"], code="no_letter")


class LinesField(forms.CharField):
    """Several lines: line breaks stay, other characters that cannot be seen are dropped."""

    widget = forms.Textarea

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(letter for letter in text if letter == "\n" or letter.isprintable())


class TermField(forms.ChoiceField):
    """One term of a vocabulary."""

    def __init__(self, vocabulary, **kwargs):
        super().__init__(choices=lambda: vocabularies.choices(vocabulary), **kwargs)


class TermsField(forms.MultipleChoiceField):
    """Several terms of a vocabulary, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, vocabulary, **kwargs):
        self.vocabulary = vocabulary
        super().__init__(choices=lambda: vocabularies.choices(vocabulary), **kwargs)


class AgeField(forms.IntegerField):
    """An age of pupils, in years."""

    def __init__(self, **kwargs):
        messages = {
            "min_value": _("Write an age between 0 and 99."),
            "max_value": _("Write an age between 0 and 99."),
            "invalid": _("Write the age as a number, such as 12."),
        }
        super().__init__(
            min_value=0,
            max_value=99,
            error_messages=messages,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            **kwargs,
        )
