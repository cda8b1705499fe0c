"""Files as weapons: what may be attached where, what becomes of names and contents, how they leave."""

from __future__ import annotations

import io
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories.applications import fresh, png, upload
from tests.security.conftest import bring, browser, rows_of
from unionhall.cases.models import Attachment, Case, JournalEntry
from unionhall.casework.attach import attach
from unionhall.casework.save import save


def sent(client, case, material="chair_report", name="a.png", data=None, **more):
    file = SimpleUploadedFile(name, png() if data is None else data, **more)
    page = f"/cases/{case.key}/materials/"
    return client.post(
        page, {"material": material, "file": file}, headers={"Accept": "application/json"}
    )


@pytest.mark.parametrize(
    "material", ["parent_statement", "nonsense", "", "account_no", "../x", "material:chair_report"]
)
def test_only_what_is_on_the_checklist_is_taken(office, material):
    case = office.draft()
    answer = sent(browser(office.city.lin), case, material)
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)


def test_the_checklist_follows_the_answers(office):
    case, lin = office.draft(), office.city.lin
    save(case.key, {"has_account": False}, "account", by=lin, now=office.now)
    client = browser(lin)
    assert sent(client, case, "account_permit").status_code == 422
    save(case.key, {"has_account": True}, "account", by=lin, now=office.now)
    assert sent(client, case, "account_permit").status_code == 200


@pytest.mark.parametrize("state", ["confirm", "disburse"])
def test_nothing_is_attached_or_removed_after_handing_in(office, state):
    case = bring(office, state)
    client, file = browser(office.city.lin), Attachment.objects.first()
    before = rows_of(Attachment, Case, JournalEntry)
    assert sent(client, case).status_code in (302, 409, 422)
    posted = {"remove": file.key, "version": str(case.version)}
    assert client.post(f"/cases/{case.key}/materials/", posted).status_code in (302, 409)
    assert rows_of(Attachment, Case, JournalEntry) == before


def test_a_locked_material_stays_locked(office):
    case = bring(office, "returned")  # chair_report is open, the others are not
    client = browser(office.city.lin)
    assert sent(client, case, "committee_report").status_code == 422
    file = Attachment.objects.get(material="committee_report")
    posted = {"remove": file.key, "version": str(fresh(case).version)}
    assert client.post(f"/cases/{case.key}/materials/", posted).status_code == 422
    assert sent(client, case, "chair_report").status_code == 200


def test_what_was_not_handed_in_yet_is_the_applicants_own(office):
    case = bring(office, "returned")
    new = attach(case.key, "chair_report", upload("新.png"), by=office.city.lin, now=office.now)
    chen, lin = browser(office.city.chen), browser(office.city.lin)
    old = Attachment.objects.filter(frozen=True).first()
    assert [chen.get(f"/files/{one.key}/").status_code for one in (old, new)] == [200, 404]
    assert [lin.get(f"/files/{one.key}/").status_code for one in (old, new)] == [200, 200]


NAMES = [
    ("../../etc/passwd", "passwd.png"),
    ("..\\..\\boot.ini", "boot.png"),
    ("a\x00b.png", "ab.png"),
    ("x" * 500 + ".png", "x" * 146 + ".png"),
    ("照片\u202egnp.exe", "照片gnp.png"),
    ("😀.png", "😀.png"),
    ("noext", "noext.png"),
    (".htaccess", "htaccess.png"),
    ('q";x=\r\nSet-Cookie: a=b.png', 'q";x=Set-Cookie: a=b.png'),
    ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_names_are_words_never_paths(office, given, kept, tmp_path):
    case, lin = office.draft(), office.city.lin
    file = upload("a.png")
    file._name = given  # as a caller that cleans nothing would hand it over
    found = attach(case.key, "chair_report", file, by=lin, now=office.now)
    assert found.name == kept
    answer = browser(lin).get(f"/files/{found.key}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    page = browser(lin).get(f"/cases/{case.key}/materials/").content.decode()
    assert "<img src=x onerror" not in page


def picture(kind: str, mode: str = "RGB", size=(40, 30), **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.png", png())
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that says it has 30,000 x 30,000 pixels."""
    head = (30_000).to_bytes(4, "big") * 2 + bytes([8, 6, 0, 0, 0])
    chunk = b"IHDR" + head
    idat = b"IDAT" + zlib.compress(bytes(1000))
    parts = [len(head).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")]
    parts.append((len(idat) - 4).to_bytes(4, "big") + idat + zlib.crc32(idat).to_bytes(4, "big"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pdf(action: str = "") -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    if action:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(action), JS="app.alert(1)")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


HTML = b"<html><script>alert(document.cookie)</script></html>"
BAD = {
    "html": HTML,
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "zip": zipped(),
    "animated": picture("PNG", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")]),
    "empty": b"",
    "truncated": png()[:40],
    "bomb": bomb(),
    "magic-only": b"\x89PNG\r\n\x1a\n" + HTML,
    "jpeg-magic-html": b"\xff\xd8\xff\xe0" + HTML,
    "pdf-magic-html": b"%PDF-1.7\n" + HTML,
    "pdf-script": pdf("/JavaScript"),
    "pdf-launch": pdf("/Launch"),
    "exe": b"MZ" + bytes(400),
    "too-large": b"\x89PNG\r\n\x1a\n" + bytes(21 * 1024 * 1024),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_contents_get_a_sentence(office, kind):
    case = office.draft()
    answer = sent(
        browser(office.city.lin), case, name="a.png", data=BAD[kind], content_type="image/png"
    )
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    assert len(answer.json()["message"]) > 5


GOOD = {
    "cmyk.jpg": picture("JPEG", "CMYK"),
    "grey16.png": picture("PNG", "I;16"),
    "palette.bmp": picture("BMP", "P"),
    "html-behind.png": png() + HTML,
    "html-behind.pdf": pdf() + HTML,
}


@pytest.mark.parametrize("name", GOOD)
def test_good_contents_leave_as_what_they_are(office, name):
    case, lin = office.draft(), office.city.lin
    client = browser(lin)
    assert sent(client, case, name=name, data=GOOD[name]).status_code == 200
    file = Attachment.objects.get()
    answer = client.get(f"/files/{file.key}/")
    assert b"<script>" not in b"".join(answer.streaming_content)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store, private"
    for asked in (
        client.head(f"/files/{file.key}/"),
        client.get(f"/files/{file.key}/", headers={"Range": "bytes=0-5"}),
    ):
        assert asked.status_code in (200, 206)
        assert "sandbox" in asked["Content-Security-Policy"]


def test_orientation_is_applied_and_exif_gone(office):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "SECRET PLACE"
    data = picture("JPEG", size=(40, 30), exif=exif)
    case, lin = office.draft(), office.city.lin
    file = attach(case.key, "chair_report", upload("a.jpg", data), by=lin, now=office.now)
    assert (file.width, file.height) == (30, 40)
    assert b"SECRET" not in b"".join(browser(lin).get(f"/files/{file.key}/").streaming_content)
