"""What a step raises when the world has changed under the person's hands."""


class WrongState(Exception):
    """The row is no longer in a state from which this step is possible.

    The message is a full, translated sentence: the middleware shows it on a 409 page.
    """


class Stale(WrongState):
    """Somebody else saved since the person opened the form. The view shows both and keeps the text."""
