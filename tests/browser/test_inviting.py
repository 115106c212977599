"""Somebody who waits for validation is invited into a room, takes part, and is validated."""

import re

import pytest

from accounts import services as accounts
from tests.at_once import fresh
from tests.factories import PageFactory
from twinspaces import services

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
]
ROOM = "/en/twinspaces/rivers/"
LINK = re.compile(r"https?://[^/\s]+(/en/twinspaces/\S+)")


def test_from_the_invitation_to_full_membership(house, window, post_office):
    PageFactory(twinspace=house.space, by=house.founder, title="Our plan")
    ana = window().enter(house.founder)
    carmen = window(viewport={"width": 360, "height": 740}).enter(house.newcomer)
    assert carmen.page.goto(ROOM).status == 200  # its public face
    carmen.page.get_by_text("Our plan").wait_for(state="detached")

    ana.go(f"{ROOM}members/").follow("Invite a teacher")
    ana.fill("E-mail address", house.newcomer.email).press("Invite").see("Invited: carmen@")
    services.tell_invited()
    letter = post_office.letter_for(house.newcomer.email)

    carmen.go(LINK.search(letter)[1]).see("While you wait for validation")
    assert carmen.violations_by_day_and_night() == []
    carmen.press("Accept").see("Welcome to")
    carmen.go(f"{ROOM}pages/").see("Our plan")
    limited = carmen.page.locator(".limited")
    limited.locator("summary").click()
    limited.get_by_text("you are a full member").wait_for()
    assert carmen.violations_by_day_and_night() == []
    assert carmen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ana.go(f"{ROOM}members/").see("Carmen Ruiz")
    assert ana.violations_by_day_and_night() == []

    accounts.validate_teacher(teacher_id=house.carmen.pk, by=fresh(house.staff_es))
    carmen.go(f"{ROOM}pages/").see("Our plan")
    assert carmen.page.locator(".limited").count() == 0
