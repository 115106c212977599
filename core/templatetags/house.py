"""{% may %}: the page asks, the step enforces. {% remember %}: what all pages repeat is drawn once."""

from typing import Any

from django import template
from django.template.base import FilterExpression
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.rules import RULES

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context, name, thing=None):
    """{% may "projects.close" project as closing %} gives a Decision with its reason."""
    return RULES[name](context["user"], thing)


# Of one block, for how many languages and values it is kept drawn.
MOST_KEPT = 200


@register.tag
def remember(parser, token):
    """{% remember theme %}…{% endremember %}: what every page repeats is drawn once by each process.

    Kept for each language and each value of what is named. What is inside depends on nothing else:
    not on the person, not on the address, no form of its own.
    """
    _, *names = token.split_contents()
    inside = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(inside, [parser.compile_filter(name) for name in names])


class RememberNode(template.Node):
    def __init__(self, nodelist: template.NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._values = values
        self._kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        values = (value.resolve(context, ignore_failures=True) for value in self._values)
        key = (get_language(), *values)
        drawn = self._kept.get(key)
        if drawn is None:
            drawn = self.nodelist.render(context)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = drawn
        return drawn
