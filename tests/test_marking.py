"""What matched is marked where it stands, in any script, and a passage shows the most of it."""

from hypothesis import given
from hypothesis import strategies as st

from search.marking import Part, marked, matcher, passage
from search.question import All, AnyOf, Phrase, Prefix, Question, Without, Word


def marks(question: Question, shown: str, language: str = "en") -> list[str]:
    return [part for part, is_match in marked(shown, matcher(question, language, "body")) if is_match]


def plain(parts: list[Part] | None) -> str:
    return "".join(part for part, _ in parts or [])


def test_every_form_of_a_word_is_marked() -> None:
    assert marks(Word("massacre"), "Massacres; a massacre, MASSACRED.") == ["Massacres", "massacre", "MASSACRED"]


def test_a_word_is_marked_without_its_accents_and_in_other_scripts() -> None:
    assert marks(Word("butov"), "Bütöv Azərbaycan") == ["Bütöv"]
    assert marks(Word("Արցախ"), "SOS: Արցախ!", "hy") == ["Արցախ"]
    assert marks(Word("елка"), "Ёлка", "ru") == ["Ёлка"]
    assert marks(Word("新疆"), "看 在新疆的 人", "zh") == ["在新疆的"]


def test_a_phrase_is_marked_only_as_a_whole() -> None:
    question = Phrase("peace agreement")
    assert marks(question, "Peace agreement. The peace of an agreement.") == ["Peace", "agreement"]


def test_beginnings_are_marked() -> None:
    assert marks(Prefix("genocid"), "genocide, genocidal, homicide") == ["genocide", "genocidal"]


def test_what_is_excluded_is_not_marked() -> None:
    assert marks(All((Word("arms"), Without(Word("Sudan")))), "arms in Sudan") == ["arms"]


def test_a_word_asked_for_in_the_title_is_not_marked_in_the_body() -> None:
    assert marks(Word("arms", within="title"), "arms") == []


def test_a_passage_holds_the_most_different_matches() -> None:
    shown = "arms " + "filler " * 80 + "an embargo on arms " + "filler " * 80
    found = passage(shown, matcher(AnyOf((Word("embargo"), Word("arms"))), "en", "body"))
    assert "embargo on arms" in plain(found)
    assert plain(found).startswith("… ")
    assert len(plain(found)) < 260


def test_a_text_without_a_match_has_no_passage() -> None:
    assert passage("Nothing of it.", matcher(Word("genocide"), "en", "body")) is None


@given(st.text(max_size=400), st.text(min_size=1, max_size=12))
def test_marking_loses_and_adds_nothing(shown: str, word: str) -> None:
    match = matcher(AnyOf((Word(word), Prefix(word), Phrase(word))), "en", "body")
    assert plain(marked(shown, match)) == shown
    found = passage(shown, match)
    assert found is None or plain(found).removeprefix("… ").removesuffix(" …") in shown


@given(
    st.lists(
        st.sampled_from((
            "genocide", "Genocidal", "dying", "skies", "state's", "O'Brien", "rights", "RIGHT", "denied", "denies",
            "été", "a", "of", "naïve", "’", "“", "...", "''", "gen'ocide", "lied", "Bütöv", "İstanbul", "½", "\n",
        )),
        max_size=30,
    ),
    st.sampled_from((
        Word("genocide"), Word("die"), Word("sky"), Word("states"), Word("obrien"), Word("naive"), Prefix("den"),
        Phrase("rights denied"), Phrase("a a"), AnyOf((Word("lie"), Word("right"))), Word("ete"), Word("istanbul"),
        Phrase("state s"), Word("a"), Word("butov"), All((Phrase("a of"), Word("deny"))),
    )),
    st.sampled_from(("en", "fr", "es")),
)  # fmt: skip
def test_the_sieve_for_plain_text_passes_over_nothing(words: list[str], question: Question, language: str) -> None:
    shown = " ".join(words)
    match, slowly = matcher(question, language, "body"), matcher(question, language, "body")
    vars(slowly)["_sieve"] = None
    assert match.places(shown) == slowly.places(shown)
