"""Who is told what, in which words, and how often."""

import pytest
from django.conf import settings

from notifications import services
from notifications.models import Email, EmailState, Notice, Preference

pytestmark = pytest.mark.django_db


def people(*users):
    return list(users)


def test_each_person_gets_a_notice_and_an_email(house, news):
    told = services.notify(news, to=people(house.founder, house.cofounder), about=house.project)

    assert told == 2
    assert {notice.recipient for notice in Notice.objects.all()} == {house.founder, house.cofounder}
    assert {email.to for email in Email.objects.all()} == {"ana@demo.example", "luca@demo.example"}
    assert set(Email.objects.values_list("state", flat=True)) == {EmailState.WAITING}


def test_a_queryset_of_people_does_as_well_as_a_list(house, news):
    everybody = type(house.founder).objects.filter(email__startswith="ana@")
    assert services.notify(news, to=everybody, about=house.project) == 1


def test_the_author_and_inactive_people_are_not_told(house, news):
    house.cofounder.is_active = False
    house.cofounder.save()

    told = services.notify(
        news, to=people(house.founder, house.cofounder), about=house.project, by=house.founder
    )

    assert told == 0
    assert not Notice.objects.exists()


def test_the_same_news_is_told_once_and_a_new_round_again(house, news):
    for _round in range(2):
        services.notify(news, to=people(house.founder), about=house.project)
    assert Notice.objects.count() == Email.objects.count() == 1

    services.notify(news, to=people(house.founder, house.founder), about=house.project, again="2")
    assert Notice.objects.count() == Email.objects.count() == 2


def test_news_about_another_thing_is_other_news(house, news):
    services.notify(news, to=people(house.founder), about=house.project)
    services.notify(news, to=people(house.founder), about=house.proposal)
    assert Notice.objects.count() == 2


def test_texts_are_in_the_language_of_the_person(house, news):
    house.cofounder.language = "es"

    services.notify(news, to=people(house.founder, house.cofounder), about=house.project)

    of_ana, of_luca = Notice.objects.order_by("recipient__email")
    assert "Written in en." in of_ana.body
    assert "Written in es." in of_luca.body
    assert of_luca.path.startswith("/es/")
    assert f"{settings.SITE_URL}{of_luca.path}" in of_luca.email.text
    assert 'lang="es"' in of_luca.email.html


def test_a_subject_is_one_line_and_text_is_not_escaped(house, news):
    services.notify(news, to=people(house.founder), about=house.project, by=house.stranger)

    email = Email.objects.get()
    assert email.subject == "News about Rivers that meet for Ana"
    assert "Salt & bread, by Maja Nowak." in email.text
    assert "Salt &amp; bread, by Maja Nowak." in email.html


def test_whoever_does_not_want_emails_gets_the_notice_alone(house, news):
    Preference.objects.create(user=house.founder, kind=news.name, email=False)
    services.notify(news, to=people(house.founder, house.cofounder), about=house.project)

    assert Notice.objects.count() == 2
    assert Email.objects.get().to == "luca@demo.example"


def test_a_quiet_kind_is_emailed_only_to_those_who_asked(house, quiet_news):
    Preference.objects.create(user=house.cofounder, kind=quiet_news.name, email=True)
    services.notify(quiet_news, to=people(house.founder, house.cofounder), about=house.project)
    assert Email.objects.get().to == "luca@demo.example"


def test_a_required_kind_comes_whatever_was_chosen_and_offers_no_way_out(house, needed_news):
    Preference.objects.create(user=house.founder, kind=needed_news.name, email=False)
    services.notify(needed_news, to=people(house.founder), about=house.project)

    email = Email.objects.get()
    assert email.headers == {}
    assert "unsubscribe" not in email.text + email.html


def test_other_emails_say_why_they_come_and_how_to_stop_them(house, news):
    services.notify(news, to=people(house.founder), about=house.project)

    email = Email.objects.get()
    url = email.headers["List-Unsubscribe"].strip("<>")
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Something happened" in email.text
    assert url in email.text
    assert url in email.html


def test_telling_ten_people_takes_as_many_queries_as_telling_one(
    house, news, django_assert_num_queries
):
    one, *others = type(house.founder).objects.all()[:10]
    Notice(about=house.project)  # the content type is known from here on
    for number, group in enumerate([[one], others]):
        with django_assert_num_queries(7):
            services.notify(news, to=group, about=house.project, again=str(number))


def test_what_was_not_read_or_sent_is_taken_back(house, news):
    services.notify(news, to=people(house.founder, house.cofounder), about=house.project)
    read = Notice.objects.get(recipient=house.founder)
    services.mark_read(notice_id=read.pk, by=house.founder)

    assert services.withdraw_notice(news, about=house.project) == 1

    assert Notice.objects.get() == read
    assert Email.objects.get(to="luca@demo.example").state == EmailState.WITHDRAWN
    assert Email.objects.get(to="ana@demo.example").state == EmailState.WAITING


def test_an_email_that_has_gone_stays_gone_when_its_notice_is_taken_back(house, news):
    services.notify(news, to=people(house.founder), about=house.project)
    Email.objects.update(state=EmailState.SENDING)

    services.withdraw_notice(news, about=house.project)

    assert Email.objects.get().state == EmailState.SENDING
