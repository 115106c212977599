"""The colours of static/css/tokens.css for what cannot read a stylesheet: e-mails, and the tests."""

import re
from functools import cache

from django.conf import settings

LIGHT, DARK = "light", "dark"


@cache
def colours(theme: str = LIGHT) -> dict[str, str]:
    """Every plain colour by its name without dashes, as #rrggbb."""
    light, *dark = declared()
    return light if theme == LIGHT else light | dark[0]


@cache
def declared() -> list[dict[str, str]]:
    """The colours as written: by day, by night as the device says, by night as chosen."""
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    themes: dict[str, dict[str, str]] = {"day": {}, "device": {}, "chosen": {}}
    for selector, block in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        theme = "device" if ":not(" in selector else "chosen" if "dark" in selector else "day"
        themes[theme] |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block))
    return list(themes.values())
