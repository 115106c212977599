"""Posts belong to a person; an entry of the directory only says who confirmed it."""

from contacts.models import SupportPost, SupportUnit
from core.personal_data import delete, holds, refers

holds(
    SupportPost,
    paths=["user"],
    export=["unit__code", "role", "shown", "starts", "ends"],
    forget=delete,
)
refers(
    SupportUnit,
    "An organisation's entry: who confirmed it is a number without a name once they are gone.",
    refs=["confirmed_by"],
)
