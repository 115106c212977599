"""Django's admin with our own site in place of the default one."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "core.desk.Desk"
