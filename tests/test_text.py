"""Text → tokens: the quick way through plain text says what the way through any text says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text

PLAIN = st.text(st.sampled_from("abcXYZ019 '’‘“”–—…·«»\xa0_-.,;:`´(\n\t\x00\x7f"), max_size=40)


def word_by_word(shown: str, language: str) -> tuple[list[str], list[str]]:
    words = text.words(shown)
    return words, [text.stem(word, language) for word in words]


@given(PLAIN)
def test_a_plain_text_has_the_tokens_and_stems_of_its_words(shown: str) -> None:
    exact, stemmed = text.analysed(shown, "en")

    assert (exact.split(), stemmed.split()) == word_by_word(shown, "en")


@pytest.mark.parametrize(
    ("shown", "tokens"),
    [
        ("The state’s “final warning”", "the states final warning"),
        ("Nagorno-Karabakh; Dağlıq Qarabağ", "nagorno karabakh daglıq qarabag".replace("ı", "i")),
        ("d'Ivoire — O'Brien's", "divoire obriens"),
        ("大屠杀 happened", "大屠 屠杀 happened"),
    ],
)
def test_a_text_is_read_as_a_question_about_it_would_be(shown: str, tokens: str) -> None:
    assert text.analysed(shown, "en")[0] == tokens == " ".join(text.words(shown))
