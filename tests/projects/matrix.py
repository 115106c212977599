"""Who may use the addresses of `projects`."""

MATRIX = []
