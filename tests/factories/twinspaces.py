from datetime import timedelta

import factory
from django.utils import timezone

from twinspaces.models import (
    Announcement,
    Invitation,
    Material,
    Member,
    MemberRole,
    Page,
    TwinSpace,
)


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


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    twinspace = factory.SubFactory(TwinSpaceFactory)
    address = factory.Sequence(lambda n: f"somebody{n}@demo.example")
    by = factory.SelfAttribute("twinspace.project.founder.user")


class LimitedFactory(factory.django.DjangoModelFactory):
    """The place of a teacher who waits for validation, for nine days more."""

    class Meta:
        model = Member

    twinspace = factory.SubFactory(TwinSpaceFactory)
    user = factory.SelfAttribute("teacher.user")
    role = MemberRole.WAITING
    limited_until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=9))

    class Params:
        teacher = factory.SubFactory("tests.factories.accounts.TeacherFactory", waiting=True)
