"""Tags for what pages and e-mails show: icons, flags, the mark, colours, initials, time in words."""

import zlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from core import tokens, vocabularies

register = template.Library()

AVATAR_COLOURS = 8
MARK_SIZES = {"", "small", "large"}
# Two overlapping squares with round corners; the third path is exactly what they share.
MARK = """<svg class="{classes}" viewBox="0 0 64 64" aria-hidden="true" focusable="false">\
<rect class="twin__one" x="3" y="3" width="41" height="41" rx="15"/>\
<rect class="twin__two" x="20" y="20" width="41" height="41" rx="15"/>\
<path class="twin__both" d="M35 20H44V29A15 15 0 0 1 29 44H20V35A15 15 0 0 1 35 20Z"/></svg>"""


@register.simple_tag
def mark(size: str = "") -> SafeString:
    """Our own sign: one class, the other, and what they share. Decoration: the name stands beside it."""
    if size not in MARK_SIZES:
        raise template.TemplateSyntaxError(f"The mark has no size {size!r}.")
    classes = f"twin twin--{size}" if size else "twin"
    return mark_safe(MARK.format(classes=classes))  # noqa: S308 -- made of the constants above


@cache
def _icon_paths(name: str) -> str:
    """What is inside the <svg> of a Bootstrap icon."""
    path = settings.NODE_MODULES / "bootstrap-icons" / "icons" / f"{name}.svg"
    if not name.replace("-", "").isalnum() or not path.is_file():
        raise template.TemplateSyntaxError(f"There is no icon called {name!r}.")
    svg = path.read_text(encoding="utf-8")
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip()


@register.simple_tag
@lru_cache(maxsize=1_000)
def icon(name: str, title: str = "") -> SafeString:
    """A Bootstrap icon drawn in the page. With a title it is read out, without one it is decoration."""
    paths = mark_safe(_icon_paths(name))  # noqa: S308 -- a file we installed
    if title:
        return format_html(
            '<svg class="icon" viewBox="0 0 16 16" role="img"><title>{}</title>{}</svg>',
            title,
            paths,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>', paths
    )


@register.simple_tag
@lru_cache(maxsize=1_000)
def flag(code: str, name: str = "", size: str = "") -> SafeString:
    """The flag of a country by its two letters; with a name it says it, without one it is decoration."""
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="20" height="15" loading="lazy">',
        f"flag flag--{size}" if size else "flag",
        static(f"vendor/flags/{code.lower()}.svg"),
        name,
    )


@register.simple_tag
def chips(items: Iterable[str], label: str = "", tone: str = "", more: int = 0) -> SafeString:
    """Words side by side. `label`: what they are, read out; `more`: how many are not shown."""
    classes = f"chip chip--{escape(tone)}" if tone else "chip"
    drawn = "".join(f'<li class="{classes}">{escape(item)}</li>' for item in items)
    rest = f'<li class="chip">+{more:d}</li>' if more else ""
    labelled = f' aria-label="{escape(label)}"' if label else ""
    return mark_safe(f'<ul class="chips"{labelled}>{drawn}{rest}</ul>')  # noqa: S308


@register.simple_tag
def avatar(name: str, photo_url: str = "", country: str = "", size: str = "") -> SafeString:
    """A face or initials, with a flag at the corner. The name stands beside it, so this is decoration."""
    if photo_url:
        face = f'<img class="avatar__face" src="{escape(photo_url)}" alt="" loading="lazy">'
    else:
        face = f'<span class="avatar__face {avatar_class(name)}">{escape(initials(name))}</span>'
    classes = f"avatar avatar--{escape(size)}" if size else "avatar"
    shown = flag(country) if country else ""
    return mark_safe(f'<span class="{classes}" aria-hidden="true">{face}{shown}</span>')  # noqa: S308


OPTION = """<div class="form-check"><input class="form-check-input" type="{kind}" name="{name}" \
value="{value}" id="filter-{name}-{value}"{checked}><label class="form-check-label" \
for="filter-{name}-{value}">{label}"""


@register.simple_tag
def filter_options(options: list[dict[str, Any]], name: str, kind: str = "") -> SafeString:
    """The answers of partials/_filter_group.html. In Python, because a search offers hundreds of them."""
    language = get_language()
    drawn = []
    for option in options:
        is_checked = bool(option.get("checked"))
        label = str(option["label"])
        drawn.append(
            _option(kind or "checkbox", name, option["value"], label, is_checked=is_checked)
        )
        drawn.append(_count(option.get("count"), language))
        drawn.append("</label></div>")
    return mark_safe("".join(drawn))  # noqa: S308 -- made of the two below


@lru_cache(maxsize=5_000)
def _option(kind: str, name: str, value: str, label: str, *, is_checked: bool) -> str:
    """Everything that stands before the count: the same on every page in a language."""
    return OPTION.format(
        kind=kind,
        name=escape(name),
        value=escape(value),
        label=escape(label),
        checked=" checked" if is_checked else "",
    )


@lru_cache(maxsize=5_000)
def _count(number: int | None, _language: str | None) -> str:
    """Written as the reader's language writes numbers."""
    if number is None:
        return ""
    return f' <span class="filter-group__count">{intcomma(number)}</span>'


@register.simple_tag
def token(name: str, theme: str = tokens.LIGHT) -> str:
    """A colour of tokens.css, for e-mails: they cannot read it themselves."""
    return tokens.colours(theme)[name]


@register.filter
def browser(user_agent: str) -> str:
    """What a browser calls itself, in words one knows: "Firefox, Windows"."""
    names = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")
    known = {"Edg": "Edge", "OPR": "Opera"}
    found = [next((n for n in kind if n in user_agent), "") for kind in (names, systems)]
    return ", ".join(known.get(n, n) for n in found if n) or gettext("Unknown browser")


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word: "Ana María Ruiz" gives "AR"."""
    words = [word for word in name.split() if word[0].isalnum()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper()


@register.filter
def avatar_class(name: str) -> str:
    """The colour that belongs to a name: always the same one, in every process."""
    return f"avatar-{zlib.crc32(name.encode()) % AVATAR_COLOURS}"


@register.filter
def named(codes: list[str], vocabulary: str) -> list[str]:
    """The names of vocabulary codes in the reader's language: {{ teacher.subjects|named:"subject" }}."""
    return vocabularies.names(vocabulary, codes)


@register.filter
def ago(when: datetime) -> str:
    """How long ago, in words one would say: "just now", "3 hours ago", "12 days ago"."""
    seconds = (timezone.now() - when).total_seconds()
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if minutes < 1:
        return gettext("just now")
    if hours < 1:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if days < 1:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if days < 60:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    months = days // 30
    if months < 24:
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)d year ago", "%(n)d years ago", years) % {"n": years}
