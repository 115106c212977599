from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self):
        from accounts import person_page  # noqa: PLC0415 -- models are ready only now
        from partners.person_page import connecting  # noqa: PLC0415 -- the same

        person_page.ACTIONS.append(connecting)
