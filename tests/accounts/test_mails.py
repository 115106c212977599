"""The e-mails of accounts go through the outbox, in two languages, and betray nobody."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from notifications.models import Email
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

EVERYTHING_A_TEMPLATE_MAY_SAY = {
    "user": None,
    "code": "ABCD-EFGH",
    "password_reset_url": "https://demo.example/reset/",
    "signup_url": "https://demo.example/sign-up/",
    "from_email": "old@demo.example",
    "to_email": "new@demo.example",
    "deleted_email": "old@demo.example",
    "timestamp": timezone.now(),
    "ip": "192.0.2.1",
    "user_agent": "A browser",
}
MAILS = {
    "account/email/email_confirmation_signup": "ABCD-EFGH",
    "account/email/email_confirmation": "ABCD-EFGH",
    "account/email/login_code": "ABCD-EFGH",
    "account/email/password_reset_code": "ABCD-EFGH",
    "account/email/account_already_exists": "https://demo.example/reset/",
    "account/email/unknown_account": "https://demo.example/sign-up/",
    "account/email/email_changed": "new@demo.example",
    "account/email/email_confirm": "192.0.2.1",
    "account/email/email_deleted": "old@demo.example",
    "account/email/password_changed": "192.0.2.1",
    "account/email/password_reset": "192.0.2.1",
    "account/email/password_set": "192.0.2.1",
    "mfa/email/totp_activated": "192.0.2.1",
    "mfa/email/totp_deactivated": "192.0.2.1",
    "mfa/email/recovery_codes_generated": "192.0.2.1",
    "mfa/email/webauthn_added": "192.0.2.1",
    "mfa/email/webauthn_removed": "192.0.2.1",
}


class CountingHasher(MD5PasswordHasher):
    """Counts what an attacker would measure with a clock."""

    count = 0

    def encode(self, password, salt):
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.fixture
def hashings(settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.test_mails.CountingHasher"]
    CountingHasher.count = 0
    return lambda: CountingHasher.count


def sign_up(email, language="en"):
    with translation.override(language):
        url = reverse("account_signup")
    return Client().post(url, {"email": email, "password1": PASSWORD})


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("name", "said"), MAILS.items(), ids=MAILS)
def test_every_mail_of_an_account_says_what_it_must(name, said, language, rf):
    with translation.override(language):
        get_adapter().send_mail(name, "ana@demo.example", EVERYTHING_A_TEMPLATE_MAY_SAY)

    email = Email.objects.get()
    assert email.subject
    assert said in email.text
    assert said in email.html
    assert f'lang="{language}"' in email.html
    assert "\n\n\n" not in email.text


def test_a_code_stands_alone_on_its_line():
    sign_up("new@demo.example")
    assert re.search(r"^[A-Z0-9-]{6,}$", Email.objects.get().text, re.MULTILINE)


def test_no_request_sends_mail_itself():
    sign_up("new@demo.example")
    assert Email.objects.get().to == "new@demo.example"
    assert not mail.outbox


def test_a_person_is_written_to_in_the_language_of_the_page_they_signed_up_on():
    sign_up("nueva@demo.example", "es")
    assert User.objects.get(email="nueva@demo.example").language == "es"
    assert 'lang="es"' in Email.objects.get().html


def test_a_used_address_is_told_so_by_mail_and_the_page_says_the_same():
    UserFactory(email="ana@demo.example")

    known, new = sign_up("ana@demo.example"), sign_up("new@demo.example")

    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    to_ana, to_new = Email.objects.order_by("pk")
    assert "There is an account with this address already" in to_ana.text
    assert "Welcome to eTwinning" in to_new.text


def test_signing_up_with_a_used_address_hashes_as_much(hashings):
    UserFactory(email="ana@demo.example")
    before = hashings()
    sign_up("ana@demo.example")
    known = hashings() - before
    sign_up("new@demo.example")
    new = hashings() - before - known
    assert known == new > 0


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_asking_for_a_code_writes_one_row_whether_there_is_an_account_or_not(page):
    UserFactory(email="ana@demo.example")
    answers = [
        Client().post(reverse(page), {"email": address})
        for address in ("ana@demo.example", "nobody@demo.example")
    ]
    assert [email.to for email in Email.objects.order_by("pk")] == [
        "ana@demo.example",
        "nobody@demo.example",
    ]
    known, unknown = answers
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
