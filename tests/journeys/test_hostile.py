"""Files that are not what they say, and texts nobody expects: a sentence, and nothing lost."""

from __future__ import annotations

import re

import pytest

from tests.journeys import paper, refund

pytestmark = pytest.mark.e2e
WAYS = [
    pytest.param({"device": "wide"}, id="wide"),
    pytest.param({"device": "phone", "scripts": False}, id="phone-plain"),
]
CHAIR = refund.REPORTS[0]
REFUSED = [
    (paper.named("其实是文字.png", b"just words, no picture"), "不支持这种文件"),
    (paper.large("六兆.png"), "文件太大|文件超过"),
    (paper.named("带脚本.pdf", paper.pdf_with_script()), "PDF 中含有脚本"),
    (paper.named("程序.exe", b"MZ" + bytes(400)), "不支持这种文件"),
    (paper.named("空的.png", b""), "文件是空的|不支持这种文件"),
]


@pytest.mark.row("X1-53", "X1-54", "X1-55", "X1-56")
@pytest.mark.parametrize("way", WAYS)
def test_bad_files_get_a_sentence_and_good_ones_stay(arrive, employer, way):
    handler = arrive(refund.HANDLER, **way)
    case = refund.begin(handler)
    refund.choose_unit(handler, employer())
    handler.go(f"{case}materials/")
    refund.upload(handler, CHAIR)
    row = handler.page.locator("tr", has_text=CHAIR).last
    for file, said in REFUSED:
        refund.send(handler, CHAIR, file)
        # the sentence of the file before stands until the answer to this one is there
        told = row.locator(".upload__status--error, .file__wrong")
        told.filter(has_text=re.compile(said)).first.wait_for()
        handler.look(f"materials-refused-{file['name']}")
        assert row.get_by_role("link", name=f"{CHAIR}.png").count() == 1
    refund.upload(handler, CHAIR, **paper.photo_with_place("手机照片.jpg"))
    address = handler.page.get_by_role("link", name="手机照片.jpg").get_attribute("href")
    kept = handler.context.request.get(address)
    assert kept.status == 200
    assert b"SECRET PLACE" not in kept.body()
    assert kept.headers["x-content-type-options"] == "nosniff"

    row.get_by_role("button", name="删除").first.click()
    handler.page.wait_for_load_state()
    handler.page.get_by_text("附件已删除").wait_for()
    assert handler.page.locator("tr", has_text=CHAIR).last.locator("li.file").count() == 1


def test_odd_texts_are_kept_or_told_never_run(arrive, employer):
    script = "<script>document.title='owned'</script><img src=x onerror=alert(1)>"
    handler = arrive(refund.HANDLER, device="phone", scripts=False)
    case = refund.begin(handler)
    refund.choose_unit(handler, employer())
    handler.press("下一步")
    branch = handler.page.locator("[name=bank_branch]")
    refund.fill_account(handler, branch=f"银行😀{script}"[:60])
    handler.press("暂存")
    handler.go(f"{case}check/")
    handler.look("check-odd-texts")
    assert "<script>document.title" in handler.text()
    assert "owned" not in handler.page.title()

    handler.go(f"{case}form/account/")
    for text in ("汉" * 1000, "😀" * 300, "a" * 9_000):
        branch.evaluate(
            "(field, text) => { field.removeAttribute('maxlength'); field.value = text }", text
        )
        handler.press("下一步")
        handler.look("form-too-long")
        assert "最多 60 个字" in handler.page.locator("#problems").inner_text()
        assert branch.input_value() == text
    branch.fill("示例银行鹭湾分行")
    handler.page.locator("[name=account_no]").fill("１２３４５６７８９０１２３４５６")
    handler.press("下一步")
    assert "/materials/" in handler.page.url
    handler.go(f"{case}check/")
    assert "****3456" in handler.text()
