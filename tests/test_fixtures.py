"""The catalogue's files, read as they lie in fixtures/: what can be said of them without a database."""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "fixtures"
Row = dict[str, str]

# What each file holds, in this order. The columns of references come with what they refer to.
COLUMNS = {
    "countries": "code alpha3 name from_year until_year former_alpha2 successors",
    "places": "uid slug name countries part_of",
    "populations": "uid slug name",
    "organizations": "uid slug name acronym kind country parent predecessors website description",
    "names": "of record text relation language script used_by since until",
    "scales": "scale title issuer position label",
    "types": "uid slug issuer label genre scale step",
    "serials": "uid slug issuer title",
    "frameworks": "uid slug title issuer source number indicator",
    "measures": "uid slug label description",
    "situations": "uid slug title summary period places populations alerts",
    "alerts": (
        "uid title type language abstract body text_rights symbol source_url source_kind retrieved_on issued "
        "issued_basis issued_note issuers_note signatory_count serial serial_number do_no_harm curator_note"
    ),
    "parties": "uid alert position role organization as_printed office",
    "dates": "uid alert position kind edtf basis note",
    "alert_countries": "uid alert position country role then_name",
    "alert_places": "uid alert position place as_printed",
    "alert_populations": "uid alert position population as_printed",
    "characterizations": "uid alert position crime modality words actor actor_text population population_text",
    "assessments": "uid alert position indicator as_printed note concluded",
    "recommendations": "uid alert number text wording addressee_basis measure location situation",
    "addressees": "uid recommendation position organization as_printed",
    "targets": "uid recommendation position organization as_printed",
    "notes": "uid alert number text",
    "references": "uid note position text url symbol sensitive",
    "relations": "uid alert kind target note",
    "former_addresses": "kind value uid",
}
# (file, column) -> (file, column) that must hold it; lists are parted with ";".
REFERENCES = {
    ("countries", "successors"): ("countries", "code"),
    ("places", "countries"): ("countries", "code"),
    ("places", "part_of"): ("places", "uid"),
    ("organizations", "country"): ("countries", "code"),
    ("organizations", "parent"): ("organizations", "uid"),
    ("organizations", "predecessors"): ("organizations", "uid"),
    ("scales", "issuer"): ("organizations", "uid"),
    ("types", "issuer"): ("organizations", "uid"),
    ("types", "scale"): ("scales", "scale"),
    ("serials", "issuer"): ("organizations", "uid"),
    ("frameworks", "issuer"): ("organizations", "uid"),
    ("situations", "places"): ("places", "uid"),
    ("situations", "populations"): ("populations", "uid"),
    ("situations", "alerts"): ("alerts", "uid"),
    ("alerts", "type"): ("types", "uid"),
    ("alerts", "serial"): ("serials", "uid"),
    ("parties", "organization"): ("organizations", "uid"),
    ("alert_countries", "country"): ("countries", "code"),
    ("alert_places", "place"): ("places", "uid"),
    ("alert_populations", "population"): ("populations", "uid"),
    ("characterizations", "actor"): ("organizations", "uid"),
    ("characterizations", "population"): ("populations", "uid"),
    ("assessments", "indicator"): ("frameworks", "uid"),
    ("recommendations", "measure"): ("measures", "slug"),
    ("recommendations", "situation"): ("situations", "uid"),
    ("addressees", "recommendation"): ("recommendations", "uid"),
    ("addressees", "organization"): ("organizations", "uid"),
    ("targets", "recommendation"): ("recommendations", "uid"),
    ("targets", "organization"): ("organizations", "uid"),
    ("references", "note"): ("notes", "uid"),
    ("relations", "target"): ("alerts", "uid"),
} | {(file, "alert"): ("alerts", "uid") for file, columns in COLUMNS.items() if " alert " in f" {columns} "}
NEVER_EMPTY = {"alert", "recommendation", "note", "type", "target", "organization", "indicator", "measure"}
CHOICES = {
    ("types", "genre"): (
        "alert bulletin statement press_release letter call_to_action appeal resolution decision report"
    ),
    ("alerts", "text_rights"): "abstract_only",
    ("alerts", "source_kind"): "issuer mirror press_report unknown",
    ("alerts", "issued_basis"): "printed from_title inferred unknown",
    ("alerts", "do_no_harm"): "yes",
    ("dates", "kind"): "adopted posted updated period not_before",
    ("dates", "basis"): "printed from_title inferred unknown",
    ("parties", "role"): "issuer signatory addressee",
    ("alert_countries", "role"): "concerned location responsible supporter affected host",
    ("characterizations", "crime"): (
        "genocide crimes_against_humanity war_crimes ethnic_cleansing aggression mass_atrocity"
    ),
    ("characterizations", "modality"): "risk imminent under_way committed denied",
    ("assessments", "concluded"): "yes no",
    ("recommendations", "wording"): "restated",
    ("recommendations", "addressee_basis"): "stated implied none",
    ("references", "sensitive"): "yes no",
    ("relations", "kind"): "updates corrects retracts translates reissues responds_to",
    ("organizations", "kind"): (
        "ngo coalition academic un_body un_experts intergovernmental state state_body office court armed_group general "
        "other"
    ),
    ("names", "of"): "country place population organization",
    ("names", "relation"): "same broader narrower part historical contested pejorative",
}
NUMBERED = {  # file -> (whole, column that counts from 1 within it)
    **dict.fromkeys(
        (
            "parties", "dates", "alert_countries", "alert_places", "alert_populations", "characterizations",
            "assessments",
        ),
        ("alert", "position"),
    ),
    "recommendations": ("alert", "number"),
    "notes": ("alert", "number"),
    "addressees": ("recommendation", "position"),
    "targets": ("recommendation", "position"),
    "references": ("note", "position"),
}  # fmt: skip
UID = re.compile(r"[2-9bcdfghjkmnpqrstvwxyz]{10}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOMENT = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"{MOMENT}|{MOMENT}/({MOMENT}|\.\.)")


@cache
def rows(file: str) -> list[Row]:
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def column(file: str, name: str) -> list[str]:
    return [row[name] for row in rows(file)]


def parts(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


@pytest.mark.parametrize("file", COLUMNS)
def test_a_file_has_the_documented_columns_and_clean_cells(file: str) -> None:
    text = (FOLDER / f"{file}.csv").read_bytes()
    assert text.startswith(",".join(COLUMNS[file].split()).encode())
    assert b"\r" not in text
    assert rows(file)
    for row in rows(file):
        assert None not in row
        assert all(cell == cell.strip() and "  " not in cell for cell in row.values()), row


def test_every_file_of_the_folder_is_documented() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(COLUMNS)
    readme = (FOLDER / "README.md").read_text()
    assert [file for file in COLUMNS if f"`{file}.csv`" not in readme] == []


def test_uids_are_well_formed_and_nothing_shares_one() -> None:
    found = Counter(uid for file in COLUMNS if "uid " in COLUMNS[file] for uid in column(file, "uid"))
    assert [uid for uid in found if not UID.fullmatch(uid)] == []
    assert [uid for uid, count in found.items() if count > 1] == []


@pytest.mark.parametrize(("file", "name"), REFERENCES)
def test_every_reference_resolves(file: str, name: str) -> None:
    held = set(column(*REFERENCES[file, name]))
    for row in rows(file):
        assert set(parts(row[name])) <= held, row
        assert row[name] or name not in NEVER_EMPTY, row


@pytest.mark.parametrize(("file", "name"), CHOICES)
def test_a_choice_is_one_of_the_record(file: str, name: str) -> None:
    assert set(column(file, name)) <= set(CHOICES[file, name].split())


@pytest.mark.parametrize("file", NUMBERED)
def test_positions_count_from_one_without_gaps(file: str) -> None:
    whole, number = NUMBERED[file]
    found = defaultdict(list)
    for row in rows(file):
        found[row[whole]].append(int(row[number]))
    for uid, numbers in found.items():
        assert numbers == list(range(1, len(numbers) + 1)), uid


def test_slugs_are_well_formed_and_not_given_twice() -> None:
    for file in ("places", "populations", "organizations", "types", "serials", "measures", "situations"):
        slugs = column(file, "slug")
        assert [slug for slug in slugs if not SLUG.fullmatch(slug) or len(slug) > 120] == []
        assert len(slugs) == len(set(slugs)), file


def test_dates_are_edtf() -> None:
    dates = column("alerts", "issued") + column("dates", "edtf") + column("situations", "period")
    assert [date for date in dates if not EDTF.fullmatch(date)] == []
    assert [date for date in column("alerts", "issued") if "/" in date] == []


def test_a_former_address_leads_to_a_record_and_is_no_address_of_today() -> None:
    held = {uid for file in COLUMNS if "uid " in COLUMNS[file] for uid in column(file, "uid")}
    values = [(row["kind"], row["value"]) for row in rows("former_addresses")]
    assert len(values) == len(set(values))
    assert set(column("former_addresses", "uid")) <= held
    assert not held & set(column("former_addresses", "value"))


def test_a_type_is_given_once_by_issuer_and_label_whatever_its_case() -> None:
    labels = [(row["issuer"], row["label"].casefold()) for row in rows("types")]
    assert len(labels) == len(set(labels))
    steps = {(row["scale"], row["label"]) for row in rows("scales")}
    assert {(row["scale"], row["step"]) for row in rows("types") if row["step"]} <= steps
    assert {row["uid"] for row in rows("types")} == set(column("alerts", "type"))


def test_an_alert_is_of_a_type_of_one_of_its_issuers() -> None:
    issuers = defaultdict(set)
    for row in rows("parties"):
        if row["role"] == "issuer":
            issuers[row["alert"]].add(row["organization"])
    owner = {row["uid"]: row["issuer"] for row in rows("types")}
    for alert in rows("alerts"):
        # The label of a joint letter is nobody's own.
        assert not owner[alert["type"]] or owner[alert["type"]] in issuers[alert["uid"]]
        assert issuers[alert["uid"]] or alert["issuers_note"], alert["title"]


def test_the_world_is_complete() -> None:
    today = [row for row in rows("countries") if len(row["code"]) == 2]
    former = [row for row in rows("countries") if len(row["code"]) == 4]
    assert len(today) == 250
    assert "Kosovo" in [row["name"] for row in today if row["code"] == "XK"]
    assert len({row["name"] for row in today}) == 250
    assert not [row for row in today if row["from_year"] or row["successors"] or "SAR" in row["name"]]
    assert {"YUCS", "CSXX", "SUHH", "DDDE", "CSHH", "ZRCD", "BUMM", "TPTL", "YDYE", "ANHH"} == {
        row["code"] for row in former
    }
    assert all(row["from_year"] < row["until_year"] and row["former_alpha2"] and row["successors"] for row in former)


def test_a_state_has_one_organization_called_as_its_country_is() -> None:
    states = [row for row in rows("organizations") if row["kind"] == "state"]
    called = {row["code"]: row["name"] for row in rows("countries")}
    assert all(called[row["country"]] == row["name"] for row in states)
    assert len({row["country"] for row in states}) == len(states)
    by_uid = {row["uid"]: row for row in rows("organizations")}
    for row in rows("organizations"):
        assert row["kind"] != "state_body" or by_uid[row["parent"]]["kind"] in {"state", "state_body"}, row["name"]
        assert not row["name"].startswith(("Government of", "Authorities of"))
    assert len({row["name"] for row in rows("organizations")}) == len(rows("organizations"))


def test_a_name_belongs_to_a_record_and_is_not_its_display_name() -> None:
    files = {"country": "countries", "place": "places", "population": "populations", "organization": "organizations"}
    display = {
        (of, row["code" if of == "country" else "uid"]): row["name"] for of, file in files.items() for row in rows(file)
    }
    for row in rows("names"):
        assert (row["of"], row["record"]) in display, row
        assert display[row["of"], row["record"]] != row["text"], row
        assert re.fullmatch(r"([a-z]{2,3}(-[A-Za-z0-9]+)*)?", row["language"])
        assert re.fullmatch(r"([A-Z][a-z]{3})?", row["script"])
    texts = [(row["of"], row["record"], row["text"]) for row in rows("names")]
    assert len(texts) == len(set(texts))


def test_an_address_is_one_of_the_web_and_its_kind_fits() -> None:
    for row in rows("alerts"):
        assert (row["source_kind"] == "unknown") == (not row["source_url"]), row["title"]
    urls = column("alerts", "source_url") + column("references", "url") + column("organizations", "website")
    for url in filter(None, urls):
        assert urlsplit(url).scheme in {"http", "https"}, url
        assert urlsplit(url).hostname, url
        assert not re.search(r"[\s<>\"]", url), url


def test_no_text_of_the_archive_asserts_without_a_speaker() -> None:
    for row in rows("alerts"):
        assert 40 < len(row["abstract"]) < 700, row["title"]
        assert row["abstract"].endswith("."), row["title"]
        assert not row["body"]
    for row in rows("recommendations"):
        assert row["text"].endswith("."), row


def test_who_is_asked_follows_the_stated_basis() -> None:
    asked = Counter(column("addressees", "recommendation"))
    for row in rows("recommendations"):
        assert (asked[row["uid"]] == 0) == (row["addressee_basis"] == "none"), row["text"]
    for file in ("addressees", "targets"):
        pairs = [(row["recommendation"], row["organization"]) for row in rows(file)]
        assert len(pairs) == len(set(pairs))
    pairs = [(row["alert"], row["role"] + row["organization"]) for row in rows("parties")]
    assert len(pairs) == len(set(pairs))


def test_no_alert_updates_itself_and_none_is_updated_twice_by_one() -> None:
    issued = {row["uid"]: row["issued"] for row in rows("alerts")}
    for row in rows("relations"):
        assert row["alert"] != row["target"]
        assert issued[row["alert"]][:4] >= issued[row["target"]][:4]
    assert len({(row["alert"], row["kind"]) for row in rows("relations")}) == len(rows("relations"))


def test_sensitive_references_are_the_two_videos_of_notes_15_and_21() -> None:
    number = {row["uid"]: row["number"] for row in rows("notes")}
    sensitive = [row for row in rows("references") if row["sensitive"] == "yes"]
    assert [number[row["note"]] for row in sensitive] == ["15", "21"]
    assert [row["position"] for row in sensitive] == ["1", "1"]
    assert all(row["url"] for row in sensitive)
    assert not [row for row in rows("references") if "t.me" in row["url"] and row["sensitive"] == "no"]
