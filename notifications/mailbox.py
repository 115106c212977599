"""The messages the file-based e-mail backend wrote, as the demo world shows them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

# How Django's file-based backend ends each message of a file.
SEPARATOR = b"-" * 79 + b"\n"
CODE = re.compile(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+$|^[A-Z0-9]{6,10}$", re.MULTILINE)


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


def messages_in(directory: Path) -> list[Message]:
    """All messages, newest first."""
    found = [(file.stat().st_mtime, file) for file in directory.glob("*.log")]
    found.sort(reverse=True)
    return [message for at, file in found for message in _messages_of(file, at)]


def message_in(directory: Path, message_id: str) -> Message | None:
    """The one with this id."""
    stem, _, _number = message_id.rpartition("-")
    for file in directory.glob("*.log"):
        if file.stem == stem:
            found = _messages_of(file, file.stat().st_mtime)
            return next((message for message in found if message.id == message_id), None)
    return None


def _messages_of(file: Path, at: float) -> list[Message]:
    blocks = [block for block in file.read_bytes().split(SEPARATOR) if block.strip()]
    messages = [
        _parsed(f"{file.stem}-{number}", block, at) for number, block in enumerate(blocks, start=1)
    ]
    return messages[::-1]


def _parsed(message_id: str, block: bytes, at: float) -> Message:
    parsed = message_from_bytes(block, policy=default)
    return Message(
        id=message_id,
        at=datetime.fromtimestamp(at, UTC),
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
    )


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return part.get_content().strip() if part else ""
