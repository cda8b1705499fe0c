"""The plugin counts rows honestly."""

from __future__ import annotations

from tests.acceptance import plugin


def test_the_list_holds_every_row_of_the_manuals_once():
    rows = plugin.all_rows()
    counts = {m: sum(r.startswith(m) for r in rows) for m in ("X1", "X2", "X3", "S1", "J1")}
    assert (len(rows), len(set(rows)), counts) == (
        377,
        377,
        {"X1": 81, "X2": 74, "X3": 108, "S1": 65, "J1": 49},
    )


def test_rows_are_read_from_names():
    assert plugin.rows_in_name("test_X3_96_nobody_enrols_twice") == ("X3-96",)
    assert plugin.rows_in_name("test_X1_02_X3_100_two_rows") == ("X1-02", "X3-100")
    assert plugin.rows_in_name("test_X1_2 or_index_X1_x") == ()


def test_the_summary_counts_only_known_rows():
    assert plugin.lines(["X1-01", "X1-02", "S1-01"], {"X1-02", "X9-99"}) == [
        "S1: 0/1",
        "X1: 1/2",
        "acceptance: 1 of 3 rows covered",
    ]
