from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        # Fill the registries at start-up, so that nothing depends on import order.
        autodiscover_modules("rules", "notices", "receivers", "personal_data", "movers")
