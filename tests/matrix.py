"""The words in which an app says who may use its addresses. See tests/test_access_matrix.py."""

from dataclasses import dataclass, field

from django.urls import reverse

from tests.conftest import ROLES

LOGIN = "sign in first"


@dataclass(frozen=True)
class Row:
    """One address, one method, and the answer each role gets.

    `want` names roles; `others` is what everybody not named gets. `args(house)` gives the address
    its parts, `data(house)` the form, `prepare(house)` changes the world before the request.
    """

    name: str
    method: str
    want: dict
    others: int | str
    args: object = field(default=lambda house: [])
    data: object = field(default=lambda house: {})
    prepare: object = None

    def __post_init__(self):
        unknown = set(self.want) - set(ROLES)
        if unknown:
            raise ValueError(f"{self.name}: no such role {unknown}")

    def url_in(self, house):
        """The address, in a house that has been prepared for it."""
        if self.prepare:
            self.prepare(house)
        return reverse(self.name, args=self.args(house))

    def answer_for(self, role):
        return self.want.get(role, self.others)


def row(name, method="get", *, others, args=None, data=None, prepare=None, **want):
    extras = {"args": args, "data": data}
    given = {key: value for key, value in extras.items() if value}
    return Row(name, method, want, others, prepare=prepare, **given)
