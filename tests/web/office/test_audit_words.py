"""What the audit trail holds, in words."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from unionhall.web.office.audit_words import said


@pytest.mark.parametrize(
    ("code", "word"), [("issued", "生成激活码"), ("used", "使用激活码"), ("revoked", "作废激活码")]
)
def test_what_became_of_a_code_is_said_in_words(code, word):
    with override("zh-hans"):
        assert said(code, {}) == word
