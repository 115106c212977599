"""What a person types on the pages about their data, their photo and who sees what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Group, LanguageLevel
from accounts.photo import square_photo
from core import vocabularies
from core.forms import HouseForm
from core.models import Vocabulary


class PhotoForm(HouseForm):
    photo = forms.FileField(
        label=_("Your photo"),
        help_text=_(
            "A picture of your face: JPEG, PNG or WebP, at most 5 MB. It is cut to a square, and "
            "nothing but the picture is kept: not where or with what it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self):
        return square_photo(self.cleaned_data["photo"])


class VisibilityForm(HouseForm):
    """One choice for each group of the profile."""

    def __init__(self, *args, teacher, **kwargs):
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[group.value] = forms.ChoiceField(
                label=group.label,
                choices=Audience.choices,
                initial=teacher.audience_of(group),
                widget=forms.RadioSelect,
            )


class LanguageLevelsForm(HouseForm):
    """One choice for each language of the profile."""

    def __init__(self, *args, teacher, **kwargs):
        super().__init__(*args, **kwargs)
        names = vocabularies.names(Vocabulary.LANGUAGE, teacher.languages)
        for code, name in zip(teacher.languages, names, strict=True):
            self.fields[code] = forms.ChoiceField(
                label=name,
                choices=[("", _("I do not say")), *LanguageLevel.choices],
                initial=teacher.language_levels.get(code, ""),
                required=False,
            )


class EraseForm(HouseForm):
    address = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Type it to confirm that you want to erase this account."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        if address.casefold() != self.person.email.casefold():
            raise forms.ValidationError(
                _("This is not the address of your account. Type the one you sign in with.")
            )
        return address


class AgreementsForm(HouseForm):
    agrees = forms.BooleanField(
        label=_("I have read both texts and agree to the code of conduct"),
        error_messages={
            "required": _("Read the texts and tick the box: the portal cannot be used without it.")
        },
    )
