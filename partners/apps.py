from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self):
        from accounts import person_page, visibility  # noqa: PLC0415 -- models are ready only now
        from partners.person_page import (  # noqa: PLC0415 -- the same
            are_connected,
            blocking,
            connecting,
        )

        person_page.ACTIONS.append(connecting)
        person_page.LAST_SECTIONS.append(blocking)
        visibility.CONNECTED.append(are_connected)
