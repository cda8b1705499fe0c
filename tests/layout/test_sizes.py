"""A file is at most 300 lines, a function 50, a template 120; each exception has its reason."""

from __future__ import annotations

import ast

from tests.layout import tree

FILE, FUNCTION, TEMPLATE = 300, 50, 120
# path or path:function -> why it may be longer
LONGER: dict[str, str] = {
    "platform/unionhall/language/lint/sentences_process.py": "one sentence after another",
}


def test_files_are_short():
    long = {
        str(path): lines
        for path in tree.python()
        if (lines := tree.read(path).count("\n")) > FILE and str(path) not in LONGER
    }
    assert long == {}


def test_functions_are_short():
    long = {}
    for path in tree.python():
        for node in ast.walk(ast.parse(tree.read(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION and f"{path}:{node.name}" not in LONGER:
                    long[f"{path}:{node.name}"] = lines
    assert long == {}


def test_templates_are_short():
    long = {
        str(path): lines
        for path in tree.templates()
        if (lines := tree.read(path).count("\n")) > TEMPLATE and str(path) not in LONGER
    }
    assert long == {}


def test_no_exception_outlives_its_file():
    known = {str(path) for path in tree.files()}
    assert [entry for entry in LONGER if entry.split(":")[0] not in known] == []
