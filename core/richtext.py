"""The one way from what a person wrote to HTML: Markdown, then an explicit list of what may stay.

The text is kept as it was typed and made safe again each time it is shown, so a stricter list
also protects what was written before.
"""

import re
from collections.abc import Sequence

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

TAGS = {"p", "br", "hr", "strong", "em", "s", "a", "img", "ul", "ol", "li", "blockquote"}
TAGS |= {"h2", "h3", "h4", "h5", "h6", "code", "pre"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
# "*" takes away what nh3 would allow on every element.
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto"}
SMALLEST_HEADING = 6


def richtext(text: str) -> SafeString:
    """Safe HTML of a Markdown text. Headings start at the second level: the first is the page's."""
    # SECURITY: the allow-list decides. Markdown's own escaping is only the first of the two locks.
    clean = nh3.clean(
        _MARKDOWN.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_own_pictures_only,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow ugc",
    )
    return mark_safe(clean)  # noqa: S308 -- the sanitiser itself


def is_own_picture(address: str) -> bool:
    """Is it a file of this portal? A picture from elsewhere would tell its host who reads the page."""
    return re.fullmatch(settings.RICHTEXT_PICTURES, address) is not None


def _own_pictures_only(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("img", "src") and not is_own_picture(value):
        return None
    return value


def _picture(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture of ours, or a link to one that lies elsewhere."""
    token = tokens[index]
    address = str(token.attrs.get("src", ""))
    words = renderer.renderInlineAsText(token.children or [], options, env)
    if is_own_picture(address):
        token.attrs["alt"] = words
        return f"<img{renderer.renderAttrs(token)}>"
    link = Token("link_open", "a", 1, attrs={"href": address})
    label = Token("text", "", 0, content=words or address)
    return renderer.render([link, label, Token("link_close", "a", -1)], options, env)


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, SMALLEST_HEADING)}"


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True})
    markdown.core.ruler.push("lower_headings", _lower_headings)
    markdown.add_render_rule("image", _picture)
    return markdown


_MARKDOWN = _markdown()
