"""The inbox, the choice of e-mails, and stopping them with one click."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from core.models import Activity
from notifications import services, texts
from notifications.models import Email, Notice, Preference

pytestmark = pytest.mark.django_db

INBOX = "/en/notifications/"


@pytest.fixture
def tell(house, news):
    """Tell Ana some news, each time other news."""

    def tell(count=1):
        for _number in range(count):
            again = str(Notice.objects.count())
            services.notify(news, to=[house.founder], about=house.project, again=again)
        return Notice.objects.first()

    return tell


@pytest.fixture
def client(as_role):
    return as_role("founder")


class TestInbox:
    def test_shows_the_newest_first_and_what_is_unread_before_that(self, client, house, tell):
        tell(3)
        newest, middle, oldest = Notice.objects.all()
        services.mark_read(notice_id=newest.pk, by=house.founder)

        page = client.get(INBOX).context["page_obj"]

        assert list(page) == [middle, oldest, newest]

    def test_says_how_many_are_unread(self, client, tell):
        tell(3)
        assert "3 unread notices" in client.get(INBOX).content.decode()

    def test_shows_twenty_a_page(self, client, tell):
        tell(21)
        assert len(client.get(INBOX).context["page_obj"]) == 20
        assert len(client.get(INBOX + "?page=2").context["page_obj"]) == 1

    def test_an_empty_one_says_what_will_be_here(self, client):
        assert "No notices yet" in client.get(INBOX).content.decode()

    @pytest.mark.parametrize("count", [1, 10])
    def test_takes_as_many_queries_for_ten_notices_as_for_one(
        self, client, tell, count, django_assert_num_queries
    ):
        tell(count)
        client.get(INBOX)
        with django_assert_num_queries(5):
            client.get(INBOX)


class TestReading:
    def test_opening_a_notice_goes_where_it_leads(self, client, tell):
        notice = tell()
        answer = client.get(reverse("notifications:open", args=[notice.pk]))
        assert answer["Location"] == notice.path == "/en/"
        notice.refresh_from_db()
        assert notice.read_at

    def test_it_leads_there_in_the_language_one_reads_now(self, client, tell):
        notice = tell()
        assert notice.path.startswith("/en/")
        opened = client.get(f"/es/notifications/{notice.pk}/open/")
        assert opened["Location"] == notice.path.replace("/en/", "/es/")

    def test_a_notice_that_leads_nowhere_opens_the_inbox(self, client, tell):
        notice = tell()
        Notice.objects.update(path="")
        answer = client.get(reverse("notifications:open", args=[notice.pk]))
        assert answer["Location"] == INBOX

    def test_reading_twice_keeps_the_first_moment(self, house, tell):
        notice = tell()
        first = services.mark_read(notice_id=notice.pk, by=house.founder).read_at
        assert services.mark_read(notice_id=notice.pk, by=house.founder).read_at == first

    def test_one_notice_can_be_marked_read_without_following_it(self, client, house, tell):
        notice = tell(2)
        answer = client.post(reverse("notifications:read", args=[notice.pk]))
        assert answer["Location"] == INBOX
        assert house.founder.notices.unread().count() == 1

    def test_all_of_ones_own_are_marked_read_and_nobody_elses(self, client, house, news, tell):
        tell(2)
        services.notify(news, to=[house.cofounder], about=house.project)

        assert client.post(reverse("notifications:read_all"))["Location"] == INBOX

        assert not house.founder.notices.unread().exists()
        assert house.cofounder.notices.unread().count() == 1


class TestPreferences:
    URL = "/en/notifications/preferences/"

    def test_the_defaults_are_chosen_at_first(self, client, news, quiet_news):
        page = client.get(self.URL).content.decode()
        ticked = re.findall(r'<input[^>]*value="([^"]+)"[^>]*checked', page)
        assert news.name in ticked
        assert quiet_news.name not in ticked

    def test_what_is_chosen_is_kept_and_written_down(self, client, house, news, quiet_news):
        client.post(self.URL, {"wanted": [quiet_news.name]})

        chosen = dict(house.founder.notice_preferences.values_list("kind", "email"))
        assert chosen[news.name] is False
        assert chosen[quiet_news.name] is True
        assert Activity.objects.filter(verb="notifications.choose", by=house.founder).exists()

    def test_choosing_what_one_has_changes_nothing(self, client, house, news):
        wanted = client.get(self.URL).context["form"].initial["wanted"]
        client.post(self.URL, {"wanted": list(wanted)})
        assert not Preference.objects.exists()

    def test_required_kinds_are_explained_and_cannot_be_chosen(self, client, needed_news):
        page = client.get(self.URL).content.decode()
        assert "E-mails that always come" in page
        assert f'value="{needed_news.name}"' not in page

        answer = client.post(self.URL, {"wanted": [needed_news.name]})
        assert answer.status_code == 422


class TestUnsubscribe:
    @pytest.fixture
    def url(self, house, news):
        services.notify(news, to=[house.founder], about=house.project)
        link = Email.objects.get().headers["List-Unsubscribe"].strip("<>")
        return "/" + link.split("/", 3)[3]

    def test_following_the_link_asks_and_changes_nothing(self, url):
        answer = Client().get(url)
        assert "Something happened" in answer.content.decode()
        assert not Preference.objects.exists()

    def test_one_click_of_a_mail_program_stops_them(self, url, house, news):
        program = Client(enforce_csrf_checks=True)
        answer = program.post(url, {"List-Unsubscribe": "One-Click"})

        assert answer.status_code == 200
        assert not Preference.objects.get(user=house.founder, kind=news.name).email
        services.notify(news, to=[house.founder], about=house.project, again="2")
        assert Email.objects.count() == 1
        assert Notice.objects.count() == 2

    def test_it_can_be_pressed_twice(self, client, url):
        assert client.post(url).status_code == client.post(url).status_code == 200

    def test_a_changed_token_explains_itself(self, client, url):
        answer = client.post(url.rstrip("/")[:-1] + "x/")
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
        assert not Preference.objects.exists()

    def test_a_token_for_something_else_is_no_token(self, client, house):
        token = signing.dumps([house.founder.pk, "tests.news"], salt="another purpose")
        assert client.post(reverse("notifications:unsubscribe", args=[token])).status_code == 404

    def test_a_required_kind_is_refused_with_the_reason(self, client, house, needed_news):
        answer = client.post(texts.unsubscribe_url(house.founder, needed_news))
        assert answer.status_code == 403
        assert "cannot be switched off" in answer.content.decode()

    def test_an_account_that_is_gone_is_no_error(self, client, house, news):
        house.founder.pk = 0
        assert client.post(texts.unsubscribe_url(house.founder, news)).status_code == 404
