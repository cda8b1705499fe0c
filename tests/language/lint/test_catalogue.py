"""Every code is documented, has both sentences, and is proved to be found."""

from __future__ import annotations

import json
import re
from pathlib import Path

from unionhall.language import findings
from unionhall.language.lint import lint  # noqa: F401 - adds its codes to the catalogue

ROOT = Path(__file__).resolve().parents[3]
INVALID = ROOT / "tests" / "definitions" / "invalid"
# proved where the finding comes from, because it is not about one small document
ELSEWHERE = {
    "DOC001": "tests/definitions/test_folder.py",
    "DOC002": "tests/definitions/test_folder.py",
    "DOC003": "tests/definitions/test_folder.py",
    "DOC005": "tests/definitions/test_folder.py",
    "LIB001": "tests/definitions/test_library.py",
    "LIB002": "tests/definitions/test_library.py",
    "LIB003": "tests/definitions/test_library.py",
    "LIB004": "tests/definitions/test_library.py",
    "LIB005": "tests/definitions/test_library.py",
    "PRO003": "tests/language/lint/test_limits.py",
    "PRO004": "tests/language/lint/test_limits.py",
    "THR002": "tests/language/lint/test_actors.py",
    "COV001": "tests/language/lint/test_coverage.py",
    "COV002": "tests/language/lint/test_coverage.py",
    "COV003": "tests/language/lint/test_coverage.py",
    "COV004": "tests/language/lint/test_coverage.py",
    "COV005": "tests/language/lint/test_coverage.py",
    "COV006": "tests/language/lint/test_coverage.py",
}
# made by meta and text of the language, with tests of their own
OF_READING = re.compile(r"SHP|TXT|DOC")


def documented() -> list[str]:
    page = (ROOT / "docs" / "reference" / "lint.md").read_text(encoding="utf-8")
    return re.findall(r"^### ([A-Z]+\d{3})", page, re.MULTILINE)


def test_the_page_lists_every_code_once():
    assert sorted(documented()) == sorted(findings.catalogue())


def test_every_code_of_the_linter_is_found_somewhere():
    expected = {
        one["code"]
        for file in INVALID.glob("*.json")
        for one in json.loads(file.read_text(encoding="utf-8"))["expect"]
    }
    own = {code for code in findings.catalogue() if not OF_READING.match(code)}
    assert own - expected - set(ELSEWHERE) == set()
    for code, file in ELSEWHERE.items():
        assert f'"{code}"' in (ROOT / file).read_text(encoding="utf-8")


def test_every_code_says_what_to_do_in_both_languages():
    for code, row in findings.catalogue().items():
        names = [set(re.findall(r"{(\w+)}", text)) for text in (row.zh, row.en)]
        assert re.search(r"[\u4e00-\u9fff]", row.zh), code
        assert not re.search(r"[\u4e00-\u9fff]", row.en), code
        if not OF_READING.match(code):
            assert names[0] == names[1], code
