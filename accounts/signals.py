"""Events for the apps above. Sent inside the step's transaction: what they cause is kept or lost with it."""

from django.dispatch import Signal

# teacher: somebody has just decided about them; their status is the new one.
teacher_decided = Signal()
