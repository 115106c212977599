"""/demo/mail/: every e-mail of the demo world, to be read by whoever tries the portal."""

import os
import runpy
import time
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.urls import reverse

import etwinning.urls

pytestmark = pytest.mark.django_db

TEXT = "Type this code:\n\nABCD-EFGH\n\nAñadido en español."


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    settings.ROOT_URLCONF = "tests.notifications.demo_urls"
    return tmp_path


def send(directory, *subjects, text=TEXT, age=0):
    """Send e-mails over one connection, as the file-based backend of the demo world does."""
    backend = EmailBackend(file_path=str(directory))
    for subject in subjects:
        message = EmailMultiAlternatives(subject, text, "portal@demo.example", ["ana@demo.example"])
        message.attach_alternative("<p>ABCD-EFGH</p>", "text/html")
        backend.send_messages([message])
    for file in directory.glob("*.log"):
        if file == Path(backend._fname):
            os.utime(file, (time.time() - age, time.time() - age))


def test_newest_first_with_the_code_in_sight(client, mailbox):
    send(mailbox, "Earlier", age=60)
    send(mailbox, "Later", "Latest")

    answer = client.get("/demo/mail/")

    assert [m.subject for m in answer.context["page_obj"]] == ["Latest", "Later", "Earlier"]
    assert "ABCD-EFGH" in answer.content.decode()


def test_one_message(client, mailbox):
    send(mailbox, "Código")
    (message,) = client.get("/demo/mail/").context["page_obj"]

    page = client.get(reverse("demo:message", args=[message.id])).content.decode()

    assert "Código" in page
    assert "ana@demo.example" in page
    assert "Añadido en español." in page


def test_its_html_is_shut_in(client, mailbox):
    send(mailbox, "Hello")
    (message,) = client.get("/demo/mail/").context["page_obj"]

    answer = client.get(reverse("demo:message_html", args=[message.id]))

    assert answer.content.decode() == "<p>ABCD-EFGH</p>"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_before_the_first_mail_it_says_what_to_do(client, mailbox):
    assert "Nothing was sent yet" in client.get("/demo/mail/").content.decode()
    mailbox.rmdir()
    assert client.get("/demo/mail/").status_code == 200


@pytest.mark.parametrize("message_id", ["none", "none-1", "20261123-1-9", "settings"])
def test_a_message_that_is_not_there_is_not_found(client, mailbox, message_id):
    send(mailbox, "Hello")
    assert client.get(f"/demo/mail/{message_id}/").status_code == 404


def test_outside_the_demo_world_there_is_no_such_page(client, settings):
    assert not current.DEMO_WORLD
    assert client.get("/demo/mail/", follow=True).status_code == 404
    for is_demo in (True, False):
        settings.DEMO_WORLD = is_demo
        routes = runpy.run_path(etwinning.urls.__file__)["urlpatterns"]
        assert any(str(route.pattern) == "demo/mail/" for route in routes) is is_demo
