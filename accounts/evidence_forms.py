"""What a teacher types while gathering evidence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.services.evidence import CERTIFICATES
from core import files
from core.forms import HouseForm


class HeadForm(HouseForm):
    address = forms.EmailField(
        label=_("E-mail address of your head of school"),
        help_text=_(
            "Best the school's official mailbox for its head: an answer from there counts most. "
            "They need no account."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class SchoolAddressForm(HouseForm):
    address = forms.EmailField(
        label=_("Your e-mail address at the school"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, domain, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = _("It ends with @%(domain)s.") % {"domain": domain}


class CertificateForm(HouseForm):
    file = forms.FileField(
        label=_("Certificate of your school"),
        error_messages={"required": _("Choose the file you want to add.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        accepted = files.endings(CERTIFICATES)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{one}" for one in accepted)
        self.fields["file"].help_text = _(
            "A paper in which your school says that you work there: a PDF, or a photo of it."
        )

    def clean_file(self):
        return files.check(self.cleaned_data["file"], CERTIFICATES)
