"""Web pages: the text stays, with its headings, lists, links, tables and notes; what stands around it goes."""

import pytest

from intake.extraction import Dated, Extracted, Reader, Unreadable


@pytest.fixture(scope="module")
def reader():
    with Reader() as reader:
        yield reader


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Warning: Border | Watch Group</title>
<meta property="og:title" content="Warning: Border"><link rel="canonical" href="https://watch.example/alerts/border">
<meta property="article:published_time" content="2022-10-07T10:00:00Z">
<script type="application/ld+json">{"@graph": [{"@type": "Article", "datePublished": "2022-10-08"}]}</script>
<style>.trap {display: none} @media print {.content {display: none}}</style></head>
<body class="has-sidebar"><a class="skip-link" href="#c">Skip to content</a>
<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/d">Donate</a></li></ul></nav></header>
<div class="cookie-banner">We use cookies <button>OK</button></div>
<main id="c" class="content"><p><a href="/list">&lt; Back</a></p><article><h1>Warning: <em>Border</em> closures</h1>
<p class="date">Friday, October 7, 2022</p>
<p>The group has <a href="/reports/1?utm_source=x">several reports</a> of violence<sup><a id=r1 href="#fn1">1</a></sup>
and <b>of <i>hunger</i></b>.<sup><a href="#fn2">2</a></sup></p>
<p class="trap">Hidden by a style sheet.</p><p style="display: none">Hidden by a style.</p><p hidden>Hidden.</p>
<p aria-hidden="true">Hidden from listeners.</p>
<h2>Recommendations</h2>
<ol start="3"><li>The council should <strong>act</strong>.</li>
<li><p>States must:</p><ul><li>stop arms</li><li>open roads</li></ul></li></ol>
<ol type="a"><li>first</li><li>second</li></ol>
<blockquote><p>We fear for our lives.</p><p>We ask for help.</p></blockquote>
<table><tr><th>Region</th><th>Deaths</th></tr><tr><td>North | East</td><td>12</td></tr></table>
<p>A line<br>broken.<br><br>A paragraph on 5 m<sup>2</sup>.</p>
<div class="share-buttons"><a href="#">Share</a> <a href="#">Tweet</a></div>
<h3>Notes</h3><ol class="footnotes"><li id="fn1">Report of 2021, <a href="https://example.org/a">https://example.org/a</a>
<a href="#r1">↩</a></li><li id="fn2"><p>Another.</p></li></ol></article>
<section class="related-posts"><h2>Related posts</h2><ul><li><a href="/x">Something else</a></li></ul>
</section></main><aside>About us</aside><footer>All rights reserved</footer><!-- a comment --></body></html>"""

TEXT = """# Warning: *Border* closures

Friday, October 7, 2022

The group has [several reports](https://watch.example/reports/1?utm_source=x) of violence[^1] and **of *hunger***.[^2]

## Recommendations

3. The council should **act**.
4. States must:
   - stop arms
   - open roads

a. first

b. second

> We fear for our lives.
>
> We ask for help.

| Region | Deaths |
| --- | --- |
| North \\| East | 12 |

A line\x20\x20
broken.

A paragraph on 5 m².

[^1]: Report of 2021, <https://example.org/a>

[^2]: Another.
"""


def read(reader: Reader, body: str) -> Extracted:
    return reader.extract(f"<!doctype html><html><body>{body}</body></html>".encode(), name="a.html")


def test_the_text_of_a_page_is_read_and_nothing_that_stands_around_it(reader):
    assert reader.extract(PAGE.encode()).text == TEXT


def test_what_the_head_says_is_told(reader):
    extracted = reader.extract(PAGE.encode())
    assert extracted.title == "Warning: Border"
    assert extracted.language == "en-GB"
    assert extracted.source_url == "https://watch.example/alerts/border"
    assert extracted.dated == (
        Dated("2022-10-07", "article:published_time"),
        Dated("2022-10-08", "JSON-LD datePublished"),
    )


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.txt", ""])
def test_a_page_is_known_by_its_bytes_whatever_it_is_called(reader, name):
    assert reader.extract(PAGE.encode(), name=name, media_type="application/pdf").media_type == "text/html"


def test_pasted_html_is_told_from_pasted_text(reader):
    html = reader.extract_pasted("<p>The council <b>must</b> act.</p><p>Now.</p>")
    assert (html.media_type, html.text) == ("text/html", "The council **must** act.\n\nNow.\n")
    text = reader.extract_pasted("If a < b and c > d, then <nothing> is marked up.\n")
    assert text.media_type == "text/plain"


def test_the_declared_encoding_is_used(reader):
    page = '<html><head><meta charset="windows-1251"><title>x</title></head><body><p>Совет должен</p></body></html>'
    assert reader.extract(page.encode("cp1251")).text == "Совет должен\n"


def test_notes_of_a_word_processor_are_notes(reader):
    body = (
        '<p>It was burnt.<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1">[1]</a> It was rebuilt.'
        '<a href="#_ftn2" name="_ftnref2">[2]</a></p>'
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> A first source.</p></div>'
        '<div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> A second source.</p></div>'
    )
    assert read(reader, body).text == (
        "It was burnt.[^1] It was rebuilt.[^2]\n\n[^1]: A first source.\n\n[^2]: A second source.\n"
    )


def test_notes_without_links_are_notes_by_their_superscripts(reader):
    body = "<p>It was burnt.<sup>1</sup> It stands.<sup>2</sup></p><hr><p><sup>1</sup> One.</p><p><sup>2</sup> Two.</p>"
    assert read(reader, body).text == "It was burnt.[^1] It stands.[^2]\n\n[^1]: One.\n\n[^2]: Two.\n"


def test_a_link_around_a_heading_loses_neither(reader):
    text = read(reader, '<a href="https://example.org"><h2>A heading</h2><p>And words.</p></a>').text
    assert text == "## A heading\n\nAnd words.\n"


def test_a_table_that_only_lays_out_the_page_is_no_table(reader):
    body = "<table><tr><td><p>A long text stands here.</p><p>With two paragraphs.</p></td></tr></table>"
    assert read(reader, body).text == "A long text stands here.\n\nWith two paragraphs.\n"


def test_links_lead_to_the_web_or_are_words(reader):
    body = '<p><a href="javascript:alert(1)">a</a> <a href="/x">b</a> <a href="https://example.org/a_(b)">c</a></p>'
    assert read(reader, body).text == "a b [c](<https://example.org/a_(b)>)\n"


def test_a_page_without_text_is_refused(reader):
    with pytest.raises(Unreadable, match="There is no text in it"):
        read(reader, "<script>var a = 1;</script><img src=x>")


def test_emphasis_by_style_is_emphasis(reader):
    body = '<p><span style="font-weight:700">We call on</span> <span style="font-style: italic">all</span> to act.</p>'
    assert read(reader, body).text == "**We call on** *all* to act.\n"


def test_a_table_that_names_who_writes_to_whom_is_lines(reader):
    body = "<table><tr><td>TO:</td><td>The Council</td></tr><tr><td>FROM:</td><td>Two bodies</td></tr></table>"
    assert read(reader, body).text == "TO: The Council\n\nFROM: Two bodies\n"
