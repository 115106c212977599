"""A photo comes in as nothing but a small square picture, and goes out to those who may see it."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import services
from accounts.models import Audience, Group, Teacher
from accounts.photo import SIDE, square_photo
from tests.factories import ConnectionFactory

PLACE = b"Calle Mayor 7, Valencia"


def picture(picture_format="JPEG", size=(800, 600), **options):
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, picture_format, **options)
    return target.getvalue()


def photo_with_a_place():
    exif = Image.Exif()
    exif[0x9286] = PLACE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif, comment=PLACE)


def upload(content, name="me.jpg"):
    return SimpleUploadedFile(name, content)


def zipped():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("evil.txt", "x")
    return target.getvalue()


def test_a_photo_becomes_a_small_square_without_place_or_comment():
    before = photo_with_a_place()
    assert PLACE in before

    kept = square_photo(upload(before)).content.read()

    assert PLACE not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as square:
        assert (square.format, square.size) == ("WEBP", (SIDE, SIDE))
        assert not square.getexif()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be added"),
        ("me.jpg", b"<html><script>alert(1)</script></html>", "not what its name says"),
        ("me.png", picture("JPEG"), "not what its name says"),
        ("me.gif", picture("GIF"), "cannot be added"),
        ("me.jpg", picture() + zipped(), "something else at the same time"),
        ("me.jpg", picture(comment=b"<script>alert(1)</script>"), "something else"),
        ("me.png", picture("PNG") + b"%PDF-1.7", "something else"),
        ("me.jpg", picture()[:200], "not what its name says"),
        ("me.jpg", b"\xff\xd8" + b"x" * (5 * 1024 * 1024), "at most"),
    ],
    ids=["svg", "html", "other format", "gif", "zip", "script", "pdf", "half", "large"],
)
def test_what_is_not_simply_a_photo_is_refused_with_a_reason(name, content, reason):
    with pytest.raises(ValidationError, match=reason):
        square_photo(upload(content, name))


def test_too_many_points_are_refused_before_they_are_drawn():
    bomb = picture("PNG", size=(9000, 9000))
    with pytest.raises(ValidationError, match="50 million points"):
        square_photo(upload(bomb, "me.png"))


@pytest.fixture
def with_photo(house):
    services.change_photo(by=house.founder, photo=square_photo(upload(picture())))
    house.ana.refresh_from_db()
    return house.ana


def send(client, content, name="me.jpg"):
    return client.post(reverse("accounts:change_photo"), {"photo": upload(content, name)})


def test_a_photo_is_sent_and_shown_on_the_persons_page(as_role, house):
    client = as_role("founder")
    answer = send(client, photo_with_a_place())
    assert answer.status_code == 302

    house.ana.refresh_from_db()
    shown = client.get(house.ana.photo_url)

    assert house.ana.photo_url in client.get(house.ana.get_absolute_url()).content.decode()
    assert shown["Content-Type"] == "image/webp"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Cache-Control"] == "private, max-age=600"
    assert PLACE not in shown.getvalue()


def test_a_refused_photo_says_why_and_changes_nothing(as_role, house):
    answer = send(as_role("founder"), b"<svg/>", "me.svg")

    assert answer.status_code == 422
    assert "cannot be added" in answer.content.decode()
    house.ana.refresh_from_db()
    assert not house.ana.photo


def test_a_new_photo_replaces_the_file_and_the_address(
    with_photo, house, django_capture_on_commit_callbacks
):
    old, url = with_photo.photo.name, with_photo.photo_url
    with django_capture_on_commit_callbacks(execute=True):
        services.change_photo(by=house.founder, photo=square_photo(upload(picture())))

    with_photo.refresh_from_db()
    assert with_photo.photo_url != url
    assert not default_storage.exists(old)
    assert default_storage.exists(with_photo.photo.name)


def test_a_removed_photo_leaves_no_file(with_photo, as_role, django_capture_on_commit_callbacks):
    old = with_photo.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        assert as_role("founder").post(reverse("accounts:remove_photo")).status_code == 302

    with_photo.refresh_from_db()
    assert with_photo.photo_url == ""
    assert not default_storage.exists(old)


@pytest.mark.parametrize(
    ("audience", "sees"),
    [
        (Audience.MEMBERS, {"stranger": 200, "cofounder": 200, "staff_it": 200}),
        (Audience.CONNECTIONS, {"stranger": 404, "cofounder": 200, "staff_it": 404}),
        (Audience.NOBODY, {"stranger": 404, "cofounder": 404, "staff_it": 404}),
    ],
)
def test_the_file_obeys_who_may_see_it(with_photo, as_role, client, audience, sees):
    Teacher.objects.filter(pk=with_photo.pk).update(limits={Group.PHOTO: audience})
    always = {"founder": 200, "staff_es": 200, "central": 200, "newcomer": 404}

    for role, want in (sees | always).items():
        assert as_role(role).get(with_photo.photo_url).status_code == want, role
        client.logout()


def test_without_a_photo_there_is_no_file(as_role, house):
    assert (
        as_role("founder").get(reverse("accounts:photo", args=[house.maja.slug])).status_code == 404
    )


def test_lists_show_photos_without_more_queries(as_role, with_photo, django_assert_num_queries):
    client = as_role("stranger")
    ConnectionFactory(asker=with_photo, asked__country_id="PL")
    page = client.get(reverse("partners:search")).content.decode()
    assert with_photo.photo_url in page
