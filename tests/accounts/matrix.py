"""Who may use the addresses of `accounts`."""

MATRIX = []
