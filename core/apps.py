from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    default = True

    def ready(self):
        # Fill the registries at start-up, so that nothing depends on import order.
        autodiscover_modules("rules", "notices", "receivers")


class DeskConfig(AdminConfig):
    """Django's admin with our own site."""

    default_site = "core.desk.Desk"
