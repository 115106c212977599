"""What people write is shown as text and never runs."""

import html5lib
import pytest
from django.template import Context, Template

from core.richtext import richtext

OWN = "/en/twinspaces/rivers/materials/7/"
TAB = "jav\tascript:alert(1)"
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x:x onerror&#61;alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror="alert(1)">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<a href="javascript:alert(1)">x</a>',
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="javascript:alert(1)"></object>',
    '<embed src="javascript:alert(1)">',
    '<base href="//evil.example/">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<link rel="stylesheet" href="//evil.example/x.css">',
    "<style>@import '//evil.example/x.css';</style>",
    '<div style="background:url(javascript:alert(1))">x</div>',
    '<body onload="alert(1)">',
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    '<form action="javascript:alert(1)"><button>x</button></form>',
    '<button formaction="javascript:alert(1)">x</button>',
    "<marquee onstart=alert(1)>x</marquee>",
    '<div hx-get="/en/" hx-trigger="load">x</div>',
    '<p data-hx-post="/en/accounts/logout/" hx-trigger="load">x</p>',
    '<b hx-on:click="alert(1)">x</b>',
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    '<xmp><img title="</xmp><img src=x onerror=alert(1)>">',
    "<isindex type=image src=1 onerror=alert(1)>",
    '<p class="btn" id="messages">x</p>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    f"[x]({TAB})",
    "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    '[x](http://a.example "\\" onmouseover=\\"alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '![x](x" onerror="alert(1))',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "![x](https://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    f"![x](https://evil.example{OWN})",
    f"![x]({OWN}../../../../accounts/logout/)",
    '![a" onload="alert(1)](' + OWN + ")",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    '```x" onclick="alert(1)\ntext\n```',
    "`<img src=x onerror=alert(1)>`",
    "# <img src=x onerror=alert(1)>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "\x00<script\x00>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<" * 5000,
    "[" * 2000,
    "> " * 500 + "deep",
]
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "svg", "math", "form", "input"}
FORBIDDEN |= {"button", "base", "meta", "link", "template", "video", "audio", "details", "div"}


def elements(html):
    """The elements a browser would make of it, as (tag, attributes)."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [(node.tag, node.attrib) for node in tree.iter() if node is not tree]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_a_person_writes_runs_or_loads_anything(text):
    for tag, attributes in elements(richtext(text)):
        assert tag not in FORBIDDEN
        assert set(attributes) <= {"href", "rel", "src", "alt", "start"}
        assert attributes.get("href", "").split(":")[0].lower() not in {
            "javascript",
            "vbscript",
            "data",
        }
        if tag == "img":
            assert attributes["src"] == OWN


def test_plain_writing_keeps_its_shape():
    html = richtext("# Día 1\n\nUno\ndos **tres**\n\n- a\n- b\n\n| x |\n|---|\n| 1 |\n\n3. c")

    assert "<h2>Día 1</h2>" in html
    assert "<p>Uno<br>\ndos <strong>tres</strong></p>" in html
    assert {"ul", "li", "table", "th", "td", "ol"} <= {tag for tag, _ in elements(html)}
    assert '<ol start="3">' in html


def test_a_text_never_has_a_first_level_heading():
    assert [tag for tag, _ in elements(richtext("# a\n\n###### b"))] == ["h2", "h6"]


def test_links_do_not_vouch_for_where_they_lead():
    assert elements(richtext("[x](https://a.example)")) == [
        ("p", {}),
        ("a", {"href": "https://a.example", "rel": "noopener nofollow ugc"}),
    ]


def test_own_pictures_are_shown_and_foreign_ones_become_links():
    own, foreign = richtext(f"![The *river*]({OWN})"), richtext("![Map](https://a.example/m.png)")

    assert elements(own)[1] == ("img", {"src": OWN, "alt": "The river"})
    assert elements(foreign)[1][0] == "a"
    assert "Map" in foreign


def test_the_filter_is_safe_and_escapes_what_it_must():
    page = Template("{% load richtext %}{{ text|richtext }}")
    assert page.render(Context({"text": "a < b & **c**"})) == (
        "<p>a &lt; b &amp; <strong>c</strong></p>\n"
    )
