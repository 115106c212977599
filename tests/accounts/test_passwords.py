"""Which passwords are taken (safety items 1 and 2)."""

import gzip
from pathlib import Path

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from tests.factories import TeacherFactory

pytestmark = pytest.mark.django_db

COMMON = Path(password_validation.__file__).parent / "common-passwords.txt.gz"


def is_taken(password, user=None):
    try:
        password_validation.validate_password(password, user)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "slate-roofs-in-the-rain",
        "correcto caballo pila grapa",
        "ñandú córrego Łódź ważka",
        "lower case only and blanks",
        "x" * 60 + "y" * 68,
        "etwinning horses eat blue thistles",
    ],
)
def test_item_1_length_is_what_counts_and_nothing_else_is_demanded(client, password):
    assert is_taken(password)
    client.post(reverse("account_signup"), {"email": "new@demo.example", "password1": password})
    assert User.objects.get().check_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "etwinning2026!",
        "Etwinning-Portal-1",
        "eTwinning-Erasmus",
        "TwinSpace12345678",
        "profesor-escuela-22",
        "Contraseña2026!!",
    ],
)
def test_item_1_the_portals_own_words_are_refused_with_a_reason(client, password):
    assert not is_taken(password)
    page = client.post(
        reverse("account_signup"), {"email": "new@demo.example", "password1": password}
    )
    assert "error-summary" in page.content.decode()
    assert not User.objects.exists()


def test_item_1_ones_own_school_and_town_are_refused():
    teacher = TeacherFactory(school__name="IES Mar Blau", school__town="València")

    for password in ("valencia-2026-valencia", "IES-Mar-Blau-València", "Blau.Valencia.1984"):
        assert is_taken(password)
        assert not is_taken(password, teacher.user)
    assert is_taken("bologna-tortellini-in-brodo", teacher.user)


def test_item_1_a_password_may_be_pasted_and_kept_by_a_manager(client):
    page = client.get(reverse("account_signup")).content.decode()
    login = client.get(reverse("account_login")).content.decode()

    assert 'autocomplete="new-password"' in page
    assert 'autocomplete="current-password"' in login
    for text in (page, login, Path("static/js/portal.js").read_text()):
        assert "paste" not in text


def test_item_2_common_passwords_are_refused_without_asking_anybody():
    """The list is a file of Django's; the tests have no network."""
    common = gzip.decompress(COMMON.read_bytes()).decode().split()
    assert len(common) > 3000

    assert [password for password in common if is_taken(password)] == []
    validator = password_validation.CommonPasswordValidator()
    long_ones = [password for password in common if len(password) >= 12]
    assert long_ones
    for password in long_ones:
        with pytest.raises(ValidationError):
            validator.validate(password)
