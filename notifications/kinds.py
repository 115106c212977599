"""The kinds of notice. Each is declared in the `notices.py` of the app where it happens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """One sort of notice. Its texts live in templates/notifications/<app>_<name>/.

    `email` is the default of a person who has not chosen; `required` kinds cannot be switched off
    because the person could not go on without them. `path(about)` is the page a notice leads to
    when that is not the page of the thing itself, such as the desk where it is decided.
    """

    name: str
    label: str | Promise
    email: bool = True
    required: bool = False
    path: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        if self.name in KINDS:
            raise ValueError(f"Two kinds are named {self.name!r}.")
        KINDS[self.name] = self

    def template(self, part: str) -> str:
        return f"notifications/{self.name.replace('.', '_')}/{part}"

    def path_to(self, about: Any) -> str:
        """Where a notice about this thing leads. In the language that is active now."""
        return self.path(about) if self.path else about.get_absolute_url()
