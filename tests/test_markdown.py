"""Markdown of documents: readable, numbered for citing, and harmless whatever was put into it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.markdown import to_html


def test_it_is_read_as_paragraphs_that_can_be_cited() -> None:
    assert to_html("One.\n\nTwo *words*.") == '<p id="p1">One.</p>\n<p id="p2">Two <em>words</em>.</p>\n'


def test_headings_go_below_those_of_the_page() -> None:
    assert to_html("# A\n\n## B\n\n###### C") == "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>\n"


def test_a_list_keeps_the_number_it_begins_with() -> None:
    assert '<ol start="3">' in to_html("3. three\n4. four")


def test_a_link_tells_nobody_where_it_came_from() -> None:
    html = to_html("[here](https://example.org/a?b=1&c=2)")
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">here</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        "<math><mi xlink:href='javascript:alert(1)'></mi></math>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "![alt](https://example.org/x.png)",
        '<https://example.org/"onmouseover=alert(1)>',
        "`<b>`\n\n<style>p{display:none}</style>\n\n<iframe src=//example.org></iframe>",
    ],
)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    html = to_html(text)
    for tag in ("<script", "<img", "<svg", "<math", "<style", "<iframe", 'href="javascript', 'href="data', 'href="vb'):
        assert tag not in html
    assert " onmouseover=" not in html.replace("%22onmouseover", "")


def test_an_image_is_replaced_by_its_description() -> None:
    assert to_html("![A map of the valley](x.png)") == '<p id="p1">A map of the valley</p>\n'


@pytest.mark.parametrize(
    "spelling", ["https://v.example.org/1", "http://www.v.example.org/1/", "HTTPS://V.example.org/1"]
)
def test_a_link_to_what_a_note_marks_as_sensitive_becomes_text(spelling: str) -> None:
    html = to_html(f"See [the *video*]({spelling}) and [this](https://example.org/).", ["https://v.example.org/1"])
    assert html.count("<a ") == 1
    assert "See the <em>video</em> and" in html


@given(st.text(alphabet=st.sampled_from("<>&\"'`*_[]()!#|\\ \n:/ajscript=on"), max_size=60))
def test_no_text_whatever_makes_a_tag_of_its_own(text: str) -> None:
    html = to_html(text).casefold()
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
