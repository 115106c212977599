"""Two members take the same step in the same moment: nothing is lost, nothing is done twice."""

import pytest

from notifications.models import Notice
from tests.factories import PageFactory, ProjectFactory
from tests.projects.test_at_once import at_once, fresh
from twinspaces import services
from twinspaces.models import Page, TwinSpace

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("transactional_db")]


def test_two_save_the_same_page(house):
    page = PageFactory(twinspace=house.space, title="Plan")

    def save_as(person, body):
        return lambda: services.change_page(
            page_id=page.pk, by=fresh(person), title="Plan", body=body, version=1
        )

    ended = at_once(save_as(house.founder, "Ana's"), save_as(house.cofounder, "Luca's"))

    assert ended == ["done", "told"]
    saved = Page.objects.get(pk=page.pk)
    assert saved.version == 2
    assert [revision.body for revision in saved.revisions.all()] == [saved.body]


def test_a_room_opened_twice_at_once_opens_once(house):
    project = ProjectFactory(founder=house.ana, cofounder=house.luca, active=True)

    def open_it():
        services.open_space(project_id=project.pk)

    assert at_once(open_it, open_it) == ["done", "done"]
    assert TwinSpace.objects.filter(project=project).count() == 1
    assert Notice.objects.filter(kind="twinspaces.opened").count() == 2


def test_two_publish_the_same_page(house):
    page = PageFactory(twinspace=house.space)

    def publish_as(person):
        return lambda: services.publish(kind="page", item_id=page.pk, by=fresh(person))

    assert at_once(publish_as(house.founder), publish_as(house.cofounder)) == ["done", "told"]
