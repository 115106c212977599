"""What a person types while registering, and on the profile page."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.fields import AgeField, LineField, LinesField, NameField, TermField, TermsField
from accounts.models import School
from accounts.roles import may_join
from contacts.models import Country, Territory, TerritoryKind
from core.forms import HouseForm, HouseModelForm
from core.models import Vocabulary
from core.search import folded

VOCATIONAL_LEVEL = "ivet"


def participating_countries():
    """(code, name in the reader's language) of the countries one may register in, by name."""
    pairs = [(country.pk, country.name) for country in Country.objects.participating()]
    return sorted(pairs, key=lambda pair: folded(pair[1]))


def interface_languages():
    """(code, the language's own name) of the languages the portal speaks."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class RoleMixin(forms.Form):
    role = TermField(
        Vocabulary.ROLE,
        label=_("Your role at school"),
        help_text=_(
            "Teacher educators and student teachers join when their institution has an agreement "
            "with the National Support Organisation."
        ),
    )

    def clean_role(self):
        decision = may_join(self.cleaned_data["role"])
        if not decision:
            raise forms.ValidationError(decision.reason)
        return self.cleaned_data["role"]


class NamesMixin(forms.Form):
    given_name = NameField(
        label=_("Given name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name = NameField(
        label=_("Family name"),
        help_text=_("As your school knows it, with its accents."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )


class AgesMixin(forms.Form):
    age_from = AgeField(label=_("Youngest pupils"))
    age_to = AgeField(label=_("Oldest pupils"))

    def clean(self):
        data = super().clean()
        youngest, oldest = data.get("age_from"), data.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error(
                "age_to",
                _("The oldest pupils cannot be younger than the youngest: swap the two ages."),
            )
        return data


class YouForm(NamesMixin, RoleMixin, HouseForm):
    """The first step: who one is."""

    country = forms.ChoiceField(
        label=_("Country of your school"),
        choices=[],
        error_messages={
            "invalid_choice": _(
                "This country does not take part in eTwinning at the moment, so nobody could "
                "validate your registration. Choose the country where your school is. Teachers from "
                "elsewhere can still be invited into a project as guests."
            )
        },
    )
    agrees = forms.BooleanField(
        label=_("I have read both texts and agree to the code of conduct"),
        error_messages={
            "required": _("Read the two texts below and tick the box: we go on from there.")
        },
    )
    field_order = ["given_name", "family_name", "country", "role", "agrees"]

    def __init__(self, *args, has_agreed=False, **kwargs):
        super().__init__(*args, **kwargs)
        if has_agreed:
            del self.fields["agrees"]
        self.fields["country"].choices = [("", _("Choose a country")), *participating_countries()]
        self.fields["role"].choices = [("", _("Choose a role")), *self.fields["role"].choices]


class NewSchoolForm(HouseModelForm):
    """A school that the register lacks. `twin` is the school that has this number already."""

    name = LineField(
        label=_("Name of the school"), help_text=_("As it stands on the building."), max_length=200
    )
    town = LineField(label=_("Town"), max_length=120)
    address = LineField(label=_("Street and number"), max_length=200, required=False)
    postcode = LineField(label=_("Postcode"), max_length=20, required=False)
    official_id = LineField(
        label=_("Official number"),
        help_text=_("The number in the register of your country, if you know it."),
        max_length=40,
        required=False,
    )
    website = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https"
    )
    levels = TermsField(Vocabulary.LEVEL, label=_("Levels taught at the school"))
    # Ticked on the second round, when likely duplicates have been shown.
    is_new = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = School
        fields = [
            "name",
            "town",
            "territory",
            "address",
            "postcode",
            "official_id",
            "website",
            "levels",
        ]

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, instance=School(country=country), **kwargs)
        self.twin = None
        self._offer_regions(country)

    def _offer_regions(self, country):
        below = Territory.objects.filter(country=country).exclude(kind=TerritoryKind.COUNTRY)
        regions = sorted(below, key=lambda region: folded(region.name))
        if not regions:
            del self.fields["territory"]
            return
        field = forms.ModelChoiceField(below, label=_("Region"), required=False)
        field.choices = [("", _("Choose a region")), *((one.pk, one.name) for one in regions)]
        self.fields["territory"] = field

    def clean_official_id(self):
        number = self.cleaned_data["official_id"]
        if number:
            known = School.objects.filter(country=self.instance.country, official_id=number)
            self.twin = known.select_related("merged_into").first()
        if self.twin and self.twin.merged_into:
            self.twin = self.twin.merged_into
        if self.twin and not self.twin.is_open:
            raise forms.ValidationError(
                _(
                    "This is the number of %(school)s, which cannot be joined: your support "
                    "organisation has refused or closed it. Write to them if this is a mistake."
                ),
                params={"school": self.twin},
            )
        if self.twin:
            raise forms.ValidationError(
                _("%(school)s has this number already. Join it instead of adding it again."),
                params={"school": self.twin},
            )
        return number


class TeachingForm(AgesMixin, HouseForm):
    """The last step: what one teaches, to whom, in which languages."""

    levels = TermsField(Vocabulary.LEVEL, label=_("Levels you teach"))
    vocational = TermsField(
        Vocabulary.VOCATIONAL,
        label=_("Vocational families"),
        help_text=_("Only for vocational training."),
        required=False,
    )
    subjects = TermsField(Vocabulary.SUBJECT, label=_("Subjects"))
    languages = TermsField(
        Vocabulary.LANGUAGE,
        label=_("Languages you can work in"),
        help_text=_("Those in which you could run a project with another school."),
    )
    field_order = ["levels", "vocational", "subjects", "age_from", "age_to", "languages"]

    def clean(self):
        """Families make sense for vocational training only; elsewhere they are left out."""
        data = super().clean()
        if VOCATIONAL_LEVEL not in data.get("levels", []):
            data["vocational"] = []
        return data


class ProfileForm(NamesMixin, RoleMixin, TeachingForm):
    """Everything a teacher tells about themselves."""

    language = forms.ChoiceField(
        label=_("Language of e-mails and notices"), choices=interface_languages
    )
    is_available = forms.BooleanField(
        label=_("I am looking for partners"),
        help_text=_("Without this mark you are still found, but nobody expects an answer."),
        required=False,
    )
    looking_for = LinesField(
        label=_("What I am looking for"),
        help_text=_("Two or three sentences: the idea, the pupils, the time of the year."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    interests = LineField(
        label=_("Interests"),
        help_text=_("Words that others may search for, such as theatre, rivers, robots."),
        max_length=200,
        required=False,
    )
    field_order = [
        "is_available",
        "looking_for",
        "interests",
        "levels",
        "vocational",
        "subjects",
        "age_from",
        "age_to",
        "languages",
        "given_name",
        "family_name",
        "role",
        "language",
    ]
