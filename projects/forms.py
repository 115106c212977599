"""What people may type about a project, and why they decline one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import vocabularies
from core.forms import HouseForm, HouseModelForm
from core.models import Vocabulary
from projects import rules
from projects.models import Project


def _checkboxes(vocabulary: str, label, **options) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=lambda: vocabularies.choices(vocabulary),
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class TextPartForm(HouseModelForm):
    """Some of what a project says."""

    def typed(self) -> dict:
        """What was typed, as a session can keep it."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class IdeaForm(TextPartForm):
    """What the project is about, and for whom."""

    subjects = _checkboxes(Vocabulary.SUBJECT, _("Subjects"))
    vocational = _checkboxes(Vocabulary.VOCATIONAL, _("Vocational families"), required=False)
    languages = _checkboxes(
        Vocabulary.LANGUAGE,
        _("Working languages"),
        help_text=_("The languages in which the pupils will work with each other."),
    )

    class Meta:
        model = Project
        fields = (
            "title",
            "summary",
            "subjects",
            "vocational",
            "languages",
            "age_from",
            "age_to",
            "pupils",
        )
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": _("Short and inviting: pupils and other teachers read it too."),
            "summary": _("What the pupils will do together, in a few sentences. It is public."),
            "pupils": _("Roughly, of both schools together."),
        }

    def clean(self):
        cleaned = super().clean()
        youngest, oldest = cleaned.get("age_from"), cleaned.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error(
                "age_to",
                _("The oldest pupils cannot be younger than the youngest: swap the two ages."),
            )
        return cleaned


class PlanForm(TextPartForm):
    """How the founders want to go about it. They may leave it for later."""

    class Meta:
        model = Project
        fields = ("aims", "process", "results")
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in fields}
        help_texts = {
            "aims": _("What the pupils should learn and be able to do at the end."),
            "process": _("The steps, who does what, and how the two classes keep in touch."),
            "results": _("What there will be to show: a book, a map, a play, an exhibition."),
        }


class TextForm(IdeaForm):
    """Everything a project says, on one page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta(IdeaForm.Meta):
        fields = IdeaForm.Meta.fields + PlanForm.Meta.fields
        widgets = IdeaForm.Meta.widgets | PlanForm.Meta.widgets
        help_texts = IdeaForm.Meta.help_texts | PlanForm.Meta.help_texts


class CofounderForm(HouseForm):
    """Exactly one of the people offered."""

    cofounder = forms.ChoiceField(
        label=_("Your co-founder"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose your co-founder: a project has exactly two founders."),
            "invalid_choice": _("Choose one of your connections from the list."),
        },
    )

    def __init__(self, *args, people, user, school_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {teacher.slug: teacher for teacher in people}
        self.user = user
        self.school_id = school_id
        self.fields["cofounder"].choices = [(slug, slug) for slug in self.people]

    def clean_cofounder(self):
        chosen = self.people[self.cleaned_data["cofounder"]]
        pair = rules.Pair(self.user.teacher_or_none, self.school_id, chosen, connected=True)
        inviting = rules.can_invite(self.user, pair)
        if not inviting:
            raise forms.ValidationError(inviting.reason)
        return chosen

    def typed(self) -> str:
        """Who was chosen, as a session can keep it."""
        return self.cleaned_data["cofounder"].slug


class DeclineForm(HouseForm):
    reason = forms.CharField(
        label=_("A word to the founder"),
        help_text=_("They read it. It helps them to find another co-founder, or a better moment."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )
