"""The behaviours of a form in a real browser: every field type on one page, with and without script."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.factories.applications import NOW, Office, publish
from unionhall.cases.models import Case, Draft
from unionhall.casework.choose import choose
from unionhall.casework.start import start

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="module", autouse=True)
def database_beside_an_event_loop():
    """Playwright's loop runs in this thread; Django would refuse the database otherwise."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def sink(office: Office) -> Case:
    for name in ("sink-regions", "kitchen-sink"):
        publish(json.loads((HERE / f"{name}.json").read_text()), office.city.su)
    case = start("kitchen-sink", by=office.city.lin, now=NOW)
    key = office.city.software.key
    return choose(case.key, "unit", key, source="user_centre", by=office.city.lin, now=NOW).case


@pytest.fixture
def visit(chromium, client, live_server, office, sink):
    """Opens a step as the applicant; fails on anything the browser complains about."""
    client.force_login(office.city.lin)
    complaints: list[str] = []
    contexts = []

    def opened(step: str, *, script: bool = True, width: int = 1280) -> Page:
        context = chromium.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            base_url=live_server.url,
            locale="zh-CN",
        )
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda failure: complaints.append(str(failure)))
        page.goto(f"/cases/{sink.key}/form/{step}/")
        return page

    yield opened
    for context in contexts:
        context.close()
    # refused pages (422, 409) are reported by the browser as failed loads
    assert [c for c in complaints if "status of 4" not in c] == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("step", ["person", "family"])
def test_every_field_type_is_accessible_and_fits(visit, step, width):
    page = visit(step, width=width)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert [
        (v["id"], [n["target"] for n in v["nodes"]]) for v in found.response["violations"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_errors_are_accessible_too(visit):
    page = visit("family")
    page.get_by_role("button", name="下一步").last.click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("请填写")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert [
        (v["id"], [n["target"] for n in v["nodes"]]) for v in found.response["violations"]
    ] == []
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "married"


def test_conditional_fields_appear_and_keep_what_was_typed(visit):
    page = visit("family")
    spouse = page.locator("#f-spouse")
    expect(spouse).to_be_hidden()
    page.get_by_label("是", exact=True).first.check()
    expect(spouse).to_be_visible()
    spouse.fill("周小海")
    page.get_by_label("否", exact=True).first.check()
    expect(spouse).to_be_hidden()
    page.get_by_label("是", exact=True).first.check()
    expect(spouse).to_have_value("周小海")


def test_computed_values_follow(visit):
    page = visit("person")
    page.locator("#f-amount").fill("1,234.50")
    expect(page.locator("[data-field=half] [data-value]")).to_have_text("¥617.25")


def test_regions_unfold_level_by_level(visit):
    page = visit("family")
    levels = page.locator("region-cascade select")
    levels.nth(0).select_option("79")
    expect(levels).to_have_count(2)
    levels.nth(1).select_option("7901")
    expect(levels).to_have_count(3)
    levels.nth(2).select_option("790101")
    levels.nth(1).select_option("7902")
    expect(levels.nth(2).locator("option")).to_have_count(2)


def test_rows_are_added_and_deleted_in_place(visit, sink):
    page = visit("family")
    page.get_by_role("button", name="添加一行").click()
    page.get_by_role("button", name="添加一行").click()
    page.locator("#f-family-0-name").fill("甲")
    page.locator("#f-family-1-name").fill("乙")
    page.get_by_role("button", name="删除 第 1 行").click()
    expect(page.locator("p[data-row-title]")).to_have_text(["第 1 行"])
    page.get_by_role("button", name="暂存").click()
    page.wait_for_load_state()
    assert Draft.objects.get(case=sink).answers["family"] == [{"name": "乙"}]


def test_it_saves_by_itself_after_a_pause(visit, sink):
    page = visit("person")
    page.locator("#f-mail").fill("lin@example.test")
    expect(page.locator("auto-save")).to_contain_text("已自动保存", timeout=12_000)
    assert Draft.objects.get(case=sink).answers["mail"] == "lin@example.test"
    page.locator("#f-mail").fill("lin2@example.test")
    page.get_by_role("button", name="暂存").click()
    page.wait_for_load_state()
    assert Draft.objects.get(case=sink).answers["mail"] == "lin2@example.test"


def test_two_windows_a_sentence_and_nothing_lost(visit):
    first, second = visit("person"), visit("person")
    first.locator("#f-mail").fill("a@example.test")
    first.get_by_role("button", name="暂存").click()
    first.wait_for_load_state()
    second.locator("#f-mail").fill("b@example.test")
    expect(second.locator("auto-save")).to_contain_text("另一个窗口", timeout=12_000)
    expect(second.locator("#f-mail")).to_have_value("b@example.test")


@pytest.mark.row("X1-28")
def test_leaving_asks_while_something_is_unsaved(visit):
    page = visit("person")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#f-mail").fill("x@example.test")
    page.get_by_role("link", name="取消").click()
    page.wait_for_url("**/cases/")
    assert asked == ["beforeunload"]


def test_without_a_script_everything_has_a_way(visit, sink):
    page = visit("family", script=False)
    expect(page.locator("#f-spouse")).to_have_count(0)
    page.locator("#f-married").check()
    page.get_by_role("button", name="更新表单").click()
    page.locator("#f-spouse").fill("周小海")
    page.locator("region-cascade select").first.select_option("79")
    page.get_by_role("button", name="添加一行").click()
    page.locator("#f-family-0-name").fill("甲")
    expect(page.locator("region-cascade select")).to_have_count(2)
    page.get_by_role("button", name="添加一行").click()
    page.locator("#f-family-1-name").fill("乙")
    page.get_by_role("button", name="删除 第 1 行").click()
    saved = Draft.objects.get(case=sink).answers
    assert (saved["spouse"], saved["family"]) == ("周小海", [{"name": "乙"}])
    assert saved["home"] == {"region": "79"}
