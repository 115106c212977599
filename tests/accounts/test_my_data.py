"""Agreeing to the texts, taking one's data along, being forgotten."""

import io
import json
import time
import zipfile
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts import agreements, export, services, tasks
from accounts.models import Consent, Export, ExportState, LegalHold, Teacher, User
from core import files
from core.errors import WrongState
from core.files import StorageFull
from core.models import Activity
from notifications.models import Email, Notice
from projects.models import Project, ProjectStatus
from tests.factories import MaterialFactory, PageFactory, ProjectFactory, UserFactory
from tests.factories.accounts import PASSWORD
from twinspaces.models import SpaceStatus

MY_DATA, ASK, ERASE = "accounts:my_data", "accounts:ask_for_export", "accounts:erase"


@pytest.fixture
def proven(as_role):
    """A person who has typed their password again a moment ago."""

    def sign_in(role):
        client = as_role(role)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in


@pytest.fixture
def ready(house, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.ask_for_export(by=house.founder)
    return Export.objects.get(user=house.founder)


# --- Agreements ----------------------------------------------------------------


def newcomer():
    person = UserFactory(agreed=False)
    EmailAddress.objects.filter(user=person).update(verified=True)
    return person


def test_the_registration_asks_and_keeps_what_was_agreed_to(client, db):
    person = newcomer()
    client.force_login(person)
    url = reverse("accounts:welcome_you")
    page = client.get(url).content.decode()
    assert "I protect pupils" in page
    typed = {"given_name": "Eva", "family_name": "Roca", "country": "ES", "role": "teacher"}

    assert client.post(url, typed).status_code == 422
    assert not Teacher.objects.filter(user=person).exists()
    assert client.post(url, typed | {"agrees": "on"}).status_code == 302

    kept = Consent.objects.filter(user=person)
    assert {(one.agreement, one.version, one.language) for one in kept} == {
        ("conduct", 1, "en"),
        ("privacy", 1, "en"),
    }
    assert {one.text_hash for one in kept} == {one.text_hash() for one in agreements.CURRENT}
    assert Activity.objects.filter(verb="accounts.agreed", by=person).count() == 1


def test_who_has_agreed_is_not_asked_again(client, db):
    person = UserFactory()
    client.force_login(person)
    assert "agrees" not in client.get(reverse("accounts:welcome_you")).context["form"].fields
    assert services.agree(by=person) == []
    assert not Activity.objects.filter(verb="accounts.agreed").exists()


def test_a_new_version_is_asked_once_at_the_next_sign_in(house, client, monkeypatch):
    changed = agreements.Agreement("conduct", 2, "Code of conduct")
    monkeypatch.setattr(agreements.Agreement, "template", "accounts/agreements/conduct_1.html")
    monkeypatch.setattr(agreements, "CURRENT", (changed, agreements.CURRENT[1]))
    client.force_login(house.founder)
    inbox = reverse("notifications:inbox")

    answer = client.get(inbox)
    assert answer["Location"] == f"{reverse('accounts:agreements')}?next=%2Fen%2Fnotifications%2F"
    page = client.get(answer["Location"])
    assert [one.version for one in page.context["wanted"]] == [2]
    assert client.post(answer["Location"], {"agrees": ""}).status_code == 422
    assert client.post(answer["Location"], {"agrees": "on"})["Location"] == inbox
    assert client.get(inbox).status_code == 200


def test_who_does_not_agree_can_still_take_their_data_and_go(house, client):
    Consent.objects.all().delete()
    client.force_login(house.founder)

    assert client.get(reverse("portal:home")).status_code == 302
    assert client.get(reverse(MY_DATA)).status_code == 200
    assert reverse("account_reauthenticate") in client.get(reverse(ERASE))["Location"]


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "accounts:erase", "x"])
def test_agreeing_does_not_lead_to_another_site(house, client, away):
    client.force_login(house.founder)
    url = f"{reverse('accounts:agreements')}?next={away}"
    assert client.post(url, {"agrees": "on"})["Location"] == reverse("portal:home")


# --- Export --------------------------------------------------------------------


@pytest.mark.parametrize("name", [ASK, ERASE])
def test_an_open_browser_is_not_enough(house, as_role, name):
    answer = as_role("founder").post(reverse(name))
    assert reverse("account_reauthenticate") in answer["Location"]
    assert not Export.objects.exists()


def test_an_export_holds_what_is_mine_and_nothing_of_others(house):
    Teacher.objects.filter(pk=house.ana.pk).update(
        looking_for="A class by a river",
        photo=default_storage.save("photos/1/ana", ContentFile(b"Ana's face")),
    )
    PageFactory(twinspace=house.space, by=house.founder, title="My page")
    PageFactory(twinspace=house.space, by=house.cofounder, title="Luca's page")
    MaterialFactory(twinspace=house.space, by=house.founder, name="notes.txt")

    target = io.BytesIO()
    export.write_archive(target, house.founder)

    archive = zipfile.ZipFile(target)
    text = archive.read("my-data.json").decode()
    tables = json.loads(text)["tables"]
    assert tables["accounts.Teacher"]["rows"][0]["looking_for"] == "A class by a river"
    assert [row["title"] for row in tables["twinspaces.Page"]["rows"]] == ["My page"]
    assert tables["account.EmailAddress"]["rows"][0]["email"] == "ana@demo.example"
    assert "luca@demo.example" not in text
    assert "password" not in text
    contents = {archive.read(name) for name in archive.namelist() if name.startswith("files/")}
    assert contents == {b"Ana's face", b"Notes."}


def test_a_file_that_is_gone_is_named_and_does_not_stop_the_export(house):
    Teacher.objects.filter(pk=house.ana.pk).update(photo="photos/gone")
    target = io.BytesIO()
    export.write_archive(target, house.founder)
    tables = json.loads(zipfile.ZipFile(target).read("my-data.json"))["tables"]
    assert tables["accounts.Teacher"]["files"][0].endswith("(missing)")


def test_asking_makes_it_in_the_background_and_tells(
    proven, house, django_capture_on_commit_callbacks
):
    client = proven("founder")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse(ASK))

    assert answer["Location"] == reverse(MY_DATA)
    made = Export.objects.get(user=house.founder)
    assert made.state == ExportState.READY
    notice = Notice.objects.get(recipient=house.founder, kind="accounts.export_ready")
    assert notice.path == made.get_absolute_url()
    assert "Fetch it" in client.get(reverse(MY_DATA)).content.decode()


def test_the_link_works_once(proven, ready):
    client = proven("founder")
    assert "Fetch it now" in client.get(ready.get_absolute_url()).content.decode()

    answer = client.post(ready.get_absolute_url())

    assert answer["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist() == ["my-data.json"]
    assert client.post(ready.get_absolute_url()).status_code == 409
    assert "does not work any more" in client.get(ready.get_absolute_url()).content.decode()


def test_the_link_of_another_person_leads_nowhere(proven, ready):
    client = proven("cofounder")
    assert client.get(ready.get_absolute_url()).status_code == 404
    assert client.post(ready.get_absolute_url()).status_code == 404


def test_fetching_needs_the_password_as_well(as_role, ready):
    answer = as_role("founder").post(ready.get_absolute_url())
    assert reverse("account_reauthenticate") in answer["Location"]


def test_the_link_works_for_a_day(house, ready):
    day_later = time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1), tick=False)
    with day_later, pytest.raises(WrongState, match="24 hours"):
        services.fetch_export(export_id=ready.pk, by=house.founder)


def test_files_go_after_a_day_or_soon_after_use(house, ready):
    name = ready.file.name
    export.sweep()
    assert default_storage.exists(name)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        tasks.sweep_exports()

    ready.refresh_from_db()
    assert (ready.state, ready.file.name) == (ExportState.EXPIRED, "")
    assert not default_storage.exists(name)


def test_a_used_file_goes_within_hours(house, ready):
    services.fetch_export(export_id=ready.pk, by=house.founder)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        export.sweep()
    assert not default_storage.exists(ready.file.name)


def test_three_a_day_and_not_one_more(house, django_capture_on_commit_callbacks):
    for _number in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            services.ask_for_export(by=house.founder)
    with pytest.raises(PermissionDenied, match="three times"):
        services.ask_for_export(by=house.founder)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        assert services.ask_for_export(by=house.founder).state == ExportState.WAITING


def test_asking_while_one_is_made_gives_that_one(house):
    first = services.ask_for_export(by=house.founder)
    assert services.ask_for_export(by=house.founder) == first


def test_made_twice_is_made_once(house, ready):
    name = ready.file.name
    tasks.make_export(ready.pk)
    ready.refresh_from_db()
    assert ready.file.name == name
    assert Notice.objects.filter(kind="accounts.export_ready").count() == 1


def test_a_full_disk_is_not_counted(house, monkeypatch, caplog):
    def full(*args):
        raise StorageFull

    monkeypatch.setattr(files, "store", full)
    for _number in range(4):
        export.make(services.ask_for_export(by=house.founder).pk)
    assert set(Export.objects.values_list("state", flat=True)) == {ExportState.FAILED}


def test_what_a_dead_worker_left_is_made_again(house):
    asked = services.ask_for_export(by=house.founder)
    long_ago = timezone.now() - timedelta(hours=1)
    Export.objects.filter(pk=asked.pk).update(state=ExportState.MAKING, claimed_at=long_ago)

    assert export.sweep() == [asked.pk]


# --- Erasure -------------------------------------------------------------------


def erase(client, address="ana@demo.example"):
    return client.post(reverse(ERASE), {"address": address})


def test_erasing_closes_the_account_at_once(proven, house):
    client = proven("founder")
    assert erase(client, "Ana@Demo.example").status_code == 302

    gone = User.objects.get(pk=house.founder.pk)
    assert (gone.is_active, gone.name, gone.has_usable_password()) == (
        False,
        "Former member",
        False,
    )
    assert client.get(reverse(MY_DATA)).status_code == 302
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert Email.objects.get(to="ana@demo.example").subject == "Your eTwinning account is erased"
    assert Activity.objects.get(verb="accounts.erased").details == {}


@pytest.mark.parametrize("typed", ["", "luca@demo.example"])
def test_a_wrong_address_erases_nothing(proven, house, typed):
    answer = erase(proven("founder"), typed)
    assert answer.status_code == 422
    house.founder.refresh_from_db()
    assert house.founder.is_active


def test_shared_work_stays_with_the_cofounder(house, as_role):
    PageFactory(twinspace=house.space, by=house.founder, title="Our plan")
    services.erase(by=house.founder)

    client = as_role("cofounder")
    for url in (
        house.project.get_absolute_url(),
        house.space.get_absolute_url(),
        reverse("twinspaces:members", args=[house.space.slug]),
        reverse("twinspaces:pages", args=[house.space.slug]),
        house.proposal.get_absolute_url(),
        reverse("projects:mine"),
        reverse("partners:connections"),
        reverse("notifications:inbox"),
        reverse("portal:home"),
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert "Ferrer" not in page.content.decode(), url
    assert "Former member" in client.get(house.project.get_absolute_url()).content.decode()
    assert client.get(reverse("accounts:person", args=["ana-ferrer"])).status_code == 404
    house.project.refresh_from_db()
    assert house.project.status == ProjectStatus.ACTIVE


def test_the_desk_still_works_on_projects_of_a_former_member(house, as_role):
    services.erase(by=house.founder)
    client = as_role("staff_it")
    assert client.get("/admin/projects/approval/").status_code == 200
    assert client.get(house.proposal.get_absolute_url()).status_code == 200


def test_an_idea_nobody_accepted_goes_and_an_invitation_is_declined(house):
    idea = house.invited
    services.erase(by=house.founder)
    assert not Project.objects.filter(pk=idea.pk).exists()

    theirs = ProjectFactory(founder=house.maja, cofounder=house.luca, slug="theirs")
    services.erase(by=house.cofounder)
    theirs.refresh_from_db()
    assert theirs.status == ProjectStatus.DRAFT
    assert "Former member" in Notice.objects.get(recipient=house.stranger).subject


def test_a_project_both_founders_have_left_is_closed(house):
    services.erase(by=house.founder)
    services.erase(by=house.cofounder)

    house.project.refresh_from_db()
    house.space.refresh_from_db()
    assert house.project.status == ProjectStatus.CLOSED
    assert house.space.status == SpaceStatus.ARCHIVED


def test_who_must_be_kept_cannot_be_erased(proven, house):
    services.hold_person(user_id=house.founder.pk, by=house.central, reason="Court 12/26")
    client = proven("founder")

    assert "cannot be erased at the moment" in client.get(reverse(ERASE)).content.decode()
    assert erase(client).status_code == 403
    services.release_person(user_id=house.founder.pk, by=house.central)
    assert erase(client).status_code == 302


def test_the_central_desk_holds_and_lets_go(house, as_role):
    client = as_role("central")
    rows = {"_selected_action": house.founder.pk}

    client.post("/admin/accounts/user/", rows | {"action": "hold", "reason": "Court 12/26"})
    assert LegalHold.objects.get(user=house.founder).reason == "Court 12/26"
    client.post("/admin/accounts/user/", rows | {"action": "release"})
    assert not LegalHold.objects.exists()


def test_an_erased_account_is_not_switched_on_again(house):
    services.erase(by=house.founder)
    with pytest.raises(PermissionDenied, match="was erased"):
        services.activate_person(user_id=house.founder.pk, by=house.central)


def test_only_the_central_service_holds(house):
    with pytest.raises(PermissionDenied):
        services.hold_person(user_id=house.founder.pk, by=house.staff_es, reason="Because")
    assert not LegalHold.objects.exists()


def test_an_erasure_that_fails_forgets_nothing(house, monkeypatch):
    def breaks(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("accounts.services.privacy.post_email", breaks)
    with pytest.raises(RuntimeError):
        services.erase(by=house.founder)
    assert User.objects.get(pk=house.founder.pk).name == "Ana Ferrer"


def test_my_data_costs_the_same_for_one_export_and_for_many(
    house, as_role, django_assert_num_queries
):
    client = as_role("founder")
    client.get(reverse(MY_DATA))
    for number in (1, 9):
        Export.objects.bulk_create(
            Export(user=house.founder, state=ExportState.USED) for _one in range(number)
        )
        with django_assert_num_queries(5):
            client.get(reverse(MY_DATA))


def test_reauthentication_ends(proven, house):
    client = proven("founder")
    with time_machine.travel(time.time() + 301, tick=False):
        assert reverse("account_reauthenticate") in client.get(reverse(ERASE))["Location"]
