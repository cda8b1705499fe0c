"""The six tools above every page on which a draft is worked (X1-24..29)."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from unionhall.casework.start import start

pytestmark = pytest.mark.django_db
# the six of one manual, and the export of another (X3-37) among them
TOOLS = ["查看历史申请", "暂存", "提交", "更新", "导出申请单", "取消", "删除"]


def tools(html: str) -> list[str]:
    bar = re.search(r'<div class="form-toolbar".*?</div>', html, re.DOTALL)
    assert bar
    return [word.strip() for word in re.findall(r"<(?:a|button)[^>]*>([^<]+)</", bar[0])]


@pytest.mark.row("X1-24")
@pytest.mark.parametrize("page", ["form/unit/", "materials/", "check/"])
def test_the_tools_in_the_order_of_the_manual(lin, office, page):
    case = start("fund-refund", by=office.city.lin, now=timezone.now())
    assert tools(lin.get(f"/cases/{case.key}/{page}").content.decode()) == TOOLS
