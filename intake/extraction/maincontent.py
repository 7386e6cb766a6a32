"""What of a web page is the text that it is there for. Plain rules; what they drop is told in docs/intake.md."""

import re

from lxml import etree

from intake.extraction.furniture import is_furniture
from intake.extraction.tree import Element, drop, length_of, text_of

_NEVER = {
    "nav", "aside", "script", "style", "noscript", "template", "button", "select", "input", "textarea", "iframe",
    "svg", "dialog",
}  # fmt: skip
_ROLES = {
    "navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar",
    "toolbar",
}  # fmt: skip
# Words in a class or an id by which those who make web sites name what is not their text.
_NAMED = {
    "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "sidebar", "share", "sharing", "sharedaddy",
    "social", "cookie", "cookies", "consent", "gdpr", "newsletter", "subscribe", "subscription", "donate", "donation",
    "donations", "related", "recommended", "comments", "disqus", "pagination", "pager", "skip", "advert",
    "advertisement", "ads", "popup", "modal", "tagcloud", "masthead", "prevnext", "prev", "next", "backlink",
    "footer", "sitefooter", "toolbar", "addtoany", "addthis", "signup", "login", "lightbox", "promo",
}  # fmt: skip
_UNSEEN_NAMES = frozenset(
    ("sr-only", "screen-reader-text", "visually-hidden", "visuallyhidden", "hidden", "d-none", "hide")
)
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.I
)
_UNSEEN_RULE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SELECTOR = re.compile(r"[\w-]{0,60}[.#][\w-]{1,100}")
_CONDITIONAL_RULES = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_HOST = re.compile(r"https?://([^/?#]+)", re.I)
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
# Not dropped, whatever it is called, where it holds so much of the page's text.
_SHARE_KEPT = 0.4


def drop_unseen(root: Element) -> None:
    """Take out what a browser would not show."""
    names = _names_of_unseen(root)
    for element in list(root.iter(etree.Element)):
        if element.attrib and _is_unseen(element, names):
            drop(element)


def main_of(root: Element) -> Element:
    """The element that holds the text; what stands around the text inside of it has been taken out."""
    body = root.find("body")
    body = root if body is None else body
    whole = max(1, length_of(body))
    for element in list(body.iter(etree.Element)):
        if element is not body and _is_furniture(element) and length_of(element) < whole * _SHARE_KEPT:
            drop(element)
    for element in list(body.iter("ul", "ol", "div", "p", "table", "section", "footer", "header")):
        if element.getparent() is not None and _is_row_of_links(element):
            drop(element)
    main = _main(body)
    _keep_title(root, body, main)
    return main


def _is_unseen(element: Element, names: set[str]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if (style := element.get("style")) and _UNSEEN_STYLE.search(style):
        return True
    classes = (element.get("class") or "").split()
    named = {f".{name}" for name in classes} | {f"#{element.get('id')}"}
    return not _UNSEEN_NAMES.isdisjoint(classes) or not names.isdisjoint(named)


def _names_of_unseen(root: Element) -> set[str]:
    """The classes and ids that the page's own style sheets hide, other than on paper or on small screens."""
    names: set[str] = set()
    for style in root.iter("style"):
        rules = _CONDITIONAL_RULES.sub("", (style.text or "")[:200_000])
        for rule in rules.split("}"):
            selectors, _, declared = rule.rpartition("{")
            if _UNSEEN_RULE.search(declared):
                names |= {name for each in selectors.split(",") if _SELECTOR.fullmatch(name := each.strip())}
    return {re.sub(r"^[\w-]+(?=[.#])", "", name) for name in names}


def _is_furniture(element: Element) -> bool:
    tag = element.tag
    if tag in _NEVER or (element.get("role") or "").casefold() in _ROLES:
        return element.find(".//h1") is None or tag in _NEVER
    if tag in ("header", "footer") and not any(True for _ in element.iterancestors("article", "main", "blockquote")):
        return element.find(".//h1") is None
    named = f"{element.get('class', '')} {element.get('id', '')}" if element.attrib else " "
    if named == " " or tag == "a" or _NAMED.isdisjoint(word.casefold() for word in _WORD.findall(named)):
        return False
    return element.find(".//h1") is None and element.find(".//article") is None and element.find(".//main") is None


def _is_row_of_links(element: Element) -> bool:
    links = element.findall(".//a")
    if len(links) < 3:
        return False
    linked = sum(map(length_of, links))
    whole = length_of(element)
    dense = linked > whole * 0.8 and linked / len(links) < 40 and whole < 3_000 and element.find(".//sup") is None
    return dense and not _leads_away(links)


def _leads_away(links: list[Element]) -> bool:
    """Whether the links lead to ever other sites, as those of a list of signatories do, and none is a button."""
    hosts = {_HOST.match(link.get("href") or "") for link in links}
    names = {host[1].casefold() for host in hosts if host}
    return len(names) * 4 >= len(links) * 3 and not any(is_furniture(" ".join(text_of(link).split())) for link in links)


def _main(body: Element) -> Element:
    whole = max(1, length_of(body))
    candidates = [*body.iter("main"), *body.xpath(".//*[@role='main']")]
    candidates += body.xpath(".//*[@itemprop='articleBody']") + list(body.iter("article"))
    best = max(candidates, key=length_of, default=None)
    # A page may have several articles: a list of news, or the parts of one text.
    if best is not None and length_of(best) > whole * 0.5:
        articles = [each for each in best.iter("article") if each is not best]
        inner = max(articles, key=length_of, default=None)
        return inner if inner is not None and length_of(inner) > length_of(best) * 0.8 else best
    return body


def _keep_title(root: Element, body: Element, main: Element) -> None:
    """Put a page's heading before its text, where it stands elsewhere."""
    if main is body or main.find(".//h1") is not None:
        return
    title = " ".join((root.findtext("head/title") or "").split()).casefold()
    for heading in body.iter("h1"):
        words = " ".join(text_of(heading).split())
        if words and (words.casefold() in title or len(list(body.iter("h1"))) == 1):
            heading.tail, main.text = main.text, None
            main.insert(0, heading)
            return


def without_furniture(blocks: list[str]) -> list[str]:
    return [block for block in blocks if not is_furniture(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", block))]
