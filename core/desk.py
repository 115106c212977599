"""The desk of the support staff: Django admin with queues, and decisions that call steps."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.db.models import TextChoices
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.errors import WrongState


class Desk(admin.AdminSite):
    """The admin site. Its front page shows what waits, oldest first."""

    site_header = site_title = _("Support desk")
    index_title = _("What is waiting")
    index_template = "admin/desk_index.html"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only desks of ours: those that packages bring show secrets and go past the steps."""
        if admin_class and not admin_class.__module__.startswith(("allauth.", "django.")):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        user = request.user
        if not (user.is_active and user.is_staff):
            return False
        return user.looks_after_all or bool(user.desk_countries)

    def index(self, request, extra_context=None):
        desks = [desk for desk in self._registry.values() if isinstance(desk, DeskAdmin)]
        queues = [desk.queue(request) for desk in desks if desk.is_queue]
        figures = [table for desk in desks if (table := desk.figures(request))]
        context = {"queues": queues, "figures": figures}
        return super().index(request, context | (extra_context or {}))


def name_fields(model, **names):
    """Say what fields are called at the desk, in the reader's language.

    For fields that no other page shows. A name given here is no part of the schema: no migration.
    """
    for field, name in names.items():
        model._meta.get_field(field).verbose_name = name


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads this text. Say what was missing and what they can do."),
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        min_length=10,
        max_length=2000,
    )


# Sent by the decisions on a row's own page.
ONE_BY_ONE = "one_by_one"


class DeskAdmin(admin.ModelAdmin):
    """Rows of the person's own countries, read-only; decisions are actions that call steps.

    The manager of the model has `on_desk_of(user)`. A class that is a queue returns its waiting
    rows from `waiting(rows)`; each action named in `decisions` is also a button on the row's page.
    """

    change_form_template = "admin/desk_change_form.html"
    change_list_template = "admin/desk_change_list.html"
    show_full_result_count = False
    list_per_page = 50
    decisions: tuple[str, ...] = ()
    # Of a queue: the field that says since when a row waits, and the days that is usual.
    since_field = ""
    usual_days = 7

    # --- who may do what: the steps decide; here only who may look -----------------

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.on_desk_of(request.user)

    # --- the queue ---------------------------------------------------------------

    def waiting(self, rows):
        """The rows that wait for a decision, oldest first. A list that is no queue has none."""
        return rows.none()

    @property
    def is_queue(self):
        return type(self).waiting is not DeskAdmin.waiting

    def about(self, row):
        """What one must know of a waiting row besides its name."""
        return ""

    def queue(self, request):
        """What the desk's front page says of this queue: how many wait, and the five oldest."""
        rows = self.waiting(self.get_queryset(request))
        first = list(rows[:5])
        return {
            "id": self.opts.model_name,
            "name": self.opts.verbose_name_plural,
            "count": rows.count() if len(first) == 5 else len(first),
            "first": [self._waiting_row(row) for row in first],
            "url": reverse(f"admin:{self._named('changelist')}"),
        }

    def _waiting_row(self, row):
        since = getattr(row, self.since_field) if self.since_field else None
        return {
            "title": str(row),
            "about": self.about(row),
            "since": since,
            "is_late": bool(since) and timezone.now() - since > timedelta(days=self.usual_days),
            "url": self._url_of(row),
        }

    def _named(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _url_of(self, row):
        return reverse(f"admin:{self._named('change')}", args=[row.pk])

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        try:
            return super().changelist_view(request, {"title": title} | (extra_context or {}))
        except DataError:  # a filter that no text in PostgreSQL can be; as Django answers others
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

    def figures(self, request):
        """A table for the desk's front page: title, columns, rows. Most desks have none."""
        return

    # --- decisions ----------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None):
        buttons = [
            (name, description)
            for name, (function, _name, description) in self.get_actions(request).items()
            if name in self.decisions
        ]
        return super().change_view(
            request, object_id, form_url, {"decisions": buttons} | (extra_context or {})
        )

    def response_action(self, request, queryset):
        """From the page of one row a decision leads on to the next row that waits."""
        answer = super().response_action(request, queryset)
        is_decided = isinstance(answer, HttpResponseRedirect)
        if is_decided and self.is_queue and ONE_BY_ONE in request.POST:
            return self._next_of_the_queue(request)
        return answer

    def _next_of_the_queue(self, request):
        decided = request.POST.getlist(ACTION_CHECKBOX_NAME)
        following = self.waiting(self.get_queryset(request)).exclude(pk__in=decided).first()
        if following is not None:
            return HttpResponseRedirect(self._url_of(following))
        self.message_user(request, _("Nothing waits in this queue any more."), messages.INFO)
        return HttpResponseRedirect(reverse(f"admin:{self._named('changelist')}"))

    def decide(self, request, rows, step, done):
        """Take a step for each row. Who is late, or may not, is told; the others go on.

        `step(row)` calls a service; `done(count)` is the sentence for what was done.
        """
        count = 0
        for row in rows:
            try:
                step(row)
                count += 1
            except (WrongState, PermissionDenied) as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.WARNING)
        if count:
            self.message_user(request, done(count), messages.SUCCESS)

    def decide_with_reason(self, request, rows, *, action, title, step, done):
        """Ask for one reason for all the rows, then take the step: `step(row, reason)`."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            self.decide(request, rows, lambda row: step(row, reason), done)
            return HttpResponseRedirect(request.get_full_path())
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "rows": rows,
            "form": form,
            "action": action,
            "one_by_one": ONE_BY_ONE in request.POST,
        }
        return TemplateResponse(request, "admin/desk_reason.html", context)


class CentralAdmin(DeskAdmin):
    """A list for the Central Support Service alone, with the rows of all countries."""

    def has_module_permission(self, request):
        return super().has_module_permission(request) and request.user.looks_after_all

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and request.user.looks_after_all

    def get_queryset(self, request):
        rows = admin.ModelAdmin.get_queryset(self, request)
        return rows if request.user.looks_after_all else rows.none()


class StandingFilter(admin.SimpleListFilter):
    """What waits is shown first; what was decided is one click away.

    `statuses` are the choices, one of them WAITING, of the column named by `parameter_name`.
    """

    title = _("status")
    parameter_name = "status"
    statuses: type[TextChoices]

    def lookups(self, request, model_admin):
        others = [pair for pair in self.statuses.choices if pair[0] != self.statuses.WAITING]
        return [*others, ("all", _("All"))]

    def choices(self, changelist):
        waiting, *others = super().choices(changelist)
        return [waiting | {"display": self.statuses.WAITING.label}, *others]

    def waiting(self, rows):
        return rows.filter(**{self.parameter_name: self.statuses.WAITING})

    def queryset(self, request, queryset):
        if request.method == "POST" or self.value() == "all":
            return queryset  # an action also reaches what a colleague has decided meanwhile
        if self.value() in self.statuses.values:
            return queryset.filter(**{self.parameter_name: self.value()})
        return self.waiting(queryset)
