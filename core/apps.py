from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Portal records and lists")

    def ready(self):
        # Fill the registries at start-up, so that nothing depends on import order.
        autodiscover_modules("rules", "notices", "receivers", "personal_data", "movers", "sources")
