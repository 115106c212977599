import factory
from django.utils import timezone

from twinspaces.models import Announcement, Material, Member, MemberRole, Page, TwinSpace


class TwinSpaceFactory(factory.django.DjangoModelFactory):
    """The room of an active project, with its two founders as members."""

    class Meta:
        model = TwinSpace
        skip_postgeneration_save = True

    project = factory.SubFactory("tests.factories.projects.ProjectFactory", active=True)
    name = factory.SelfAttribute("project.title")

    @factory.post_generation
    def founders(self, create, extracted, **kwargs):
        if not create:
            return
        for teacher in (self.project.founder, self.project.cofounder):
            Member.objects.create(twinspace=self, user=teacher.user, role=MemberRole.FOUNDER)


class InSpaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        published = factory.Trait(published_at=factory.LazyFunction(timezone.now))

    twinspace = factory.SubFactory(TwinSpaceFactory)
    by = factory.SelfAttribute("twinspace.project.founder.user")


class PageFactory(InSpaceFactory):
    class Meta:
        model = Page

    title = factory.Sequence(lambda n: f"Page {n}")
    body = "What we found out."


class AnnouncementFactory(InSpaceFactory):
    class Meta:
        model = Announcement

    title = factory.Sequence(lambda n: f"Announcement {n}")
    body = "We meet on Monday."


class MaterialFactory(InSpaceFactory):
    class Meta:
        model = Material

    name = "notes.txt"
    file = factory.django.FileField(filename="notes.txt", data=b"Notes.")
    content_type = "text/plain"
    size = 6
