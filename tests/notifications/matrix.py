"""Who may use the addresses of `notifications`."""

MATRIX = []
