"""PDF: pages of letters in places become paragraphs, headings, lists, tables and notes."""

import io

import pytest
from playwright.sync_api import Browser
from reportlab.lib.pdfencrypt import StandardEncryption

from intake.extraction import Dated, Extracted, Reader, Unreadable
from tests.paper import HEIGHT, Paper

FIRST = [
    "The commission has received reports of attacks on villages along the northern road,",
    "which it has passed on to the authorities with a request for an answer. None has come.",
    "Four thousand people have left their homes since the spring.",
]
SECOND = ["Those who stayed speak of fear.", "They ask for guards whom they can trust."]


@pytest.fixture(scope="module")
def reader():
    with Reader() as reader:
        yield reader


def text_of(reader: Reader, paper: Paper) -> str:
    return read(reader, paper).text


def read(reader: Reader, paper: Paper) -> Extracted:
    return reader.extract(paper.bytes(), name="a.pdf")


def test_headings_paragraphs_and_lists_are_told_apart(reader):
    paper = Paper().lines(["A warning"], 18, "Helvetica-Bold").gap().lines(FIRST).gap()
    paper.lines(["What should be done"], 11, "Helvetica-Bold").gap()
    paper.lines(
        ["1. The council should send observers to the northern road, and should have them", "    report each week."]
    )
    paper.lines(["2. States should pay for seed."]).gap().lines(["• guards", "• seed"])
    assert text_of(reader, paper) == (
        f"# A warning\n\n{' '.join(FIRST)}\n\n## What should be done\n\n"
        "1. The council should send observers to the northern road, and should have them report each week.\n"
        "2. States should pay for seed.\n- guards\n- seed\n"
    )


def test_a_paragraph_goes_on_over_a_page_with_notes_and_running_heads(reader):
    paper = Paper()
    for number in (1, 2, 3):
        paper.put(72, HEIGHT - 40, "Early Warning Bulletin", 9)
        paper.put(290, 30, f"{number}", 9)
        if number == 1:
            paper.lines([*FIRST[:2], "It asks again, in view of the winter that is coming,^1^ for an answer in which"])
            paper.foot(
                [
                    "^1^ Office of the Ombudsperson, Second Report, a title which is so long that it needs",
                    "another line.",
                ]
            )
        elif number == 2:
            paper.lines(["names of places are given.^2^ A sentence ends here."])
            paper.foot(["^2^ A note that begins on this page and is so long that the page after it has to take"])
        else:
            paper.lines([SECOND[0], f"{SECOND[1]}^3^"]).foot(["up the rest of it.", "^3^ A third."])
        paper.page()
    extracted = read(reader, paper)
    assert extracted.text == (
        f"{' '.join(FIRST[:2])} It asks again, in view of the winter that is coming,[^1] for an answer in which "
        "names of places are given.[^2] A sentence ends here.\n\n"
        f"{SECOND[0]}\n\n{SECOND[1]}[^3]\n\n"
        "[^1]: Office of the Ombudsperson, Second Report, a title which is so long that it needs another line.\n\n"
        "[^2]: A note that begins on this page and is so long that the page after it has to take up the rest of it.\n\n"
        "[^3]: A third.\n"
    )
    assert [extracted.text[place:][:9] for place in extracted.pages] == ["The commi", "names of ", "Those who"]


def test_columns_are_read_one_after_the_other(reader):
    paper = Paper().lines(["Two columns below one heading that reaches over both of them"], 16).gap(20)
    top = paper.top
    left = [f"On the left line {n} of the text goes on" for n in range(8)]
    right = [f"On the right line {n} of the text ends" for n in range(8)]
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        paper.put(72, top - 14 * place, one)
        paper.put(320, top - 14 * place, other)
    text = text_of(reader, paper)
    assert text.startswith("# Two columns")
    assert text.index("left line 7") < text.index("right line 0")
    assert " ".join(left) in text


def test_hyphens_at_line_ends_go_and_words_keep_theirs(reader):
    lines = [
        "The mission speaks of violations of the law and of a long series of viola-",
        "tions of the truce that both sides had signed, and it asks for self-",
        "determination to be talked about by those whom it concerns in the end.",
    ]
    text = text_of(reader, Paper().lines(lines))
    assert "series of violations of the truce" in text
    assert "for self-determination to be" in text


def test_links_and_emphasis_are_kept(reader):
    paper = Paper()
    paper.put(72, 700, "See our report of May.")
    paper.canvas.linkURL("https://example.org/may", (92, 695, 180, 712))
    paper.put(72, 680, "See ")
    paper.put(100, 680, "The Hills", font="Helvetica-Oblique")
    paper.put(150, 680, "for more.")
    text = text_of(reader, paper)
    assert "See [our report of May.](https://example.org/may)" in text
    assert "*The Hills* for more." in text


def test_rows_of_cells_are_a_table(reader):
    paper = Paper()
    rows = [("Region", "Deaths", "Source"), ("North", "12", "Clinic"), ("South", "7", "Parish")]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            paper.put(72 + 150 * column, 700 - 16 * place, cell)
    assert text_of(reader, paper) == (
        "| Region | Deaths | Source |\n| --- | --- | --- |\n| North | 12 | Clinic |\n| South | 7 | Parish |\n"
    )


def test_fields_of_a_letter_head_are_no_table(reader):
    paper = Paper()
    for place, (field, value) in enumerate([("TO:", "The Security Council"), ("FROM:", "Two organizations")]):
        paper.put(72, 700 - 16 * place, field)
        paper.put(150, 700 - 16 * place, value)
    assert text_of(reader, paper) == "TO: The Security Council\n\nFROM: Two organizations\n"


def test_what_lies_outside_of_the_page_or_is_invisible_is_not_read(reader):
    paper = Paper().lines(FIRST)
    paper.put(72, -50, "Below the page")
    hidden = paper.canvas.beginText(72, 300)
    hidden.setTextRenderMode(3)
    hidden.textLine("Invisible")
    paper.canvas.drawText(hidden)
    assert text_of(reader, paper) == " ".join(FIRST) + "\n"


def test_a_page_that_is_turned_is_read_as_it_is_held(reader):
    paper = Paper()
    paper.canvas.rotate(90)
    for place, line in enumerate(FIRST):
        paper.put(72, -100 - 14 * place, line)
    assert text_of(reader, paper) == " ".join(FIRST) + "\n"


def test_metadata_is_told(reader):
    paper = Paper().lines(FIRST)
    paper.canvas.setTitle("A warning")
    extracted = read(reader, paper)
    assert (extracted.title, extracted.media_type) == ("A warning", "application/pdf")
    assert extracted.dated == (Dated("2000-01-01", "CreationDate"), Dated("2000-01-01", "ModDate"))


def scanned() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = io.BytesIO()
    Image.new("L", (50, 50), 128).save(picture, "PNG")
    paper = Paper()
    paper.canvas.drawImage(ImageReader(picture), 0, 0, 500, 700)
    return paper.bytes()


def of_many_pages(count: int) -> bytes:
    kids = " ".join(["3 0 R"] * count)
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        f"2 0 obj<</Type/Pages/Count {count}/Kids[{kids}]>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ).encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (Paper(encrypt=StandardEncryption("secret", canPrint=0)).lines(FIRST).bytes(), "It is encrypted"),
        (Paper().lines(FIRST).bytes()[:400], "It is damaged"),
        (b"%PDF-1.7\nnothing of the kind", "It is damaged"),
        (scanned(), "it seems to be scanned"),
        (Paper().page().bytes(), "There is no text in it"),
        (of_many_pages(10_000), "It has 10,000 pages; at most 1,000 are read"),
    ],
    ids=["encrypted", "cut off", "no PDF", "scanned", "empty", "10,000 pages"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(reader, data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        reader.extract(data, name="a.pdf")


def test_bullets_that_are_drawn_are_bullets(reader):
    paper = Paper().lines(["States should:"])
    for line in ("stop the sale of arms;", "pay for seed."):
        paper.canvas.circle(84, paper.top + 3, 1.5, fill=1)
        paper.lines([line], left=92)
    assert text_of(reader, paper) == "States should:\n\n- stop the sale of arms;\n- pay for seed.\n"


def test_an_address_that_a_line_end_parts_is_one(reader):
    lines = [
        "A source of this length is put on a line of its own, and the line ends here, see",
        "https://example.org/watch?",
    ]
    assert "https://example.org/watch?v=Ab1_c2" in text_of(reader, Paper().lines([*lines, "v=Ab1_c2 (in Armenian)."]))


@pytest.mark.browser
def test_right_to_left_text_is_in_the_order_in_which_it_is_spoken(reader, browser: Browser):
    page = browser.new_page()
    page.set_content(
        "<html lang=ar dir=rtl><h1>رسالة مفتوحة</h1><p>29 نوفمبر 2018</p><p>الميناء مفتوح في النهار ومغلق في الليل.</p>"
        "<ol><li>أن يدعو مجلس الأمن (UNSC) إلى هدنة حول الميناء.</li></ol></html>"
    )
    text = reader.extract(page.pdf()).text
    page.close()
    assert text == (
        "# رسالة مفتوحة\n\n29 نوفمبر 2018\n\nالميناء مفتوح في النهار ومغلق في الليل.\n\n"
        "1. أن يدعو مجلس الأمن (UNSC) إلى هدنة حول الميناء.\n"
    )
