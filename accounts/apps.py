from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from accounts.reference import FILE, load_validation_rules  # noqa: PLC0415 -- models are ready only now
        from contacts import reference  # noqa: PLC0415 -- the same

        reference.FURTHER[FILE] = load_validation_rules
