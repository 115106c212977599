"""Who may use the addresses of `contacts`."""

from tests.matrix import LOGIN, row


def spain(house):
    return ["es"]


def valencia(house):
    return ["es", "vc"]


def galicia(house):
    return ["es", "ga"]


ENTRY = {"version": 0, "email": "etwinning@demo.example"}
SPANISH_DESK = {"staff_es": 200, "central": 200}
SPANISH_DESK_ACTS = {"staff_es": 302, "central": 302}

MATRIX = [
    row("contacts:directory", others=200),
    row("contacts:country", args=spain, others=200),
    row("contacts:region", args=valencia, others=200),
    row(
        "contacts:edit",
        args=valencia,
        others=403,
        visitor=LOGIN,
        representative=200,
        **SPANISH_DESK,
    ),
    row("contacts:edit", args=galicia, others=403, visitor=LOGIN, **SPANISH_DESK),
    row(
        "contacts:edit",
        "post",
        args=valencia,
        data=lambda house: ENTRY,
        others=403,
        visitor=LOGIN,
        representative=302,
        **SPANISH_DESK_ACTS,
    ),
    row("contacts:country_edit", args=spain, others=403, visitor=LOGIN, **SPANISH_DESK),
    row(
        "contacts:confirm",
        "post",
        args=valencia,
        others=403,
        visitor=LOGIN,
        representative=302,
        **SPANISH_DESK_ACTS,
    ),
    row("contacts:confirm", args=valencia, others=405, visitor=LOGIN),
    row(
        "contacts:country_confirm",
        "post",
        args=spain,
        others=403,
        visitor=LOGIN,
        **SPANISH_DESK_ACTS,
    ),
]
