from __future__ import annotations

import re

import pytest

# All that may be said: rules of the linter add their families when it is imported.
import unionhall.language.lint  # noqa: F401 (registers the families of the rules)
from unionhall.language import findings
from unionhall.language.findings import Finding, errors


def test_a_finding_speaks_both_languages():
    finding = Finding("SHP002", "/eligibilty", {"key": "eligibilty", "near": "eligibility"})
    assert finding.sentence("zh") == "不认识键“eligibilty”，是否想写“eligibility”？"
    assert finding.sentence("en") == "Unknown key “eligibilty”. Did you mean “eligibility”?"
    assert finding.level == "error"


def test_lists_are_written_as_each_language_does():
    finding = Finding("SHP005", "", {"value": "x", "allowed": ["a", "b"]})
    assert finding.sentence("zh").endswith("a、b。")
    assert finding.sentence("en").endswith("a, b.")


def test_a_missing_parameter_or_an_unknown_code_never_fails_the_report():
    assert Finding("SHP003", "").sentence("en") == "Key “{key}” is missing. Add it."
    assert Finding("NIX001", "", {"a": 1}).sentence("zh") == "NIX001 {'a': 1}"


@pytest.mark.parametrize("code", list(findings.catalogue()))
def test_both_sentences_name_the_same_things(code):
    wording = findings.catalogue()[code]
    assert re.fullmatch(r"[A-Z]{3,4}[0-9]{3}", code)
    assert set(re.findall(r"\{(\w+)\}", wording.zh)) == set(re.findall(r"\{(\w+)\}", wording.en))
    assert re.search("[\u4e00-\u9fff]", wording.zh)
    assert not re.search("[\u4e00-\u9fff]", wording.en)


def test_a_code_means_one_thing():
    findings.add({"DOC001": findings.catalogue()["DOC001"]})
    with pytest.raises(ValueError, match="DOC001"):
        findings.add({"DOC001": ("error", "别的", "something else")})


def test_only_errors_forbid_publishing():
    warning, error = Finding("TXT005", "", {"name": "a"}), Finding("TXT007", "")
    assert errors([warning, error]) == (error,)
