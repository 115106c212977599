"""Who may use the addresses of `portal`."""

from tests.matrix import row

MATRIX = [
    row("portal:home", others=200),
    row("portal:countries", others=200),
    row("portal:national", args=lambda house: ["es"], others=200),
    row("portal:about", others=200),
    row("portal:accessibility", others=200),
    row("portal:privacy", others=200),
    row("portal:pieces", others=200),
]
