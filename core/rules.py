"""Answers to "may this person do this?" that can also say why not.

A rule is a plain function `can_<verb>(user, thing) -> Decision`, registered under `<app>.<verb>`.
Rules are pure: they read the object and cached facts on the user, never the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Decision:
    """Truthy when allowed. When refused, `reason` says why and what to do next.

    The reason of an allowed one, where there is one, says within which limits.
    """

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)
Check = Callable[[Any, Any], Decision]
RULES: dict[str, Callable[..., Decision]] = {}


def no(reason: str | Promise) -> Decision:
    return Decision(False, reason)


def rule(
    name: str, *, open_to_visitors: bool = False
) -> Callable[[Check], Callable[..., Decision]]:
    """Register a rule. Visitors are refused before it runs, unless it is open to them."""

    def register(check: Check) -> Callable[..., Decision]:
        @wraps(check)
        def decide(user: Any, thing: Any = None) -> Decision:
            if not user.is_authenticated and not open_to_visitors:
                return no(_("Sign in first: this is for registered people."))
            return check(user, thing)

        if name in RULES:
            raise ValueError(f"Two rules are named {name!r}.")
        RULES[name] = decide
        return decide

    return register


def require(decision: Decision) -> None:
    """Raise PermissionDenied with the reason unless the decision allows."""
    if not decision:
        raise PermissionDenied(decision.reason)
