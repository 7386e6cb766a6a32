"""Plain text and Markdown as they come: encodings, wrapped lines, notes that page breaks have scattered."""

import pytest

from intake.extraction import Extracted, Reader, Unreadable


@pytest.fixture(scope="module")
def reader():
    with Reader() as reader:
        yield reader


def read(reader: Reader, text: str | bytes, name: str = "a.txt") -> Extracted:
    return reader.extract(text if isinstance(text, bytes) else text.encode(), name=name)


SENTENCE = "Das Büro ruft alle Regierungen auf, die Grenzübergänge für Hilfsgüter zu öffnen."
RUSSIAN = "Мы призываем Совет Безопасности ввести эмбарго на поставки оружия всем сторонам конфликта. "
ARMENIAN = "Կոչ ենք անում Անվտանգության խորհրդին պահանջել շրջափակման անհապաղ վերացում։"
ARABIC = "ندعو مجلس الأمن إلى فرض حظر على توريد الأسلحة إلى جميع أطراف النزاع دون تأخير. "


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SENTENCE, "utf-8"),
        (SENTENCE, "utf-8-sig"),
        (SENTENCE, "utf-16"),
        (SENTENCE, "utf-16-le"),
        (SENTENCE, "utf-16-be"),
        (SENTENCE, "utf-32"),
        (SENTENCE * 3, "cp1252"),
        (RUSSIAN * 3, "cp1251"),
        (RUSSIAN * 3, "koi8-r"),
        (ARABIC * 3, "cp1256"),
        (ARMENIAN, "utf-16"),
    ],
)
def test_the_encoding_is_found(reader, text, encoding):
    assert read(reader, text.encode(encoding)).text.strip() == text.strip()


def test_lines_that_a_program_has_wrapped_become_paragraphs_and_lines_that_somebody_ended_stay(reader):
    text = (
        "The Commission has received reports of attacks on villages along the northern\n"
        "road. It has asked the authorities for an answer within the month, and none has\n"
        "come. The attacks have driven some four thousand people from their homes since\n"
        "the spring.\n\n"
        "Office of the Commission\n12 Harbour Street\n"
    )
    first, second = read(reader, text).text.strip().split("\n\n")
    assert first.endswith("since the spring.")
    assert "\n" not in first
    assert second == "Office of the Commission  \n12 Harbour Street"


def test_a_hyphen_at_the_end_of_a_line_goes_and_one_that_is_meant_stays(reader):
    text = (
        "The mission speaks of violations of international law, and of a number of viola-\n"
        "tions of the truce that both sides have signed; it asks for a high-level meeting\n"
        "and calls for self-\n"
        "determination to be talked about between the parties once the guns have fallen.\n"
    )
    assert "number of violations of" in read(reader, text).text
    assert "self-determination" in read(reader, text).text


def test_what_page_breaks_tear_apart_is_put_together(reader):
    text = (
        "The first page speaks at length of the blockade of the only road, which the region has suffered ¹\n\n"
    ).replace(" ¹", "¹ since") + (
        "¹ Office of the Ombudsperson. (2022, May 1). Second report. \n\n"
        "<https://example.org/second-report>; Office of the Ombudsperson, third report.\n\n"
        "² A note that is on the same page.\n\n"
        "the month of May, and of its end.² It closes with a sentence.\n\n"
        "A second paragraph has another mark.³\n\n"
        "³ A third note.\n"
    )
    body, after, first, second, third = read(reader, text).text.strip().split("\n\n")
    assert body.endswith("has suffered[^1] since the month of May, and of its end.[^2] It closes with a sentence.")
    assert after == "A second paragraph has another mark.[^3]"
    assert first.endswith(
        "Second report. <https://example.org/second-report>; Office of the Ombudsperson, third report."
    )
    assert first.startswith("[^1]: ")
    assert (second, third) == ("[^2]: A note that is on the same page.", "[^3]: A third note.")


def test_square_metres_are_no_note(reader):
    text = "A camp of 40 km² was burnt.¹ A second stands.²\n\n¹ One source.\n\n² Another source.\n"
    assert "40 km² was burnt.[^1]" in read(reader, text).text


def test_pages_begin_where_the_form_feeds_were_and_running_heads_are_gone(reader):
    page = "Early Warning Bulletin\n\nOn page {0} the text speaks of matter number {0}.\n\nPage {0} of 4\n"
    extracted = read(reader, "\f".join(page.format(number) for number in range(1, 5)))
    assert "Bulletin" not in extracted.text
    assert "Page 2 of 4" not in extracted.text
    assert [extracted.text[place:].split(" the")[0] for place in extracted.pages] == [
        f"On page {n}" for n in range(1, 5)
    ]


def test_signs_that_mean_something_in_markdown_are_shown_as_printed(reader):
    printed = "An asterisk * stands here, 2 < 3, snake_case_name, <b>, and C:\\temp.\n\n#hashtag\n"
    shown = "An asterisk \\* stands here, 2 < 3, snake_case_name, \\<b>, and C:\\temp.\n\n#hashtag\n"
    assert read(reader, printed).text == shown


def test_quoted_lines_are_a_quote(reader):
    assert read(reader, "Words.\n\n> quoted\n> words\n").text == "Words.\n\n> quoted  \n> words\n"


def test_markdown_stays_markdown(reader):
    text = (
        "# A heading\nwith text below\n\n1. [one](https://example.org/a_b)\n2. *two*\n\n> quoted\n\n```\n\ncode\n```\n"
    )
    extracted = read(reader, text, "a.md")
    assert extracted.media_type == "text/markdown"
    assert extracted.text == text.replace("heading\nwith", "heading\n\nwith")


def test_front_matter_is_metadata(reader):
    extracted = read(reader, "---\ntitle: A warning\ndate: 2022-11-03\nlang: fr\n---\n\nLe texte est *ici*.\n", "a.md")
    assert (extracted.title, extracted.language, extracted.text) == ("A warning", "fr", "Le texte est *ici*.\n")
    assert [(date.edtf, date.where) for date in extracted.dated] == [("2022-11-03", "date")]


def test_buttons_of_a_page_that_was_copied_go(reader):
    text = "< Back\n\nDonate\n\nShare on Facebook Twitter LinkedIn\n\nThe council must meet again.\n\nNext\n"
    assert read(reader, text).text == "The council must meet again.\n"


@pytest.mark.parametrize("data", [b"", b" \n\t ", bytes(range(256)) * 40, b"\0" * 5000])
def test_what_is_no_text_is_refused_with_a_sentence(reader, data):
    with pytest.raises(Unreadable, match=r"^[A-Z].*\.$"):
        read(reader, data)


def test_a_numbered_list_of_notes_at_the_end_is_notes(reader):
    text = "It was burnt.¹ It stands.[2]\n\nNotes\n\n1. One source.\n2. Another.\n"
    assert read(reader, text).text == "It was burnt.[^1] It stands.[^2]\n\n[^1]: One source.\n\n[^2]: Another.\n"


def test_a_numbered_list_below_another_heading_stays_a_list(reader):
    text = "It was burnt.¹ It stands.\n\nRecommendations\n\n1. One thing.\n2. Another.\n\n¹ A source.\n"
    assert "1. One thing.\n2. Another." in read(reader, text).text
