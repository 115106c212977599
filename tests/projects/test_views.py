"""What the pages show, what they cost, and what bad input gets."""

import pytest
from django.urls import reverse

from partners.models import Connection, ConnectionStatus
from projects import services
from projects.models import Project, ProjectStatus
from projects.views.new import KEPT_AS
from tests.factories import ConnectionFactory, ProjectFactory, TeacherFactory
from tests.projects.test_services import REASON, TEXT, approve, found, refuse

pytestmark = pytest.mark.django_db

IDEA = {name: TEXT[name] for name in list(TEXT)[:8]}
PLAN = {"aims": "To listen.", "process": "", "results": "A book."}


def page(client, name, *args, **query):
    return client.get(reverse(f"projects:{name}", args=args), query)


def step(name):
    return f"{reverse('projects:new')}?step={name}"


def text_of(answer):
    return answer.content.decode()


# --- The list ------------------------------------------------------------------


def shown(answer):
    return {project.title for project in answer.context["shown"].answer.rows}


@pytest.fixture
def gallery(house):
    """Beside the cast's active project: one in France about art, and one nobody sees yet."""
    marie = TeacherFactory(country_id="FR")
    ProjectFactory(
        cofounder=marie,
        active=True,
        title="Été à la mer",
        subjects=["art"],
        languages=["fr"],
        age_from=6,
        age_to=8,
    )
    ProjectFactory(title="A secret")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Rivers that meet", "Été à la mer"}),
        ({"country": "FR"}, {"Été à la mer"}),
        ({"country": ["FR", "IT"]}, {"Rivers that meet", "Été à la mer"}),
        ({"subject": "art"}, {"Été à la mer"}),
        ({"language": "en"}, {"Rivers that meet"}),
        ({"age": "6-8"}, {"Été à la mer"}),
        ({"q": "ETE mer"}, {"Été à la mer"}),
        ({"country": "FR", "subject": "biology"}, set()),
        ({"q": "secret"}, set()),
    ],
)
def test_the_list_is_narrowed(gallery, client, query, found):
    assert shown(page(client, "list", **query)) == found


HOSTILE = ["'; DROP TABLE", "\x00", "%00", "9" * 400, "-1", "<script>alert(1)</script>"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["q", "country", "subject", "language", "age", "page"])
def test_nonsense_in_the_address_is_left_out(gallery, client, name, text):
    answer = page(client, "list", **{name: text})

    assert answer.status_code == 200
    assert "<script>alert" not in text_of(answer)


def test_a_filter_can_be_taken_away_again(gallery, client):
    chips = page(client, "list", country="FR", q="mer").context["shown"].chips

    assert [chip["label"] for chip in chips] == ["“mer”", "France"]
    assert [chip["remove_url"] for chip in chips] == [
        "/en/projects/?country=FR",
        "/en/projects/?q=mer",
    ]


def test_htmx_gets_the_results_alone(gallery, client):
    answer = client.get(reverse("projects:list"), headers={"HX-Request": "true"})

    assert "<html" not in text_of(answer)
    assert '<section id="found"' in text_of(answer)


# --- One project ---------------------------------------------------------------


def test_names_of_founders_are_for_people_who_are_known(house, as_role):
    assert "Ana Ferrer" not in text_of(page(as_role("visitor"), "detail", "rivers"))
    assert "Ana Ferrer" not in text_of(page(as_role("newcomer"), "detail", "rivers"))
    assert "Ana Ferrer" in text_of(page(as_role("stranger"), "detail", "rivers"))


def test_only_founders_enter_the_twinspace_from_here(house, as_role):
    assert "Enter the TwinSpace" in text_of(page(as_role("founder"), "detail", "rivers"))
    assert "Enter the TwinSpace" not in text_of(page(as_role("stranger"), "detail", "rivers"))


def test_the_way_of_a_project_is_for_its_founders_and_desks(house, as_role):
    assert "steps" not in page(as_role("stranger"), "detail", "rivers").context
    for role in ("founder", "staff_it", "central"):
        assert page(as_role(role), "detail", "rivers").context["steps"]


def test_it_says_where_a_project_stands(house, as_role):
    approve(house.proposal, "ES", house.staff_es)

    context = page(as_role("founder"), "detail", "bread").context

    assert [one["state"] for one in context["steps"]] == ["done", "done", "done", "now", "next"]
    assert context["steps"][3]["who"] == "National Support Organisation of Italy"
    assert context["usual"] == "Usually within 7 days"
    assert context["entries"][0]["who"] == "National Support Organisation of Spain"


def test_a_refusal_is_shown_with_what_to_do(house, as_role):
    refuse(house.proposal, "IT", house.staff_it)

    shown = text_of(page(as_role("cofounder"), "detail", "bread"))

    assert REASON in shown
    assert reverse("projects:resubmit", args=["bread"]) in shown


def test_what_people_write_is_shown_as_text(house, as_role):
    Project.objects.filter(pk=house.project.pk).update(aims="<script>alert(1)</script>")

    assert "<script>alert" not in text_of(page(as_role("founder"), "detail", "rivers"))


# --- Founding ------------------------------------------------------------------


def test_founding_in_three_steps(house, as_role):
    client = as_role("founder")

    first = client.post(step("partner"), {"cofounder": house.luca.slug})
    second = client.post(step("idea"), IDEA)
    third = client.post(step("plan"), PLAN)

    assert (first["Location"], second["Location"]) == (step("idea"), step("plan"))
    project = Project.objects.get(title=TEXT["title"])
    assert third["Location"] == project.get_absolute_url()
    assert (project.aims, project.cofounder) == ("To listen.", house.luca)
    assert KEPT_AS not in client.session


def test_going_back_keeps_what_was_typed(house, as_role):
    client = as_role("founder")
    client.post(step("partner"), {"cofounder": house.luca.slug})
    client.post(step("idea"), IDEA)

    assert TEXT["summary"] in text_of(client.get(step("idea")))


@pytest.mark.parametrize("asked", ["idea", "plan", "nonsense", "\x00"])
def test_a_step_cannot_be_jumped_to(house, as_role, asked):
    answer = page(as_role("founder"), "new", step=asked)

    assert answer.context["step"] == "partner"


def test_somebody_at_the_same_school_cannot_be_chosen(house, as_role):
    colleague = TeacherFactory(school=house.ana.school)
    ConnectionFactory(asker=house.ana, asked=colleague, accepted=True)

    answer = as_role("founder").post(step("partner"), {"cofounder": colleague.slug})

    assert answer.status_code == 422
    assert "same school" in str(answer.context["form"].errors["cofounder"])


def test_a_connection_that_ended_meanwhile_sends_one_back_to_the_first_step(house, as_role):
    client = as_role("founder")
    client.post(step("partner"), {"cofounder": house.luca.slug})
    Connection.objects.update(status=ConnectionStatus.ENDED)

    answer = client.post(step("idea"), IDEA)

    assert answer.context["step"] == "partner"
    assert not Project.objects.filter(title=TEXT["title"]).exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "required"),
        ("title", "x" * 121, "at most 120"),
        ("title", "a\x00b", "Null characters"),
        ("summary", "x" * 601, "at most 600"),
        ("subjects", ["biology", "alchemy"], "alchemy"),
        ("languages", [], "required"),
        ("age_from", "99999999999", "99"),
        ("age_from", "twelve", "whole number"),
        ("age_to", "3", "swap the two ages"),
        ("pupils", "-4", "greater than or equal"),
        ("pupils", "5001", "less than or equal"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(house, as_role, field, value, says):
    client = as_role("founder")
    client.post(step("partner"), {"cofounder": house.luca.slug})

    answer = client.post(step("idea"), IDEA | {field: value})

    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert TEXT["summary"] in text_of(answer) or field == "summary"


@pytest.mark.parametrize("slug", ["", "nobody", "maja-nowak", "\x00"])
def test_only_a_connection_is_chosen(house, as_role, slug):
    answer = as_role("founder").post(step("partner"), {"cofounder": slug})

    assert answer.status_code == 422
    assert answer.context["form"].errors["cofounder"]


# --- Changing ------------------------------------------------------------------


def change(client, version, **text):
    data = {name: value for name, value in (TEXT | text).items() if value != ""}
    return client.post(reverse("projects:edit", args=["rivers"]), data | {"version": version})


def test_the_second_to_save_sees_both_texts_and_may_save_again(house, as_role):
    services.change_text(
        project_id=house.project.pk, version=1, by=house.cofounder, title="Luca's title"
    )
    client = as_role("founder")

    late = change(client, 1, title="Ana's title")

    assert late.status_code == 409
    assert "Luca&#x27;s title" in text_of(late)
    assert 'value="Ana&#x27;s title"' in text_of(late)
    assert Project.objects.get(pk=house.project.pk).title == "Luca's title"
    again = change(client, late.context["form"]["version"].value(), title="Ana's title")
    assert again.status_code == 302
    assert Project.objects.get(pk=house.project.pk).title == "Ana's title"


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_forged_version_saves_nothing(house, as_role, version):
    assert change(as_role("founder"), version).status_code in {409, 422}
    assert Project.objects.get(pk=house.project.pk).title == "Rivers that meet"


def test_accept_pressed_twice_is_explained(house, as_role):
    client = as_role("cofounder")
    url = reverse("projects:accept", args=["songs"])
    client.post(url)

    answer = client.post(url)

    assert answer.status_code == 409
    assert "Both founders have said yes" in text_of(answer)


def test_accept_after_a_withdrawal_is_explained(house, as_role):
    project = found(house)
    services.withdraw(project_id=project.pk, by=house.founder)

    answer = as_role("cofounder").post(reverse("projects:accept", args=[project.slug]))

    assert answer.status_code == 409
    assert "was withdrawn by Ana Ferrer" in text_of(answer)


def test_too_long_a_word_to_the_founder_is_said(house, as_role):
    url = reverse("projects:decline", args=["songs"])

    answer = as_role("cofounder").post(url, {"reason": "x" * 1001})

    assert answer.status_code == 422


# --- Mine, and what it costs ---------------------------------------------------


def test_what_waits_for_me_comes_first(house, as_role):
    parts = page(as_role("cofounder"), "mine").context["parts"]

    assert parts["answer"] == [house.invited]
    assert parts["waiting"] == [house.proposal]
    assert parts["active"] == [house.project]


def test_a_waiting_teacher_reads_why_they_cannot_found(house, as_role):
    assert "not validated you yet" in text_of(page(as_role("newcomer"), "mine"))


@pytest.mark.parametrize("rows", [1, 10])
def test_the_list_costs_the_same_for_every_length(client, rows, django_assert_num_queries):
    ProjectFactory.create_batch(rows, active=True)
    page(client, "list")

    with django_assert_num_queries(3):
        page(client, "list")


@pytest.mark.parametrize("rows", [1, 10])
def test_my_projects_cost_the_same_for_every_length(
    house, as_role, rows, django_assert_num_queries
):
    for status in (ProjectStatus.WAITING_COFOUNDER, ProjectStatus.WAITING_APPROVAL):
        ProjectFactory.create_batch(rows, founder=house.luca, cofounder=house.ana, status=status)
    client = as_role("founder")
    page(client, "mine")

    with django_assert_num_queries(5):
        page(client, "mine")


@pytest.mark.parametrize("rows", [1, 10])
def test_choosing_a_cofounder_costs_the_same_for_every_length(
    house, as_role, rows, django_assert_num_queries
):
    for _row in range(rows):
        ConnectionFactory(asker=house.ana, accepted=True)
    client = as_role("founder")
    page(client, "new")

    with django_assert_num_queries(4):
        page(client, "new")


@pytest.mark.parametrize("slug", ["rivers", "bread", "songs"])
def test_a_project_costs_little(house, as_role, slug, django_assert_max_num_queries):
    client = as_role("founder")
    page(client, "detail", slug)  # the first page of a session writes the session down

    with django_assert_max_num_queries(12):
        page(client, "detail", slug)


def test_public_projects_stand_on_the_pages_of_their_people_and_schools(house, as_role):
    client = as_role("stranger")
    person, school = house.ana.get_absolute_url(), house.luca.school.get_absolute_url()

    for url in (person, school):
        shown = text_of(client.get(url))
        assert house.project.title in shown
        assert house.proposal.title not in shown
