"""All addresses. Pages a person reads carry their language first; machine addresses carry none."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("contacts.urls")),
    path("partners/", include("partners.urls")),
    path("projects/", include("projects.urls")),
    path("twinspaces/", include("twinspaces.urls")),
    path("notifications/", include("notifications.urls")),
    path("", include("portal.urls")),
)
