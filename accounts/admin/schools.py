"""Schools that teachers added, and the register of one's country."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services
from accounts.admin.desk import StandingAdmin
from accounts.admin.filters import SchoolStanding
from accounts.admin.merging import merge
from accounts.models import School, SchoolStatus
from accounts.school_search import likely_duplicates
from core import vocabularies
from core.desk import name_fields
from core.models import Vocabulary
from core.search import having_words

name_fields(School, country=_("country"), territory=_("territory"), merged_into=_("merged into"))


@admin.register(School)
class SchoolAdmin(StandingAdmin):
    """The queue of added schools: confirm them, or refuse them with a reason."""

    list_display = ["name", "town", "territory", "official_id", "level_names", "origin", "days"]
    list_filter = [SchoolStanding]
    list_select_related = ["territory", "country"]
    search_fields = ["text_normal"]
    search_help_text = _("Name, town or official number")
    ordering = ["status_since", "pk"]
    fields = [
        "name",
        "official_id",
        "town",
        "territory",
        "address",
        "postcode",
        "country",
        "website",
        "level_names",
        "status",
        "status_since",
        "decision_reason",
        "merged_into",
        "people",
        "similar",
        "history",
    ]
    actions = ["confirm", "refuse", "reopen", "merge"]
    decisions_by_status = {
        "waiting": ("confirm", "refuse", "merge"),
        "confirmed": ("merge",),
        "refused": ("reopen",),
        "closed": ("reopen",),
    }

    def waiting(self, rows):
        return rows.filter(status=SchoolStatus.WAITING).order_by("status_since", "pk")

    def about(self, row):
        return row.town

    def get_search_results(self, request, queryset, search_term):
        return having_words(queryset, "text_normal", search_term), False

    # --- columns ------------------------------------------------------------------

    @admin.display(description=_("levels"))
    def level_names(self, school):
        return ", ".join(vocabularies.names(Vocabulary.LEVEL, school.levels))

    @admin.display(description=_("teachers there"))
    def people(self, school):
        teachers = school.teachers.select_related("user").order_by("pk")[:20]
        return _lines((str(teacher), teacher.get_status_display()) for teacher in teachers)

    @admin.display(description=_("similar schools"))
    def similar(self, school):
        """What may be the same school: shown beside the decision."""
        return _lines(
            (other.name, f"{other.town} {other.official_id}") for other, _words in _alike(school)
        )

    # --- decisions ----------------------------------------------------------------

    @admin.action(description=_("Confirm"))
    def confirm(self, request, rows):
        self.decide(
            request,
            rows,
            step=lambda row: services.confirm_school(school_id=row.pk, by=request.user),
            done=lambda n: (
                ngettext("%(n)d school confirmed.", "%(n)d schools confirmed.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Refuse with a reason"))
    def refuse(self, request, rows):
        return self.decide_with_reason(
            request,
            rows,
            action="refuse",
            title=_("Refuse with a reason"),
            step=lambda row, reason: services.refuse_school(
                school_id=row.pk, by=request.user, reason=reason
            ),
            done=lambda n: (
                ngettext("%(n)d school refused.", "%(n)d schools refused.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Put back into the queue"))
    def reopen(self, request, rows):
        self.decide(
            request,
            rows,
            step=lambda row: services.reopen_school(school_id=row.pk, by=request.user),
            done=lambda n: (
                ngettext("%(n)d school waits again.", "%(n)d schools wait again.", n) % {"n": n}
            ),
        )

    @admin.action(description=_("Merge with a duplicate"))
    def merge(self, request, rows):
        desk = School.objects.on_desk_of(request.user)
        return merge(
            self,
            request,
            rows,
            alike=_alike,
            find=lambda typed: desk.filter(official_id=typed, merged_into=None).first(),
            hint=_("Its official number."),
            step=lambda kept, gone_id: services.merge_schools(
                kept_id=kept.pk, gone_id=gone_id, by=request.user
            ),
        )


def _alike(school):
    """What may be the same school, as (school, how it is shown)."""
    found = likely_duplicates(
        school.country_id, name=school.name, town=school.town, official_id=school.official_id
    )
    return [
        (other, f"{other.name} · {other.town} {other.official_id}")
        for other in found
        if other.pk != school.pk
    ]


def _lines(pairs):
    return format_html_join("", "<div>{} · {}</div>", pairs) or "—"
