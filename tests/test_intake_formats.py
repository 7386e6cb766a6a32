"""Records in the formats of other bodies: CAP 1.2 and the API of ReliefWeb."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import formats
from intake.extraction import Unreadable
from tests import cast

CAP = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>QI-2022-7</identifier><sender>desk@example.org</sender><sent>2022-10-07T23:30:00-05:00</sent>
  <status>{status}</status><msgType>Update</msgType><scope>Public</scope>
  <references>desk@example.org,QI-2022-6,2022-09-01T10:00:00-00:00</references>
  <info>
    <language>fr-CA</language><category>Security</category><event>Atrocity warning</event>
    <urgency>Immediate</urgency><severity>Extreme</severity><certainty>Likely</certainty>
    <senderName>The Quiet Institute</senderName>
    <headline>Risque de violences</headline>
    <description>L’institut avertit.</description>
    <instruction>L’Union devrait agir.</instruction>
    <web>https://example.org/alerte</web>
    <area><areaDesc>Haut-Karabakh</areaDesc></area>
  </info>
  <info><language>en</language><event>Atrocity warning</event><headline>Risk of violence</headline>
    <description>The institute warns.</description></info>
</alert>"""
REPORT: dict[str, Any] = {
    "id": 4711,
    "fields": {
        "title": "Warning of violence",
        "body": "## What is known\n\nThe institute warns.",
        "source": [{"name": "The Quiet Institute"}, {"name": "Another Body"}],
        "date": {"original": "2022-10-07T00:00:00+00:00", "created": "2022-10-09T12:00:00+00:00"},
        "country": [{"iso3": "aze", "name": "Azerbaijan"}, {"iso3": "xyz", "name": "Nowhere"}],
        "language": [{"code": "en"}],
        "format": [{"name": "News and Press Release"}],
        "origin": "https://example.org/warning",
        "url": "https://reliefweb.example.org/node/4711",
        "file": [{"filename": "warning.pdf"}],
    },
}


def told(record: formats.Record) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for proposal in record.proposals:
        found.setdefault(proposal.kind, []).append(proposal.value)
    return found


def only(data: bytes) -> formats.Record:
    found = formats.records(data)
    assert found is not None
    [record] = found
    return record


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        formats.records(data)
    return str(error.value)


def test_the_fields_of_a_cap_alert_are_proposed() -> None:
    record = only(CAP.format(status="Actual").encode())
    values = told(record)
    assert values["title"] == [{"text": "Risque de violences"}]
    assert values["issued"] == [{"edtf": "2022-10-07", "basis": "printed", "note": ""}]
    assert values["issuer"] == [{"name": "The Quiet Institute", "office": "", "uid": ""}]
    assert values["language"] == [{"tag": "fr-CA"}]
    assert values["place"] == [{"uid": "", "as_printed": "Haut-Karabakh"}]
    assert values["update"] == [{"number": "", "of": "QI-2022-6", "uid": ""}]
    assert record.extracted.source_url == "https://example.org/alerte"
    assert record.extracted.text.startswith("# Risque de violences\n\nFrom: The Quiet Institute")
    assert "## Instruction\n\nL’Union devrait agir." in record.extracted.text
    assert "Risk of violence" in record.extracted.text
    assert record.extracted.warnings == ("It has 2 parts (fr-CA, en): what is proposed is taken from the first.",)


def test_passages_hold_the_words_of_their_fields() -> None:
    record = only(CAP.format(status="Actual").encode())
    for proposal in record.proposals:
        words = [record.extracted.text[p.start : p.end] for p in proposal.passages]
        value = proposal.value.get("text") or proposal.value.get("name") or proposal.value.get("as_printed")
        assert not value or words == [value]


@pytest.mark.parametrize("status", ["Exercise", "Test", "Draft", "System"])
def test_what_is_no_actual_alert_is_warned_of(status: str) -> None:
    warnings = only(CAP.format(status=status).encode()).extracted.warnings
    assert any(f"Its status is “{status}”" in warning for warning in warnings)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info>&b;</info></alert>'
)
XXE = (
    '<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info>&a;</info></alert>'
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (BOMB, "It declares entities or a document type"),
        (XXE, "It declares entities or a document type"),
        ('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">', "It is no whole XML"),
        ('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "without an “info”"),
        ('<feed xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "its first element is “feed”"),
        (
            '<?xml version="1.0" encoding="x-none"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>',
            "no whole XML",
        ),
    ],
)
def test_a_broken_or_hostile_cap_alert_is_a_sentence(data: str, sentence: str) -> None:
    assert sentence in refused(data.encode())


@pytest.mark.django_db
def test_the_fields_of_a_reliefweb_report_are_proposed() -> None:
    country = cast.country()
    country.alpha3 = "AZE"
    country.save()
    record = only(json.dumps({"data": [REPORT]}).encode())
    values = told(record)
    assert values["title"] == [{"text": "Warning of violence"}]
    assert [one["name"] for one in values["issuer"]] == ["The Quiet Institute", "Another Body"]
    assert values["issued"][0]["edtf"] == "2022-10-07"
    assert values["date"] == [{"kind": "posted", "edtf": "2022-10-09"}]
    assert values["country"] == [{"code": "AZ", "role": "concerned"}]
    assert values["language"] == [{"tag": "en"}]
    assert record.extracted.source_url == "https://example.org/warning"
    assert "## What is known\n\nThe institute warns." in record.extracted.text
    assert record.extracted.warnings == ("It names 1 attached file, not taken in: warning.pdf.",)
    assert json.loads(record.data) == REPORT


@pytest.mark.django_db
def test_each_report_of_an_answer_is_a_document_of_its_own() -> None:
    found = formats.records(json.dumps({"data": [REPORT, REPORT | {"id": 4712}]}).encode())
    assert found is not None
    assert [record.name for record in found] == ["#4711", "#4712"]
    assert found[0].data != found[1].data


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('{"data": [{"fields": {}}', "It is no whole JSON"),
        ('{"data": {"id": 1, "fields": {}}}', "no list of records"),
        ('{"data": [{"id": 1}], "fields": []}', "no list of records"),
        ('{"fields": [], "data": []}', "found nothing"),
        ('{"id": 1, "fields": ' + "[" * 100_000, "It is no whole JSON"),
    ],
)
def test_a_broken_answer_is_a_sentence(data: str, sentence: str) -> None:
    assert sentence in refused(data.encode())


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=20), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*REPORT["fields"], "primary_country"]), JSON))
def test_whatever_stands_in_the_fields_of_a_report_is_read(fields: dict[str, Any]) -> None:
    from intake.formats import reliefweb

    record = reliefweb._record({"id": 1, "fields": fields}, {"aze": "AZ"})
    text = record.extracted.text
    assert text.encode()
    assert all(0 <= p.start <= p.end <= len(text) for proposal in record.proposals for p in proposal.passages)


@pytest.mark.parametrize("data", [b"", b"<html></html>", b'{"a": 1}', b"# Text", b"\xff\xfe"])
def test_other_files_are_not_meant(data: bytes) -> None:
    assert formats.records(data) is None
