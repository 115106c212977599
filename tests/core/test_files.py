"""The gate for uploaded files: what comes in, what is refused and why, how it goes out."""

import errno
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.file_content import MB
from core.files import MATERIALS, PrivateStorage, StorageFull, check, safe_name, send_private

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(200)
WEBM = bytes.fromhex("1a45dfa3010000000000001f42868101") + b"\x42\x82\x84webm" + bytes(200)
OGG = b"OggS\x00\x02" + bytes(200)
MP3 = b"ID3\x03\x00\x00" + bytes(200)
EXE = b"MZ\x90\x00" + bytes(500)


def picture(picture_format="PNG", size=(12, 8), **options):
    target = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(target, picture_format, **options)
    return target.getvalue()


def package(entries):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(folder="word", types=b"<Types/>", **more):
    return package({"[Content_Types].xml": types, f"{folder}/document.xml": b"<a/>", **more})


def open_document(kind="text"):
    said = f"application/vnd.oasis.opendocument.{kind}"
    return package({"mimetype": said, "content.xml": "<a/>"})


def pass_gate(name, content):
    return check(SimpleUploadedFile(name, content), MATERIALS)


def refusal(name, content):
    with pytest.raises(ValidationError) as refused:
        pass_gate(name, content)
    return " ".join(refused.value.messages)


WELCOME = [
    ("photo.jpg", picture("JPEG"), "image/jpeg"),
    ("PHOTO.JPEG", picture("JPEG"), "image/jpeg"),
    ("map.png", picture("PNG"), "image/png"),
    ("wave.gif", picture("GIF"), "image/gif"),
    ("river.webp", picture("WEBP"), "image/webp"),
    ("plan.pdf", PDF, "application/pdf"),
    ("letter.docx", office("word"), None),
    ("table.xlsx", office("xl"), None),
    ("talk.pptx", office("ppt"), None),
    ("letter.odt", open_document("text"), None),
    ("table.ods", open_document("spreadsheet"), None),
    ("talk.odp", open_document("presentation"), None),
    ("notes.txt", "Día uno: el río\r\n\tbaja".encode(), "text/plain"),
    ("old.txt", "Día uno".encode("cp1252"), "text/plain"),
    ("wide.csv", "a;b\n1;2".encode("utf-16"), "text/csv"),
    ("readme.md", b"# Hello\n\n<b>bold</b>", "text/markdown"),
    ("film.mp4", MP4, "video/mp4"),
    ("film.webm", WEBM, "video/webm"),
    ("song.ogg", OGG, "application/ogg"),
    ("song.mp3", MP3, "audio/mpeg"),
]


@pytest.mark.parametrize(("name", "content", "content_type"), WELCOME, ids=lambda v: str(v)[:12])
def test_what_a_class_works_with_comes_in(name, content, content_type):
    checked = pass_gate(name, content)

    assert checked.name == name
    assert checked.size > 0
    assert content_type in (None, checked.content_type)


@pytest.mark.parametrize(
    "name",
    ["x.svg", "x.html", "x.exe", "x.js", "x.docm", "x.zip", "photo.jpg.exe", "x.xml", "x.swf"],
)
def test_a_forbidden_type_is_told_with_those_allowed(name):
    said = refusal(name, b"anything")

    assert f".{name.rsplit('.')[-1]} cannot be added" in said
    assert "jpg" in said
    assert "pdf" in said


def test_a_name_without_an_ending_is_told_so():
    assert "no ending" in refusal("README", b"anything")


IMPOSTORS = {
    "svg as png": ("x.png", SVG),
    "html as jpg": ("x.jpg", b"<html><script>alert(1)</script>"),
    "html as pdf": ("x.pdf", b"<html><script>alert(1)</script>%%EOF"),
    "html as text": ("x.txt", b"\n <!DOCTYPE html><script>alert(1)</script>"),
    "svg as text": ("x.txt", SVG),
    "html in utf-16": ("x.txt", "<html><script>".encode("utf-16")),
    "program as text": ("x.txt", EXE),
    "program as picture": ("x.jpg", EXE),
    "program as film": ("x.mp4", EXE),
    "program as document": ("x.docx", EXE),
    "png as jpg": ("x.jpg", picture("PNG")),
    "header of a picture only": ("x.png", picture("PNG")[:40]),
    "cut picture": ("x.jpg", picture("JPEG", size=(300, 300))[:500]),
    "pdf without an end": ("x.pdf", b"%PDF-1.7\n"),
    "pdf after something else": ("x.pdf", b"MZ" + PDF),
    "pdf that is an archive too": ("x.pdf", PDF + package({"a.html": "x"}) + b"%%EOF"),
    "picture that is a document too": ("x.docx", picture("GIF") + office()),
    "any archive as document": ("x.docx", package({"index.html": "<script>"})),
    "sheet as text document": ("x.odt", open_document("spreadsheet")),
    "cut document": ("x.docx", office()[:-30]),
    "zeros": ("x.pdf", bytes(100)),
    "zeros as picture": ("x.gif", bytes(100)),
    "one byte": ("x.png", b"\x89"),
}


@pytest.mark.parametrize(("name", "content"), IMPOSTORS.values(), ids=list(IMPOSTORS))
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    assert "is not what its name says" in refusal(name, content)


@pytest.mark.parametrize(
    "content",
    [
        office(**{"word/vbaProject.bin": b"x"}),
        office(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
    ids=["part", "type"],
)
def test_macros_are_refused(content):
    assert "macros" in refusal("x.docx", content)


def test_macros_of_an_open_document_are_refused():
    said = "application/vnd.oasis.opendocument.text"
    content = package({"mimetype": said, "Basic/Standard/Module1.xml": "x"})
    assert "macros" in refusal("x.odt", content)


def test_a_document_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr("core.file_content.MAX_UNPACKED", 1000)
    assert "larger than 500 MB" in refusal("x.docx", office(big=bytes(2000)))


def test_too_large_is_told_with_both_figures(settings):
    settings.UPLOAD_LIMIT_MB = 1
    said = refusal("x.pdf", PDF + bytes(3 * MB))

    assert "3.0\xa0MB" in said
    assert "1.0\xa0MB" in said


def test_pictures_have_a_limit_of_their_own():
    assert "10.0\xa0MB" in refusal("x.jpg", picture("JPEG") + bytes(11 * MB))


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn():
    content = bytearray(picture("PNG"))
    for side in (slice(16, 20), slice(20, 24)):
        content[side] = (50_000).to_bytes(4)
    content[29:33] = zipfile.crc32(content[12:29]).to_bytes(4)
    assert "50 million points" in refusal("x.png", bytes(content))


def test_many_frames_count_as_many_points(monkeypatch):
    monkeypatch.setattr("core.file_content.MAX_PICTURE_POINTS", 200)
    frames = [Image.new("RGB", (12, 8), (shade, 0, 0)) for shade in (0, 120, 240)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    assert "50 million points" in refusal("x.gif", target.getvalue())


def test_nothing_but_the_points_of_a_photo_survives():
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (40.0, 25.0, 0.5)
    content = picture("JPEG", exif=exif.tobytes(), comment=b"SECRET-COMMENT") + b"SECRET-TAIL"
    assert content.count(b"SECRET") == 3

    kept = pass_gate("photo.jpg", content).content.read()

    assert b"SECRET" not in kept
    with Image.open(io.BytesIO(kept)) as photo:
        assert not photo.getexif()
        assert "comment" not in photo.info


def test_a_photo_taken_sideways_is_kept_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = pass_gate("photo.jpg", picture("JPEG", size=(20, 10), exif=exif.tobytes())).content
    with Image.open(kept) as photo:
        assert photo.size == (10, 20)


@pytest.mark.parametrize("picture_format", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_still_moves(picture_format):
    frames = [Image.new("RGB", (12, 8), (shade, 0, 0)) for shade in (0, 120, 240)]
    target = io.BytesIO()
    frames[0].save(target, picture_format, save_all=True, append_images=frames[1:], duration=50)
    kept = pass_gate(f"x.{picture_format.lower()}", target.getvalue()).content
    with Image.open(kept) as moving:
        assert moving.n_frames == 3


def test_a_picture_keeps_what_one_can_see_through():
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(target, "PNG")
    with Image.open(pass_gate("x.png", target.getvalue()).content) as kept:
        assert kept.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ana\\plan.pdf", "plan.pdf"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("z\u200bero\x00.txt", "zero.txt"),
        ('"quoted".txt', "quoted.txt"),
        ("  .  plan .pdf ", "plan.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("Łódź río Ω.pdf", "Łódź río Ω.pdf"),
        ("a" * 400 + ".pdf", "a" * 146 + ".pdf"),
        ("a." + "b" * 400, "a." + "b" * 148),
    ],
)
def test_names_are_made_safe(typed, kept):
    assert safe_name(typed) == kept


class TestStorage:
    def test_a_file_is_there_whole_with_nothing_beside_it(self, tmp_path):
        storage = PrivateStorage(location=tmp_path)
        name = storage.save("room/ab/key", ContentFile(b"all of it"))

        assert (tmp_path / name).read_bytes() == b"all of it"
        assert [path.name for path in (tmp_path / "room/ab").iterdir()] == ["key"]

    def test_a_full_disk_leaves_no_half_file(self, tmp_path, caplog):
        class Filling(ContentFile):
            def chunks(self, chunk_size=None):
                yield b"the first half"
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(StorageFull) as refused:
            PrivateStorage(location=tmp_path).save("room/ab/key", Filling(b"x"))

        assert "no room for files" in refused.value.messages[0]
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
        assert "No room left" in caplog.text

    def test_another_trouble_leaves_no_half_file_either(self, tmp_path):
        class Breaking(ContentFile):
            def chunks(self, chunk_size=None):
                yield b"the first half"
                raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011 -- our own, above
            PrivateStorage(location=tmp_path).save("room/ab/key", Breaking(b"x"))
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class TestSending:
    @pytest.fixture
    def file(self):
        return ContentFile(b"content", name="room/ab/key")

    def test_a_file_is_downloaded_and_can_do_nothing(self, file):
        answer = send_private(file, name="día 1.pdf", content_type="application/pdf", inline=True)

        assert answer["Content-Disposition"].startswith("attachment")
        assert "filename*=utf-8''d%C3%ADa%201.pdf" in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "private, no-store"
        assert b"".join(answer) == b"content"

    def test_only_a_picture_is_shown_in_place(self, file):
        answer = send_private(file, name="a.png", content_type="image/png", inline=True)
        assert answer["Content-Disposition"].startswith("inline")

    def test_a_name_cannot_add_a_header(self, file):
        answer = send_private(file, name='a"\r\nX-Evil: 1.pdf', content_type="application/pdf")
        assert "X-Evil" not in answer
        assert "\n" not in answer["Content-Disposition"]

    def test_behind_a_web_server_it_only_names_the_file(self, file, settings):
        settings.PRIVATE_MEDIA_LOCATION = "/private/"
        answer = send_private(file, name="a.pdf", content_type="application/pdf")
        assert answer["X-Accel-Redirect"] == "/private/room/ab/key"
        assert answer.content == b""
