"""Who may use the addresses of `contacts`."""

MATRIX = []
