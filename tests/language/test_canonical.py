from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhall.language.canonical import canonical, canonical_text, digest, digest_of_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def has_equal_keys(value):
    if isinstance(value, dict):
        normal = {unicodedata.normalize("NFC", key) for key in value}
        return len(normal) < len(value) or any(has_equal_keys(v) for v in value.values())
    return isinstance(value, list) and any(has_equal_keys(item) for item in value)


def shuffled(value):
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(VALUES)
def test_one_meaning_has_one_text(value):
    if has_equal_keys(value):
        with pytest.raises(ValueError, match="twice"):
            canonical(value)
        return
    text = canonical(value)
    assert canonical(shuffled(value)) == text
    assert canonical(json.loads(text)) == text
    assert canonical(json.loads(json.dumps(value, indent=3))) == text


@given(VALUES, VALUES)
def test_different_meanings_have_different_digests(one, other):
    if has_equal_keys([one, other]):
        return
    same = canonical(one) == canonical(other)
    assert (digest(one) == digest(other)) is same


def test_the_form_itself():
    doc = {"b": [1, 2.0, True, None], "a": "e\u0301", "中": "文"}
    assert canonical(doc) == '{"a":"é","b":[1,2,true,null],"中":"文"}'
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {1: 2}, {"\udfff": 1}])
def test_what_json_cannot_hold_has_no_canonical_form(value):
    with pytest.raises(ValueError, match="."):
        canonical([value])


def test_texts_mean_the_same_on_every_system():
    assert canonical_text("\ufeffa\r\nb\rc\n\n") == "a\nb\nc"
    assert digest_of_text("a\r\nb\n") == digest_of_text("a\nb")
