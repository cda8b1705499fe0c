"""How a file is refused."""

from __future__ import annotations


class FileRefused(Exception):
    """`sentence` says how to repair, in the reader's language."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
