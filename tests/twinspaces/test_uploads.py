"""Files of a room, from the form to the download."""

import errno
import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.files import StorageFull
from tests.factories import MaterialFactory
from twinspaces.models import Material
from twinspaces.services.working import ADDED_WITHIN, MOST_ADDED

RIGHTS = {"rights": "on", "description": "The river"}


@pytest.fixture
def add(house, as_role):
    """Send a file as a founder and get the answer."""
    client = as_role("founder")

    def send(name, content, **fields):
        data = {"file": SimpleUploadedFile(name, content), **(fields or RIGHTS)}
        return client.post(reverse("twinspaces:material_new", args=[house.space.slug]), data)

    return send


def photo():
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[2] = (40.0, 25.0, 0.5)
    target = io.BytesIO()
    Image.new("RGB", (40, 30), (10, 90, 160)).save(
        target, "JPEG", exif=exif.tobytes(), comment=b"SECRET-COMMENT"
    )
    return target.getvalue()


def test_a_file_is_added_and_fetched_by_the_members_only(house, as_role, add):
    assert add("Río.txt", b"Notes.").status_code == 302
    material = Material.objects.get()

    answer = as_role("cofounder").get(material.get_absolute_url())
    assert b"".join(answer) == b"Notes."
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert as_role("stranger").get(material.get_absolute_url()).status_code == 404


def test_the_name_on_disk_is_the_portals_own(add):
    add("../../río secreto.txt", b"Notes.")
    material = Material.objects.get()

    assert material.name == "río secreto.txt"
    assert re.fullmatch(r"twinspaces/[\w/-]+", material.file.name, re.ASCII)
    assert "secreto" not in material.file.name


def test_a_photo_is_kept_without_place_camera_and_comment(house, as_role, add):
    assert b"SECRET" in photo()
    add("photo.jpg", photo())
    material = Material.objects.get()

    answer = as_role("founder").get(material.get_absolute_url())
    assert answer["Content-Disposition"].startswith("inline")
    sent = b"".join(answer)
    assert b"SECRET" not in sent
    assert b"Exif" not in sent
    assert material.size == len(sent)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", ".exe cannot be added"),
        ("drawing.svg", b"<svg/>", ".svg cannot be added"),
        ("photo.jpg", b"<html>", "is not what its name says"),
        ("plan.pdf", b"\x89PNG", "is not what its name says"),
        ("empty.txt", b"", "empty"),
        ("noname", b"x", "no ending"),
    ],
)
def test_a_refused_file_is_told_why_and_the_description_stays(add, name, content, said):
    answer = add(name, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="The river"' in answer.content.decode()
    assert not Material.objects.exists()


def test_a_file_that_is_too_large_is_told_with_both_figures(add, settings):
    settings.UPLOAD_LIMIT_MB = 1
    answer = add("plan.pdf", b"%PDF-1.7" + bytes(2 * 1024 * 1024) + b"%%EOF")
    assert answer.status_code == 422
    assert "2.0\xa0MB" in answer.content.decode()
    assert "1.0\xa0MB" in answer.content.decode()


def test_nothing_is_added_without_the_right_to_share_it(add):
    answer = add("notes.txt", b"Notes.", description="x")
    assert answer.status_code == 422
    assert "Confirm that you may share this file" in answer.content.decode()


def test_without_a_file_the_form_says_so(house, as_role):
    url = reverse("twinspaces:material_new", args=[house.space.slug])
    assert as_role("founder").post(url, {"file": "text", "rights": "on"}).status_code == 422


def test_a_full_room_says_how_much_is_left(house, add, settings):
    settings.TWINSPACE_LIMIT_MB = 1
    MaterialFactory(twinspace=house.space, size=1024 * 1024 - 2)
    answer = add("notes.txt", b"Notes.")
    assert answer.status_code == 422
    assert "only 2\xa0bytes left" in answer.content.decode()


def test_nobody_adds_more_than_thirty_files_in_half_an_hour(house, add):
    for _ in range(MOST_ADDED):
        MaterialFactory(twinspace=house.space, by=house.founder)
    answer = add("notes.txt", b"Notes.")
    assert answer.status_code == 422
    assert "You have added 30 files in the last half hour" in answer.content.decode()

    Material.objects.update(created_at=timezone.now() - ADDED_WITHIN)
    assert add("notes.txt", b"Notes.").status_code == 302


def test_what_others_add_does_not_count(house, add):
    for _ in range(MOST_ADDED):
        MaterialFactory(twinspace=house.space, by=house.cofounder)
    assert add("notes.txt", b"Notes.").status_code == 302


def test_a_full_disk_is_a_sentence_and_other_pages_work(house, as_role, add, monkeypatch):
    def full(*args, **kwargs):
        raise StorageFull from OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(default_storage, "save", full)
    answer = add("notes.txt", b"Notes.")

    assert answer.status_code == 422
    assert "no room for files at the moment" in answer.content.decode()
    assert not Material.objects.exists()
    assert as_role("founder").get(house.space.get_absolute_url()).status_code == 200


def test_the_meter_tells_members_how_full_the_room_is(house, as_role, add):
    add("notes.txt", bytes(2048).replace(b"\0", b"a"))
    url = reverse("twinspaces:materials", args=[house.space.slug])
    client = as_role("founder")
    assert "2.0\xa0KB of 2.0\xa0GB are used" in client.get(url).content.decode()
    client.logout()
    assert "are used" not in client.get(url).content.decode()


def test_a_file_lost_from_the_disk_is_not_there(house, as_role):
    material = MaterialFactory(twinspace=house.space)
    default_storage.delete(material.file.name)
    assert as_role("founder").get(material.get_absolute_url()).status_code == 404


def test_a_removed_file_is_gone(house, as_role):
    material = MaterialFactory(twinspace=house.space)
    url = reverse("twinspaces:material_remove", args=[house.space.slug, material.pk])
    client = as_role("founder")
    assert "cannot be brought back" in client.get(url).content.decode()
    assert "Removed: notes.txt" in client.post(url, follow=True).content.decode()
    assert client.get(material.get_absolute_url()).status_code == 404
