"""{{ page.body|richtext }}: what a person wrote, as safe HTML."""

from django import template

from core.richtext import richtext as safe_html

register = template.Library()


@register.filter
def richtext(text):
    return safe_html(text)
