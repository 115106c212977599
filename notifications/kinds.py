"""The kinds of notice. Each is declared in the `notices.py` of the app where it happens."""

from dataclasses import dataclass

from django.utils.functional import Promise

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """One sort of notice. Its texts live in templates/notifications/<app>_<name>/.

    `email` is the default of a person who has not chosen; `required` kinds cannot be switched off
    because the person could not go on without them.
    """

    name: str
    label: str | Promise
    email: bool = True
    required: bool = False

    def __post_init__(self):
        if self.name in KINDS:
            raise ValueError(f"Two kinds are named {self.name!r}.")
        KINDS[self.name] = self

    def template(self, part: str) -> str:
        return f"notifications/{self.name.replace('.', '_')}/{part}"
