"""Files of word processors, and e-mail: what is printed is read, what was deleted, hidden or remarked is not."""

from email.message import EmailMessage

import pytest

from intake.extraction import Dated, Reader, Unreadable
from tests.letters import docx, odt, p, packed, r

NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)


def item(text: str, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')


@pytest.fixture(scope="module")
def reader():
    with Reader() as reader:
        yield reader


def test_word_headings_come_from_styles_and_from_size(reader):
    styles = '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    body = (
        p(r("A warning", '<w:sz w:val="40"/>')) + p("What is to be done", '<w:pStyle w:val="H2"/>') + p("Much. " * 40)
    )
    assert reader.extract(docx(body, styles=styles)).text.startswith("# A warning\n\n## What is to be done\n\nMuch.")


def test_word_lists_keep_the_numbers_that_are_printed(reader):
    body = item("One.") + item("Two.") + item("In part.", 1) + item("Wholly.", 1) + p("Between.") + item("Three.")
    assert reader.extract(docx(body, numbering=NUMBERING)).text == (
        "3. One.\n\n4. Two.\n\n   (a) In part.\n\n   (b) Wholly.\n\nBetween.\n\n5. Three.\n"
    )


def test_word_notes_are_notes(reader):
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="5"/></w:r>'
    extracted = reader.extract(
        docx(
            p(r("It was burnt.") + mark + r(" It stands.") + end),
            footnotes=f'<w:footnote w:id="0" w:type="separator">{p("-")}</w:footnote>'
            f'<w:footnote w:id="2">{p(r("Report, ") + r("Hills", "<w:i/>"))}{p("Second line.")}</w:footnote>',
            endnotes=f'<w:endnote w:id="5">{p("Another.")}</w:endnote>',
        )
    )
    assert extracted.text == (
        "It was burnt.[^1] It stands.[^i]\n\n[^1]: Report, *Hills* Second line.\n\n[^i]: Another.\n"
    )


def test_word_leaves_out_what_was_deleted_hidden_or_remarked(reader):
    body = p(
        f'{r("Kept")}<w:del w:author="A curator">{r(" deleted").replace("w:t", "w:delText")}</w:del>'
        f'<w:ins w:author="A curator">{r(" and added")}</w:ins>{r(" hidden", "<w:vanish/>")}'
        f'<w:moveFrom>{r(" moved")}</w:moveFrom><w:r><w:commentReference w:id="1"/></w:r>{r(".")}'
    )
    assert (
        reader.extract(docx(body, comments=f'<w:comment w:id="1">{p("A remark")}</w:comment>')).text
        == "Kept and added.\n"
    )


def test_word_links_text_boxes_and_tables(reader):
    link = f'<w:hyperlink r:id="r1">{r("the report")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/b" '
        "</w:instrText>"
        f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("this")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    box = f"<w:r><w:pict><w:txbxContent>{p('In a box.')}</w:txbxContent></w:pict></w:r>"
    cells = "".join(f"<w:tr><w:tc>{p(one)}</w:tc><w:tc>{p(two)}</w:tc></w:tr>" for one, two in [("a", "b"), ("c", "d")])
    rels = '<Relationship Id="r1" Target="https://example.org/a"/>'
    extracted = reader.extract(
        docx(p(r("See ") + link + r(" and ") + field + box) + f"<w:tbl>{cells}</w:tbl>", rels=rels)
    )
    assert extracted.text == (
        "See [the report](https://example.org/a) and [this](https://example.org/b)\n\nIn a box.\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n"
    )


def test_word_properties_are_told(reader):
    core = "<dc:title>A warning</dc:title><dcterms:created>2022-11-03T10:00:00Z</dcterms:created>"
    extracted = reader.extract(docx(p("Words."), core=core), name="a.pdf")
    assert (extracted.title, extracted.dated) == ("A warning", (Dated("2022-11-03", "dcterms:created"),))


def test_opendocument_is_read(reader):
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="." text:start-value="3"/></text:list-style>'
    )
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">A warning</text:h>'
        '<text:p>It <text:span text:style-name="T1">was</text:span> burnt<text:note text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>A report.</text:p></text:note-body>"
        "</text:note>."
        '<text:span text:style-name="T2">hidden</text:span><office:annotation><text:p>remark</text:p>'
        "</office:annotation>"
        ' See <text:a xlink:href="https://example.org/a">this</text:a>.</text:p><text:list text:style-name="L1">'
        "<text:list-item><text:p>One.</text:p></text:list-item><text:list-item><text:p>Two.</text:p></text:list-item>"
        "</text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
        "<text:p>b</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>c</text:p>"
        "</table:table-cell><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>"
    )
    extracted = reader.extract(odt(body, styles, "<dc:title>A title</dc:title><dc:date>2022-11-03T10:00:00</dc:date>"))
    assert extracted.text == (
        "# A warning\n\nIt **was** burnt[^1]. See [this](https://example.org/a).\n\n3. One.\n4. Two.\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n\n[^1]: A report.\n"
    )
    assert (extracted.title, extracted.dated) == ("A title", (Dated("2022-11-03", "dc:date"),))


def test_rich_text_is_read(reader):
    rtf = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
        r"{\stylesheet{\s1 heading 1;}}{\info{\title A title}{\author Somebody}{\creatim\yr2022\mo11\dy3}}"
        r"{\header Running head\par}\pard\s1 A warning\par\pard\plain It {\b was} burnt"
        r"{\super\chftn{\footnote\pard{\super\chftn} A {\i report}.}}. {\v hidden}{\deleted gone}{\*\annotation remark}"
        r"\'93Quoted\'94 \u1055?\f1\'f0\'e8\f0  {\field{\*\fldinst HYPERLINK "
        '"https://example.org/a"'
        r"}{\fldrslt this}}.\par{\listtext 1.\tab}One.\par{\listtext 2.\tab}Two.\par"
        r"\trowd\pard\intbl a\cell b\cell\row\trowd\pard\intbl c\cell d\cell\row\pard The end.\par}"
    )
    extracted = reader.extract(rtf.encode("ascii"))
    assert extracted.text == (
        "# A warning\n\nIt **was** burnt[^1]. “Quoted” При [this](https://example.org/a).\n\n1. One.\n2. Two.\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n\nThe end.\n\n[^1]: A *report*.\n"
    )
    assert (extracted.title, extracted.dated) == ("A title", (Dated("2022-11-03", "creatim"),))


def message(**fields: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in fields.items():
        mail[name] = value
    return mail


def test_a_message_is_read_from_its_best_body(reader):
    mail = message(
        Subject="Warnung für den Süden", From="Warning Office <office@example.org>", To="Council <council@example.org>",
        Date="Mon, 07 Nov 2022 10:00:00 +0000",
    )  # fmt: skip
    mail.set_content("Plain words of the same message.\n")
    mail.add_alternative("<p>The council <b>must</b> act, and act before the rains begin.</p>", subtype="html")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="full.pdf")
    extracted = reader.extract(mail.as_bytes())
    assert extracted.media_type == "message/rfc822"
    assert extracted.title == "Warnung für den Süden"
    assert extracted.dated == (Dated("2022-11-07", "Date"),)
    assert extracted.text == (
        "**From:** Warning Office  \n**To:** Council\n\nThe council **must** act, and act before the rains begin.\n"
    )
    assert extracted.warnings == ("It has an attachment that was not read: full.pdf.",)


def test_quoted_replies_stay_quotes(reader):
    mail = message(Subject="Re: a warning", From="office@example.org", Date="Mon, 07 Nov 2022 10:00:00 +0000")
    mail.set_content("We agree.\n\n> The council must act.\n> It must act now.\n")
    assert reader.extract(mail.as_bytes()).text.endswith("We agree.\n\n> The council must act.  \n> It must act now.\n")


BOMB = b"0" * 20_000_000


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (packed({"word/document.xml": BOMB}), "zip bomb"),
        (packed({"word/document.xml": "<a/>", "../../etc/passwd": "x"}), "zip slip"),
        (packed({"a.txt": "x"}), "It is a packed folder"),
        (packed({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "It is an Office file, but no text"),
        (docx(p("Words."))[:-40], "It is damaged"),
        (
            packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
            "It declares XML entities",
        ),
        (
            packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'}),
            "It declares XML entities",
        ),
        (packed({"word/document.xml": "<a><b></a>"}), "It is damaged: the XML in it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "It is an old Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "It is encrypted"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "It is a picture"),
        (docx(p("")), "There is no text in it"),
    ],
    ids=["bomb", "slip", "folder", "sheet", "cut", "entity", "laughs", "xml", "doc", "encrypted", "picture", "empty"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(reader, data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        reader.extract(data, name="a.docx")
