"""A question means what a person meant by it; what is wrong with it is told with its place, and nothing is refused."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from search.fields import ALIASES, DATES, FIELDS, field_of
from search.parser import MOST_CHARACTERS, MOST_CLAUSES, MOST_DEPTH, Parsed, Problem, mark, parse, render
from search.question import (
    TEXTS,
    TIES,
    All,
    AnyOf,
    Everything,
    Issued,
    Named,
    Phrase,
    Prefix,
    Question,
    Span,
    Tied,
    Without,
    Word,
)

TODAY = dt.date(2026, 11, 21)
DOCS = Path(__file__).parent.parent / "docs/searching.md"

W, N, P, X = Word, Named, Phrase, Without


def read(typed: str) -> Parsed:
    return parse(typed, TODAY)


def messages(typed: str) -> list[tuple[str, str]]:
    """What is told, each with the characters that it is told of."""
    return [(typed[p.start : p.end], p.message) for p in read(typed).problems]


def both(*parts: Question) -> All:
    return All(parts)


def either(*parts: Question) -> AnyOf:
    return AnyOf(parts)


UNDERSTOOD: list[tuple[str, Question]] = [
    # Words
    ("", Everything()),
    ("   ", Everything()),
    ("*", Everything()),
    ("genocide", W("genocide")),
    ("  Genocide  ", W("Genocide")),
    ("genocide Artsakh", both(W("genocide"), W("Artsakh"))),
    ("Nagorno-Karabakh", W("Nagorno-Karabakh")),
    ("Bütöv Azərbaycan", both(W("Bütöv"), W("Azərbaycan"))),
    ("state's people’s", both(W("state's"), W("people’s"))),
    ("A/HRC/51/45", W("A/HRC/51/45")),
    ("Red Flag Alert No. 3", both(W("Red"), W("Flag"), W("Alert"), W("No."), W("3"))),
    ("Burundi: the risk, again", both(W("Burundi:"), W("the"), W("risk,"), W("again"))),
    ("Médecins & Sans – Frontières", both(W("Médecins"), W("Sans"), W("Frontières"))),
    ("2020-2022", W("2020-2022")),
    ("https://example.org/a?b=c", W("https://example.org/a?b=c")),
    ("12:30 UTC", both(W("12:30"), W("UTC"))),
    ("doi:10.1000/182", W("doi:10.1000/182")),
    ("الإبادة الجماعية", both(W("الإبادة"), W("الجماعية"))),
    ("Հայոց ցեղասպանություն", both(W("Հայոց"), W("ցեղասպանություն"))),
    ("种族灭绝", W("种族灭绝")),
    ('צה"ל', W('צה"ל')),
    ("\u200fהשואה\u200e OR Shoah", either(W("השואה"), W("Shoah"))),
    # Operators
    ("genocide AND Artsakh", both(W("genocide"), W("Artsakh"))),
    ("Artsakh OR Karabakh", either(W("Artsakh"), W("Karabakh"))),
    ("Artsakh or Karabakh", either(W("Artsakh"), W("Karabakh"))),
    ("Artsakh Or Karabakh", either(W("Artsakh"), W("Karabakh"))),
    ("Artsakh | Karabakh", either(W("Artsakh"), W("Karabakh"))),
    ("Artsakh || Karabakh", either(W("Artsakh"), W("Karabakh"))),
    ("Artsakh && Karabakh", both(W("Artsakh"), W("Karabakh"))),
    ("Burundi not refugees", both(W("Burundi"), X(W("refugees")))),
    ("Burundi and not refugees", both(W("Burundi"), X(W("refugees")))),
    ("Burundi -refugees", both(W("Burundi"), X(W("refugees")))),
    ("-refugees Burundi", both(X(W("refugees")), W("Burundi"))),
    ("-refugees", X(W("refugees"))),
    ("−refugees", X(W("refugees"))),
    ("NOT refugees", X(W("refugees"))),
    ("NOT NOT refugees", W("refugees")),
    ("NOT -refugees", W("refugees")),
    ("a1 b1 OR c1 d1", either(both(W("a1"), W("b1")), both(W("c1"), W("d1")))),
    ("a1 AND b1 OR NOT c1", either(both(W("a1"), W("b1")), X(W("c1")))),
    ("a1 OR b1 OR c1", either(W("a1"), W("b1"), W("c1"))),
    ('-"press release"', X(P("press release"))),
    ("-issuer:lemkin", X(N("issuer", "lemkin"))),
    ("issuer:-lemkin", X(N("issuer", "lemkin"))),
    ("-(Sudan OR Chad)", X(either(W("Sudan"), W("Chad")))),
    ("title:not", W("not", "title")),
    ("title:or body:and", both(W("or", "title"), W("and", "body"))),
    ('"or"', P("or")),
    ("genocide -", W("genocide")),
    ("genocide - Artsakh", both(W("genocide"), W("Artsakh"))),
    # Parentheses
    ("famine (Sudan OR Darfur)", both(W("famine"), either(W("Sudan"), W("Darfur")))),
    ("famine(Sudan OR Darfur)", both(W("famine"), either(W("Sudan"), W("Darfur")))),
    ("((famine))", W("famine")),
    ("(a1 b1) c1", both(W("a1"), W("b1"), W("c1"))),
    ("(a1 OR b1) OR c1", either(W("a1"), W("b1"), W("c1"))),
    ("NOT (a1 b1)", X(both(W("a1"), W("b1")))),
    # Phrases
    ('"crimes against humanity"', P("crimes against humanity")),
    ("“crimes against humanity”", P("crimes against humanity")),
    ("„crimes against humanity“", P("crimes against humanity")),
    ("”crimes against humanity”", P("crimes against humanity")),
    ("«crimes against humanity»", P("crimes against humanity")),
    ("»crimes against humanity«", P("crimes against humanity")),
    ('“crimes against humanity"', P("crimes against humanity")),
    ('" crimes  against\thumanity "', P("crimes against humanity")),
    ('« the "final solution" »', P('the "final solution"')),
    ('"(a OR b) -c issuer:d"', P("(a OR b) -c issuer:d")),
    ('"a b""c d"', both(P("a b"), P("c d"))),
    ('"hate media"~10', P("hate media", "", 10)),
    ('"hate media"~0', P("hate media")),
    # Prefixes and likeness
    ("genocid*", Prefix("genocid")),
    ("genocid*,", Prefix("genocid")),
    ("Nagorno-Kar*", Prefix("Nagorno-Kar")),
    ("gén*", Prefix("gén")),
    ("种族*", W("种族")),
    ("Rohingya~", W("Rohingya", "", 1)),
    ("Rohingya~1", W("Rohingya", "", 1)),
    ("Rohingya~2", W("Rohingya", "", 2)),
    ("Rohingya~0", W("Rohingya")),
    ("example.org/~user", W("example.org/~user")),
    # Fields
    ("title:genocide", W("genocide", "title")),
    ("TITLE:genocide", W("genocide", "title")),
    ("title: genocide", W("genocide", "title")),
    ('title:"war crimes"~3', P("war crimes", "title", 3)),
    ("recommends:sanction*", Prefix("sanction", "recommends")),
    ("cites:Rohingya~2", W("Rohingya", "cites", 2)),
    ("abstract:(a1 OR b1*)", either(W("a1", "abstract"), W("b1", "abstract"))),
    ("title:(a1 body:b1 c1)", both(W("a1", "title"), W("b1", "body"), W("c1", "title"))),
    ("title:(a1 -b1)", both(W("a1", "title"), X(W("b1", "title")))),
    ("title:http://example.org", W("http://example.org", "title")),
    ("title:12:30", W("12:30", "title")),
    ("issuer:lemkin", N("issuer", "lemkin")),
    ('issuer:"Genocide Watch"', N("issuer", "Genocide Watch")),
    ('issuer: "Genocide Watch"', N("issuer", "Genocide Watch")),
    ("issuer:«Genocide Watch»", N("issuer", "Genocide Watch")),
    ('country:(Armenia OR "Sri Lanka")', either(N("country", "Armenia"), N("country", "Sri Lanka"))),
    ("to:UNSC", N("addressee", "UNSC")),
    ("addressee:UNSC", N("addressee", "UNSC")),
    ("by:lemkin", N("issuer", "lemkin")),
    ("lang:fr", N("language", "fr")),
    ("language:fr", N("language", "fr")),
    ("id:2b3c4d5f6g", N("uid", "2b3c4d5f6g")),
    ("stage:9", N("stage", "9")),
    ("crime:war_crimes modality:under_way", both(N("crime", "war_crimes"), N("modality", "under_way"))),
    (
        "genocide (Artsakh or Karabakh) -issuer:lemkin after:2022",
        both(
            W("genocide"),
            either(W("Artsakh"), W("Karabakh")),
            X(N("issuer", "lemkin")),
            Issued(dt.date(2022, 1, 1), None),
        ),
    ),
]


@pytest.mark.parametrize(("typed", "meant"), UNDERSTOOD)
def test_it_is_understood_without_a_word(typed: str, meant: Question) -> None:
    parsed = read(typed)
    assert parsed.question == meant
    if typed != "abstract:(a1 OR b1*)":
        assert parsed.problems == ()


@pytest.mark.parametrize(
    ("typed", "meant", "place", "words"),
    [
        ("&&& !", Everything(), "&&& !", "no letter and no figure"),
        ("😀", Everything(), "😀", "no letter"),
        ("or", Everything(), "or", "before or"),
        ("AND", Everything(), "AND", "before AND"),
        ("not", Everything(), "not", "after not"),
        ("the of", Everything(), "the of", "nearly every alert"),
        ("genocide or", W("genocide"), "or", "after or"),
        ("or genocide", W("genocide"), "or", "before or"),
        ("genocide not", W("genocide"), "not", "after not"),
        ("a1 AND OR b1", either(W("a1"), W("b1")), "AND", "after AND"),
        ("a1 OR AND b1", both(W("a1"), W("b1")), "OR", "after OR"),
        ("a1 NOT OR b1", either(W("a1"), W("b1")), "NOT", "after NOT"),
        ("a1 (OR) b1", both(W("a1"), W("b1")), "OR", "before OR"),
        ("(genocide", W("genocide"), "(", "not closed"),
        ("genocide)", W("genocide"), ")", "closes none"),
        ("() genocide", W("genocide"), "()", "stands nothing"),
        ('"war crimes', P("war crimes"), '"', "not closed"),
        ("“war crimes", P("war crimes"), "“", "not closed"),
        ('crimes"', W("crimes"), '"', "no partner"),
        ('5" gun', both(W("5"), W("gun")), '"', "no partner"),
        ('"" genocide', W("genocide"), '""', "no word"),
        ('"war crim*"', P("war crim*"), '"war crim*"', "no meaning"),
        ('"war crimes"~', P("war crimes"), '"war crimes"~', "how many words"),
        ('"war crimes"~1000', P("war crimes", "", 100), '"war crimes"~1000', "At most 100"),
        ("ge*", W("ge"), "ge*", "at least 3 letters"),
        ("Nagorno-K*", W("Nagorno-K"), "Nagorno-K*", "at least 3 letters"),
        ("gen*cide", Prefix("gen"), "gen*cide", "only at the end"),
        ("*cide", W("cide"), "*", "at the end"),
        ("genocide~3", W("genocide", "", 2), "genocide~3", "At most 2"),
        ("of~2 war", both(W("of"), W("war")), "of~2", "at least 3 letters"),
        ("foo:bar", both(W("foo"), W("bar")), "foo:", "no field"),
        ('foo:"war crimes"', both(W("foo"), P("war crimes")), "foo:", "no field"),
        ("contry:AZ", both(W("contry"), W("AZ")), "contry:", "write country:"),
        ("title:", Everything(), "title:", "after title:"),
        ("genocide to:", W("genocide"), "to:", "after to:"),
        ("title: issuer:lemkin", N("issuer", "lemkin"), "title:", "after title:"),
        ("title:OR:", W("OR:", "title"), "", ""),
        ("issuer:lemk*", N("issuer", "lemk"), "issuer:lemk*", "takes a name"),
        ("issuer:lemkin~1", N("issuer", "lemkin"), "issuer:lemkin~1", "takes a name"),
        ("date:soon famine", W("famine"), "date:soon", "not a date"),
    ],
)
def test_it_says_what_is_wrong_and_where_and_answers_the_closest(
    typed: str, meant: Question, place: str, words: str
) -> None:
    parsed = read(typed)
    assert parsed.question == meant
    if not place:
        assert parsed.problems == ()
        return
    (told,) = messages(typed)
    assert told[0] == place
    assert words in told[1]


def test_it_tells_each_problem_once_at_its_first_place_and_in_order() -> None:
    assert [place for place, _ in messages("x1) ge* x2) foo:bar")] == [")", "ge*", "foo:"]
    assert [p.start for p in read("((((x1").problems] == [0]


def test_a_problem_is_one_sentence_and_plain_data() -> None:
    (problem,) = read("genocide OR").problems
    assert problem == Problem("Nothing stands after OR, which is passed over; write a word after it.", 9, 11)
    assert json.loads(json.dumps(problem.as_dict())) == {"message": problem.message, "start": 9, "end": 11}


def test_a_clause_knows_its_place() -> None:
    typed = 'genocide -title:"war crimes"~2 issuer: lemkin (Sudan*)'
    question = read(typed).question
    assert isinstance(question, All)
    parts = [p.part if isinstance(p, Without) else p for p in question.parts]
    spans = [p.span for p in parts if isinstance(p, Word | Phrase | Named | Prefix)]
    places = [typed[s.start : s.end] for s in spans if s]
    assert places == ["genocide", 'title:"war crimes"~2', "issuer: lemkin", "Sudan*"]


def test_it_marks_the_place_of_each_problem_and_keeps_every_character() -> None:
    typed = "<b>genocide</b> foo:bar OR"
    assert mark(typed, read(typed).problems) == [
        ("<b>genocide</b> ", False),
        ("foo:", True),
        ("bar ", False),
        ("OR", True),
    ]
    assert mark("genocide", []) == [("genocide", False)]
    assert mark("", []) == []
    overlapping = [Problem("one.", 0, 4), Problem("two.", 2, 6), Problem("three.", 8, 99)]
    assert mark("abcdefghij", overlapping) == [("abcdef", True), ("gh", False), ("ij", True)]
    assert mark("a\ud800b", [Problem("one.", 1, 2)]) == [("a", False), ("\ufffd", True), ("b", False)]


def test_it_shows_how_a_question_was_read() -> None:
    assert render(read("genocide (Artsakh or Karabakh) -issuer:lemkin").question) == (
        "genocide AND (Artsakh OR Karabakh) AND NOT issuer:lemkin"
    )
    assert render(read('title:(a1 OR "b1 c1"~2) genocid* Sudan~2').question) == (
        '(title:a1 OR title:"b1 c1"~2) AND genocid* AND Sudan~2'
    )
    assert render(read("-(a1 b1)").question) == "NOT (a1 AND b1)"
    assert render(Everything()) == "*"
    assert render(All(())) == "*"
    assert render(AnyOf(())) == "NOT *"
    assert render(Tied("addressee", ("2b3c4d5f6g",), "UN Security Council")) == 'to:"UN Security Council"'
    assert render(Tied("country", ("AZ",))) == "country:AZ"


# The limits


def test_of_a_longer_question_only_whole_words_up_to_the_limit_are_read() -> None:
    typed = "famine " + "(" + "x" * 1986 + " Darfur Sudan"
    parsed = read(typed)
    assert parsed.question == both(W("famine"), W("x" * 1986))
    (problem,) = parsed.problems
    assert (problem.start, problem.end) == (typed.index(" Darfur") + 1, len(typed))
    assert "2,000" in problem.message
    assert "2,007" in problem.message


def test_of_one_endless_word_the_beginning_is_read() -> None:
    parsed = read("x" * 65536)
    assert parsed.question == W("x" * MOST_CHARACTERS)
    assert [(p.start, p.end) for p in parsed.problems] == [(MOST_CHARACTERS, 65536)]
    assert read("x" * MOST_CHARACTERS).problems == ()


@pytest.mark.parametrize(
    ("clauses", "kept"),
    [
        ([f'"one two{n}"' for n in range(30)], 24),
        ([f"word{n}~2" for n in range(30)], 8),
        ([f"abc{n:03}*" for n in range(30)], 24),
        (["gen*"] * 30, 6),
    ],
)
def test_what_takes_long_is_read_as_words_from_some_point_on_and_told(clauses: list[str], kept: int) -> None:
    parsed = read(" OR ".join(clauses))
    assert isinstance(parsed.question, AnyOf)
    as_words = [isinstance(part, Word) and not part.distance for part in parsed.question.parts]
    assert as_words == [False] * kept + [True] * (len(clauses) - kept)
    assert [p.start for p in parsed.problems] == [len(" OR ".join(clauses[:kept])) + 4]
    assert read(" OR ".join(clauses[:kept])).problems == ()


def test_at_most_64_words_and_phrases_are_read() -> None:
    words = [f"w{number}" for number in range(80)]
    parsed = read("(" + " ".join(words))
    assert parsed.question == All(tuple(W(word) for word in words[:MOST_CLAUSES]))
    assert [p.start for p in parsed.problems] == [1 + len(" ".join(words[:MOST_CLAUSES])) + 1]
    assert "64" in parsed.problems[0].message
    assert read(" & ".join(words[:MOST_CLAUSES])).problems == ()


@pytest.mark.parametrize("typed", ["(" * 999 + "x1" + ")" * 999, "-(" * 500 + "x1" + ")" * 500, "title:(" * 250 + "x1"])
def test_deep_parentheses_are_told_and_read_without_the_innermost(typed: str) -> None:
    parsed = read(typed)
    assert any(f"At most {MOST_DEPTH} parentheses" in p.message for p in parsed.problems)
    assert parsed.question in (W("x1"), W("x1", "title"), X(W("x1")))
    assert not any("closes none" in p.message for p in parsed.problems)


def test_parentheses_up_to_the_limit_keep_their_meaning() -> None:
    typed = "(" * MOST_DEPTH + "x1 OR y1" + ")" * MOST_DEPTH + " z1"
    assert read(typed) == Parsed(both(either(W("x1"), W("y1")), W("z1")), ())


# Whatever is typed

HOSTILE = [
    '"', "'", "((((((((((", "))))))))))", ")(", "()()()", '"""""', "“”„«»", '""~', '""~999999999999999', "~",
    "~1", "~~~~", "*", "**", "***~1", "-", "--", "-----x", "- - -", "-(", "-)", "-\"", "NOT", "NOT NOT NOT",
    "OR OR OR", "AND", "AND AND", "or not and", "( OR )", "(AND)", "(NOT)", "NOT (", "title:",
    "title:title:title:", "title:(", "title:)", "title:\"", "title:*", "title:-", "title:--x", "title:~1", ":",
    "::", ":x", "x:", "x::y", "foo:bar:baz:qux", "issuer:()", "date:", "date:*", "date:..", "date:...",
    "date:-1", "date:9999999", "date:2022-13-45", "date:0000", "date:99/99/9999", "date:\"\"",
    "date:(2022 OR x)", "last:", "last:999999y", "last:999999d", "last:0d", "last:-5d", "last:٣d", "after:..",
    "before:..2022..2023", "date:٢٠٢٢", "\0", "a\0b", "\0" * 500, "\ud800", "a\udfffb", '"\ud800"',
    "issuer:\ud800", "\u202egenocide\u202c", "\u200b", "\u200d", "\ufeffgenocide", "😀😀😀",
    "👩‍👩‍👧 OR 🏳️‍🌈", "x" + "\u0301" * 1500, "\u0301", "\u0301*", "é*", "e\u0301\u0301~2", "%00",
    "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "../../etc", "a" * 65536,
    "(" * 65536, ")" * 65536, '"' * 65536, "a " * 32768, "-" * 65536, "a:" * 32768, "NOT " * 16384,
    "*" * 65536, "title:(" * 9000, "a OR " * 13000, '"a" ' * 16000, "é" * 65536, "\u0301" * 65536,
    "date:" + "9" * 65000, "~" * 65536, "date:" + "1 " * 900, "a*" * 900, "a~1" * 600, "x" * 1999 + '"',
    "ﷺ" * 1999, "İ" * 1999, "ß*", "ﬁ*", "\x1c", "\x85", "\u2028", "+(a)", "+x", "+*x:y", "*title:x", "+~1",
    "~1~2", "foo~1*bar", "f~1*bar", "a\"b", 'a"b"c', "or:foo", "foo:or", "not:x", "http:", "http://",
    "title://x", "title:http://", "date:3 December 2022 (", "last:9 days", "last:\"9\" days", "WHO", "IT",
]  # fmt: skip


def holds(typed: str) -> None:
    """What is promised of any text."""
    parsed = read(typed)
    for problem in parsed.problems:
        assert 0 <= problem.start < problem.end <= len(typed)
        assert problem.message.endswith(".")
        problem.message.encode()
    shown = "".join(part for part, _ in mark(typed, parsed.problems))
    assert len(shown) == len(typed)
    shown.encode()
    assert [p.start for p in parsed.problems] == sorted(p.start for p in parsed.problems)
    text = render(parsed.question)
    text.encode()
    assert "\0" not in text
    if len(text) <= MOST_CHARACTERS:
        assert read(text).question == parsed.question
        assert render(read(text).question) == text


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    holds(typed)


PIECES = [
    "genocide", "Sudan", "w", "of", "-", "−", "*", "~", "~1", "~2", "~9", '"', "“", "”", "„", "«", "»", "(",
    ")", ":", "..", "/", " ", " ", " ", " or ", " OR ", "and", " AND ", " not ", "NOT ", "title:", "issuer:",
    "to:", "date:", "after:", "last:", "foo:", "http://", "2022", "2022-09", "3 December 2022", "90d", "é",
    "\u0301", "种", "א", "\0", "\u202e", "😀", "'", "_", "+", ",",
]  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("title:(a1 OR b1) -x")
def test_nothing_made_of_operators_breaks_it(typed: str) -> None:
    holds(typed)


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_no_text_at_all_breaks_it(typed: str) -> None:
    holds(typed)


words = st.text(st.sampled_from("abcéяא种9'-."), max_size=8).map(lambda t: f"xyz{t}xyz")
within = st.sampled_from(["", *TEXTS])
days = st.dates(dt.date(1000, 1, 1))
clauses = st.one_of(
    st.builds(Word, words, within, st.integers(0, 2)),
    st.builds(Prefix, words.filter(lambda w: "种" not in w), within),
    st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(" ".join), within, st.integers(0, 100)),
    st.builds(Named, st.sampled_from(TIES), st.lists(words, min_size=1, max_size=3).map(" ".join)),
    st.builds(lambda a, b: Issued(min(a, b), max(a, b)), days, days),
    st.builds(lambda day: Issued(day, None), days),
    st.builds(lambda day: Issued(None, day), days),
)


def combined(parts: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.filter(lambda ps: not any(isinstance(p, All) for p in ps)).map(All),
        several.filter(lambda ps: not any(isinstance(p, AnyOf) for p in ps)).map(AnyOf),
        parts.filter(lambda p: not isinstance(p, Without)).map(Without),
    )


@settings(max_examples=400, deadline=None)
@given(st.recursive(clauses, combined, max_leaves=12))
def test_what_is_shown_as_read_is_read_the_same(question: Question) -> None:
    text = render(question)
    assume(len(text) <= MOST_CHARACTERS)
    assert read(text) == Parsed(question, ())


def test_the_place_of_a_clause_makes_no_difference_to_its_meaning() -> None:
    assert Word("a", span=Span(0, 1)) == Word("a", span=Span(5, 6))


# The help


def help_text() -> str:
    text = DOCS.read_text()
    start = text.index("## What you can write in the search box")
    return text[start : text.index("\n## ", start)]


def test_the_help_names_every_field_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+):` \|.*\|([^|]*)\|$", help_text(), re.MULTILINE)
    assert [name for name, _ in rows] == [
        *TEXTS, "issuer", "signatory", "to", "type", "genre", "serial", "country", "place", "situation", "population",
        "measure", "crime", "modality", "indicator", "stage", "lang", "id", *DATES,
    ]  # fmt: skip
    assert {name for name, _ in rows} == set(FIELDS)
    also = {other: field_of(name) for name, others in rows for other in re.findall(r"`(\w+):`", others)}
    assert also == ALIASES
    assert set(FIELDS.values()) == {*TEXTS, *TIES, *DATES}


def examples() -> list[str]:
    """All that the help shows as something to write, but for fields alone and parameters of the page."""
    shown = [e.replace("\\|", "|") for e in re.findall(r"`([^`]+)`", help_text())]
    return [e for e in shown if not re.fullmatch(r"\w+:|[-.]+|issued_\w+", e)]


@pytest.mark.parametrize("typed", examples())
def test_what_the_help_shows_is_understood(typed: str) -> None:
    problems = read(typed).problems
    assert all("3/12/2022" in typed for _ in problems)


@pytest.mark.parametrize(
    "shape",
    [
        r"\w AND \w", r"\w OR \w", r"\w \| \w", r"\w NOT \w", r" -\w", r'-"', r"-\w+:", r"-\(", r"\(\w+ OR \w+\)",
        r'^"[^"]+"$', r'"~10$', r"^\w+\*$", r"^\w+~$", r"^\w+~1$", r"^\w+~2$", r"^\w+:\w+$", r'^\w+:"',
        r"^\w+:\(", r"\d\.\.\d", r"\d\.\.$", r":\.\.\d", r"^last:90d$", r"^after:2022$", r"^before:2022$",
        r"^\*$",
    ],
)  # fmt: skip
def test_the_help_shows_everything_that_can_be_written(shape: str) -> None:
    assert any(re.search(shape, shown) for shown in examples())


def test_the_help_names_the_limits() -> None:
    for limit in (
        f"{MOST_CHARACTERS:,} characters",
        f"{MOST_CLAUSES} words",
        f"{MOST_DEPTH}\nparentheses",
        "3 letters",
    ):
        assert limit in help_text()
