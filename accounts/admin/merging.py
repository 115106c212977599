"""The page on which two entries become one: this one is kept, the chosen one closes."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from core.errors import WrongState


class MergeForm(forms.Form):
    """The other entry: one of those that look alike, or what was typed."""

    gone = forms.TypedChoiceField(
        label=_("Which one closes?"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    other = forms.CharField(label=_("Or another one"), max_length=254, required=False)

    def __init__(self, *args, alike, find, hint, **kwargs):
        super().__init__(*args, **kwargs)
        self.find = find
        self.fields["gone"].choices = [(row.pk, words) for row, words in alike]
        self.fields["other"].help_text = hint

    def clean(self):
        data = super().clean()
        typed = data.get("other", "").strip()
        found = self.find(typed) if typed else None
        if typed and found is None:
            self.add_error("other", _("Nothing of your desk has this. Check what you typed."))
        elif not typed and data.get("gone") is None:
            raise forms.ValidationError(_("Choose the entry that closes."))
        if found is not None:
            data["gone"] = found.pk
        return data


def merge(desk, request, rows, *, alike, find, hint, step):
    """Ask which entry becomes part of the one that was opened, then take the step."""
    if len(rows) != 1:
        desk.message_user(
            request, _("Merge from one entry: the one that is kept."), messages.WARNING
        )
        return None
    [kept] = rows
    sent = request.POST if "merging" in request.POST else None
    form = MergeForm(sent, alike=alike(kept), find=find, hint=hint)
    if form.is_valid():
        try:
            step(kept, form.cleaned_data["gone"])
        except (WrongState, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
        else:
            desk.message_user(request, _("Merged into %(row)s.") % {"row": kept}, messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
    context = desk.admin_site.each_context(request) | {
        "title": _("Merge into %(row)s") % {"row": kept},
        "opts": desk.opts,
        "kept": kept,
        "form": form,
    }
    return TemplateResponse(request, "admin/desk_merge.html", context)
