"""The mailbox of the demo world: a directory with one file for each e-mail "sent"."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

CODE = re.compile(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+$|^[A-Z0-9]{6,10}$", re.MULTILINE)


class MailboxBackend(BaseEmailBackend):
    """Writes e-mails instead of sending them. Their names are in the order of time.

    Unlike Django's file-based backend, two workers never write into one file, and nobody reads
    half a message.
    """

    def send_messages(self, email_messages):
        directory = Path(settings.EMAIL_FILE_PATH)
        directory.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{uuid4().hex[:8]}"
            unfinished = directory / f".{name}"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(directory / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Message:
    """One e-mail of the demo world."""

    id: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str

    @property
    def code(self) -> str:
        """A code that stands alone on its line, as in the e-mails of accounts."""
        found = CODE.search(self.text)
        return found.group() if found else ""


def files() -> list[Path]:
    """The files of all messages, newest first."""
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("[0-9]*.eml"), reverse=True)


def find(message_id: str) -> Message | None:
    """The message with this id, which is the name of its file."""
    file = Path(settings.EMAIL_FILE_PATH) / f"{message_id}.eml"
    return read(file) if file.is_file() else None


def read(file: Path) -> Message:
    message = message_from_bytes(file.read_bytes(), policy=default)
    return Message(
        id=file.stem,
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return part.get_content().strip() if part else ""
