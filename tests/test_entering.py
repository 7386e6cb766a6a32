"""What a curator types and pastes becomes rows of the record; what is missing and what is alike is told."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import Alert, Framework, Indicator
from curation.admin.entering import direction
from curation.entering import footnotes, names, numbered
from organizations.models import OrganizationName
from tests import cast, staff

ADD = "/admin/alerts/alert/add/"


@pytest.fixture
def curator() -> Any:
    return staff.client("curator")


def asked(client: Any, prefix: str, text: str, **more: str) -> Any:
    return client.post(reverse("admin:alerts_alert_read", args=[prefix]), {"text": text} | more).json()


@pytest.mark.once
class TestNumberedLists:
    def test_numbers_are_kept_and_lines_that_go_on_are_joined(self) -> None:
        text = "The Council should:\n\n1. Stop the\n   sale of arms.\n2) Open an inquiry.\n\n(5) Speak."
        assert numbered.items(text) == [
            numbered.Item("Stop the sale of arms.", 1),
            numbered.Item("Open an inquiry.", 2),
            numbered.Item("Speak.", 5),
        ]

    def test_what_stands_below_a_number_belongs_to_it(self) -> None:
        [first, second] = numbered.items("1. Do this:\na) at once\nb) for good\n2. Do that.")
        assert first.text == "Do this:\na) at once\nb) for good"
        assert second.text == "Do that."

    @pytest.mark.parametrize(
        "text",
        [
            "• One\n• Two",
            "- One\n- Two",
            "– One\n– Two",
            "One\nTwo",
            "One\n\nTwo",
            "a) One\nb) Two",
            "(i) One\n(ii) Two",
        ],
    )
    def test_other_lists_have_their_items_without_numbers(self, text: str) -> None:
        assert numbered.items(text) == [numbered.Item("One"), numbered.Item("Two")]

    def test_a_number_that_comes_twice_is_no_number(self) -> None:
        assert [item.number for item in numbered.items("1. One\n2. Two\n1. Again\n2. Once more")] == [1, 2, None, None]

    @pytest.mark.parametrize("text", ["", "\n \n", "1.", "1. ", "•"])
    def test_nothing_gives_next_to_nothing(self, text: str) -> None:
        assert len(numbered.items(text)) <= 1


@pytest.mark.once
class TestFootnotes:
    @pytest.mark.parametrize("sign", ["{} ", "[{}] ", "[^{}]: ", "({}) ", "{}. ", "{}) "])
    def test_a_note_begins_with_its_number(self, sign: str) -> None:
        text = "\n".join(sign.format(n) + f"A source, 20{n + 10}." for n in (1, 2, 3))
        assert [(n.number, n.sources[0].text) for n in footnotes.notes(text)] == [
            (1, "A source, 2011."), (2, "A source, 2012."), (3, "A source, 2013."),
        ]  # fmt: skip

    def test_superscripts_are_numbers_and_a_note_goes_on_over_a_page_break(self) -> None:
        text = "¹ A report. (2007, May 24). A council.\n\n<https://example.org/a_b>; Another, 2003.\n\n¹² Third, 2004."
        first, second = footnotes.notes(text)
        assert (first.number, second.number) == (1, 12)
        assert [(s.text, s.url) for s in first.sources] == [
            ("A report. (2007, May 24). A council.", "https://example.org/a_b"), ("Another, 2003.", ""),
        ]  # fmt: skip

    def test_a_line_that_begins_with_a_year_begins_no_note(self) -> None:
        assert len(footnotes.notes("1 Adopted on 15 December\n2006 in its 41st session.\n2 Next, 2007.")) == 2

    def test_a_semicolon_inside_a_quotation_parts_nothing(self) -> None:
        [note] = footnotes.notes("1 “One; and two”, 2020, https://example.org/x; See B, 2021.")
        assert len(note.sources) == 2

    @pytest.mark.parametrize(
        ("text", "symbol"),
        [
            ("A report, A/HRC/49/5, 2022", "A/HRC/49/5"),
            ("Observations (CERD/C/AZE/CO/10-12), 2022", "CERD/C/AZE/CO/10-12"),
            ("Last to flee (EUR 54/5214/2022)", "EUR 54/5214/2022"), ("S/RES/2334 (2016)", "S/RES/2334"),
        ],
    )  # fmt: skip
    def test_the_symbol_is_found(self, text: str, symbol: str) -> None:
        assert footnotes.notes(f"1 {text}")[0].sources[0].symbol == symbol

    def test_what_hints_at_footage_of_killings_is_marked_as_a_precaution(self) -> None:
        text = "1 Video of an execution, 2022, https://e.org/v\n2 A channel, 2022, https://t.me/x/1\n3 A video, 2022."
        assert [n.sources[0].sensitive for n in footnotes.notes(text)] == [True, True, False]

    def test_a_note_that_cites_nothing_says_something(self) -> None:
        assert footnotes.notes("1 The authors thank all who spoke to them.")[0].text.startswith("The authors")

    @pytest.mark.parametrize("unit", ["[", "“;", "*a", "; ", "1 ", "<https://a", "A/", "(", "–"])
    def test_a_long_odd_text_is_read_in_moments(self, unit: str) -> None:
        footnotes.notes(unit * 50_000)
        numbered.items(unit * 50_000)


@pytest.mark.django_db
class TestNames:
    def test_a_line_of_names_becomes_the_organizations_that_go_by_them(self) -> None:
        one, two = cast.organization("For Equal Rights NGO"), cast.organization("Committee on Refugees, Law and Peace")
        three = cast.organization("Helsinki Citizens' Assembly")
        OrganizationName.objects.create(organization=three, text="Հելսինկյան ասամբլեա")
        text = "FROM: “For Equal Rights” NGO, The Committee on Refugees, Law and Peace, Հելսինկյան ասամբլեա, and Nobody"
        found = [(n.organization, n.role) for n in names.parties(text)]
        assert found == [(one, "issuer"), (two, "issuer"), (three, "issuer"), (None, "issuer")]

    def test_a_name_of_two_organizations_is_not_guessed(self) -> None:
        for slug in ("a", "b"):
            cast.organization("Human Rights Centre", slug=slug)
        assert names.parties("Human Rights Centre") == [names.Named("Human Rights Centre")]

    def test_roles_hold_for_the_lines_below_them(self) -> None:
        found = names.parties("TO:\nOne Body\nSIGNED BY:\n1. Two Body\n2. Three Body")
        assert [(n.text, n.role) for n in found] == [
            ("One Body", "addressee"), ("Two Body", "signatory"), ("Three Body", "signatory"),
        ]  # fmt: skip

    def test_names_cost_two_queries_however_many(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            names.parties(", ".join(f"Body {n}" for n in range(200)))
        assert len(queries) <= 2


@pytest.mark.django_db
class TestThePage:
    def test_what_stands_in_a_box_becomes_rows_at_the_save(self, curator: Any) -> None:
        issuer = cast.organization()
        framework = Framework.objects.create(slug="stages", title="Ten Stages")
        one, two = (Indicator.objects.create(framework=framework, position=n, name=f"Stage {n}") for n in (1, 2))
        data = staff.filled(curator.get(ADD)) | {
            "title": "Alert", "issued": "3 December 2022", "language": "Arabic",
            "parties-pasted": "FROM: Genocide Watch",
            "recommendations-pasted": "1. Stop arms.\n3. Speak.", "recommendations-pasted-as": "restated",
            "notes-pasted": "1 A, 2020, https://example.org/a; B, 2021.\n2 C, 2022.",
            f"ticked-{one.pk}": "on", f"ticked-{two.pk}-note": "as it says", f"ticked-{two.pk}-concluded": "on",
        }  # fmt: skip
        response = curator.post(ADD, data)
        assert response.status_code == 302, staff.errors(response)
        alert = Alert.objects.get()
        assert (alert.issued, alert.language) == ("2022-12-03", "ar")
        assert [p.organization for p in alert.parties.all()] == [issuer]
        assert [(r.number, r.text, r.wording) for r in alert.recommendations.all()] == [
            (1, "Stop arms.", "restated"), (3, "Speak.", "restated"),
        ]  # fmt: skip
        assert [(n.number, n.references.count()) for n in alert.notes.all()] == [(1, 2), (2, 1)]
        assert [(a.indicator, a.note, a.concluded) for a in alert.assessments.all()] == [
            (one, "", False), (two, "as it says", True),
        ]  # fmt: skip

    def test_a_save_that_fails_shows_the_pasted_rows_once_and_saves_them_once(self, curator: Any) -> None:
        data = staff.filled(curator.get(ADD)) | {"title": "", "recommendations-pasted": "1. Stop arms.\n2. Speak."}
        response = curator.post(ADD, data)
        assert response.status_code == 200
        again = staff.filled(response)
        assert again["recommendations-TOTAL_FORMS"] in (2, "2")
        assert curator.post(ADD, again | {"title": "Alert"}).status_code == 302
        assert [r.text for r in Alert.objects.get().recommendations.all()] == ["Stop arms.", "Speak."]

    def test_a_pasted_name_that_nobody_goes_by_is_told_and_kept(self, curator: Any) -> None:
        data = staff.filled(curator.get(ADD)) | {"title": "Alert", "parties-pasted": "FROM: Nobody Known"}
        response = curator.post(ADD, data)
        assert "required" in str(staff.errors(response))
        assert "Nobody Known" in response.content.decode()
        assert not Alert.objects.exists()

    def test_a_box_that_is_too_long_stays_as_it_is(self, curator: Any) -> None:
        data = staff.filled(curator.get(ADD)) | {"title": "Alert", "notes-pasted": "1 A, 2020. " * 40_000}
        curator.post(ADD, data)
        assert not Alert.objects.get().notes.exists()
        assert "too long" in asked(curator, "notes", "1 A, 2020. " * 40_000)["error"]

    def test_undated_is_a_date_that_is_known_to_be_none(self, curator: Any) -> None:
        curator.post(ADD, staff.filled(curator.get(ADD)) | {"title": "Alert", "issued": "undated"})
        alert = Alert.objects.get()
        assert (alert.issued, alert.issued_basis) == ("", "unknown")
        page = curator.get(staff.page(alert))
        assert staff.filled(page)["issued"] == "undated"
        assert "It has no date of issue" not in page.content.decode()
        curator.post(staff.page(alert), staff.filled(page) | {"issued": "2022"})
        alert.refresh_from_db()
        assert (alert.issued, alert.issued_basis) == ("2022", "printed")

    def test_what_is_missing_leads_to_its_field(self, curator: Any) -> None:
        page = curator.get(ADD).content.decode()
        assert '<a href="#id_title">It has no title.</a>' in page
        assert 'href="#parties-group"' in page
        alert = cast.draft()
        assert "Nothing is missing for publication" in curator.get(staff.page(alert)).content.decode()

    def test_fields_and_parts_stand_in_the_order_of_a_document(self, curator: Any) -> None:
        page = curator.get(ADD).content.decode()
        ids = ("id_title", "id_issued", "parties-group", "country_links-group", "id_abstract", "recommendations-group",
               "notes-group", "id_source_url", "id_names_checked")  # fmt: skip
        marks = [f'id="{name}"' for name in ids]
        assert sorted(marks, key=page.index) == marks

    def test_the_language_sets_the_editor(self, curator: Any) -> None:
        page = curator.get(staff.page(cast.draft(language="ar"))).content.decode()
        assert 'lang="ar" dir="rtl"' in page.partition('name="body"')[2].partition(">")[0]

    def test_a_like_is_told_while_it_is_typed_and_after_a_save_without_a_script(self, curator: Any) -> None:
        other = cast.draft("Genocide Warning: Nowhere at all", issued="2022-10-07", source_url="https://example.org/a")
        issuer = other.parties.get().organization
        source = "http://www.example.org/a"
        posted = {"title": "A", "issued": "7 October 2022", "issuer": issuer.pk, "source_url": source}
        [told] = curator.post(reverse("admin:alerts_alert_alike"), posted).json()["alike"]
        assert (told["title"], len(told["reasons"])) == (other.title, 2)
        data = staff.filled(curator.get(ADD)) | {"title": "Genocide Warning: Nowhere at all"}
        response = curator.post(ADD, data, follow=True)
        assert "Perhaps the same as" in staff.said(response)
        assert "Perhaps the same document" in curator.get(staff.page(Alert.objects.latest("pk"))).content.decode()

    def test_the_text_is_shown_as_the_public_page_renders_it(self, curator: Any) -> None:
        address = reverse("admin:alerts_alert_rendered")
        body = "## Part\n\n<script>x</script> [film](https://example.org/film) [a](https://example.org/a)"
        posted = {"body": body, "notes-0-cited": "A film | https://example.org/film | | sensitive"}
        part = curator.post(address, posted | {"part": "text"}).content.decode()
        assert "<h4>Part</h4>" in part
        assert "<script>" not in part
        assert "example.org/film" not in part
        assert 'href="https://example.org/a"' in part
        page = curator.post(address, posted).content.decode()
        assert part.strip() in page
        assert "this is not public" in page

    @pytest.mark.parametrize(
        ("prefix", "text"),
        [("date", "soon"), ("date", "\0"), ("notes", "\0"), ("parties", "x" * 9000), ("recommendations", "")],
    )
    def test_odd_text_gets_an_answer(self, curator: Any, prefix: str, text: str) -> None:
        assert isinstance(asked(curator, prefix, text), dict)

    def test_who_may_not_enter_alerts_learns_nothing(self, client: Any) -> None:
        names_ = (("read", ["date"]), ("alike", []), ("rendered", []))
        for name, given in names_:
            address = reverse(f"admin:alerts_alert_{name}", args=given)
            assert client.post(address, {}).status_code == 302
            for role in ("nobody", "redactor", "editor"):
                assert staff.client(role).post(address, {}).status_code == 403, (name, role)
        assert staff.client("curator").post("/admin/alerts/alert/read/unknown/", {"text": "x"}).status_code == 404

    def test_a_save_tells_the_browser_which_copy_it_may_erase(self, curator: Any) -> None:
        data = staff.filled(curator.get(ADD)) | {"title": "Alert"}
        sign = "0123456789abcdef"
        assert curator.post(ADD, data | {"kept_copy": sign})["Location"].endswith(f"#saved={sign}")
        assert "saved" not in curator.post(ADD, data | {"title": "B", "kept_copy": "x\r\ny"})["Location"]
        assert "#saved" not in str(curator.post(ADD, data | {"title": "", "kept_copy": sign}).headers)

    def test_the_page_names_its_keeper_without_telling_who_it_is(self, curator: Any) -> None:
        page = curator.get(ADD).content.decode()
        keeper = page.partition('data-keeper="')[2].partition('"')[0]
        assert len(keeper) == 16
        other = staff.client("curator", "another").get(ADD).content.decode()
        assert keeper not in other


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "expected"),
    [("", "auto"), ("en", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr")],
)
def test_the_direction_is_that_of_the_script(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.django_db
def test_a_pasted_list_is_answered_as_json_with_labels(curator: Any) -> None:
    body = cast.organization()
    answer = asked(curator, "parties", "Genocide Watch; Nobody")
    assert answer["rows"][0]["organization"] == {"id": body.pk, "text": "Genocide Watch"}
    assert "Nobody" in answer["said"]
    assert json.dumps(answer)
