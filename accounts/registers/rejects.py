"""The rows an import could not take, in a file one can correct and import again."""

import csv
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from accounts.registers import RegisterError
from accounts.registers.reading import Layout


class Rejects:
    """Line number, reason and the row as it was. Appears when the import has succeeded, not before.

    Without a rejected row there is no file, and one of an earlier run goes.
    """

    def __init__(self, path: Path, layout: Layout):
        self.path = path
        self.count = 0
        self._part = path.with_name(path.name + ".part")
        self._layout = layout
        self._open = ExitStack()
        self._writer: Any = None

    def add(self, line: int, cells: list[str], reason: str) -> None:
        self._writer = self._writer or self._start()
        self._writer.writerow([line, reason, *cells])
        self.count += 1

    def _start(self) -> Any:
        try:
            # With a byte order mark, so that spreadsheets read the letters right.
            file = self._open.enter_context(self._part.open("w", encoding="utf-8-sig", newline=""))
        except OSError as error:
            raise RegisterError(
                f"Rejected rows cannot be written to {self.path}: {error.strerror}. "
                "Name another file with --rejects."
            ) from error
        writer = csv.writer(file, delimiter=self._layout.delimiter)
        writer.writerow(["line", "reason", *self._layout.columns])
        return writer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._open.close()
        if kind:
            self._part.unlink(missing_ok=True)
        elif self.count:
            self._part.replace(self.path)
        else:
            self.path.unlink(missing_ok=True)
