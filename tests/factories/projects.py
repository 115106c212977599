import factory
from django.utils import timezone

from projects.models import Approval, Project, ProjectKind, ProjectStatus


class ProjectFactory(factory.django.DjangoModelFactory):
    """A European project of two teachers, waiting for its co-founder unless a trait says otherwise."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    class Params:
        at_approval = factory.Trait(status=ProjectStatus.WAITING_APPROVAL, round=1)
        active = factory.Trait(
            status=ProjectStatus.ACTIVE, round=1, approved_at=factory.LazyFunction(timezone.now)
        )

    title = factory.Sequence(lambda n: f"Project {n}")
    slug = factory.Sequence(lambda n: f"project-{n}")
    summary = "What two classes do together."
    kind = ProjectKind.EUROPEAN
    founder = factory.SubFactory("tests.factories.accounts.TeacherFactory")
    founder_school = factory.SelfAttribute("founder.school")
    founder_country_id = factory.SelfAttribute("founder.country_id")
    cofounder = factory.SubFactory("tests.factories.accounts.TeacherFactory", country_id="IT")
    cofounder_school = factory.SelfAttribute("cofounder.school")
    cofounder_country_id = factory.SelfAttribute("cofounder.country_id")
    subjects = ["biology"]
    languages = ["en"]
    age_from = 12
    age_to = 15
    pupils = 40

    @factory.post_generation
    def approvals(self, create, extracted, **kwargs):
        if create and self.status == ProjectStatus.WAITING_APPROVAL:
            for country in self.countries_to_approve:
                Approval.objects.create(project=self, country_id=country, round=self.round)
