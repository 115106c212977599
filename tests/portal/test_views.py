import re

import pytest
from django.urls import reverse

from accounts.models import TeacherStatus
from projects.models import ProjectStatus
from tests.factories import ConnectionFactory, ProjectFactory, TeacherFactory

pytestmark = pytest.mark.django_db
HOME = "/en/"


def test_the_front_door_speaks_the_visitors_language(client):
    answer = client.get("/", headers={"accept-language": "es"})
    assert answer["Location"] == "/es/"


def test_countries_stand_in_the_order_of_the_readers_language(client):
    page = client.get("/es/")
    names = [country.name for country in page.context["countries"]]

    assert names[names.index("Austria") :][:4] == [
        "Austria",
        "Azerbaiyán",
        "Bélgica",
        "Bosnia y Herzegovina",
    ]


@pytest.mark.parametrize(
    ("browser", "chosen"),
    [
        ("es-ES,es;q=0.9,en;q=0.8", ["Spain"]),
        ("en,it-IT;q=0.5", ["Italy"]),
        ("en-US", []),
        ("es", []),
        ("zh-Hant-TW, nonsense;q=x", []),
        ("", []),
    ],
)
def test_home_guesses_the_country_from_the_browser(client, browser, chosen):
    answer = client.get(HOME, headers={"accept-language": browser})
    assert re.findall(r"<option selected>([^<]+)", answer.content.decode()) == chosen
    assert "Accept-Language" in answer["Vary"]


def test_home_counts_only_what_is_public(client, house):
    page = client.get(HOME)

    assert page.context["figures"] == {"teachers": 3, "schools": 3, "projects": 1, "countries": 46}
    assert [project.slug for project in page.context["projects"]] == ["rivers"]


def test_home_of_an_empty_portal_explains_itself(client):
    assert "No public project yet" in client.get(HOME).content.decode()


def test_a_newcomer_sees_where_the_registration_stands(as_role):
    page = as_role("newcomer").get(HOME)

    assert "Your details are being checked" in page.content.decode()
    assert [step["state"] for step in page.context["registration"]] == ["done", "now", "next"]
    assert page.context["next_steps"] == []


def test_a_refused_teacher_reads_the_reason(as_role, house):
    house.carmen.status = TeacherStatus.REFUSED
    house.carmen.decision_reason = "The school has another name."
    house.carmen.save()

    assert "The school has another name." in as_role("newcomer").get(HOME).content.decode()


def test_an_invited_cofounder_sees_the_invitation_first(as_role):
    page = as_role("cofounder").get(HOME)

    assert page.context["next_steps"][0].title == "Ana Ferrer invites you to found a project"


def test_requests_for_contact_are_counted(as_role, house):
    ConnectionFactory(asker=house.maja, asked=house.ana)

    titles = [step.title for step in as_role("founder").get(HOME).context["next_steps"]]
    assert "1 person would like to be in contact" in titles


def test_somebody_without_anything_to_do_is_sent_to_find_a_partner(as_role):
    steps = as_role("stranger").get(HOME).context["next_steps"]

    assert [step.url for step in steps] == [reverse("partners:search")]


def test_who_is_suspended_reads_why_and_whom_to_ask(as_role, house):
    house.maja.status = TeacherStatus.SUSPENDED
    house.maja.decision_reason = "Two people use this account."
    house.maja.save()

    (step,) = as_role("stranger").get(HOME).context["next_steps"]

    assert step.text == "Two people use this account."
    assert step.url == reverse("contacts:directory")


def test_the_menu_of_a_person_leads_to_what_is_theirs(as_role):
    founder = as_role("founder").get(HOME).content.decode()
    for name in ("projects:mine", "twinspaces:mine", "partners:connections"):
        assert f'class="menu__item" href="{reverse(name)}"' in founder

    newcomer = as_role("newcomer").get(HOME).content.decode()
    assert f'class="menu__item" href="{reverse("accounts:profile_edit")}"' in newcomer
    assert f'class="menu__item" href="{reverse("projects:mine")}"' not in newcomer


def test_representatives_and_staff_find_their_work(as_role):
    steps = as_role("representative").get(HOME).context["next_steps"]
    assert [step.url for step in steps] == ["/en/support/es/vc/edit/"]


def test_staff_find_their_desk(as_role):
    steps = as_role("staff_es").get(HOME).context["next_steps"]
    assert [step.url for step in steps] == ["/admin/"]


def test_a_national_portal_shows_its_own_projects_and_organisation(client, house):
    page = client.get("/en/national/it/")
    assert [project.slug for project in page.context["projects"]] == ["rivers"]
    assert [unit.code for unit in page.context["organisations"]] == ["nso-it"]
    assert page.context["figures"] == {"teachers": 1, "schools": 1, "projects": 1}

    page = client.get("/en/national/pl/")
    assert list(page.context["projects"]) == []


@pytest.mark.parametrize("code", ["gb", "zz"])
def test_a_country_that_does_not_take_part_has_no_portal(client, code):
    assert client.get(f"/en/national/{code}/").status_code == 404


def test_the_map_tells_every_country_in_its_table(client):
    page = client.get("/en/countries/")

    assert len(page.context["map"].countries) == 46
    assert "Kosovo*" in page.content.decode()


@pytest.mark.parametrize(("role", "most"), [("visitor", 8), ("founder", 12), ("central", 12)])
def test_home_costs_the_same_for_one_and_for_ten(
    as_role, house, django_assert_max_num_queries, role, most
):
    client = as_role(role)
    client.get(HOME)
    for _each in range(10):
        ProjectFactory(founder=house.ana, cofounder=house.luca, active=True)
        ProjectFactory(
            founder=house.luca, cofounder=house.ana, status=ProjectStatus.WAITING_COFOUNDER
        )
        ConnectionFactory(asker=TeacherFactory(), asked=house.ana)
    with django_assert_max_num_queries(most):
        client.get(HOME)


@pytest.mark.parametrize(
    "path", ["", "projects/", "schools/", "countries/", "support/", "support/es/", "national/es/"]
)
def test_public_pages_answer_head(client, path):
    assert client.head(f"/en/{path}").status_code == 200
