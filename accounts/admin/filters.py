"""What waits is shown first; what was decided is one click away."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import SchoolStatus, TeacherStatus


class StandingFilter(admin.SimpleListFilter):
    """Rows of one status; those that wait unless another one is asked for."""

    title = _("status")
    parameter_name = "status"
    statuses = None

    def lookups(self, request, model_admin):
        others = [pair for pair in self.statuses.choices if pair[0] != self.statuses.WAITING]
        return [*others, ("all", _("All"))]

    def choices(self, changelist):
        waiting, *others = super().choices(changelist)
        return [waiting | {"display": self.statuses.WAITING.label}, *others]

    def queryset(self, request, queryset):
        if request.method == "POST" or self.value() == "all":
            return queryset  # an action also reaches what a colleague has decided meanwhile
        if self.value() in self.statuses.values:
            return queryset.filter(status=self.value())
        return queryset.filter(status=self.statuses.WAITING)


class TeacherStanding(StandingFilter):
    statuses = TeacherStatus


class SchoolStanding(StandingFilter):
    statuses = SchoolStatus
