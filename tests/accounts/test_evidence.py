"""Each kind of evidence, from the teacher's request to what it is worth; and what bad input gets."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from accounts import evidence_links, services
from accounts.evidence import standing, teachers_with_enough
from accounts.models import (
    Evidence,
    EvidenceKind,
    EvidenceState,
    TeacherStatus,
    ValidationRule,
)
from contacts.models import PostRole, Territory
from core.models import Activity
from notifications.models import Email, Notice
from tests.at_once import fresh
from tests.factories import SchoolFactory, SupportPostFactory, TeacherFactory

pytestmark = pytest.mark.django_db

HEAD = "direccio@iesmarblau.example"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def carmen(house):
    """Carmen waits at a school with a domain of its own, in the territory of the representative."""
    school = house.carmen.school
    school.website = "https://www.iesmarblau.example/ca/"
    school.territory = Territory.objects.get(code="ES-VC")
    school.save()
    house.carmen.school = school
    return house.carmen


def rule(**facts):
    ValidationRule.objects.filter(code="ES").update(**facts)


def now_at(teacher):
    teacher.refresh_from_db()
    return teacher.status


def gathered(teacher):
    found = standing(
        ValidationRule.objects.of_country(teacher.country_id), Evidence.objects.about(teacher)
    )
    return found.points


def ask_head(teacher, address=HEAD):
    return services.ask_head(address=address, by=fresh(teacher.user))


def head_page(evidence):
    return reverse("accounts:head_answer", args=[evidence_links.token_of(evidence)])


# --- the head of school ---------------------------------------------------------------


def test_the_head_answers_from_the_letter_without_an_account(carmen, client):
    ask_head(carmen)
    letter = Email.objects.get(to=HEAD)
    [url] = [line for line in letter.text.splitlines() if "/evidence/head/" in line]
    path = "/" + url.split("/", 3)[3]

    page = client.get(path)
    assert page.status_code == 200
    assert "Carmen Ruiz" in page.content.decode()
    assert "IES Mar Blau" in page.content.decode()
    assert Evidence.objects.get().state == EvidenceState.ASKED, "a look answers nothing"

    assert client.post(path, {"knows": "yes"}).status_code == 200
    assert Evidence.objects.get().state == EvidenceState.GIVEN
    assert gathered(carmen) == 1
    assert now_at(carmen) == TeacherStatus.WAITING, (
        "staff decide, unless the country says otherwise"
    )


def test_a_link_is_used_once(carmen, client):
    path = head_page(ask_head(carmen))
    client.post(path, {"knows": "no"})

    again = client.post(path, {"knows": "yes"})

    assert again.status_code == 410
    assert "answered already" in again.content.decode()
    assert Evidence.objects.get().state == EvidenceState.DENIED


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda e: Evidence.objects.update(expires_at=timezone.now()), "has expired"),
        (lambda e: Evidence.objects.update(state="withdrawn"), "A newer letter"),
        (lambda e: Evidence.objects.all().delete(), "not there any more"),
        (lambda e: Evidence.objects.update(school=SchoolFactory()), "not open any more"),
        (lambda e: type(e.teacher).objects.update(status="validated"), "has been settled"),
    ],
)
def test_a_closed_link_says_why_and_names_nobody(carmen, client, spoil, said):
    evidence = ask_head(carmen)
    path = head_page(evidence)
    spoil(evidence)

    for answer in (client.get(path), client.post(path, {"knows": "yes"})):
        text = answer.content.decode()
        assert answer.status_code == 410
        assert said in text
        assert "Carmen" not in text
        assert "Mar Blau" not in text


def test_a_link_of_another_kind_or_made_up_opens_nothing(carmen, client):
    evidence = ask_head(carmen)
    Evidence.objects.filter(pk=evidence.pk).update(kind=EvidenceKind.DOMAIN)
    evidence.refresh_from_db()
    for token in (evidence_links.token_of(evidence), "made-up", "a:b:c"):
        answer = client.get(reverse("accounts:head_answer", args=[token]))
        assert answer.status_code == 410
        assert "not complete" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["carmen@demo.example", "CARMEN@demo.example", "carmen+head@demo.example"]
)
def test_the_letter_cannot_go_to_oneself(carmen, as_role, address):
    answer = as_role("newcomer").post(reverse("accounts:evidence_head"), {"address": address})

    assert answer.status_code == 422
    assert "an address of your own" in answer.content.decode()
    assert not Evidence.objects.exists()
    assert not Email.objects.filter(to__iexact=address).exists()


def test_an_address_that_becomes_ones_own_later_does_not_help(carmen, client):
    path = head_page(ask_head(carmen))
    carmen.user.emailaddress_set.create(email=HEAD, verified=True)

    answer = client.post(path, {"knows": "yes"})

    assert "own address" in answer.content.decode()
    assert Evidence.objects.get().state == EvidenceState.ASKED


def test_the_teacher_cannot_answer_for_the_head(carmen, as_role):
    path = head_page(ask_head(carmen))
    assert as_role("newcomer").post(path, {"knows": "yes"}).status_code == 403
    assert Evidence.objects.get().state == EvidenceState.ASKED


def test_a_newer_letter_replaces_the_older_and_there_is_an_end_to_letters(carmen, as_role):
    client = as_role("newcomer")
    for number in range(3):
        client.post(reverse("accounts:evidence_head"), {"address": f"head{number}@x.example"})
    assert Evidence.objects.filter(state=EvidenceState.ASKED).count() == 1

    fourth = client.post(reverse("accounts:evidence_head"), {"address": "head4@x.example"})

    assert fourth.status_code == 422
    assert "3 letters" in fourth.content.decode()
    assert not Email.objects.filter(to="head4@x.example").exists()


def test_the_head_is_reminded_once_after_five_days(carmen):
    ask_head(carmen)
    assert services.remind_heads() == 0

    Evidence.objects.update(asked_at=timezone.now() - datetime.timedelta(days=5, minutes=1))

    assert services.remind_heads() == 1
    assert services.remind_heads() == 0
    assert Email.objects.filter(to=HEAD).count() == 2


@pytest.mark.parametrize("sent", [{}, {"knows": ""}, {"knows": "maybe"}])
def test_an_answer_without_a_button_is_asked_for_again(carmen, client, sent):
    path = head_page(ask_head(carmen))
    assert client.post(path, sent).status_code == 410
    assert Evidence.objects.get().state == EvidenceState.ASKED


# --- colleagues ------------------------------------------------------------------------


def test_two_colleagues_are_enough(carmen, house, as_role, client):
    TeacherFactory(school=carmen.school, user__email="second@demo.example")
    TeacherFactory(school=carmen.school, waiting=True)
    rule(colleague=1, needed=2, auto_validate=True)

    as_role("newcomer").post(reverse("accounts:evidence_colleagues"))
    asked = Evidence.objects.filter(kind=EvidenceKind.COLLEAGUE)
    assert asked.count() == 2, "only validated colleagues are asked"
    assert Notice.objects.filter(kind="accounts.vouching_wanted").count() == 2

    for evidence in asked:
        assert now_at(carmen) == TeacherStatus.WAITING
        client.force_login(evidence.by)
        page = client.get(evidence.get_absolute_url())
        assert "Carmen Ruiz" in page.content.decode()
        assert client.post(evidence.get_absolute_url(), {"knows": "yes"}).status_code == 200
    assert now_at(carmen) == TeacherStatus.VALIDATED


def test_colleagues_are_asked_once_and_strangers_never(carmen, house, as_role):
    services.ask_colleagues(by=fresh(house.newcomer))
    assert services.ask_colleagues(by=fresh(house.newcomer)) == 0
    [evidence] = Evidence.objects.all()

    for role in ("stranger", "newcomer", "staff_es"):
        assert as_role(role).get(evidence.get_absolute_url()).status_code == 404


def test_a_colleague_who_has_left_or_lost_validation_does_not_vouch(carmen, house, as_role):
    services.ask_colleagues(by=fresh(house.newcomer))
    [evidence] = Evidence.objects.all()
    house.ana.status = TeacherStatus.SUSPENDED
    house.ana.save()
    answer = as_role("founder").post(evidence.get_absolute_url(), {"knows": "yes"})
    assert answer.status_code == 403


def test_the_teacher_does_not_read_who_said_no(carmen, house, as_role):
    services.ask_colleagues(by=fresh(house.newcomer))
    services.vouch(evidence_id=Evidence.objects.get().pk, knows=False, by=fresh(house.founder))

    text = as_role("newcomer").get(reverse("accounts:welcome_next")).content.decode()

    assert "0 of 1 asked have confirmed you" in text
    assert "Ana Ferrer" not in text


# --- an address at the school -----------------------------------------------------------


def test_an_address_at_the_schools_domain_is_confirmed_by_its_link(carmen, as_role, client):
    address = "carmen.ruiz@iesmarblau.example"
    mine = as_role("newcomer")
    mine.post(reverse("accounts:evidence_address"), {"address": address})
    [evidence] = Evidence.objects.all()
    path = reverse("accounts:school_address_confirm", args=[evidence_links.token_of(evidence)])
    assert path.split("/", 2)[2] in Email.objects.get(to=address).text

    assert mine.get(path).status_code == 200
    assert mine.post(path).status_code == 302
    assert gathered(carmen) == 1
    assert mine.post(path).status_code == 410


def test_somebody_else_cannot_confirm_it(carmen, house, as_role):
    evidence = services.show_school_address(
        address="c@iesmarblau.example", by=fresh(house.newcomer)
    )
    path = reverse("accounts:school_address_confirm", args=[evidence_links.token_of(evidence)])
    answer = as_role("founder").post(path)
    assert answer.status_code == 403
    assert "Carmen" not in answer.content.decode()


def test_an_address_verified_before_counts_at_once(carmen, house):
    carmen.user.emailaddress_set.create(email="c@iesmarblau.example", verified=True)
    services.show_school_address(address="c@iesmarblau.example", by=fresh(house.newcomer))
    assert gathered(carmen) == 1


@pytest.mark.parametrize(
    "address", ["c@gmail.com", "c@pupils.iesmarblau.example", "c@iesmarblau.example.evil.example"]
)
def test_other_addresses_do_not_count(carmen, as_role, address):
    answer = as_role("newcomer").post(reverse("accounts:evidence_address"), {"address": address})
    assert answer.status_code == 422
    assert "@iesmarblau.example" in answer.content.decode()


@pytest.mark.parametrize(
    "facts",
    [
        {"website": ""},
        {"website": "https://iesmarblau.blogspot.com"},
        {"website": "https://sites.google.com/view/iesmarblau"},
        {"website": "http://[broken"},
        {"website": "https://www.iesmarblau.example", "status": "waiting"},
    ],
)
def test_without_a_domain_of_its_own_the_way_is_closed(carmen, as_role, facts):
    for name, value in facts.items():
        setattr(carmen.school, name, value)
    carmen.school.save()
    client = as_role("newcomer")
    assert client.get(reverse("accounts:evidence_address")).status_code == 404
    assert "iesmarblau" not in client.get(reverse("accounts:welcome_next")).content.decode()


def test_a_website_shared_by_two_schools_is_neithers_own(carmen, as_role):
    SchoolFactory(website="https://iesmarblau.example/other")
    answer = as_role("newcomer").get(reverse("accounts:evidence_address"))
    assert answer.status_code == 404


# --- certificates -----------------------------------------------------------------------


def add_paper(client, name="certificate.pdf", content=PDF):
    return client.post(
        reverse("accounts:evidence_certificate"), {"file": SimpleUploadedFile(name, content)}
    )


def test_a_certificate_is_read_by_the_teacher_and_the_desk_alone(carmen, as_role):
    assert add_paper(as_role("newcomer")).status_code == 302
    path = reverse("accounts:certificate", args=[Evidence.objects.get().pk])

    for role in ("newcomer", "staff_es", "central"):
        answer = as_role(role).get(path)
        assert answer.status_code == 200, role
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment")
    for role in ("founder", "staff_it", "representative", "stranger"):
        assert as_role(role).get(path).status_code == 404, role


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("paper.html", b"<html></html>"),
        ("paper.pdf", b"<html><script>1</script></html>"),
        ("paper.png", PDF),
        ("paper", PDF),
    ],
)
def test_other_files_are_refused_with_a_reason(carmen, as_role, name, content):
    answer = add_paper(as_role("newcomer"), name, content)
    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_a_certificate_is_taken_back_and_there_are_three_at_most(carmen, as_role):
    client = as_role("newcomer")
    for _number in range(3):
        add_paper(client)
    assert add_paper(client).status_code == 422

    paper = Evidence.objects.first()
    client.post(reverse("accounts:certificate_remove", args=[paper.pk]))
    assert Evidence.objects.count() == 2


def test_nobody_else_removes_it(carmen, as_role):
    add_paper(as_role("newcomer"))
    paper = Evidence.objects.get()
    assert as_role("founder").post(
        reverse("accounts:certificate_remove", args=[paper.pk])
    ).status_code in {403, 409}
    assert Evidence.objects.exists()


# --- the regional representative ----------------------------------------------------------


def test_the_representative_confirms_without_a_desk(carmen, house, as_role):
    TeacherFactory(
        waiting=True, school=SchoolFactory(territory=Territory.objects.get(code="ES-GA"))
    )
    client = as_role("representative")

    page = client.get(reverse("accounts:territory"))
    assert [row["teacher"] for row in page.context["page_obj"].object_list] == [carmen]

    client.post(reverse("accounts:give_word", args=[carmen.pk]), {"knows": "yes"})
    assert gathered(carmen) == 1
    assert "Confirmed" in client.get(reverse("accounts:territory")).content.decode()


def test_one_word_of_a_representative_is_enough(carmen, house, as_role):
    other = SupportPostFactory(
        unit_code="reg-es-vc", role=PostRole.REPRESENTATIVE, user__is_staff=False
    )
    services.give_word(teacher_id=carmen.pk, knows=False, by=fresh(other.user))

    answer = as_role("representative").post(
        reverse("accounts:give_word", args=[carmen.pk]), {"knows": "yes"}
    )

    assert answer.status_code == 409
    assert "has answered this already" in answer.content.decode()
    assert Evidence.objects.get().state == EvidenceState.DENIED


def test_another_territory_is_as_if_not_there(carmen, as_role):
    carmen.school.territory = Territory.objects.get(code="ES-GA")
    carmen.school.save()
    answer = as_role("representative").post(
        reverse("accounts:give_word", args=[carmen.pk]), {"knows": "yes"}
    )
    assert answer.status_code == 404


# --- what it amounts to --------------------------------------------------------------------


def test_a_no_of_the_head_is_never_outvoted(carmen):
    evidence = ask_head(carmen)
    services.answer_as_head(evidence_id=evidence.pk, knows=False)
    found = standing(ValidationRule(code="ES", needed=1, colleague=1), Evidence.objects.all())
    assert found.denied
    assert not found.is_sufficient


def test_the_rule_of_the_country_holds_and_else_the_common_one():
    assert ValidationRule.objects.of_country("ES").code == "ES"
    assert ValidationRule.objects.of_country("IT").code == "*"
    assert not any(ValidationRule.objects.values_list("auto_validate", flat=True))


def test_validation_by_evidence_alone_names_the_evidence(carmen):
    rule(head=2, needed=2, auto_validate=True)
    evidence = ask_head(carmen)

    services.answer_as_head(evidence_id=evidence.pk, knows=True)

    assert now_at(carmen) == TeacherStatus.VALIDATED
    act = Activity.objects.of(carmen).get(verb="accounts.validated_teacher")
    assert act.by is None
    assert act.details["evidence"] == [{"id": evidence.pk, "kind": "head", "state": "given"}]
    assert Notice.objects.filter(recipient=carmen.user, kind="accounts.validated").exists()


def test_what_nobody_has_looked_at_does_not_validate_by_itself(carmen, as_role):
    rule(head=2, certificate=2, needed=2, auto_validate=True)
    add_paper(as_role("newcomer"))
    evidence = ask_head(carmen, "a.friend@elsewhere.example")
    services.answer_as_head(evidence_id=evidence.pk, knows=True)

    assert now_at(carmen) == TeacherStatus.WAITING
    assert teachers_with_enough([carmen]) == [carmen.pk], "staff are told that it is enough"


def test_the_page_offers_what_is_open_and_how_far_it_is(carmen, as_role):
    client = as_role("newcomer")
    text = client.get(reverse("accounts:welcome_next")).content.decode()
    for words in ("Speed it up", "Ask your head of school", "@iesmarblau.example", "certificate"):
        assert words in text
    rule(head=0)
    ask_head(carmen)
    assert (
        "Ask your head of school"
        not in client.get(reverse("accounts:welcome_next")).content.decode()
    )


def test_who_is_validated_gathers_nothing(house, as_role):
    for name in ("head", "colleagues", "address", "certificate"):
        assert as_role("founder").get(reverse(f"accounts:evidence_{name}")).status_code == 403


@pytest.mark.parametrize("rows", [1, 10])
def test_the_list_of_a_territory_costs_the_same_for_one_and_for_ten(
    carmen, as_role, rows, django_assert_num_queries
):
    for _number in range(rows - 1):
        TeacherFactory(waiting=True, school=SchoolFactory(territory=carmen.school.territory))
    client = as_role("representative")
    client.get(reverse("accounts:territory"))
    with django_assert_num_queries(7):
        client.get(reverse("accounts:territory"))


@pytest.mark.parametrize("rows", [1, 10])
def test_the_overview_costs_the_same_for_one_colleague_and_for_ten(
    carmen, house, as_role, rows, django_assert_num_queries
):
    TeacherFactory.create_batch(rows, school=carmen.school)
    services.ask_colleagues(by=fresh(house.newcomer))
    client = as_role("newcomer")
    client.get(reverse("accounts:welcome_next"))
    with django_assert_num_queries(9):
        client.get(reverse("accounts:welcome_next"))
