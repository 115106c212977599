from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TwinspacesConfig(AppConfig):
    name = "twinspaces"
    verbose_name = _("TwinSpaces")
