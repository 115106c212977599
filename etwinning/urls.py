"""All addresses. Pages a person reads carry their language first; machine addresses carry none."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from core.health import healthz, readyz
from core.language import choose_language
from core.theme import set_theme
from core.well_known import robots, security

# There is one way to sign in: the desk's own form would skip the codes, limits and second factors.
admin.site.login = secure_admin_login(admin.site.login)

handler429 = "core.http.too_many"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("admin/", admin.site.urls),
    path("language/", choose_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    # Registered with identity providers, so the same in every language.
    path("accounts/oidc/", include("accounts.single_sign_on_urls")),
]

if settings.DEMO_WORLD:
    urlpatterns.append(path("demo/mail/", include("notifications.demo")))

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/connected/", include("allauth.socialaccount.urls")),
    path("", include("accounts.urls")),
    path("", include("contacts.urls")),
    path("partners/", include("partners.urls")),
    path("projects/", include("projects.urls")),
    path("twinspaces/", include("twinspaces.urls")),
    path("notifications/", include("notifications.urls")),
    path("", include("portal.urls")),
)
