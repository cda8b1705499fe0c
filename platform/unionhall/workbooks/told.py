"""A stream that tells somebody while it is used: work over a large file has no other steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, Final, cast

_PIECES: Final = 16


def told(stream: IO[bytes], alive: Callable[[], None]) -> IO[bytes]:
    """The same stream. `alive` is called every few reads and writes; what it raises goes through
    to whoever reads or writes."""
    return cast("IO[bytes]", _Told(stream, alive))


class _Told:
    def __init__(self, stream: IO[bytes], alive: Callable[[], None]) -> None:
        self._stream, self._alive, self._count = stream, alive, 0

    def read(self, size: int = -1, /) -> bytes:
        self._tell()
        return self._stream.read(size)

    def write(self, content: Any, /) -> int:
        self._tell()
        return self._stream.write(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _tell(self) -> None:
        self._count += 1
        if self._count % _PIECES == 0:
            self._alive()
