"""Accounts. They are read here; the only thing done to them is switching them off and on."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services
from accounts.admin.merging import merge
from accounts.models import User
from core.desk import DeskAdmin
from core.search import having_words


@admin.register(User)
class UserAdmin(DeskAdmin):
    list_display = [
        "name",
        "email",
        "language",
        "is_active",
        "is_staff",
        "date_joined",
        "last_login",
    ]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name_normal"]
    search_help_text = _("Name or e-mail address")
    ordering = ["-date_joined"]
    fields = [
        "given_name",
        "family_name",
        "email",
        "language",
        "is_active",
        "date_joined",
        "last_login",
    ]
    readonly_fields = fields
    actions = ["deactivate", "activate", "reset_second_factor", "merge", "hold", "release"]
    decisions = ("deactivate", "activate", "reset_second_factor", "merge", "hold", "release")

    def get_search_results(self, request, queryset, search_term):
        if "@" in search_term:
            return queryset.filter(email__iexact=search_term.strip()), False
        return having_words(queryset, "name_normal", search_term), False

    @admin.display(description=_("name"), ordering="sort_name")
    def name(self, person):
        return person.name

    @admin.action(description=_("Switch off with a reason"))
    def deactivate(self, request, rows):
        return self.decide_with_reason(
            request,
            rows,
            action="deactivate",
            title=_("Switch off with a reason"),
            step=lambda row, reason: services.deactivate_person(
                user_id=row.pk, by=request.user, reason=reason
            ),
            done=lambda n: (
                ngettext("%(n)d account switched off.", "%(n)d accounts switched off.", n)
                % {"n": n}
            ),
        )

    @admin.action(description=_("Switch on again"))
    def activate(self, request, rows):
        self.decide(
            request,
            rows,
            step=lambda row: services.activate_person(user_id=row.pk, by=request.user),
            done=lambda n: (
                ngettext("%(n)d account switched on.", "%(n)d accounts switched on.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Reset the second factor with a reason"))
    def reset_second_factor(self, request, rows):
        return self.decide_with_reason(
            request,
            rows,
            action="reset_second_factor",
            title=_("Reset the second factor with a reason"),
            step=lambda row, reason: services.reset_second_factor(
                user_id=row.pk, by=request.user, reason=reason
            ),
            done=lambda n: (
                ngettext("%(n)d second factor reset.", "%(n)d second factors reset.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Keep the data for a reason in law"))
    def hold(self, request, rows):
        return self.decide_with_reason(
            request,
            rows,
            action="hold",
            title=_("Keep the data for a reason in law"),
            step=lambda row, reason: services.hold_person(
                user_id=row.pk, by=request.user, reason=reason
            ),
            done=lambda n: (
                ngettext(
                    "The data of %(n)d account are kept.", "The data of %(n)d accounts are kept.", n
                )
                % {"n": n}
            ),
        )

    @admin.action(description=_("Let the data be erased again"))
    def release(self, request, rows):
        self.decide(
            request,
            rows,
            step=lambda row: services.release_person(user_id=row.pk, by=request.user),
            done=lambda n: (
                ngettext("%(n)d account may be erased.", "%(n)d accounts may be erased.", n)
                % {"n": n}
            ),
        )

    @admin.action(description=_("Merge with a second account of this person"))
    def merge(self, request, rows):
        desk = User.objects.on_desk_of(request.user)
        return merge(
            self,
            request,
            rows,
            alike=lambda kept: _of_the_same_name(desk, kept),
            find=lambda typed: desk.filter(email__iexact=typed).first(),
            hint=_("The e-mail address of the other account."),
            step=lambda kept, gone_id: services.merge_people(
                kept_id=kept.pk, gone_id=gone_id, by=request.user
            ),
        )


def _of_the_same_name(desk, kept):
    """Accounts that may be the same person's, as (account, how it is shown)."""
    others = having_words(desk, "name_normal", kept.name).exclude(pk=kept.pk)
    return [(person, f"{person.name} · {person.email}") for person in others.order_by("pk")[:10]]
