"""Who may use the addresses of `twinspaces`."""

MATRIX = []
