from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.language.masks import KINDS, mask


@pytest.mark.row("X1-32", "X1-41")
@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("790101198501010013", "id", "7901****13"),
        ("15400000001", "mobile", "154****0001"),
        ("7900000000001234", "bank", "****1234"),
        ("91790100MA0TE5T0A6", "code", "91****A6"),
        ("陈小满", "name", "陈**"),
        ("陈满", "name", "陈*"),
        ("高血压", "health", "****"),
        ("chenxiaoman@example.test", "email", "che****@example.test"),
        ("ab@example.test", "email", "a****@example.test"),
        ("H01234567", "id", "H012****67"),
        ("12345", "id", "****"),
        ("1234", "bank", "****"),
        ("x", "name", "****"),
        ("anything", "unheard-of", "****"),
        ("", "id", ""),
        (None, "id", ""),
        (15400000001, "mobile", "154****0001"),
    ],
)
def test_masks(value, kind, shown):
    assert mask(value, kind) == shown


@given(st.text(min_size=1, max_size=30), st.sampled_from(KINDS))
def test_a_mask_never_shows_everything(value, kind):
    if kind != "email":
        assert len(set(mask(value, kind)) - {"*"}) < max(len(value), 1)
    assert "*" in mask(value, kind)
