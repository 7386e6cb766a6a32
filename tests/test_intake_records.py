"""Ready records in bulk: each row told before and after, all or none, or the good ones in and the bad ones back."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from alerts.models import Alert, Document
from intake.tables import ALERTS, columns, files
from organizations.models import Organization
from tests import cast

pytestmark = pytest.mark.django_db
NEW, OTHER = "2222222222", "3333333333"


def alert(uid: str = NEW, **cells: str) -> dict[str, str]:
    return {
        "uid": uid,
        "title": "A warning",
        "language": "en",
        "issued": "2022-10-07",
        "issued_basis": "printed",
    } | cells


def part(table: str, **cells: str) -> dict[str, str]:
    return {"table": table} | cells


def csv_file(folder: Path, rows: Iterable[dict[str, str]], table: str = ALERTS.file, name: str = "in.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns(files()[table]), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def lines(folder: Path, *rows: Any) -> Path:
    path = folder / "in.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


def load(path: Path, *more: str) -> str:
    out = io.StringIO()
    call_command("intake", "--records", str(path), *more, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_rows_of_alerts_become_drafts_even_where_their_checks_are_confirmed(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [alert(do_no_harm="yes"), alert(OTHER, title="Another")])
    assert "line 2: alerts 2222222222: new, title: “” → “A warning”" in load(path)
    drafts = Alert.objects.order_by("uid")
    assert [(a.uid, a.title, a.status, a.names_checked) for a in drafts] == [
        (NEW, "A warning", "draft", False), (OTHER, "Another", "draft", False),
    ]  # fmt: skip
    assert drafts[0].created_by is not None
    assert drafts[0].created_by.username == "intake"


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [alert()])
    load(path)
    before = Alert.objects.get().updated_at
    assert load(path) == ""
    assert Alert.objects.get().updated_at == before


def test_a_dry_run_tells_row_by_row_and_writes_nothing(tmp_path: Path) -> None:
    held = cast.draft("The old title")
    path = csv_file(tmp_path, [alert(held.uid, title="The new title"), alert()])
    told = load(path, "--dry-run")
    assert f"line 2: alerts {held.uid}: changed" in told
    assert "title: “The old title” → “The new title”" in told
    assert "line 3: alerts 2222222222: new" in told
    assert [a.title for a in Alert.objects.all()] == ["The old title"]


def test_a_public_alert_is_written_on_a_working_copy(tmp_path: Path) -> None:
    public = cast.published("The old title")
    path = lines(tmp_path, {"table": "alerts", "uid": public.uid, "title": "The new title"})
    load(path)
    public.refresh_from_db()
    assert (public.title, public.status) == ("The old title", "published")
    copy = public.working_copies.get()
    assert (copy.title, copy.abstract, copy.status) == ("The new title", public.abstract, "draft")


def test_in_json_lines_what_is_not_told_stays(tmp_path: Path) -> None:
    body = cast.organization("Old Name", website="https://example.org/")
    load(lines(tmp_path, {"table": "organizations", "uid": body.uid, "name": "New Name"}))
    body.refresh_from_db()
    assert (body.name, body.slug, body.website) == ("New Name", "old-name", "https://example.org/")


def test_an_alert_with_its_parts_and_a_body_that_it_brings(tmp_path: Path) -> None:
    organization = {"table": "organizations", "uid": "4444444444", "slug": "b", "name": "A Body", "kind": "ngo"}
    rows = [
        organization,
        part("alerts", **alert()),
        part("parties", uid="5555555555", alert=NEW, position="1", role="issuer", organization="4444444444"),
        part("recommendations", uid="6666666666", alert=NEW, number="1", text="Act.", wording="verbatim",
             addressee_basis="stated"),
        part("addressees", uid="7777777777", recommendation="6666666666", position="1", organization="4444444444"),
        part("notes", uid="8888888888", alert=NEW, number="1", text="A note"),
    ]  # fmt: skip
    load(lines(tmp_path, *rows))
    draft = Alert.objects.get()
    body = Organization.objects.get()
    assert [p.organization for p in draft.parties.all()] == [body]
    assert [[a.organization for a in r.addressees.all()] for r in draft.recommendations.all()] == [[body]]
    # And one part alone, of an alert that is held; and one of a part that is held.
    path = lines(
        tmp_path,
        part("recommendations", uid="6666666666", alert=NEW, text="Act now."),
        part("targets", uid="9999999999", recommendation="6666666666", position="1", organization="4444444444"),
    )
    assert "text: “Act.” → “Act now.”" in load(path)
    [ask] = draft.recommendations.all()
    assert (ask.text, ask.wording, [t.organization for t in ask.targets.all()]) == ("Act now.", "verbatim", [body])
    assert [p.organization for p in draft.parties.all()] == [body]


def test_all_or_none_by_default_and_every_bad_row_is_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [alert(), alert(OTHER, issued="tomorrow"), alert(OTHER, type="zzzzzzzzzz")])
    with pytest.raises(CommandError) as error:
        load(path)
    assert "in.csv, line 3, column issued" in str(error.value)
    assert "in.csv, line 4" in str(error.value)
    assert not Alert.objects.exists()


def test_good_rows_in_and_bad_rows_back_with_the_reason(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    path = csv_file(tmp_path, [alert(OTHER, issued="tomorrow"), alert()])
    told = load(path, "--bad-rows", str(bad))
    assert "line 2: not taken: issued: " in told
    assert [a.uid for a in Alert.objects.all()] == [NEW]
    [row] = csv.DictReader(io.StringIO(bad.read_text(), newline=""))
    assert (row["uid"], row["issued"]) == (OTHER, "tomorrow")
    assert "tomorrow" in row["why"]
    # Mended, the file can be given back as it is.
    bad.write_text(bad.read_text().replace(",tomorrow,", ",2022-11,", 1))
    load(bad)
    assert Alert.objects.get(uid=OTHER).issued == "2022-11"


def test_what_belongs_to_a_bad_row_is_bad_too(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    path = lines(
        tmp_path,
        part("alerts", **alert(OTHER, issued="tomorrow")),
        part("notes", uid="8888888888", alert=OTHER, number="1", text="Of the bad one"),
        "no json",
        part("alerts", **alert()),
        part("notes", uid="8888888883", alert=NEW, number="1", text="Of the good one"),
        part("notes", uid="8888888884", alert=NEW, number="1", text="The same number again"),
    )
    load(path, "--bad-rows", str(bad))
    assert [(a.uid, [n.text for n in a.notes.all()]) for a in Alert.objects.all()] == [(NEW, ["Of the good one"])]
    handed = [json.loads(line) for line in bad.read_text().splitlines()]
    assert [one.get("uid", one.get("line")) for one in handed] == [OTHER, "8888888888", "no json", "8888888884"]
    assert all(one["why"] for one in handed)


def test_one_in_review_is_left_alone(tmp_path: Path) -> None:
    held = cast.draft("In review")
    Alert.objects.filter(pk=held.pk).update(status="in_review")
    with pytest.raises(CommandError, match="in review"):
        load(csv_file(tmp_path, [alert(held.uid)]))
    held.refresh_from_db()
    assert held.title == "In review"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it is missing"), ("a,b\n1,2\n", "no such column"), ("\xff", "not UTF-8"), ("uid,uid\n", "twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(CommandError, match=sentence):
        load(path)


@pytest.mark.parametrize(
    "row",
    ["[]", "1", '{"table": "x"}', '{"table": "alerts", "colour": "red"}', '{"table": "alerts", "uid": {}}', "[" * 9999],
)
def test_a_line_that_is_no_row_is_told(tmp_path: Path, row: str) -> None:
    with pytest.raises(CommandError, match="line 1: it is no row"):
        load(lines(tmp_path, row))


def test_a_table_row_for_json_lines_is_reported_as_json(tmp_path: Path) -> None:
    [told] = [json.loads(line) for line in load(csv_file(tmp_path, [alert()]), "--json", "--dry-run").splitlines()]
    assert (told["line"], told["does"], told["changes"]["title"]) == (2, "new", ["", "A warning"])


def test_the_catalogue_itself_is_held_as_its_rows_say(tmp_path: Path, settings: Any) -> None:
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    load(fixtures / "countries.csv")
    assert load(fixtures / "countries.csv") == ""
    assert not Document.objects.exists()
