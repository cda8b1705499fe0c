"""The steps of issuing service cards as their people take them."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.paper import picture
from tests.journeys.visitor import Visitor

CLERK, BANK = "15400000117", "15400000119"
MATTER = "card-issuing"
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


def send_again(clerk: Visitor) -> int:
    """Mark everybody whose card failed as waiting for one; how many there were."""
    clerk.go("/office/registers/member-card/lists/pending/")
    count = clerk.page.locator("input[name=_tick]").count()
    for number in range(count):
        clerk.page.locator("input[name=_tick]").nth(number).check()
    if count:
        clerk.press("修改办卡标识")
        clerk.look("cards-to-apply-again")
        clerk.press("修改办卡标识")
        clerk.go("/office/registers/member-card/lists/pending/")
        assert clerk.page.locator("input[name=_tick]").count() == 0
    return count


def draft(clerk: Visitor) -> str:
    """From the guide to the list, with everybody who waits for a card; the address of the case."""
    clerk.go("/office/registers/member-card/lists/to-apply/")
    clerk.look("cards-to-apply")
    clerk.go(f"/matters/{MATTER}/")
    clerk.press("在线办理")
    clerk.press("另外发起一份申请" if clerk.offers("另外发起一份申请") else "发起申请")
    assert "/form/" in clerk.page.url, clerk.text()
    case = clerk.page.url.split("/form/")[0].removeprefix(clerk.site) + "/"
    clerk.page.locator("[name=place]").fill("海滨软件园一号楼工会办公室")
    clerk.look("cards-form")
    clerk.press("下一步")
    clerk.press("选择待办卡会员")
    clerk.look("cards-choose")
    clerk.press("全部批量办卡")
    return case


def submit(clerk: Visitor) -> str:
    clerk.press("下一步")
    clerk.page.get_by_label("已取得会员的办卡授权", exact=False).check()
    clerk.press("提交", within="main form")
    return clerk.page.locator(".done__number").first.inner_text().strip()


def open_case(bank: Visitor, number: str) -> None:
    bank.go(f"/office/queue/{MATTER}/?q={number}")
    bank.page.get_by_role("link", name=number, exact=True).first.click()
    bank.page.wait_for_load_state()


def batch(bank: Visitor) -> list[dict[str, str]]:
    """The batch file as it is downloaded from the open case."""
    href = bank.page.get_by_role("link", name="批次文件（csv）").first.get_attribute("href")
    text = bank.context.request.get(href or "").body().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def answer(bank: Visitor, rows: list[dict[str, str]], failed: int) -> None:
    """Fill in the file, the first `failed` not passed, and bring it back."""
    for number, row in enumerate(rows):
        is_passed = number >= failed
        row["结果（通过或不通过）"] = "通过" if is_passed else "不通过"
        row["原因"] = "" if is_passed else "姓名与证件号码不一致"
        if "card_tail" in row and is_passed:
            row |= {"card_tail": f"{number:04d}", "made_on": TODAY.isoformat()}
    out = io.StringIO()
    sheet = csv.DictWriter(out, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    file = {
        "name": "回盘.csv",
        "mimeType": "text/csv",
        "buffer": out.getvalue().encode("utf-8-sig"),
    }
    bank.page.locator("#exchange input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    bank.press("上传回复")


def appoint(bank: Visitor) -> None:
    bank.page.locator("[name=on]").first.fill((TODAY + timedelta(days=3)).isoformat())
    hours = bank.page.locator("[name=hours]")
    if hours.first.evaluate("one => one.tagName") == "SELECT":
        hours.select_option(label="上午")
    else:
        bank.page.get_by_label("上午", exact=True).check()
    bank.page.locator("[name=courier]").fill("周行")
    bank.page.locator("[name=courier_mobile]").fill("15400000088")
    bank.press("确认送卡预约")
    bank.press("确认送卡预约", within="dialog" if bank.scripts else "main")


def sign(clerk: Visitor, case: str, count: int) -> None:
    """On a phone, without scripts: the day, how many, who, the receipt."""
    clerk.go(f"{case}due/")
    clerk.look("cards-due")
    clerk.page.locator("[name=signed_on]").first.fill(TODAY.isoformat())
    clerk.page.locator("[name=count]").fill(str(count))
    clerk.page.locator("input[type=file]").first.set_input_files(picture("领取签收单"))
    clerk.press("确认签收")
