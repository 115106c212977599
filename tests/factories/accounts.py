from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.agreements import CURRENT
from accounts.models import Consent, Membership, School, SchoolOrigin, Teacher, TeacherStatus, User

PASSWORD = "a-long-test-password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@demo.example")
    given_name = "Person"
    family_name = factory.Sequence(lambda n: f"Number{n}")
    password = factory.django.Password(PASSWORD)
    # Nobody is new here, unless a test says so.
    date_joined = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def agreed(self, create, extracted, **kwargs):
        if create and extracted is not False:
            Consent.objects.bulk_create(
                Consent(user=self, agreement=one.name, version=one.version, language="en")
                for one in CURRENT
            )


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    slug = factory.Sequence(lambda n: f"school-{n}")
    country_id = "ES"
    official_id = factory.Sequence(lambda n: f"{n:08d}")
    name = factory.Sequence(lambda n: f"School {n}")
    town = "Somewhere"
    levels = ["lower_secondary"]
    origin = SchoolOrigin.REGISTER


class TeacherFactory(factory.django.DjangoModelFactory):
    """A validated teacher of a school in their country. Its membership is made as well."""

    class Meta:
        model = Teacher
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(status=TeacherStatus.WAITING)

    user = factory.SubFactory(UserFactory)
    slug = factory.Sequence(lambda n: f"person-{n}")
    country_id = "ES"
    school = factory.SubFactory(SchoolFactory, country_id=factory.SelfAttribute("..country_id"))
    role = "teacher"
    subjects = ["biology"]
    languages = ["en"]
    levels = ["lower_secondary"]
    age_from = 12
    age_to = 15
    status = TeacherStatus.VALIDATED
    last_active_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def membership(self, create, extracted, **kwargs):
        if create and self.school:
            Membership.objects.create(teacher=self, school=self.school)
