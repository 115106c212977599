"""What the pages show of invitations and of limited places."""

import pytest
from django.urls import reverse

from tests.factories import InvitationFactory, LimitedFactory, PageFactory
from twinspaces.models import Invitation, InvitationState, Member, TwinSpace

pytestmark = pytest.mark.django_db
FORM = 'name="address"'


def url(house, name, *more):
    return reverse(f"twinspaces:{name}", args=[house.space.slug, *more])


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def place(house):
    return LimitedFactory(twinspace=house.space, user=house.newcomer)


class TestTheInvitingFounder:
    def test_the_members_page_leads_there(self, house, as_role):
        assert url(house, "invite") in text_of(as_role("founder").get(url(house, "members")))

    @pytest.mark.parametrize("address", ["carmen@demo.example", "nobody@demo.example"])
    def test_reads_the_same_whoever_has_the_address(self, house, as_role, address):
        answer = as_role("founder").post(url(house, "invite"), {"address": address}, follow=True)
        page = text_of(answer)
        assert f"Invited: {address}." in page
        assert "Waiting for an answer" in page
        assert "Carmen" not in page

    @pytest.mark.parametrize(
        ("address", "said"),
        [("", "required"), ("no address", "valid email"), ("ana@demo.example", "your own address")],
    )
    def test_is_told_what_to_correct_and_keeps_what_was_typed(self, house, as_role, address, said):
        answer = as_role("founder").post(url(house, "invite"), {"address": address})
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert f'value="{address}"' in text_of(answer) or not address

    def test_sees_names_only_after_an_answer(self, house, as_role, invitation):
        Invitation.objects.update(user=house.newcomer)  # they have been told
        client = as_role("founder")
        assert "Carmen Ruiz" not in text_of(client.get(url(house, "invite")))
        Invitation.objects.update(state=InvitationState.DECLINED, answered_at=invitation.sent_at)
        assert "Carmen Ruiz" in text_of(client.get(url(house, "invite")))

    def test_withdraws(self, house, as_role, invitation):
        answer = as_role("founder").post(url(house, "withdraw", invitation.pk), follow=True)
        assert "is withdrawn" in text_of(answer)
        assert url(house, "withdraw", invitation.pk) not in text_of(answer)

    def test_removes_a_member_after_being_asked(self, house, as_role, place):
        client = as_role("founder")
        remove = url(house, "remove_member", place.pk)
        assert remove in text_of(client.get(url(house, "members")))
        assert "Remove Carmen Ruiz" in text_of(client.get(remove))
        assert "no longer a member" in text_of(client.post(remove, follow=True))
        assert not Member.objects.filter(pk=place.pk).exists()

    def test_a_member_of_another_room_is_not_found_here(self, house, as_role):
        other = LimitedFactory()
        assert as_role("founder").get(url(house, "remove_member", other.pk)).status_code == 404


class TestTheInvitedPerson:
    def test_reads_what_is_offered_and_accepts(self, house, as_role, invitation):
        client = as_role("newcomer")
        page = text_of(client.get(invitation.get_absolute_url()))
        assert "Ana Ferrer invites you to" in page
        assert "with limited rights until" in page

        answer = client.post(url(house, "accept", invitation.pk), follow=True)
        assert "Welcome to" in text_of(answer)
        assert "13 days left" in text_of(answer) or "14 days left" in text_of(answer)

    def test_reads_why_it_cannot_be_accepted_now(self, house, as_role, invitation):
        LimitedFactory(user=house.newcomer, twinspace__name="Bread and salt")
        page = text_of(as_role("newcomer").get(invitation.get_absolute_url()))
        assert "“Bread and salt”" in page
        assert url(house, "accept", invitation.pk) not in page
        assert url(house, "decline", invitation.pk) in page

    def test_somebody_validated_meanwhile_reads_nothing_of_limits(self, house, as_role, invitation):
        house.carmen.status = "validated"
        house.carmen.save()
        page = text_of(as_role("newcomer").get(invitation.get_absolute_url()))
        assert "limited rights" not in page
        assert "rights of every teacher" in page

    @pytest.mark.parametrize(
        ("state", "said"), [("withdrawn", "was withdrawn"), ("declined", "You have declined")]
    )
    def test_what_became_of_an_old_one_is_told(self, house, as_role, invitation, state, said):
        Invitation.objects.update(state=state, user=house.newcomer, answered_at=invitation.sent_at)
        page = text_of(as_role("newcomer").get(invitation.get_absolute_url()))
        assert said in page
        assert url(house, "decline", invitation.pk) not in page

    def test_finds_it_on_the_dashboard_and_among_the_rooms(self, as_role, invitation):
        client = as_role("newcomer")
        (step,) = client.get("/en/").context["next_steps"]
        assert step.url == invitation.get_absolute_url()
        assert invitation.get_absolute_url() in text_of(client.get(reverse("twinspaces:mine")))

    def test_without_one_reads_how_to_get_one(self, as_role):
        page = text_of(as_role("newcomer").get(reverse("twinspaces:mine")))
        assert "carmen@demo.example" in page


class TestTheLimitedMember:
    @pytest.mark.parametrize("name", ["home", "pages", "materials", "announcements", "members"])
    def test_reads_on_every_page_how_long_and_what(self, house, as_role, place, name):
        page = text_of(as_role("newcomer").get(url(house, name)))
        assert "days left" in page
        assert "Not yet: changing others’ pages" in page
        assert "days left" not in text_of(as_role("cofounder").get(url(house, name)))

    def test_finds_the_room_on_the_dashboard(self, house, as_role, place):
        (step,) = as_role("newcomer").get("/en/").context["next_steps"]
        assert step.url == house.space.get_absolute_url()

    def test_is_not_offered_what_would_be_refused(self, house, as_role, place):
        PageFactory(twinspace=house.space)
        client = as_role("newcomer")
        home = text_of(client.get(url(house, "home")))
        assert url(house, "page_new") in home
        for name in ("announcement_new", "edit", "invite"):
            assert url(house, name) not in home

    def test_reads_why_and_what_comes_next(self, house, as_role, place):
        answer = as_role("newcomer").get(url(house, "announcement_new"))
        assert answer.status_code == 403
        assert "As soon as your National Support Organisation has validated you" in text_of(answer)

    def test_sees_names_and_schools_of_the_room_and_no_way_to_more(self, house, as_role, place):
        client = as_role("newcomer")
        page = text_of(client.get(url(house, "members")))
        assert "Luca Conti" in page
        assert house.luca.get_absolute_url() not in page
        assert client.get(house.luca.get_absolute_url()).status_code == 404
        assert house.luca.get_absolute_url() in text_of(
            as_role("founder").get(url(house, "members"))
        )

    def test_is_marked_for_everybody_else(self, house, as_role, place):
        page = text_of(as_role("cofounder").get(url(house, "members")))
        assert "Not validated yet" in page
        assert "limited rights until" in page

    def test_leaves_after_being_asked(self, house, as_role, place):
        client = as_role("newcomer")
        assert url(house, "leave") in text_of(client.get(url(house, "members")))
        assert "Leave “" in text_of(client.get(url(house, "leave")))
        assert "You have left" in text_of(client.post(url(house, "leave"), follow=True))

    def test_is_outside_when_the_days_are_over(self, house, as_role, place):
        Member.objects.filter(pk=place.pk).update(limited_until=place.joined_at)
        client = as_role("newcomer")
        assert client.get(url(house, "members")).status_code == 403
        assert client.get("/en/").context["next_steps"] == []
        assert "Carmen" not in text_of(as_role("founder").get(url(house, "members")))


class TestQueries:
    """Every list costs the same with one row and with ten."""

    def test_of_the_members(self, house, as_role, django_assert_num_queries):
        client = as_role("founder")
        client.get(url(house, "members"))
        for number in (1, 9):
            LimitedFactory.create_batch(number, twinspace=house.space)
            with django_assert_num_queries(6):
                client.get(url(house, "members"))

    def test_of_the_invitations(self, house, as_role, django_assert_num_queries):
        client = as_role("founder")
        client.get(url(house, "invite"))
        for number in (1, 9):
            InvitationFactory.create_batch(number, twinspace=house.space)
            with django_assert_num_queries(7):
                client.get(url(house, "invite"))

    @pytest.mark.parametrize(("path", "wanted"), [("/en/", 10), ("/en/twinspaces/", 5)])
    def test_of_what_somebody_is_invited_to(
        self, house, as_role, django_assert_num_queries, path, wanted
    ):
        client = as_role("newcomer")
        client.get(path)
        for number in (1, 9):
            for one in InvitationFactory.create_batch(number, address=house.newcomer.email):
                assert TwinSpace.objects.filter(pk=one.twinspace_id).exists()
            with django_assert_num_queries(wanted):
                client.get(path)

    def test_of_an_invitation(self, house, as_role, invitation, django_assert_num_queries):
        client = as_role("newcomer")
        client.get(invitation.get_absolute_url())
        with django_assert_num_queries(7):
            client.get(invitation.get_absolute_url())
