"""What the runner tells the person at the terminal when it cannot go on."""


class RunnerError(Exception):
    """A message for the person at the terminal: what happened, why, what to do next."""
