"""formtools' storage, kept in the draft row: values are saved by `casework`, nothing in a session.

formtools stores what each step posted and replays it later. Here the draft is the one truth, so
only the current step is remembered, for the length of a request; everything else is a no-op.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse


class DraftStorage:
    """The interface of `formtools.wizard.storage.base.BaseStorage`."""

    def __init__(self, step: str | None) -> None:
        self.current_step = step
        self.extra_data: dict[str, Any] = {}

    def reset(self) -> None:
        """A draft is deleted by its own verb, never by looking at a page."""

    def get_step_data(self, step: str) -> None:
        """Steps are drawn from the draft, not from what was posted once."""
        return

    get_step_files = get_step_data

    def set_step_data(self, step: str, cleaned_data: Any) -> None:
        """Written by `casework.save` before formtools would ask."""

    set_step_files = set_step_data

    @property
    def current_step_data(self) -> None:
        return

    @property
    def current_step_files(self) -> None:
        return

    def update_response(self, response: HttpResponse) -> None:
        """No cookie, no temporary file."""
