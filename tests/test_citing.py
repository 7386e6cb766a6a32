"""Citing: five styles to copy, three files to take away, and what reference managers read on the page itself."""

import html as markup
import json
import re
from typing import Any

import pytest
import rispy
from django.test import Client
from pybtex.database import parse_string

from alerts import publishing
from alerts.models import Alert, Party, Version
from pages.citing import Cited, Day, apa, bluebook, chicago, cited, mla, oscola
from pages.citing_formats import bibtex, csl, ris
from tests import cast

ADDRESS = "https://example.org/alerts/a1b2c3d4e5/v2/"
HOSTILE = "Who {did} 100% of \\it & “what_for” #1 $5 ~ ^ <b>"


def work(**fields: Any) -> Cited:
    given: dict[str, Any] = {
        "identifier": "forewarned-a1b2c3d4e5-v2", "title": "Warning: Nowhere", "authors": ("Genocide Watch",),
        "dates": (Day(2022, 10, 7),), "is_inferred": False, "kind": "Genocide Warning", "symbol": "A/1",
        "language": "en", "abstract": "It warns.", "address": ADDRESS, "version": 2, "published": Day(2026, 11, 28),
    }  # fmt: skip
    return Cited(**(given | fields))


def record(**fields: Any) -> dict[str, Any]:
    given = {
        "uid": "a1b2c3d4e5", "title": "T", "parties": [], "issuers_note": "", "type": None, "symbol": "",
        "issued": {"edtf": "2022", "basis": "printed", "note": ""}, "language": "en", "abstract": "",
    }  # fmt: skip
    return given | fields


class TestStyles:
    def test_each_names_body_title_date_version_and_address(self) -> None:
        assert apa(work()) == (
            "Genocide Watch. (2022, October 7). Warning: Nowhere (A/1) [Genocide Warning; version 2, archived "
            f"November 28, 2026]. Forewarned. {ADDRESS}"
        )
        assert chicago(work()) == (
            "Genocide Watch. “Warning: Nowhere.” Genocide Warning, A/1, October 7, 2022. Forewarned, version 2, "
            f"November 28, 2026. {ADDRESS}."
        )
        assert mla(work()) == (
            f"Genocide Watch. “Warning: Nowhere.” A/1, 7 Oct. 2022. Forewarned, version 2, 28 Nov. 2026, {ADDRESS}."
        )
        assert oscola(work()) == (
            "Genocide Watch, ‘Warning: Nowhere’ (A/1, 7 October 2022) (Forewarned, version 2, 28 November 2026) "
            f"<{ADDRESS}>"
        )
        assert bluebook(work()) == (
            f"Genocide Watch, Warning: Nowhere, A/1 (Oct. 7, 2022), Forewarned (version 2, Nov. 28, 2026), {ADDRESS}."
        )

    @pytest.mark.parametrize(
        ("dates", "is_inferred", "told"),
        [
            ((Day(2022, 10),), False, [
                "(2022, October)", "October 2022.", "Oct. 2022.", "October 2022)", "(Oct. 2022)",
            ]),
            ((Day(2022),), False, ["(2022)", "2022.", "2022.", "2022)", "(2022)"]),
            ((Day(2022, is_about=True),), False, ["(ca. 2022)", "ca. 2022.", "ca. 2022.", "ca. 2022)", "(ca. 2022)"]),
            ((Day(2022),), True, ["([2022])", "[2022].", "[2022].", "[2022])", "([2022])"]),
            ((), False, ["(n.d.)", "n.d.", "A/1.", "undated)", "(undated)"]),
            ((Day(2023, 9, 21), Day(2023, 9, 25)), False, [
                "(2023, September 21–2023, September 25)", "September 21, 2023–September 25, 2023.",
                "21 Sept. 2023–25 Sept. 2023.", "21 September 2023–25 September 2023)",
                "(Sept. 21, 2023–Sept. 25, 2023)",
            ]),
        ],
    )  # fmt: skip
    def test_a_date_is_told_as_precisely_as_it_is_known(
        self, dates: tuple[Day, ...], is_inferred: bool, told: list[str]
    ) -> None:
        asked = work(dates=dates, is_inferred=is_inferred)
        for style, words in zip((apa, chicago, mla, oscola, bluebook), told, strict=True):
            assert words in style(asked)

    def test_several_bodies_are_named_as_each_style_has_it(self) -> None:
        two, four = work(authors=("A", "B")), work(authors=("A", "B", "C", "D"))
        begin = [s(two).partition(".")[0].partition(",")[0] for s in (apa, chicago, mla, oscola, bluebook)]
        assert begin == ["A & B", "A and B", "A and B", "A and B", "A & B"]
        assert apa(four).startswith("A, B, C, & D. (")
        assert chicago(four).startswith("A, B, C, and D. “")
        assert mla(four).startswith("A, et al. “")
        assert oscola(four).startswith("A and others, ‘")
        assert bluebook(four).startswith("A et al., Warning")
        assert "B18, … B29. (" in apa(work(authors=tuple(f"B{n}" for n in range(30))))

    def test_who_is_named_by_nobody_is_made_up_by_nobody(self) -> None:
        begin = [s(work(authors=()))[:9] for s in (apa, chicago, mla, oscola, bluebook)]
        assert begin == ["Warning: ", "“Warning:", "“Warning:", "‘Warning:", "Warning: "]

    def test_marks_within_a_title_give_way_to_those_around_it(self) -> None:
        title = "The “end” of ‘peace’: the states’ duty?"
        assert "“The ‘end’ of ‘peace’: the states’ duty?”" in chicago(work(title=title))
        assert "‘The “end” of “peace”: the states’ duty?’" in oscola(work(title=title))


class TestRecord:
    def test_it_is_cited_by_its_issuers_else_by_what_is_noted_of_them(self) -> None:
        bodies = [{"role": role, "organization": {"name": role}} for role in ("issuer", "signatory", "addressee")]
        assert cited(record(parties=bodies), 1, "2026-11-28", ADDRESS).authors == ("issuer",)
        assert cited(record(issuers_note="Some bodies"), 1, "2026-11-28", ADDRESS).authors == ("Some bodies",)
        assert cited(record(), 1, "2026-11-28", ADDRESS).authors == ()

    @pytest.mark.parametrize(
        ("edtf", "dates"),
        [
            ("", ()),
            ("2022-10~", (Day(2022, 10, is_about=True),)),
            ("2020-09/..", (Day(2020, 9),)),
            ("2023-09-21/2023-10", (Day(2023, 9, 21), Day(2023, 10))),
        ],
    )
    def test_its_date_is_that_of_the_record(self, edtf: str, dates: tuple[Day, ...]) -> None:
        issued = {"edtf": edtf, "basis": "printed", "note": ""}
        assert cited(record(issued=issued), 1, "2026-11-28", ADDRESS).dates == dates


class TestFiles:
    """Read by libraries that know nothing of how they were written."""

    @pytest.mark.parametrize("title", ["Warning: Nowhere", "Հայերեն وثيقة «предупреждение»", HOSTILE])
    def test_bibtex(self, title: str) -> None:
        (entry,) = parse_string(
            bibtex(work(title=title, authors=("Genocide Watch", "Rest & Co"))), "bibtex"
        ).entries.values()
        assert entry.key == "forewarned-a1b2c3d4e5-v2"
        assert [str(person) for person in entry.persons["author"]] == ["{Genocide Watch}", r"{Rest \& Co}"]
        assert {name: entry.fields[name] for name in ("year", "month", "day", "url", "urldate", "number")} == {
            "year": "2022", "month": "October", "day": "7", "url": ADDRESS, "urldate": "2026-11-28", "number": "A/1",
        }  # fmt: skip
        assert unescaped(entry.fields["title"]) == f"{{{title}}}"

    @pytest.mark.parametrize("title", ["Warning: Nowhere", "Հայերեն وثيقة", "Two\nlines\r\nER  - "])
    def test_ris(self, title: str) -> None:
        (entry,) = rispy.loads(ris(work(title=title, authors=("Genocide Watch", "Lemkin Institute"))))
        assert entry["type_of_reference"] == "RPRT"
        assert entry["authors"] == ["Genocide Watch", "Lemkin Institute"]
        assert entry["title"] == " ".join(title.split())
        assert (entry["year"], entry["date"]) == ("2022", "2022/10/07")
        assert entry["urls"] == [ADDRESS]
        assert entry["issn"] == "A/1"

    @pytest.mark.parametrize(
        ("dates", "issued"),
        [
            ((Day(2022, 10),), {"date-parts": [[2022, 10]]}),
            ((Day(2022, is_about=True),), {"date-parts": [[2022]], "circa": True}),
            ((Day(2023, 9, 21), Day(2023, 9, 25)), {"date-parts": [[2023, 9, 21], [2023, 9, 25]]}),
            ((), None),
        ],
    )
    def test_csl(self, dates: tuple[Day, ...], issued: Any) -> None:
        (item,) = json.loads(csl(work(dates=dates, title=HOSTILE)))
        assert item.get("issued") == issued
        assert (item["title"], item["URL"], item["version"]) == (HOSTILE, ADDRESS, "2")
        assert item["author"] == [{"literal": "Genocide Watch"}]

    @pytest.mark.parametrize("dates", [(), (Day(2022),), (Day(2022, 5),)])
    def test_a_date_that_is_not_known_is_left_out(self, dates: tuple[Day, ...]) -> None:
        (entry,) = parse_string(bibtex(work(dates=dates)), "bibtex").entries.values()
        known = [name for name in ("year", "month", "day") if name in entry.fields]
        assert known == ["year", "month", "day"][: len(dates[0].parts) if dates else 0]
        rispy.loads(ris(work(dates=dates)))


def unescaped(text: str) -> str:
    for written, meant in (("textbackslash", "\\"), ("textasciitilde", "~"), ("textasciicircum", "^")):
        text = text.replace(f"\\{written}{{}}", meant if meant != "\\" else "\0")
    return re.sub(r"\\([{}&%$#_])", r"\1", text).replace("\0", "\\")


@pytest.mark.once
@pytest.mark.django_db
class TestPage:
    def test_what_is_cited_is_the_version_that_was_read(self, client: Client) -> None:
        alert = cast.revised(cast.published("Red Flag Alert", issued="2022-10"), title="Red Flag Alert 2")
        told = client.get(alert.get_absolute_url()).text
        before = client.get(f"/alerts/{alert.uid}/v1/").text
        day = Version.objects.get(alert=alert, number=2).published_at
        assert "Genocide Watch. (2022, October). Red Flag Alert 2 [Genocide Warning; version 2" in told
        assert f"archived {day:%B} {day.day}, {day.year}]. Forewarned." in told
        assert f"http://127.0.0.1:8000/alerts/{alert.uid}/v2/" in told
        assert "Red Flag Alert [Genocide Warning; version 1" in before
        assert f'href="/alerts/{alert.uid}/v1/cite.ris"' in before

    @pytest.mark.parametrize(
        ("ending", "media_type"),
        [
            ("bib", "application/x-bibtex"),
            ("ris", "application/x-research-info-systems"),
            ("json", "application/vnd.citationstyles.csl+json"),
        ],
    )
    def test_a_version_is_taken_away_as_a_file(self, client: Client, ending: str, media_type: str) -> None:
        alert = cast.published("Red Flag Alert")
        answer = client.get(f"/alerts/{alert.uid}/v1/cite.{ending}")
        assert answer["Content-Type"] == f"{media_type}; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="forewarned-{alert.uid}-v1.{ending}"'
        assert "Red Flag Alert" in answer.text
        assert f"http://127.0.0.1:8000/alerts/{alert.uid}/v1/" in answer.text
        assert answer.text == client.get(f"/ru/alerts/{alert.uid}/v1/cite.{ending}").text

    def test_there_is_no_citation_of_what_is_not_public(self, client: Client) -> None:
        alert = cast.published("Zebra")
        assert client.get(f"/alerts/{alert.uid}/v1/cite.doc").status_code == 404
        assert client.get(f"/alerts/{alert.uid}/v2/cite.bib").status_code == 404
        assert client.get(f"/alerts/{cast.draft().uid}/v1/cite.bib").status_code == 404
        publishing.withdraw(Alert.objects.get(pk=alert.pk), cast.reviewer(), "privacy")
        answer = client.get(f"/alerts/{alert.uid}/v1/cite.bib")
        assert answer.status_code == 410
        assert "Zebra" not in answer.text

    def test_reference_managers_read_the_page(self, client: Client) -> None:
        draft = cast.draft("A “warning” & more", issued="2022-10", symbol="A/1")
        Party.objects.create(alert=draft, role="issuer", organization=cast.organization("Lemkin Institute"), position=2)
        publishing.publish(draft, cast.reviewer())
        page = client.get(draft.get_absolute_url()).text
        found = [
            (n, markup.unescape(c))
            for n, c in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
        ]
        permanent = f"http://127.0.0.1:8000/alerts/{draft.uid}/"
        for pair in (
            ("citation_title", "A “warning” & more"),
            ("citation_author", "Genocide Watch"),
            ("citation_author", "Lemkin Institute"),
            ("citation_publication_date", "2022-10"),
            ("citation_technical_report_number", "A/1"),
            ("citation_public_url", f"{permanent}v1/"),
            ("DC.title", "A “warning” & more"),
            ("DC.creator", "Lemkin Institute"),
            ("DC.date", "2022-10"),
            ("og:title", "A “warning” & more"),
            ("og:url", permanent),
        ):
            assert pair in found
        told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
        assert (told["@type"], told["name"], told["datePublished"]) == ("Report", "A “warning” & more", "2022-10")
        assert [author["name"] for author in told["author"]] == ["Genocide Watch", "Lemkin Institute"]

    def test_nothing_in_a_title_leaves_the_block_of_data(self, client: Client) -> None:
        title = "</script><script>alert(1)</script><!-- &amp;"
        page = client.get(cast.published(title).get_absolute_url()).text
        assert "<script>alert" not in page
        block = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert json.loads(block)["name"] == title
