from django import forms
from django.utils.translation import gettext_lazy as _

from core import files
from core.forms import HouseForm, HouseModelForm
from twinspaces.models import Announcement, Material, Page, TwinSpace


class WelcomeForm(HouseModelForm):
    class Meta:
        model = TwinSpace
        fields = ["name", "welcome"]
        widgets = {"welcome": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "name": _("The project keeps its own title."),
            "welcome": _("Everybody can read this, also visitors. No pupils' names, please."),
        }


class PageForm(HouseModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Page
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 18, "aria-describedby": "writing-help"})}


class MaterialForm(HouseModelForm):
    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose the file you want to add.")}
    )
    rights = forms.BooleanField(
        label=_("I made this, or I may share it, and everybody who can be recognised has agreed"),
        error_messages={
            "required": _("Confirm that you may share this file. If you may not, do not add it.")
        },
    )

    class Meta:
        model = Material
        fields = ["description"]
        help_texts = {"description": _("What is it, in one line?")}

    field_order = ["file", "description", "rights"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        accepted = files.endings(files.MATERIALS)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{one}" for one in accepted)
        self.fields["file"].help_text = _(
            "Pictures up to %(pictures)s MB, other files up to %(others)s MB: %(endings)s."
        ) % {
            "pictures": files.PICTURE_LIMIT_MB,
            "others": files.MATERIALS[-1].limit // files.MB,
            "endings": ", ".join(accepted),
        }

    def clean_file(self):
        return files.check(self.cleaned_data["file"], files.MATERIALS)


class AnnouncementForm(HouseModelForm):
    class Meta:
        model = Announcement
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 6})}


class InviteForm(HouseForm):
    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one with which the teacher registered, or will register."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class PublishForm(HouseForm):
    consent = forms.BooleanField(
        label=_(
            "I have checked: no pupil's surname or face is in it without the consent of the family"
        ),
        error_messages={
            "required": _(
                "Check it first and tick this box: what is public can be copied by anybody."
            )
        },
    )
