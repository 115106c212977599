"""The worker of a journey: a real Celery process on a real broker, and the letters it delivers."""

import time
from email import message_from_bytes, policy
from pathlib import Path


class PostOffice:
    """The e-mails a worker has written into a folder, in the order in which they came."""

    def __init__(self, folder: Path, seconds: float = 20):
        self.folder, self.seconds = folder, seconds
        self.read = 0

    def letters(self):
        files = sorted(self.folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        for file in files:
            for part in file.read_bytes().split(b"-" * 79):
                if part.strip():
                    yield message_from_bytes(part.lstrip(), policy=policy.default)

    def _find(self, to, subject):
        return [
            letter
            for letter in self.letters()
            if to in str(letter["to"]) and subject in str(letter["subject"])
        ]

    def waits_for(self, to, subject):
        """The newest letter to somebody with these words in its subject; None if none comes."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            if found := self._find(to, subject):
                return found[-1]
            time.sleep(0.1)
        subjects = [f"{letter['to']}: {letter['subject']}" for letter in self.letters()]
        raise AssertionError(f"No letter to {to} about {subject!r} came; there are {subjects}.")

    def letter_for(self, to):
        """The text of the newest letter to somebody."""
        return self.waits_for(to, "").get_body(("plain",)).get_content()
