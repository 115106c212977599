"""{% may %}: the page asks, the step enforces."""

from django import template

from core.rules import RULES

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context, name, thing=None):
    """{% may "projects.close" project as closing %} gives a Decision with its reason."""
    return RULES[name](context["user"], thing)
