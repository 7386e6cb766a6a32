"""HTML pages as sites print them: with menus, banners, buttons and lists of other pages round the document."""

import json
from html import escape
from pathlib import Path

from making.inline import runs
from making.source import Block, Source

# What sites print round a document, by language: the words of menus, buttons, banners.
WORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("furniture.json").read_text(encoding="utf-8"))


def _inline(text: str, notes: str) -> str:
    made = ""
    for run in runs(text):
        shown = escape(run.text, quote=False).replace("\n", "<br>")
        if run.style == "sup":
            made += (
                f'<sup><a href="#fn{shown}" id="ref{shown}">{shown}</a></sup>'
                if notes == "anchors"
                else f"<sup>{shown}</sup>"
                if notes == "sup"
                else f"[{shown}]"
            )
        elif run.url:
            made += f'<a href="{escape(run.url)}">{shown}</a>'
        else:
            tag = {"b": "strong", "i": "em"}.get(run.style, "")
            made += f"<{tag}>{shown}</{tag}>" if tag else shown
    return made


def _block(block: Block, notes: str) -> str:
    text = _inline(block.text, notes)
    if block.kind == "table":
        rows = "".join(
            "<tr>" + "".join(f"<td>{_inline(cell, notes)}</td>" for cell in row) + "</tr>" for row in block.rows
        )
        return f"<table><tbody>{rows}</tbody></table>"
    if block.kind == "quote":
        return f"<blockquote><p>{text}</p></blockquote>"
    return f"<{block.kind}>{text}</{block.kind}>"


def content(source: Source) -> str:
    """The document alone, lists gathered."""
    notes, made, open_list = source.options.get("notes", "anchors"), [], ""
    typed = source.options.get("typed", "")
    for block in source.blocks:
        kind = {"numbered": "ol", "bulleted": "ul"}.get(block.kind, "") if not typed else ""
        if kind != open_list:
            made += [f"</{open_list}>"] if open_list else []
            start = f' start="{block.number}"' if block.number not in ("", "1") else ""
            made += [f"<{kind}{start}>"] if kind else []
            open_list = kind
        if kind:
            made.append(f"<li>{_inline(block.text, notes)}</li>")
        elif block.kind in ("numbered", "bulleted"):
            made.append(f"<p>{block.number + '. ' if block.number else '• '}{_inline(block.text, notes)}</p>")
        else:
            made.append(_block(block, notes))
    made += [f"</{open_list}>"] if open_list else []
    return "\n".join(made + _notes(source, notes))


def _notes(source: Source, style: str) -> list[str]:
    if not source.notes:
        return []
    if style == "anchors":
        items = [
            f'<li id="fn{number}">{_inline(text, style)} <a href="#ref{number}">↩</a></li>'
            for number, text in source.notes.items()
        ]
        return ["<hr>", '<section class="footnotes"><ol>', *items, "</ol></section>"]
    shown = "<sup>{}</sup> {}" if style == "sup" else "[{}] {}"
    return ["<hr>", *(f"<p>{shown.format(number, _inline(text, style))}</p>" for number, text in source.notes.items())]


def fragment(source: Source) -> str:
    """For an e-mail: a table layout, an invisible preview line, the footer of lists."""
    letterhead = "".join(f"<p><b>{escape(line)}</b></p>" for line in source.header.get("letterhead", []))
    footer = "".join(f"<p>{escape(line)}</p>" for line in source.header.get("mail_footer", []))
    return (
        '<html><body><div style="display:none;max-height:0">See this message in your browser</div>'
        f'<table role="presentation" width="600"><tr><td>{letterhead}</td></tr><tr><td>{content(source)}</td></tr>'
        f'<tr><td style="font-size:11px">{footer}</td></tr></table></body></html>\n'
    )


def _head(source: Source, site: str) -> str:
    title = source.one("page_title") or source.one("title")
    metas = [f'<meta charset="{source.options.get("encoding", "utf-8")}">']
    if stamp := source.one("published"):
        metas.append(f'<meta property="article:published_time" content="{stamp}">')
    if url := source.one("url"):
        metas += [f'<link rel="canonical" href="{url}">', f'<meta property="og:url" content="{url}">']
    metas.append(f"<title>{escape(title)} | {escape(site)}</title>")
    metas.append("<style>nav{display:flex}.hidden{display:none}</style><script>window.dataLayer=[];</script>")
    return "\n".join(metas)


def page(source: Source) -> bytes:
    words = WORDS[source.language]
    site = source.one("site") or source.one("issuer").partition(" = ")[0]
    form = {"wordpress": _wordpress, "builder": _builder, "portal": _portal}[source.options.get("site", "wordpress")]
    direction = ' dir="rtl"' if source.language == "ar" else ""
    language = "" if source.options.get("nolang") else f' lang="{source.language}"'
    made = f"<!DOCTYPE html>\n<html{language}{direction}>\n<head>\n{_head(source, site)}\n</head>\n"
    made += form(source, words, escape(site)) + "\n</html>\n"
    return made.encode(source.options.get("encoding", "utf-8"), "xmlcharrefreplace")


def _others(source: Source) -> list[str]:
    return [escape(title) for title in source.header.get("related", [])]


def _wordpress(source: Source, words: list[str], site: str) -> str:
    menu = "".join(f'<li><a href="/{at}/">{word}</a></li>' for at, word in enumerate(words[:5]))
    letterhead = "".join(f"<p>{escape(line)}</p>" for line in source.header.get("letterhead", []))
    others = "".join(f'<li><a href="/r/{at}/">{title}</a></li>' for at, title in enumerate(_others(source)))
    return f"""<body class="single">
<div id="cookie-banner" role="dialog"><p>{words[8]}</p><button>{words[9]}</button></div>
<header class="site-header"><a href="/">{site}</a><nav><ul>{menu}</ul></nav>
<form role="search"><input type="search" placeholder="{words[15]}"></form></header>
<main><article>
{letterhead}
{content(source)}
<div class="sharedaddy"><span>{words[7]}</span> <a href="#">Facebook</a> <a href="#">X</a></div>
</article>
<nav class="post-navigation"><a rel="prev" href="/p/">← {words[5]}</a> <a rel="next" href="/n/">{words[6]} →</a></nav>
<aside><h2>{words[10]}</h2><ul>{others}</ul></aside></main>
<footer><p>{words[11]}</p><p>© {site}. {words[12]}.</p></footer>
</body>"""


def _builder(source: Source, words: list[str], site: str) -> str:
    """As site builders write it: boxes in boxes and no word of what they are for."""
    boxes = "".join(
        f'<div class="c1 k{at}"><a href="/{at}"><span>{word}</span></a></div>' for at, word in enumerate(words[:4])
    )
    letterhead = "".join(
        f'<div class="tx"><p><span>{escape(line)}</span></p></div>' for line in source.header.get("letterhead", [])
    )
    return f"""<body><div id="root"><div class="c0">{boxes}<div class="btn"><a href="/donate">{words[4]}</a></div></div>
<div class="c9"><div class="b1"><a href="/list">&lt; {words[13]}</a></div>
{letterhead}<div class="rich">{content(source)}</div>
<div class="b2"><a href="/a">{words[5]}</a></div><div class="b2"><a href="/b">{words[6]}</a></div></div>
<div class="foot"><p>{words[14]}: info@example.org</p><p>{words[11]}</p><p>© {site}</p></div></div>
<div style="display:none">{words[8]}</div></body>"""


def _portal(source: Source, words: list[str], site: str) -> str:
    """As large bodies print it: bread crumbs, a column of links, tags."""
    crumbs = " / ".join(words[:1] + words[3:4])
    kicker = "".join(f'<p class="kicker">{escape(line)}</p>' for line in source.header.get("letterhead", []))
    side = "".join(f'<li><a href="/s/{at}">{title}</a></li>' for at, title in enumerate(_others(source)))
    return f"""<body><a class="skip" href="#main">Skip to main content</a>
<div class="top"><ul class="menu">{"".join(f"<li><a href='/{word}'>{word}</a></li>" for word in words[:4])}</ul></div>
<div class="breadcrumb">{crumbs}</div>
<div id="main" role="main"><div class="content">{kicker}
{content(source)}
<p class="tags">Tags: <a href="/t/1">news</a>, <a href="/t/2">media</a></p></div>
<div class="sidebar" role="complementary"><h3>{words[10]}</h3><ul>{side}</ul>
<a class="button" href="/give">{words[4]}</a></div></div>
<div class="footer" role="contentinfo"><p>{words[14]} | {words[15]} | © {site}</p></div>
</body>"""
