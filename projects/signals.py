"""Events for the apps above. Sent inside the step's transaction: what they cause is kept or lost with it."""

from django.dispatch import Signal

# project: it has just become active.
project_approved = Signal()
# project: it has just been closed.
project_closed = Signal()
