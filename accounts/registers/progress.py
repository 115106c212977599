"""How far an import is: a bar on a terminal, a line now and then in a log."""

import time
from typing import TextIO

WIDTH = 30
SECONDS_BETWEEN_DRAWINGS = 0.1
SHARE_BETWEEN_LINES = 0.25


class Progress:
    def __init__(self, stream: TextIO):
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._due = 0.0 if self._is_terminal else SHARE_BETWEEN_LINES

    def rows(self, share: float, count: int) -> None:
        """Tell how much of the file is read; cheap to call often."""
        if self._is_terminal:
            self._draw(share, count)
        elif share >= self._due:
            self._stream.write(f"{share:.0%} read, {count:,} rows\n")
            self._due = share + SHARE_BETWEEN_LINES

    def _draw(self, share: float, count: int) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + SECONDS_BETWEEN_DRAWINGS
        bar = "█" * round(share * WIDTH)
        self._stream.write(f"\r{bar:░<{WIDTH}} {share:4.0%} {count:>11,} rows")
        self._stream.flush()

    def say(self, text: str) -> None:
        """A step of its own, in place of the bar."""
        self._stream.write(f"\r\033[K{text}\r" if self._is_terminal else f"{text}\n")
        self._stream.flush()

    def finish(self) -> None:
        if self._is_terminal:
            self._stream.write("\r\033[K")
