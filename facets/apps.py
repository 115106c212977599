from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacetsConfig(AppConfig):
    name = "facets"
    verbose_name = _("Search")
