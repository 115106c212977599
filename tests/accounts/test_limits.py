"""A whole staff room gets in, guessing stays slow, and nobody is locked out (safety items 5, 12, 13)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Email
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.signing_in import CODE, app_code, give_app

pytestmark = pytest.mark.django_db

LOGIN = "/en/accounts/login/"
CODE_STEP = "/en/accounts/2fa/authenticate/"
WRONG = "wrong-every-time"
SCHOOL, CAFE = "203.0.113.7", "198.51.100.9"
SLOW = "That was wrong too often. Try again in five minutes;"


def attempt(client, email, password=WRONG, address=SCHOOL, **headers):
    data = {"login": email, "password": password}
    return client.post(LOGIN, data, REMOTE_ADDR=address, headers=headers)


def is_slowed(answer):
    return SLOW in answer.content.decode()


def test_item_12_forty_people_of_one_staff_room_sign_in_within_a_minute():
    people = UserFactory.create_batch(40)
    for person in people:
        mistyped, client = Client(), Client()
        attempt(mistyped, person.email, "A-Long-Test-Password")
        answer = attempt(client, person.email, PASSWORD)
        assert answer.status_code == 302, person.email


def test_item_12_one_account_is_guessed_five_times_in_five_minutes(time_machine):
    time_machine.move_to("2026-03-01 08:00:00+00:00", tick=False)
    email = UserFactory().email
    assert not any(is_slowed(attempt(Client(), email)) for _ in range(5))

    assert is_slowed(attempt(Client(), email))
    assert is_slowed(attempt(Client(), email, PASSWORD))
    time_machine.shift(299)
    assert is_slowed(attempt(Client(), email, PASSWORD))
    time_machine.shift(2)
    assert attempt(Client(), email, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("most", "seconds"), [(20, 3600), (50, 24 * 3600)], ids=["an hour", "a day"]
)
def test_item_12_codes_of_the_second_step_are_guessed_so_often_in(time_machine, most, seconds):
    """Whoever knows the password guesses codes five at a time, but not for long."""
    moment = datetime(2026, 3, 1, 8, tzinfo=UTC)
    person = UserFactory()
    give_app(person)
    client = Client()
    time_machine.move_to(moment, tick=False)
    attempt(client, person.email, PASSWORD)
    # Twenty an hour at the most: those of the day are spread over it.
    pause = 301 if most == 20 else 1201
    for number in range(most):
        time_machine.move_to(moment + timedelta(seconds=number // 5 * pause), tick=False)
        if number % 5 == 0:
            attempt(client, person.email, PASSWORD)
        assert not is_slowed(client.post(CODE_STEP, {"code": "000000"})), number

    time_machine.move_to(moment + timedelta(seconds=most // 5 * pause + 1), tick=False)
    attempt(client, person.email, PASSWORD)
    assert is_slowed(client.post(CODE_STEP, {"code": "000000"}))
    time_machine.move_to(moment + timedelta(seconds=seconds + 1), tick=False)
    attempt(client, person.email, PASSWORD)
    assert client.post(CODE_STEP, {"code": app_code()}).status_code == 302


def test_item_12_another_browser_and_another_address_do_not_help_the_guesser():
    email = UserFactory().email
    for number in range(5):
        attempt(Client(), email, address=f"198.51.100.{number}")

    assert is_slowed(attempt(Client(), email, address=CAFE))
    assert is_slowed(attempt(Client(), email.upper(), address=CAFE))


def too_many_of(address, **headers):
    """Sixty wrong attempts at as many accounts, and what the sixty-first one is told."""
    for number in range(60):
        attempt(Client(), f"p{number}@demo.example", address=address, **headers)
    return attempt(Client(), "p60@demo.example", address=address, **headers)


def test_item_12_an_address_that_tries_many_accounts_is_slowed_and_others_are_not():
    assert is_slowed(too_many_of(CAFE))
    assert attempt(Client(), UserFactory().email, PASSWORD, address=SCHOOL).status_code == 302


def test_item_12_an_invented_forwarding_header_hides_nobody():
    """Without a proxy in front the header is somebody's invention."""
    email = UserFactory().email
    for number in range(60):
        forged = f"192.0.2.{number}"
        attempt(Client(), f"p{number}@demo.example", address=CAFE, x_forwarded_for=forged)

    assert is_slowed(attempt(Client(), email, address=CAFE, x_forwarded_for="192.0.2.99"))


def test_item_12_behind_the_proxy_only_what_the_proxy_wrote_counts(settings):
    """The visitor's own part of the header stands on the left; nginx adds the true address."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    nginx = "172.18.0.5"
    for number in range(60):
        forged = f"192.0.2.{number}, {CAFE}"
        attempt(Client(), f"p{number}@demo.example", address=nginx, x_forwarded_for=forged)

    person = UserFactory().email
    guesser, school = f"192.0.2.99, {CAFE}", SCHOOL
    assert is_slowed(attempt(Client(), person, address=nginx, x_forwarded_for=guesser))
    answer = attempt(Client(), person, PASSWORD, address=nginx, x_forwarded_for=school)
    assert answer.status_code == 302


def test_item_12_one_household_is_one_address_in_ipv6_too():
    for number in range(60):
        attempt(Client(), f"p{number}@demo.example", address=f"2001:db8:1:1::{number:x}")

    email = UserFactory().email
    assert is_slowed(attempt(Client(), email, PASSWORD, address="2001:db8:1:1:ffff::1"))
    assert attempt(Client(), email, PASSWORD, address="2001:db8:1:2::1").status_code == 302


def test_item_13_who_is_being_guessed_at_still_gets_in_by_code():
    person = UserFactory()
    for _ in range(8):
        attempt(Client(), person.email)
    client = Client()
    assert is_slowed(attempt(client, person.email, PASSWORD))

    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = CODE.search(Email.objects.latest("pk").text).group()
    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_item_12_too_many_sign_ups_get_a_page_that_says_when_to_try_again():
    def sign_up(number, address):
        data = {"email": f"n{number}@demo.example", "password1": PASSWORD}
        return Client().post(reverse("account_signup"), data, REMOTE_ADDR=address)

    for number in range(60):
        assert sign_up(number, CAFE).status_code == 302
    answer = sign_up(60, CAFE)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    page = answer.content.decode()
    assert 'class="site-main"' in page
    assert "Try again in one minute" in page
    assert sign_up(61, SCHOOL).status_code == 302


# --- codes --------------------------------------------------------------------------


@pytest.fixture
def code_for():
    def ask(client, person):
        client.post(reverse("account_request_login_code"), {"email": person.email})
        return CODE.search(Email.objects.latest("pk").text).group()

    return ask


def confirm(client, code):
    client.post(reverse("account_confirm_login_code"), {"code": code})
    return "_auth_user_id" in client.session


def test_item_5_a_code_to_sign_in_works_once_in_its_own_browser(code_for):
    person, client, thief = UserFactory(), Client(), Client()
    code = code_for(client, person)
    thief.post(reverse("account_request_login_code"), {"email": person.email})

    assert not confirm(thief, code)
    assert confirm(client, code)
    client.post(reverse("account_logout"))
    assert not confirm(client, code)


def test_item_5_a_code_lives_ten_minutes(code_for, time_machine):
    time_machine.move_to("2026-03-01 08:00:00+00:00", tick=False)
    person, early, late = UserFactory(), Client(), Client()
    first = code_for(early, person)
    second = code_for(late, person)

    time_machine.shift(9 * 60)
    assert confirm(early, first)
    time_machine.shift(61)
    assert not confirm(late, second)


@pytest.mark.parametrize("wrong", [2, 3])
def test_item_5_three_wrong_attempts_end_a_code(code_for, wrong):
    client = Client()
    code = code_for(client, UserFactory())
    for _ in range(wrong):
        assert not confirm(client, "WRONG-CODE")

    assert confirm(client, code) is (wrong < 3)


def test_item_5_no_two_codes_are_alike(code_for):
    person = UserFactory()
    assert len({code_for(Client(), person) for _ in range(3)}) == 3


VERIFY = "account_email_verification_sent"


def signed_up(email):
    client = Client()
    client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD})
    return client


def ask_again(client):
    """Press "Send a new code": the status, and whether it can be pressed once more."""
    answer = client.post(reverse(VERIFY), {"action": "resend"})
    again = "Send a new code" in client.get(reverse(VERIFY)).content.decode()
    return answer.status_code, again


def newest_code():
    return CODE.search(Email.objects.latest("pk").text).group()


def test_item_5_a_new_code_twice_and_the_newest_alone_works(time_machine):
    time_machine.move_to("2026-03-01 08:00:00+00:00", tick=False)
    client = signed_up("new@demo.example")
    first = newest_code()
    assert ask_again(client) == (429, True)  # within the first minute
    for again in (True, False):
        time_machine.shift(61)
        assert ask_again(client) == (302, again)
    assert Email.objects.filter(to="new@demo.example").count() == 3

    client.post(reverse(VERIFY), {"code": first})
    assert "_auth_user_id" not in client.session
    client.post(reverse(VERIFY), {"code": newest_code()})
    assert "_auth_user_id" in client.session


def test_item_5_a_new_code_to_sign_in_as_well(code_for):
    person, client = UserFactory(), Client()
    first = code_for(client, person)
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    assert not confirm(client, first)
    assert confirm(client, newest_code())


def test_item_4_asking_for_a_new_code_or_another_address_tells_nothing(time_machine):
    time_machine.move_to("2026-03-01 08:00:00+00:00", tick=False)
    UserFactory(email="known@demo.example")
    pages = []
    for email in ("known@demo.example", "other@demo.example"):
        client = signed_up(email)
        pages.append([ask_again(client)])
        for _ in range(3):
            time_machine.shift(61)
            pages[-1].append(ask_again(client))
        page = client.get(reverse(VERIFY)).content.decode()
        pages[-1] += [re.sub(r'(value="|CSRFToken": ")[\w-]{64}', "", page).replace(email, "X")]
    assert pages[0] == pages[1]
    assert "Register with another address" in pages[0][-1]


# --- the reset --------------------------------------------------------------------------


def reset(client, person, new):
    client.post(reverse("account_reset_password"), {"email": person.email})
    code = CODE.search(Email.objects.latest("pk").text).group()
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    data = {"password1": new, "password2": new}
    return client.post(reverse("account_complete_password_reset"), data)


def test_item_6_a_reset_signs_nobody_in_and_bypasses_no_second_factor(house):
    give_app(house.staff_es)
    client, new = Client(), "slate-roofs-in-the-rain-7"

    reset(client, house.staff_es, new)

    house.staff_es.refresh_from_db()
    assert house.staff_es.check_password(new)
    assert "_auth_user_id" not in client.session
    answer = attempt(client, house.staff_es.email, new)
    assert "2fa/authenticate" in answer["Location"]


def test_item_7_the_ways_in_change_only_after_the_password_and_the_person_is_told(house):
    client = Client()
    attempt(client, house.founder.email, PASSWORD)
    new = "slate-roofs-in-the-rain-7"
    add = {"action_add": "", "email": "new@demo.example"}
    change = {"oldpassword": "wrong", "password1": new, "password2": new}

    for name in ("account_email", "mfa_activate_totp", "mfa_add_webauthn"):
        assert "reauthenticate" in client.post(reverse(name), add)["Location"], name
    client.post(reverse("account_change_password"), change)
    house.founder.refresh_from_db()
    assert house.founder.check_password(PASSWORD)
    client.post(reverse("account_change_password"), change | {"oldpassword": PASSWORD})

    told = Email.objects.latest("pk")
    assert told.to == house.founder.email
    assert "password" in told.subject.lower()
