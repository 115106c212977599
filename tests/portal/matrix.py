"""Who may use the addresses of `portal`."""

MATRIX = []
