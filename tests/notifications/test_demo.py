"""/demo/mail/: every e-mail of the demo world, to be read by whoever tries the portal."""

import runpy

import pytest
from django.conf import settings as current
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

import etwinning.urls
from notifications.mailbox import MailboxBackend

pytestmark = pytest.mark.django_db

TEXT = "Type this code:\n\nABCD-EFGH\n\nAñadido en español."


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.ROOT_URLCONF = "tests.notifications.demo_urls"
    return settings.EMAIL_FILE_PATH


def send(*subjects):
    for subject in subjects:
        message = EmailMultiAlternatives(subject, TEXT, "portal@demo.example", ["ana@demo.example"])
        message.attach_alternative("<p>ABCD-EFGH</p>", "text/html")
        MailboxBackend().send_messages([message])


def sent(client):
    return client.get("/demo/mail/").context["messages_sent"]


def test_newest_first_with_the_code_in_sight(client, mailbox):
    send("Earlier", "Later", "Latest")

    answer = client.get("/demo/mail/")

    assert [message.subject for message in answer.context["messages_sent"]] == [
        "Latest",
        "Later",
        "Earlier",
    ]
    assert "ABCD-EFGH" in answer.content.decode()


def test_one_message(client, mailbox):
    send("Código")
    (message,) = sent(client)

    page = client.get(reverse("demo:message", args=[message.id])).content.decode()

    assert "Código" in page
    assert "ana@demo.example" in page
    assert "Añadido en español." in page


def test_its_html_is_shut_in(client, mailbox):
    send("Hello")
    (message,) = sent(client)

    answer = client.get(reverse("demo:message_html", args=[message.id]))

    assert answer.content.decode() == "<p>ABCD-EFGH</p>"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_before_the_first_mail_it_says_what_to_do(client, mailbox):
    assert "Nothing was sent yet" in client.get("/demo/mail/").content.decode()
    assert not mailbox.exists()


def test_nothing_but_messages_is_read(client, mailbox):
    send("Hello")
    (mailbox / ".unfinished").write_text("Subject: Half")
    (mailbox / "notes.txt").write_text("Not an e-mail.")
    assert len(sent(client)) == 1


@pytest.mark.parametrize("message_id", ["none", "notes", "20261123-1"])
def test_a_message_that_is_not_there_is_not_found(client, mailbox, message_id):
    send("Hello")
    assert client.get(f"/demo/mail/{message_id}/").status_code == 404


def test_outside_the_demo_world_there_is_no_such_page(client, settings):
    assert not current.DEMO_WORLD
    assert client.get("/demo/mail/", follow=True).status_code == 404
    for is_demo in (True, False):
        settings.DEMO_WORLD = is_demo
        routes = runpy.run_path(etwinning.urls.__file__)["urlpatterns"]
        assert any(str(route.pattern) == "demo/mail/" for route in routes) is is_demo
