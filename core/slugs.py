"""Addresses of things: words people recognise, and an ending that makes them free at once."""

from django.utils.crypto import get_random_string
from django.utils.text import slugify

ENDING = 6
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without look-alikes


def new_slug(text: str, *, fallback: str, longest: int = 70) -> str:
    """ "Ana Ruiz" gives "ana-ruiz-k3x9pd". Text in another script gives the fallback word."""
    words = slugify(text)[: longest - ENDING - 1].strip("-") or fallback
    return f"{words}-{get_random_string(ENDING, LETTERS)}"
