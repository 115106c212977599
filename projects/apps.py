from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        from accounts import person_page  # noqa: PLC0415 -- models are ready only now
        from projects.person_page import projects_at, projects_of  # noqa: PLC0415 -- the same

        person_page.SECTIONS.append(projects_of)
        person_page.SCHOOL_SECTIONS.append(projects_at)
