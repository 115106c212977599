"""Icons, flags, the mark, initials and time in words."""

from datetime import timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

from core.templatetags import look


def show(source, **context):
    return Template(source).render(Context(context))


def test_an_icon_is_drawn_in_the_page_and_hidden_from_readers():
    html = show('{% icon "bell" %}')
    assert "<path" in html
    assert 'aria-hidden="true"' in html


def test_an_icon_with_a_title_is_read_out_and_escaped():
    html = show('{% icon "bell" title %}', title="<new>")
    assert "<title>&lt;new&gt;</title>" in html
    assert "aria-hidden" not in html


@pytest.mark.parametrize("name", ["no-such-icon", "../package", ""])
def test_an_unknown_icon_is_an_error(name):
    with pytest.raises(TemplateSyntaxError):
        look.icon(name)


def test_a_flag_says_its_country_only_when_told():
    assert 'alt="Spain"' in show('{% flag "ES" "Spain" %}')
    assert 'alt=""' in show('{% flag "ES" %}')
    assert "/vendor/flags/es" in show('{% flag "ES" %}')


def test_the_mark_has_three_parts_and_no_unknown_size():
    assert show("{% mark %}").count("twin__") == 3
    with pytest.raises(TemplateSyntaxError):
        look.mark("huge")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana María Ruiz", "AR"), ("Ελένη", "Ε"), ("żaneta k.", "ŻK"), ("", ""), ("(x) Bo", "B")],
)
def test_initials(name, letters):
    assert look.initials(name) == letters


def test_a_name_keeps_its_colour():
    assert look.avatar_class("Ana Ferrer") == look.avatar_class("Ana Ferrer")
    shades = {look.avatar_class(f"Person {n}") for n in range(200)}
    assert shades == {f"avatar-{n}" for n in range(look.AVATAR_COLOURS)}


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=1, hours=3), "1 day ago"),
        (timedelta(days=61), "2 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_time_in_words(past, words):
    assert look.ago(timezone.now() - past) == words


def test_a_person_card_shows_only_what_is_given_and_escapes_it():
    html = show(
        '{% person_card name=name url="/p/" country="ES" country_name="Spain" school=name %}',
        name="<b>Ana</b>",
    )

    assert "<b>" not in html
    assert html.count("&lt;b&gt;Ana&lt;/b&gt;") == 2
    assert html.count("<p") == 2
    assert "piece__foot" not in html


def test_a_person_card_takes_what_it_knows_from_a_card():
    card = {
        "name": "Ana Ruiz",
        "url": "/p/",
        "country": "ES",
        "country_name": "Spain",
        "role": "Teacher",
        "shares": ["Biology", "French"],
        "available": True,
        "action_url": "/c/",
        "action_label": "Connect",
        "dismiss_url": "/d/",
    }
    html = show("{% person_card card %}", card=card)
    with translation.override("es"):
        assert "En común: Biology, French" in show("{% person_card card %}", card=card)

    assert "Teacher · Spain" in html
    assert "In common: Biology, French" in html
    assert 'Connect<span class="visually-hidden">: Ana Ruiz</span>' in html
    assert "/d/" not in html


def test_counts_of_filters_are_written_as_the_language_does():
    options = [
        {"value": "ES", "label": "<Spain>", "count": 12345, "checked": True},
        {"value": "FR", "label": "France"},
    ]
    english = show("{% filter_options options 'country' %}", options=options)
    with translation.override("es"):
        spanish = show("{% filter_options options 'country' %}", options=options)

    assert "12,345" in english
    assert "12\xa0345" in spanish
    assert english.count("&lt;Spain&gt;") == english.count("checked>") == 1
    assert english.count("filter-group__count") == 1
