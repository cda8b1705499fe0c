"""One thing wrong in a workbook, as data; `wording` turns it into the words of the definition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Problem(NamedTuple):
    """`code`: a finding of the platform (`required`, `format`, `duplicate`, ...), or a code of the
    definition's own catalogue when one of its checks failed. `column`: key of the column or header
    cell, "" for the whole row or workbook. `params`: what the message may name: `value`, `row`,
    `name`, `union`, `reason` and `format` of a format's check, ...
    """

    code: str
    column: str = ""
    params: Mapping[str, Any] = {}
