"""All addresses. Pages a person reads carry their language first; machine addresses carry none."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from core.health import healthz, readyz
from core.theme import set_theme

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
    path("theme/", set_theme, name="set_theme"),
]

if settings.DEMO_WORLD:
    urlpatterns.append(path("demo/mail/", include("notifications.demo")))

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
