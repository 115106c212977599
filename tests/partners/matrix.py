"""Who may use the addresses of `partners`."""

MATRIX = []
