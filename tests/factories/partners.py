import factory
from django.utils import timezone

from partners.models import Connection, ConnectionStatus


class ConnectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Connection

    class Params:
        accepted = factory.Trait(
            status=ConnectionStatus.ACCEPTED, answered_at=factory.LazyFunction(timezone.now)
        )

    asker = factory.SubFactory("tests.factories.accounts.TeacherFactory")
    asked = factory.SubFactory("tests.factories.accounts.TeacherFactory", country_id="IT")
    message = "Shall we work together?"
