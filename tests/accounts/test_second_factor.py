"""Who acts for an organisation proves twice who they are (safety items 8, 9, 10)."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import TeacherStatus, User
from core.errors import WrongState
from core.models import Activity
from notifications.models import Notice
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.signing_in import SECRET, app_code, enter, give_app

pytestmark = pytest.mark.django_db

PAGE = "/en/accounts/second-step/"
TEACHERS = "/admin/accounts/teacher/"
ENTRY = "/en/support/es/vc/edit/"
APP = reverse("mfa_activate_totp")


def sign_in(client, person, code=None):
    data = {"login": person.email, "password": PASSWORD}
    answer = client.post("/en/accounts/login/", data)
    if code:
        answer = client.post("/en/accounts/2fa/authenticate/", {"code": code})
    return answer


def confirm_password(client):
    return client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.mark.parametrize(
    ("role", "room"),
    [
        ("staff_es", "/admin/"),
        ("staff_es", TEACHERS),
        ("central", "/admin/contacts/supportunit/"),
        ("staff_es", ENTRY),
        ("staff_es", "/en/support/es/edit/"),
        ("representative", ENTRY),
    ],
)
def test_item_8_without_a_second_factor_a_post_opens_no_room(house, client, role, room):
    enter(client, getattr(house, role), second_factor=False)

    answer = client.get(room)

    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{PAGE}?next=")
    assert "Set up an app" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        (TEACHERS, TEACHERS),
        ("https://elsewhere.example/", "/en/"),
        ("accounts:my_data", "/en/"),
        ("x", "/en/"),
        ("", "/en/"),
    ],
)
def test_who_is_awake_goes_back_to_a_page_of_ours(as_role, address, leads_to):
    assert as_role("staff_es").get(PAGE, {"next": address})["Location"] == leads_to


def test_item_8_a_superuser_is_no_exception(client):
    enter(client, UserFactory(is_staff=True, is_superuser=True), second_factor=False)

    assert client.get("/admin/")["Location"].startswith(PAGE)


def test_item_8_what_is_posted_to_the_desk_changes_nothing(house, client):
    enter(client, house.staff_es, second_factor=False)

    answer = client.post(TEACHERS, {"action": "validate", "_selected_action": [house.carmen.pk]})
    client.post("/en/support/es/vc/confirm/")

    assert answer["Location"] == PAGE + "?"
    house.carmen.refresh_from_db()
    assert house.carmen.status == TeacherStatus.WAITING
    assert not Activity.objects.filter(by=house.staff_es).exists()


def test_item_8_a_sleeping_post_sees_no_more_than_anybody(house, client):
    waiting = f"/en/people/{house.carmen.slug}/"

    assert enter(client, house.staff_es).get(waiting).status_code == 200
    assert enter(Client(), house.staff_es, second_factor=False).get(waiting).status_code == 404


def test_public_pages_and_ones_own_stay_open(house, client):
    enter(client, house.representative, second_factor=False)

    for page in ("/en/", "/en/support/es/vc/", "/en/projects/", "/en/notifications/"):
        assert client.get(page).status_code == 200, page
    assert "One more step" in client.get("/en/").content.decode()


def test_people_without_a_post_are_asked_for_nothing(house, client):
    enter(client, house.founder, second_factor=False)

    assert client.get("/en/partners/").status_code == 200
    assert client.get(ENTRY).status_code == 403
    assert "One more step" not in client.get("/en/").content.decode()


def test_signing_in_leads_those_with_a_post_to_the_enrolment(house, client):
    assert sign_in(client, house.staff_es)["Location"] == PAGE
    assert sign_in(Client(), house.founder)["Location"] == "/en/"


@pytest.mark.usefixtures("transactional_db")
def test_item_8_from_enrolling_to_the_desk_and_back_with_the_code(house, client):
    sign_in(client, house.staff_es)
    assert "reauthenticate" in client.get(APP)["Location"]
    confirm_password(client)
    client.get(APP)
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    client.post(APP, {"code": app_code()})
    assert client.get(TEACHERS).status_code == 200

    second = Client()
    asked = sign_in(second, house.staff_es)
    assert "2fa/authenticate" in asked["Location"]
    assert second.get(TEACHERS)["Location"].startswith("/en/accounts/login/")
    second.post("/en/accounts/2fa/authenticate/", {"code": app_code()})
    assert second.get(TEACHERS).status_code == 200


def test_item_8_a_session_from_before_the_enrolment_shows_the_code_first(house, client):
    enter(client, house.staff_es, second_factor=False)
    give_app(house.staff_es)

    page = client.get(TEACHERS, follow=True)
    assert "Enter the code of my app" in page.content.decode()
    answer = client.post(f"/en/accounts/2fa/reauthenticate/?next={TEACHERS}", {"code": app_code()})

    assert answer["Location"] == TEACHERS
    assert client.get(TEACHERS).status_code == 200


def test_adding_a_second_app_proves_nothing(house, client):
    """Only the very first factor is proof: somebody with the password alone adds no other way in."""
    enter(client, house.staff_es, second_factor=False)
    give_app(house.staff_es)
    confirm_password(client)

    answer = client.post(APP, {"code": app_code()})

    assert "deactivate" in answer["Location"]
    assert client.get(TEACHERS)["Location"].startswith(PAGE)


def test_removing_the_last_factor_closes_the_desk_in_every_session(house, client):
    give_app(house.staff_es)
    sign_in(client, house.staff_es, app_code())
    other = enter(Client(), house.staff_es)
    assert other.get(TEACHERS).status_code == 200
    confirm_password(client)

    client.post("/en/accounts/2fa/totp/deactivate/")

    assert client.get(TEACHERS)["Location"].startswith(PAGE)
    assert other.get(TEACHERS)["Location"].startswith("/en/accounts/login/")


def test_item_9_a_code_of_the_app_works_once(house, client):
    give_app(house.staff_es)
    code = app_code()
    sign_in(client, house.staff_es, code)
    thief = Client()

    answer = sign_in(thief, house.staff_es, code)

    assert answer.status_code == 200
    assert thief.get(TEACHERS)["Location"].startswith("/en/accounts/login/")


def test_item_9_recovery_codes_are_shown_once_and_each_works_once(house, client):
    sign_in(client, house.staff_es)
    confirm_password(client)
    client.get(APP)
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post(APP, {"code": app_code()})
    shown = client.get("/en/accounts/2fa/recovery-codes/")
    codes = shown.context["unused_codes"]
    assert codes[0] in shown.content.decode()
    assert codes[0] not in client.get("/en/accounts/2fa/recovery-codes/").content.decode()

    lost = Client()
    sign_in(lost, house.staff_es, codes[0])
    assert lost.get(TEACHERS).status_code == 200
    assert sign_in(Client(), house.staff_es, codes[0]).status_code == 200


def test_a_wrong_code_is_slowed_down(house, client):
    give_app(house.staff_es)
    sign_in(client, house.staff_es)
    for _ in range(5):
        client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})

    answer = client.post("/en/accounts/2fa/authenticate/", {"code": app_code()})

    assert "five minutes" in answer.content.decode()
    assert "_auth_user_id" not in client.session


# --- lost -----------------------------------------------------------------------


def test_central_staff_reset_a_lost_factor_with_a_reason(house, as_role):
    give_app(house.staff_es)
    lost = Client()
    sign_in(lost, house.staff_es, app_code())
    reason = "You called us from the number in the directory."

    as_role("central").post(
        "/admin/accounts/user/",
        {
            "action": "reset_second_factor",
            "_selected_action": [house.staff_es.pk],
            "reason": reason,
        },
    )

    assert not Authenticator.objects.filter(user=house.staff_es).exists()
    assert lost.get("/en/notifications/")["Location"].startswith("/en/accounts/login/")
    act = Activity.objects.get(verb="accounts.reset_second_factor")
    assert (act.by, act.target, act.details) == (house.central, house.staff_es, {"reason": reason})
    notice = Notice.objects.get(recipient=house.staff_es)
    assert reason in notice.body
    assert sign_in(lost, house.staff_es)["Location"] == PAGE


@pytest.mark.parametrize("role", ["staff_es", "representative", "founder"])
def test_nobody_else_resets_a_factor(house, role):
    give_app(house.staff_it)

    with pytest.raises(PermissionDenied):
        services.reset_second_factor(
            user_id=house.staff_it.pk, by=getattr(house, role), reason="Because."
        )

    assert Authenticator.objects.exists()


def test_nobody_resets_their_own_and_nothing_is_reset_twice(house):
    with pytest.raises(PermissionDenied):
        services.reset_second_factor(user_id=house.central.pk, by=house.central, reason="Because.")
    with pytest.raises(WrongState):
        services.reset_second_factor(user_id=house.staff_es.pk, by=house.central, reason="Because.")


# --- the demo world ---------------------------------------------------------------


def code_printed_for(person, **options):
    out = StringIO()
    call_command("demo_code", person.email, stdout=out, **options)
    return out.getvalue().strip()


def test_the_demo_worlds_codes_can_be_printed_and_work(house, client, settings):
    settings.DEMO_WORLD = True
    give_app(house.staff_es)
    app_code()

    sign_in(client, house.staff_es, code_printed_for(house.staff_es))

    assert client.get(TEACHERS).status_code == 200


def test_nobodys_code_is_printed_where_people_are_real(house, settings):
    give_app(house.staff_es)
    with pytest.raises(CommandError, match="real people"):
        code_printed_for(house.staff_es)
    settings.DEMO_WORLD = True
    with pytest.raises(CommandError, match="no authenticator app"):
        code_printed_for(house.staff_it)


# --- one way in -------------------------------------------------------------------


def test_item_10_the_desk_has_no_door_of_its_own(client, settings):
    assert client.get("/admin/login/")["Location"].startswith("/en/accounts/login/")
    answer = client.post("/admin/login/", {"username": "css@demo.example", "password": PASSWORD})
    assert answer["Location"].startswith("/en/accounts/login/")
    assert settings.AUTHENTICATION_BACKENDS == ["accounts.backend.Backend"]


def test_item_17_a_session_of_the_desk_is_listed_as_any_other(house, client):
    give_app(house.staff_es)
    sign_in(client, house.staff_es, app_code())

    assert UserSession.objects.get(user=house.staff_es).session_key == client.session.session_key


def test_item_3_a_new_portal_has_no_account():
    assert not User.objects.exists()
