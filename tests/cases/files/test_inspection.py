from __future__ import annotations

import io
import struct
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from unionhall.cases.files.inspection import FileRefused, inspect

ALL = ("jpg", "png", "bmp", "pdf")
LIMIT = 5 * 1024 * 1024


def picture(kind: str, size=(60, 40), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, kind, **options)
    return out.getvalue()


def pdf(change=None, **options) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def look(data: bytes, name: str, accept=ALL, limit: int = LIMIT):
    return inspect(SimpleUploadedFile(name, data), accept, limit)


def code_of(data: bytes, name: str = "a.png", accept=ALL, limit: int = LIMIT) -> str:
    with pytest.raises(FileRefused) as refusal:
        look(data, name, accept, limit)
    assert refusal.value.sentence.endswith(("。", "）"))
    return refusal.value.code


@pytest.mark.parametrize(
    ("kind", "name", "becomes", "media_type"),
    [
        ("JPEG", "照片.jpeg", "照片.jpg", "image/jpeg"),
        ("JPEG", "照片.JPG", "照片.jpg", "image/jpeg"),
        ("PNG", "照片.png", "照片.png", "image/png"),
        ("BMP", "照片.bmp", "照片.png", "image/png"),
    ],
)
def test_pictures_are_redrawn(kind, name, becomes, media_type):
    found = look(picture(kind), name)
    assert (found.name, found.media_type, found.width, found.height, found.note) == (
        becomes,
        media_type,
        60,
        40,
        "",
    )
    assert Image.open(io.BytesIO(found.preview)).format == "JPEG"


def test_the_name_follows_the_content():
    found = look(picture("PNG"), "扫描.pdf")
    assert (found.name, found.note) == (
        "扫描.png",
        "文件内容为 png 格式，文件名已改为以 .png 结尾。",
    )


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\林\\照片.png", "照片.png"),
        ("\u202egnp.exe", "gnp.png"),
        ("长" * 300 + ".png", "长" * 146 + ".png"),
        ("a\n\x7fb.png", "ab.png"),
        ("...", "文件.png"),
    ],
)
def test_names_from_outside_are_made_fit(name, becomes):
    upload = SimpleUploadedFile("x", picture("PNG"))
    upload.__dict__["_name"] = name
    assert inspect(upload, ALL, LIMIT).name == becomes


def test_exif_goes_and_orientation_stays():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of somebody"
    found = look(picture("JPEG", exif=exif), "a.jpg")
    again = Image.open(io.BytesIO(found.data))
    assert (again.size, dict(again.getexif())) == ((40, 60), {})
    assert b"Camera" not in found.data


def test_a_preview_is_at_most_1600_pixels_wide():
    found = look(picture("PNG", size=(3200, 800)), "a.png")
    assert Image.open(io.BytesIO(found.preview)).size == (1600, 400)
    assert (found.width, found.height) == (3200, 800)


def test_what_follows_the_picture_is_gone():
    found = look(picture("PNG") + b"<script>alert(1)</script>", "a.png")
    assert b"script" not in found.data


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that says it is very large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_pixels_are_counted_before_they_are_decoded():
    assert code_of(bomb(6400)) == "too-many-pixels"
    assert code_of(bomb(60_000)) in ("too-many-pixels", "file-broken")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"MZ\x90\x00" + b"\0" * 100, "file-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-type"),
        (b"GIF89a" + b"\0" * 40, "file-type"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "file-broken"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "file-broken"),
        (b"%PDF-1.7\nnothing", "file-broken"),
        (picture("PNG")[:60], "file-broken"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(data, code):
    assert code_of(data) == code


@pytest.mark.row("X1-80")
def test_the_size_is_limited():
    assert code_of(picture("PNG"), limit=50) == "file-too-large"
    upload = SimpleUploadedFile("a.png", picture("PNG"))
    upload.size = 3  # a size that lies
    with pytest.raises(FileRefused) as refusal:
        inspect(upload, ALL, 50)
    assert refusal.value.code == "file-too-large"


def test_only_what_the_material_accepts():
    assert code_of(picture("PNG"), accept=("pdf",)) == "file-type"
    assert look(pdf(), "a.pdf", accept=("pdf",)).media_type == "application/pdf"


def test_a_plain_pdf_is_kept_without_its_author():
    def sign(document):
        document.docinfo["/Author"] = "林晓岚"
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name("/Fit")])

    found = look(pdf(sign), "呈报表.pdf")
    with pikepdf.open(io.BytesIO(found.data)) as again:
        assert (len(again.pages), "/Info" in again.trailer, "/OpenAction" in again.Root) == (
            1,
            False,
            False,
        )
    assert found.preview is None


def action(kind: str, **more) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name(kind), **more)


def script_at_opening(document):
    document.Root.OpenAction = action("/JavaScript", JS="app.alert(1)")


def script_by_name(document):
    names = pikepdf.Dictionary(Names=["a", action("/JavaScript", JS="app.alert(1)")])
    document.Root.Names = pikepdf.Dictionary(JavaScript=names)


def script_on_the_page(document):
    document.pages[0].obj.AA = pikepdf.Dictionary(O=action("/JavaScript", JS="app.alert(1)"))


def launch_in_an_annotation(document):
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action("/Launch", F="cmd.exe")
    )
    document.pages[0].obj.Annots = document.make_indirect([link])


def embedded(document):
    document.attachments["hidden.exe"] = b"MZ"


def next_action(document):
    inner = action("/URI", URI="https://example.test", Next=action("/SubmitForm", F="x"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=inner)
    document.pages[0].obj.Annots = [link]


@pytest.mark.parametrize(
    "change",
    [
        script_at_opening,
        script_by_name,
        script_on_the_page,
        launch_in_an_annotation,
        embedded,
        next_action,
    ],
    ids=lambda change: change.__name__,
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_is_refused(change, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert code_of(pdf(change, object_stream_mode=mode), "a.pdf") == "pdf-active"


def test_a_locked_pdf_is_refused():
    locked = pikepdf.Encryption(owner="o", user="u")
    assert code_of(pdf(encryption=locked), "a.pdf") == "pdf-encrypted"
    open_to_read = pikepdf.Encryption(owner="o", user="")
    assert code_of(pdf(encryption=open_to_read), "a.pdf") == "pdf-encrypted"


def test_a_bomb_is_refused_before_a_pixel_is_decoded(monkeypatch, settings):
    decoded = []
    real = Image.Image.load

    def load(self):
        decoded.append(self.size)
        return real(self)

    data = picture("PNG", size=(1100, 1000))
    monkeypatch.setattr(Image.Image, "load", load)
    settings.MAX_IMAGE_PIXELS = 1_000_000
    assert code_of(data) == "too-many-pixels"
    assert decoded == []
    settings.MAX_IMAGE_PIXELS = 1_100_000
    assert look(data, "a.png").width == 1100


def test_two_pictures_are_redrawn_at_once_the_third_waits(monkeypatch):
    """Eight threads of a server would hold eight decoded pictures of 160 MB otherwise."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Lock
    from time import sleep

    from unionhall.cases.files import pictures

    now, most, lock = [0], [0], Lock()
    real = pictures._plain

    def watched(*args, **more):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        sleep(0.02)
        try:
            return real(*args, **more)
        finally:
            with lock:
                now[0] -= 1

    monkeypatch.setattr(pictures, "_plain", watched)
    data = picture("PNG")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: look(data, "a.png"), range(8)))
    assert most == [2]
