"""Why a workbook is not taken, or a row not written, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.casework.refusals import Refused

# A row without a fault, of a workbook that is written whole or not at all
WHOLE = "whole"
SENTENCES: Mapping[str, Any] = {
    "import-open": gettext_lazy(
        "The same file is being imported for this union already. Please wait for its result."
    ),
    "import-no-union": gettext_lazy("Please choose the union for which you import."),
    "import-file-missing": gettext_lazy("Please choose the workbook to import."),
    "import-own": gettext_lazy(
        "You handed this workbook in yourself. Somebody else has to approve it."
    ),
    "import-not-waiting": gettext_lazy(
        "This import does not wait for approval now: it was decided or stopped, or is being"
        " processed. Please look again in a moment."
    ),
    "import-reason": gettext_lazy("Please say why it is returned."),
    "import-consent-needed": gettext_lazy(
        "Please read what is said above the button and tick it, then choose the workbook again."
    ),
    "import-not-over": gettext_lazy("This import is not finished yet. Please wait for its result."),
    "import-nothing-to-retry": gettext_lazy(
        "No row of this import waits for another try. Rows that were refused have to be corrected"
        " in the workbook."
    ),
    "import-empty": gettext_lazy(
        "The workbook has no rows. Please fill them in below the row of titles, then import again."
    ),
    "import-over": gettext_lazy("This import is finished already and cannot be cancelled."),
    "import-right-lost": gettext_lazy(
        "Whoever handed the workbook in has no right to import for this union any more. Please let"
        " somebody who has it import the workbook again."
    ),
}


def refused(code: str) -> Refused:
    return Refused(code, str(SENTENCES[code]))


def outside_hours(window: tuple[str, str]) -> Refused:
    opens, closes = window
    return Refused(
        "import-outside-hours",
        _(
            "Workbooks are taken on working days from {opens} to {closes}. Please come back then."
        ).format(opens=opens, closes=closes),
    )


def row_words(code: str, sentence: str) -> dict[str, str]:
    """What the platform itself says of a row, with the four parts of the catalogue."""
    return {
        "code": code,
        "column": "",
        "title": "",
        "type": _("Record"),
        "message": sentence,
        "cause": _("The row could not be written."),
        "remedy": _("Correct the row and import it again, or ask the help line."),
    }


def whole_words() -> dict[str, str]:
    """Why a good row was not written: others of the workbook are wrong."""
    return {
        **row_words(WHOLE, _("Not imported, because other rows of the workbook are wrong.")),
        "cause": _("Of this workbook all rows are written or none."),
        "remedy": _("Correct the rows with errors and import the workbook again."),
    }
