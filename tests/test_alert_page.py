"""The page of an alert: all that its record holds, attributed, linked, and safe to open."""

import re
from typing import Any

import pytest
from django.test import Client

from alerts import publishing
from alerts.changes import altered
from alerts.models import Alert, Note, Party, Reference, Relation, Serial, Situation
from identifiers.models import FormerAddress, Kind
from tests import cast
from tests.full_alert import full_published

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def read(client: Client, alert: Alert) -> str:
    answer = client.get(alert.get_absolute_url())
    assert answer.status_code == 200
    return answer.text


def plain(html: str) -> str:
    """The words of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


class TestAddress:
    def test_the_uid_alone_leads_to_the_page(self, client: Client) -> None:
        alert = cast.published("Red Flag Alert")
        answer = client.get(f"/alerts/{alert.uid}/")
        assert (answer.status_code, answer["Location"]) == (301, f"/alerts/{alert.uid}/red-flag-alert/")

    @pytest.mark.parametrize("slug", ["wrong", "RED-FLAG-ALERT", "v0x", "r%C3%B6d"])
    def test_a_wrong_slug_leads_to_the_right_one(self, client: Client, slug: str) -> None:
        alert = cast.published("Red Flag Alert")
        answer = client.get(f"/alerts/{alert.uid}/{slug}/")
        assert answer["Location"] == f"/alerts/{alert.uid}/red-flag-alert/"

    def test_former_slugs_and_merged_uids_lead_to_the_page_of_today(self, client: Client) -> None:
        alert = cast.published("Red Flag Alert")
        for value in ("lemkin-rfa-2022", "zzzzzzzzzz"):
            FormerAddress.objects.create(kind=Kind.ALERT, value=value, uid=alert.uid)
            assert client.get(f"/alerts/{value}/")["Location"] == alert.get_absolute_url()

    @pytest.mark.parametrize(
        "address", ["/alerts/zzzzzzzzzz/", "/alerts/nothing/", "/alerts/zzzzzzzzzz/x/", "/alerts/"]
    )
    def test_what_was_never_there_is_404(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_a_draft_is_as_unknown_as_a_uid_never_minted(self, client: Client) -> None:
        draft = cast.draft("A draft")
        FormerAddress.objects.create(kind=Kind.ALERT, value="old-draft", uid=draft.uid)
        for address in (
            f"/alerts/{draft.uid}/",
            f"/alerts/{draft.uid}/a-draft/",
            f"/alerts/{draft.uid}/v1/",
            "/alerts/old-draft/",
        ):
            never = "/alerts/zzzzzzzzzz/"
            known, unknown = client.get(address), client.get(never)
            assert known.status_code == 404
            # The same page in another language has the address that was asked.
            assert known.text.replace(address, "") == unknown.text.replace(never, "")

    def test_a_title_that_leaves_no_slug_has_a_page_all_the_same(self, client: Client) -> None:
        assert "«…»" in client.get(f"/alerts/{cast.published('«…»').uid}/").text


class TestRecord:
    @pytest.fixture
    def html(self, client: Client) -> str:
        return read(client, full_published())

    @pytest.mark.parametrize(
        "words",
        [
            "Red Flag Alert",
            "Stage Warning (alert)",
            "Stages of alarm, the issuer’s own order: Watch Warning this alert Emergency",
            "Lemkin Institute",
            "with others",
            "50+ signatories, of whom are held: Signing Society",
            "Addressed to Asked Council , The President printed: “ Askd Council ”",
            "7 October 2022 inferred A reason",
            "Posted 9 October 2022",
            "Country Azerbaijan then: Azerbaijani SSR",
            "Affected Armenia",
            "Valley printed: “ The Vale ”",
            "People of the valley printed: “ Valley people ”",
            "In the archive’s own words The institute warns.",
            "Lemkin Institute says: risk of genocide — “ a risk ”",
            "Alleged actor Accused Army printed: “ the army ”",
            "Lemkin Institute asks Asked Union printed: “ The Union ” (implied, not named) : Stop the arms.",
            "Measure arms embargo Aimed at Targeted Army printed: “ The army ”",
            "In the document page 2",
            "Answering State rejects it, November 2022: It will not. Source: A newspaper",
            "Lemkin Institute asks, of nobody in particular: Speak out.",
            "Wording verbatim",
            "Response none recorded here",
            "Ten Stages Framework Author ; A book",
            "8 S8",
            "9 S9 concluded: the alert places the situation here",
            "printed: “ Stage 9 ” Seen.",
            "The document’s own text Part Text.",
            "12 See also Source 1 B/2 https://example.org/report",
            "Original , application/pdf, English, 1.2",
            "held, not public",
            "Rights: reserved",
            "ab" * 32,
            "Situation A crisis",
            "Serial Bulletin No. 7",
            "Symbol A/1",
            "Language English",
            "issuer",
            "Version 1 , published on",
            "Permanent address",
        ],
    )
    def test_it_shows(self, html: str, words: str) -> None:
        assert words in plain(html)

    def test_names_lead_to_pages_and_questions_that_answer(self, client: Client, html: str) -> None:
        addresses = {a.replace("&amp;", "&") for a in re.findall(r'href="(/[^"#]*)"', html)}
        assert {a.split("=")[0] for a in addresses if "?" in a} == {
            f"/search/?{name}" for name in ("type", "country", "place", "measure")
        }
        for address in addresses:
            if address.startswith("/static/"):
                continue
            answer = client.get(address)
            assert answer.status_code == 200, address
            if "?" in address:
                assert '<data id="total" value="1">' in answer.text, address

    @pytest.mark.parametrize(
        ("basis", "note", "shown"),
        [
            ("inferred", "It speaks of May.", "inferred It speaks of May."),
            ("inferred", "", "2022 (inferred)"),
            ("from_title", "Only there.", "from the title Only there."),
            ("from_title", "", "2022 (from the title)"),
            ("printed", "The address says 2021.", "note The address says 2021."),
        ],
    )
    def test_a_date_says_what_it_rests_on(self, client: Client, basis: str, note: str, shown: str) -> None:
        alert = cast.published(issued="2022", issued_basis=basis, issued_note=note)
        assert shown in plain(read(client, alert)).replace("2022 ( ", "2022 (")

    def test_parts_can_be_pointed_at(self, html: str) -> None:
        assert 'id="note-12"' in html
        assert 'id="p1"' in html
        assert len(re.findall(r'id="recommendation-\w{10}"', html)) == 2
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)

    def test_a_sensitive_reference_is_text_with_a_notice(self, html: str) -> None:
        assert 'href="https://video.example.org' not in html
        assert "https://video.example.org/killing" in html
        assert "sensitive:" in html

    def test_only_web_addresses_become_links_and_tell_nothing(self, html: str) -> None:
        assert 'href="javascript' not in html
        assert "javascript:alert(1)" in html
        for link in re.findall(r'<a [^>]*href="http[^>]*>', html.replace('href="http://127.0.0.1:8000', 'href="/')):
            assert 'rel="nofollow noopener noreferrer"' in link

    def test_no_curators_note_and_no_file_name(self, client: Client) -> None:
        html = read(client, full_published(curator_note="For staff: zebra"))
        assert "zebra" not in html
        assert "scan.pdf" not in html


class TestText:
    def test_the_body_is_not_shown_where_there_is_no_right_to_it(self, client: Client) -> None:
        alert = cast.published(
            body="Whole text of the document", text_rights="abstract_only", source_url="https://example.org/a"
        )
        html = read(client, alert)
        assert "Whole text" not in html
        assert "not reproduced here" in html

    def test_an_excerpt_is_marked_as_such(self, client: Client) -> None:
        assert "An excerpt from the document" in read(client, cast.published(body="Part.", text_rights="excerpt"))

    def test_text_in_another_language_is_marked_for_readers_aloud(self, client: Client) -> None:
        html = read(client, cast.published("Alerta", body="Texto.", text_rights="full_text", language="es"))
        assert '<h1 lang="es" dir="auto">Alerta</h1>' in html
        assert '<div class="document" lang="es" dir="auto"' in html
        assert '<html lang="en" dir="ltr">' in html

    def test_a_link_to_what_a_note_marks_as_sensitive_is_none_in_the_text_either(self, client: Client) -> None:
        draft = cast.draft(body="See [it](https://video.example.org/1).", text_rights="full_text")
        note = Note.objects.create(alert=draft, number=1)
        Reference.objects.create(note=note, text="A video", url="https://video.example.org/1", sensitive=True)
        publishing.publish(draft, cast.reviewer())
        assert 'href="https://video.example.org' not in read(client, draft)

    @pytest.mark.parametrize("field", ["title", "abstract", "body", "issued_note", "issuers_note", "symbol"])
    def test_no_text_becomes_a_tag(self, client: Client, field: str) -> None:
        words = "<script>alert(1)</script><img src=x>"
        alert = cast.published(**({"title": "T", "text_rights": "full_text"} | {field: words}))
        html = read(client, alert)
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "&lt;script&gt;" in html

    def test_marks_lead_to_notes_and_back(self, client: Client) -> None:
        draft = cast.draft(body="It began.[^2] It went on.[^2][^3]", text_rights="full_text")
        Note.objects.create(alert=draft, number=2, text="A source")
        publishing.publish(draft, cast.reviewer())
        html = read(client, draft)
        assert '<a class="mark-of-note" href="#note-2" id="mark-2"' in html
        assert '<a class="mark-of-note" href="#note-2" id="mark-2-2"' in html
        assert '<a class="back" href="#mark-2"' in html
        assert "[^3]" in html

    def test_a_long_text_has_contents(self, client: Client) -> None:
        body = "# One\n\na\n\n## Two\n\nb\n\n#### Deep\n\n# Three"
        html = read(client, cast.published(body=body, text_rights="full_text"))
        assert re.findall(r'<li><a href="#(part\d)" lang="en" dir="auto">(\w+)</a></li>', html) == [
            ("part1", "One"), ("part2", "Two"), ("part4", "Three"),
        ]  # fmt: skip
        assert 'id="part4"' in html

    def test_each_paragraph_has_a_link_to_itself(self, client: Client) -> None:
        alert = cast.published(body="One.\n\nTwo.", text_rights="full_text")
        html = read(client, alert)
        assert '<p id="p2"><a class="pin" href="#p2" aria-label="¶ 2"' in html
        assert f'data-address="http://127.0.0.1:8000/alerts/{alert.uid}/v1/"' in html


class TestAround:
    def test_a_series_is_listed_and_an_older_one_points_to_the_newest(self, client: Client) -> None:
        first = cast.published("Alert", issued="2022-01")
        second = self._related("Update", "updates", first, issued="2022-02")
        third = self._related("Update 2", "updates", second, issued="2022-03")
        words = plain(read(client, first))
        assert "There is a newer alert in this series: Update 2 , March 2022" in words
        assert "updated by Update , February 2022" in words
        told = (
            "January 2022 Alert this alert 1 month later February 2022 Update side by side : Update "
            "1 month later March 2022 Update 2 side by side : Update 2"
        )
        assert f"Series Each updates the one before {told}" in words
        assert "There is a newer alert" not in read(client, third)

    def test_an_undated_alert_points_to_what_updates_it(self, client: Client) -> None:
        first = cast.published("SOS", issued="", issued_basis="unknown")
        self._related("SOS #2", "updates", first)
        assert "newer alert in this series: SOS #2" in plain(read(client, first))

    def test_what_its_issuer_retracted_stays_readable_and_is_marked(self, client: Client) -> None:
        wrong = cast.published("Wrong", abstract="It was said.")
        self._related("We were wrong", "retracts", wrong)
        words = plain(read(client, wrong))
        assert "Retracted by its issuer. See We were wrong" in words
        assert "It was said." in words

    def test_relations_read_in_both_directions(self, client: Client) -> None:
        one = cast.published("One")
        other = self._related("Other", "responds_to", one)
        assert "answered by Other" in plain(read(client, one))
        assert "responds to One" in plain(read(client, other))

    def test_relations_of_drafts_are_nobodys_business(self, client: Client) -> None:
        one = cast.published("One")
        Relation.objects.create(alert=cast.draft("Zebra"), kind="retracts", target=one)
        copy = publishing.revise(self._related("Other", "updates", one), cast.reviewer())
        Alert.objects.filter(pk=copy.pk).update(title="Zebra copy")
        html = read(client, one)
        assert "Zebra" not in html
        assert "Retracted" not in html

    def test_a_relation_to_what_was_withdrawn_tells_no_title(self, client: Client) -> None:
        one = cast.published("Zebra")
        other = self._related("Other", "updates", one)
        publishing.withdraw(one, cast.reviewer(), "privacy")
        html = read(client, other)
        assert "Zebra" not in html
        assert "an alert that is no longer public here" in html

    def test_neighbours_in_a_serial_and_what_is_not_held_between(self, client: Client) -> None:
        serial = Serial.objects.create(slug="aa", issuer=cast.organization(), title="Atrocity Alert")
        for number in (40, 46, 48, 49):
            cast.published(f"Week {number}", serial=serial, serial_number=number)
        cast.draft("Week 47", serial=serial, serial_number=47)
        words = plain(read(client, Alert.objects.get(title="Week 48")))
        assert "before No. 46: Week 46 (No. 47 not held) after No. 49: Week 49" in words
        words = plain(read(client, Alert.objects.get(title="Week 46")))
        assert "before No. 40: Week 40 (Nos. 41–45 not held)" in words

    def test_situations_are_those_of_today(self, client: Client) -> None:
        alert = cast.published()
        situation = Situation.objects.create(slug="s", title="The crisis of the valley")
        situation.alerts.add(alert)
        assert "The crisis of the valley" in read(client, alert)

    def test_names_are_those_of_today(self, client: Client) -> None:
        alert = cast.published()
        issuer = cast.organization()
        issuer.name = "Genocide Watch International"
        issuer.save()
        altered([alert.pk])
        assert "Genocide Watch International" in read(client, alert)

    @staticmethod
    def _related(title: str, kind: str, target: Alert, **fields: object) -> Alert:
        draft = cast.draft(title, **fields)
        Relation.objects.create(alert=draft, kind=kind, target=target)
        publishing.publish(draft, cast.reviewer())
        return Alert.objects.get(pk=draft.pk)


def test_a_page_costs_at_most_ten_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    alert = full_published()
    other = cast.draft("Update")
    Relation.objects.create(alert=other, kind="updates", target=alert)
    publishing.publish(other, cast.reviewer())
    cast.published("Week 8", serial=alert.serial, serial_number=8)
    for address in (alert.get_absolute_url(), f"/alerts/{alert.uid}/v1/", f"/alerts/{alert.uid}/v1/cite.bib"):
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200


class TestSpeakers:
    def test_two_issuers_are_named_and_more_are_counted(self, client: Client) -> None:
        for count, words in ((2, "Lemkin Institute and Body 1 ask"), (3, "The 3 issuers ask")):
            draft = cast.draft(f"Joint {count}", cast.organization("Lemkin Institute"))
            for number in range(1, count):
                other = cast.organization(f"Body {number}")
                Party.objects.create(alert=draft, role="issuer", organization=other, position=number + 1)
            cast.recommendation(draft, "Act.", 1, cast.organization("Council"))
            publishing.publish(draft, cast.reviewer())
            assert words in plain(read(client, draft))
