"""The main job from beginning to end, in a real browser: two teachers from two countries meet, found a
project, both countries approve it, and they work in its TwinSpace. In Spanish and in English.

Seven take part: a visitor, two teachers, the staff of two countries, a regional representative, and the
worker that sends every e-mail.
"""

import pytest

from contacts.models import PostRole
from tests.browser.someone import Someone
from tests.factories import SchoolFactory, SupportPostFactory, UserFactory
from tests.signing_in import give_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
]

VALIDATED = "Welcome: your registration is validated"
ASKED = "%(by)s asks to connect with you"
INVITED = "%(by)s invites you to found “%(title)s”"
APPROVED = "“%(title)s” is approved"
TITLE = "Ríos que se encuentran"


@pytest.fixture
def europe(transactional_db):
    """What is there before anybody comes: two schools, two desks, one representative."""
    SchoolFactory(name="IES Ñandú", town="València", slug="nandu")
    SchoolFactory(name="Liceo Galilei", town="Bologna", country_id="IT", slug="galilei")
    for code in ("es", "it"):
        staff = UserFactory(email=f"nss.{code}@demo.example", is_staff=True)
        SupportPostFactory(unit_code=f"nso-{code}", user=staff)
        give_app(staff)
    representative = UserFactory(email="valencia@demo.example")
    SupportPostFactory(unit_code="reg-es-vc", user=representative, role=PostRole.REPRESENTATIVE)
    give_app(representative)


@pytest.mark.parametrize("language", ["es", "en"])
def test_two_teachers_meet_and_work_together(europe, window, post_office, language):
    def person(**options):
        return Someone(window(**options), language, post_office)

    visitor, ana, luca = person(), person(viewport={"width": 360, "height": 740}), person()
    visitor.looks_around()

    ana.registers("ana@demo.example", "Ana", "Ferrer", "ES", school="nandu")
    luca.registers("luca@demo.example", "Luca", "Conti", "IT", school="Gallilei")
    spain, italy = person(), person()
    spain.validates("nss.es@demo.example", "Ana Ferrer", not_seen="Luca Conti")
    italy.validates("nss.it@demo.example", "Luca Conti", not_seen="Ana Ferrer")
    assert ana.has_mail(VALIDATED, to="ana@demo.example")

    ana.asks_for_contact("IT", "Luca Conti")
    assert luca.has_mail(ASKED, to="luca@demo.example", by="Ana Ferrer")
    luca.accepts_contact()

    ana.founds(TITLE)
    assert luca.has_mail(INVITED, to="luca@demo.example", by="Ana Ferrer", title=TITLE)
    luca.accepts_project(TITLE)
    spain.approves(TITLE)
    italy.approves(TITLE)
    assert ana.has_mail(APPROVED, to="ana@demo.example", title=TITLE)

    page = ana.writes_a_page("Nuestro plan", "Medimos el río **el mismo día**.")
    assert visitor.cannot_open(page)
    luca.publishes(page)
    visitor.reads(page, "el mismo día")

    person().keeps_the_entry("valencia@demo.example", phone="960 123 456")
    visitor.one.go(f"/{language}/support/es/vc/").see("960 123 456")
