"""What loading a catalogue promises of mistakes: each is named by its place, and nothing of the batch is written."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alerts.models import Alert
from tests import cast
from tests import small_catalogue as small
from tests.small_catalogue import Catalogue, load, refusal

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path)


BAD_CELLS = [
    ("alerts.csv", small.WARNING, "issued", "2022-13", "“2022-13” is not a date: write 2022, 2022-10"),
    ("alerts.csv", small.WARNING, "issued", "2022-02-30", "“2022-02-30” names a day, month or year that there is not."),
    ("alerts.csv", small.WARNING, "issued", "soon", "“soon” is not a date: write 2022, 2022-10, 2022-10-07"),
    ("alerts.csv", small.WARNING, "source_url", "javascript:alert(1)", "“javascript:alert(1)”: Enter a valid URL."),
    ("alerts.csv", small.WARNING, "source_url", "http://[", "Enter a valid URL."),
    ("alerts.csv", small.WARNING, "text_rights", "all", "“all” is none of: full_text, excerpt, abstract_only."),
    ("alerts.csv", small.WARNING, "type", "tpzz222222", "“tpzz222222” is in no row of types.csv, and not held."),
    ("alerts.csv", small.WARNING, "title", "", "it is empty."),
    ("alerts.csv", small.WARNING, "title", "x" * 501, "at most 500 characters (it has 501)."),
    ("alerts.csv", small.WARNING, "language", "English please", "Write a BCP 47 tag, such as en or pt-BR."),
    ("alerts.csv", small.WARNING, "do_no_harm", "Yes", "“Yes” is neither yes nor no."),
    ("alerts.csv", small.WARNING, "retrieved_on", "2024-02-30", "“2024-02-30”"),
    ("alerts.csv", small.WARNING, "signatory_count", "many", "Write a number, such as 271 or 50+."),
    ("alerts.csv", small.WARNING, "serial_number", "1_0", "“1_0” is not a whole number from 1."),
    ("alerts.csv", small.WARNING, "serial_number", "9" * 5000, "is not a whole number from 1."),
    ("alerts.csv", small.WARNING, "serial_number", "٣", "“٣” is not a whole number from 1."),
    ("alerts.csv", small.WARNING, "abstract", "one\x00two", "it holds the control character U+0000"),
    ("alerts.csv", small.WARNING, "curator_note", "\x1b[2J", "it holds the control character U+001B"),
    ("alerts.csv", small.WARNING, "uid", "warning one", "A uid has 10 characters"),
    ("parties.csv", "prtt222222", "role", "author", "“author” is none of: issuer, signatory, addressee."),
    ("parties.csv", "prtt222222", "position", "0", "“0” is not a whole number from 1."),
    ("parties.csv", "prtt222222", "position", "70000", "“70000” is more than 32767."),
    ("parties.csv", "prtt222222", "position", "", "it is empty."),
    ("parties.csv", "prtt222222", "alert", "brzz222222", "“brzz222222” is in no row of alerts.csv, and not held."),
    ("parties.csv", "prtt222222", "alert", "", "it is empty."),
    ("parties.csv", "prtt222222", "organization", "' OR 1=1 --", "“' OR 1=1 --” is in no row of organizations.csv"),
    ("references.csv", "rfrf222222", "sensitive", "true", "“true” is neither yes nor no."),
    ("references.csv", "rfrf222222", "note", small.ASK, f"“{small.ASK}” is in no row of notes.csv, and not held."),
    ("organizations.csv", small.WATCH, "slug", "Not a slug", "Enter a valid “slug”"),
    ("organizations.csv", small.WATCH, "kind", "club", "“club” is none of: ngo, coalition,"),
    ("types.csv", small.WARNING_TYPE, "step", "Alarm", "“watch-scale / Alarm” is in no row of scales.csv"),
    ("countries.csv", "AZ", "code", "az", ""),
    ("places.csv", small.LACHIN, "countries", "AZ;ZZ", "“ZZ” is in no row of countries.csv, and not held."),
    ("former_addresses.csv", "alert", "uid", small.ARTSAKH, f"“{small.ARTSAKH}” is no alert of this catalogue"),
    ("former_addresses.csv", "alert", "value", small.UPDATE, f"“{small.UPDATE}” is in use today."),
    ("former_addresses.csv", "alert", "kind", "country", "is no country of this catalogue or archive."),
]  # fmt: skip


class TestBadRows:
    @pytest.mark.parametrize(("file", "key", "column", "cell", "sentence"), BAD_CELLS)
    def test_a_bad_cell_is_named_by_file_line_and_column(
        self, catalogue: Catalogue, file: str, key: str, column: str, cell: str, sentence: str
    ) -> None:
        line = _line_of(catalogue, file, key)
        catalogue.change(file, key, **{column: cell})
        problems = refusal(catalogue)
        place = f"{file}, line {line}"
        assert any(p.startswith(place) and sentence in p for p in problems), problems

    def test_lines_are_counted_in_the_file_though_a_cell_runs_over_several(self, catalogue: Catalogue) -> None:
        catalogue.change("alerts.csv", small.DRAFT, issued="2022-02-30")
        assert refusal(catalogue) == [
            "alerts.csv, line 6, column issued: “2022-02-30” names a day, month or year that there is not."
        ]

    def test_all_problems_of_all_files_are_told_at_once(self, catalogue: Catalogue) -> None:
        catalogue.change("alerts.csv", small.WARNING, issued="2022-13", title="")
        catalogue.change("parties.csv", "prtt222222", role="author")
        places = [p.split(":")[0] for p in refusal(catalogue)]
        assert places == [
            "alerts.csv, line 3, column title", "alerts.csv, line 3, column issued", "parties.csv, line 2, column role",
        ]  # fmt: skip

    def test_no_more_than_fifty_are_shown(self, catalogue: Catalogue) -> None:
        rows = catalogue.rows("parties.csv") * 20
        catalogue.save("parties.csv", [row | {"role": "author", "uid": f"bad {n}"} for n, row in enumerate(rows)])
        problems = refusal(catalogue)
        assert len(problems) == 51
        assert problems[-1].startswith("… and ")

    def test_a_second_row_of_the_same_uid_is_named(self, catalogue: Catalogue) -> None:
        catalogue.add("parties.csv", **catalogue.rows("parties.csv")[0])
        assert refusal(catalogue) == ["parties.csv, line 6, column uid: “prtt222222” stands in line 2 already."]

    def test_a_second_row_of_the_same_position_is_named(self, catalogue: Catalogue) -> None:
        catalogue.change("assessments.csv", "ssss333333", position="1")
        assert refusal(catalogue) == ["assessments.csv, line 3, column position: line 2 has the same position."]

    def test_what_can_be_only_once_is_named(self, catalogue: Catalogue) -> None:
        catalogue.change("recommendations.csv", small.SECOND_ASK, number="1")
        catalogue.change("organizations.csv", small.WATCH, slug="united-nations")
        catalogue.add("organizations.csv", uid="rgzz222222", slug="azerbaijan-2", name="A", kind="state", country="AZ")
        assert refusal(catalogue) == [
            "organizations.csv, line 5, column slug: line 4 has the same slug.",
            "organizations.csv, line 6, column country: line 3 has the same country.",
            "recommendations.csv, line 3, column number: line 2 has the same alert and number.",
        ]

    def test_a_rule_of_the_record_is_named(self, catalogue: Catalogue) -> None:
        catalogue.change("organizations.csv", small.AZERBAIJAN, country="")
        catalogue.change("alert_populations.csv", "pppp333333", as_printed="")
        catalogue.change("relations.csv", "rkrk222222", target=small.UPDATE)
        assert refusal(catalogue) == [
            "alert_populations.csv, line 3: it breaks the rule “alertpopulation says who”.",
            "organizations.csv, line 3: it breaks the rule “organization state has country”.",
            "relations.csv, line 2: it breaks the rule “relation to another”.",
        ]

    def test_rows_that_contradict_one_another_on_a_framework_are_named(self, catalogue: Catalogue) -> None:
        catalogue.change("frameworks.csv", small.SECOND_STAGE, title="Eleven Stages")
        assert refusal(catalogue) == ["frameworks.csv, line 3, column title: line 2 says otherwise of “ten-stages”."]

    def test_a_name_of_nothing_is_named(self, catalogue: Catalogue) -> None:
        catalogue.change("names.csv", "place", of="river")
        [problem] = refusal(catalogue)
        assert problem.startswith("names.csv, line 3, column of: “river” is none of: country, place, population")

    def test_an_alert_that_is_not_complete_is_named(self, catalogue: Catalogue) -> None:
        catalogue.change("parties.csv", "prtt222222", role="signatory")
        [problem] = refusal(catalogue)
        assert problem.startswith("alerts.csv, line 3: It has no issuer")

    def test_a_clash_with_what_is_held_is_named(self, catalogue: Catalogue) -> None:
        cast.organization("Their Watch", slug="genocide-watch")
        [problem] = refusal(catalogue)
        assert problem.startswith("organizations.csv, line 4: it clashes with what is held: ")

    def test_an_update_that_clashes_with_what_is_held_is_named(self, catalogue: Catalogue) -> None:
        load(catalogue)
        cast.organization("Their Watch", slug="their-watch")
        catalogue.change("organizations.csv", small.WATCH, slug="their-watch")
        [problem] = refusal(catalogue, update=True)
        assert problem.startswith("organizations.csv, line 4: it clashes with what is held: ")


class TestBadFiles:
    def test_a_missing_file_of_alerts_is_named(self, catalogue: Catalogue) -> None:
        (catalogue.folder / "notes.csv").unlink()
        [problem] = refusal(catalogue)
        assert problem == "notes.csv: the file is missing; it may be empty but for its header, not absent."

    def test_a_file_of_an_unknown_name_is_named(self, catalogue: Catalogue) -> None:
        (catalogue.folder / "names.csv").rename(catalogue.folder / "name.csv")
        assert refusal(catalogue) == ["name.csv: no file of a catalogue is called so."]

    def test_a_missing_and_an_unknown_column_are_named(self, catalogue: Catalogue) -> None:
        catalogue.write("measures.csv", catalogue.text("measures.csv").replace("label", "lable", 1))
        assert refusal(catalogue) == [
            "measures.csv, line 1, column label: it is missing.",
            "measures.csv, line 1, column lable: there is no such column.",
        ]

    def test_a_column_that_stands_twice_is_named(self, catalogue: Catalogue) -> None:
        catalogue.write("measures.csv", "uid,slug,label,description,label\n")
        assert refusal(catalogue) == ["measures.csv, line 1, column label: it stands twice."]

    def test_an_empty_file_lacks_its_header(self, catalogue: Catalogue) -> None:
        catalogue.write("measures.csv", "")
        assert refusal(catalogue)[0] == "measures.csv, line 1, column uid: it is missing."

    def test_a_row_with_too_few_or_too_many_cells_is_named(self, catalogue: Catalogue) -> None:
        catalogue.write("measures.csv", catalogue.text("measures.csv") + "\nshort,row\n,,,,,\n")
        assert refusal(catalogue) == [
            "measures.csv, line 4: it has 2 cells, and the header has 4.",
            "measures.csv, line 5: it has 6 cells, and the header has 4.",
        ]

    def test_bytes_that_are_no_utf8_are_named(self, catalogue: Catalogue) -> None:
        path = catalogue.folder / "measures.csv"
        path.write_bytes(path.read_bytes().replace(b"Sanctions", "Sanción".encode("latin-1")))
        assert refusal(catalogue) == ["measures.csv, line 2: it is not UTF-8 text (byte 0xf3)."]

    def test_a_quote_that_never_ends_is_named(self, catalogue: Catalogue) -> None:
        catalogue.write("measures.csv", catalogue.text("measures.csv") + 'mssn333333,"open,Open,\n')
        [problem] = refusal(catalogue)
        assert problem.startswith("measures.csv, line 3: it is not CSV")

    def test_a_folder_in_place_of_a_file_is_named(self, catalogue: Catalogue) -> None:
        (catalogue.folder / "measures.csv").unlink()
        (catalogue.folder / "measures.csv").mkdir()
        [problem] = refusal(catalogue)
        assert problem.startswith("measures.csv: it cannot be read")

    def test_a_folder_that_is_not_there_is_named(self, catalogue: Catalogue) -> None:
        with pytest.raises(CommandError, match="There is no folder"):
            call_command("loadcatalogue", catalogue.folder / "nowhere")


class TestHostileCells:
    def test_markup_and_formulas_are_kept_as_text(self, catalogue: Catalogue) -> None:
        title = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202eabc 𝔘😀"
        catalogue.change("alerts.csv", small.WARNING, title=title)
        load(catalogue)
        assert Alert.objects.get(uid=small.WARNING).title == title

    def test_a_message_never_carries_control_characters(self, catalogue: Catalogue) -> None:
        catalogue.change("alerts.csv", small.WARNING, issued="\u202e2022\x9b")
        [problem] = refusal(catalogue)
        assert "\u202e" not in problem
        assert "\x9b" not in problem

    def test_a_very_long_body_is_held(self, catalogue: Catalogue) -> None:
        catalogue.change("alerts.csv", small.WARNING, body="word " * 200_000)
        load(catalogue)
        assert len(Alert.objects.get(uid=small.WARNING).body) == 999_999


def _line_of(catalogue: Catalogue, file: str, key: str) -> int:
    lines = catalogue.text(file).splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.split(",")[0] == key)
