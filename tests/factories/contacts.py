import factory

from contacts.models import PostRole, SupportPost, SupportUnit


class SupportPostFactory(factory.django.DjangoModelFactory):
    """A person on the staff of a unit of the real directory, named by its code."""

    class Meta:
        model = SupportPost
        exclude = ["unit_code"]

    unit_code = "nso-es"
    unit = factory.LazyAttribute(lambda post: SupportUnit.objects.get(code=post.unit_code))
    user = factory.SubFactory("tests.factories.accounts.UserFactory", is_staff=True)
    role = PostRole.STAFF
