"""What the catalogue says: the totals, and the five alerts that the archive began with, field by field."""

from collections import Counter

import pytest

from tests.test_fixtures import Row, parts, rows

RED_FLAG, UPDATE_3, SOS_2, EMERGENCY, CALL = (
    "lemkin-rfa-azerbaijan-2022-12-03",
    "lemkin-rfa-azerbaijan-update-3-2022-10-07",
    "lemkin-sos-artsakh-2-2023-09-22",
    "gw-emergency-nk-2020-10",
    "joint-call-nk-2022-11",
)


def uid_of(old: str) -> str:
    """The uid of the alert that an old catalogue id leads to."""
    return next(row["uid"] for row in rows("former_addresses") if (row["kind"], row["value"]) == ("alert", old))


def alert(old: str) -> Row:
    return next(row for row in rows("alerts") if row["uid"] == uid_of(old))


def of(file: str, old: str) -> list[Row]:
    return [row for row in rows(file) if row["alert"] == uid_of(old)]


def called(file: str, uid: str, column: str = "name") -> str:
    return next((row[column] for row in rows(file) if row["uid"] == uid), "")


def label(old: str) -> str:
    return called("types", alert(old)["type"], "label")


def who(old: str, role: str) -> list[str]:
    return [called("organizations", row["organization"]) for row in of("parties", old) if row["role"] == role]


def asks(old: str) -> list[tuple[str, list[str], list[str]]]:
    """The measure, addressees and targets of each recommendation, by name."""

    def names(file: str, recommendation: Row) -> list[str]:
        held = [row for row in rows(file) if row["recommendation"] == recommendation["uid"]]
        return [called("organizations", row["organization"]) for row in held]

    return [(row["measure"], names("addressees", row), names("targets", row)) for row in of("recommendations", old)]


def says(old: str) -> set[tuple[str, str]]:
    return {(row["crime"], row["modality"]) for row in of("characterizations", old)}


@pytest.mark.parametrize(
    ("file", "total"),
    [
        ("alerts", 126), ("recommendations", 128), ("notes", 56), ("frameworks", 37), ("scales", 13), ("relations", 5),
        ("situations", 25), ("former_addresses", 127), ("countries", 260),
    ],
)  # fmt: skip
def test_totals(file: str, total: int) -> None:
    assert len(rows(file)) == total


def test_totals_by_issuer() -> None:
    found = Counter(
        called("organizations", row["organization"], "acronym") for row in rows("parties") if row["role"] == "issuer"
    )
    expected = {"GCR2P": 17, "LIGP": 16, "SAPG": 16, "GW": 12, "CERD": 9, "CoC": 5, "HRW": 6, "ICRC": 4, "AI": 5}
    assert {acronym: found[acronym] for acronym in expected} == expected


def test_totals_by_year() -> None:
    found = Counter(row["issued"][:4] for row in rows("alerts"))
    assert found["2023"] == 16
    assert found["2022"] == 14
    assert sum(found[str(year)] for year in range(1993, 2000)) == 19
    assert sum(found.values()) == 126


def test_totals_by_country_and_language() -> None:
    found = Counter(row["country"] for row in rows("alert_countries"))
    assert {code: found[code] for code in ("SD", "CD", "AZ", "PS", "MM", "XK")} == {
        "SD": 21, "CD": 13, "AZ": 12, "PS": 10, "MM": 10, "XK": 3,
    }  # fmt: skip
    assert Counter(row["language"] for row in rows("alerts")) == {"en": 120, "es": 4, "pt": 1, "de": 1}


def test_a_date_that_was_inferred_without_a_reason_is_its_year_alone() -> None:
    inferred = [row for row in rows("alerts") if row["issued_basis"] == "inferred"]
    assert len(inferred) == 16
    assert [row["title"] for row in inferred if len(row["issued"]) > 4] == ["SOS Alert - Artsakh #2"]
    assert all(row["issued_note"] for row in inferred)


def test_kosovo_and_southern_sudan_are_shown_by_the_names_of_their_time() -> None:
    then = {(row["alert"], row["country"]): row["then_name"] for row in rows("alert_countries")}
    assert then[uid_of("icrc-kosovo-1998-09-15"), "XK"] == "Kosovo, Federal Republic of Yugoslavia"
    assert then[uid_of("osce-hcnm-early-warning-fyrom-1999-05-12"), "MK"] == "former Yugoslav Republic of Macedonia"
    assert then[uid_of("coc-sudan-warning-2000-11-15"), "SS"] == "southern Sudan (part of Sudan)"


def test_numbers_of_a_serial_are_no_updates() -> None:
    in_serial = {row["uid"] for row in rows("alerts") if row["serial"]}
    numbers = {row["serial_number"] for row in rows("alerts") if row["serial"] and row["serial_number"]}
    assert {"36", "48", "73", "461", "32", "1"} <= numbers
    assert not in_serial & {row["alert"] for row in rows("relations")}
    updates = {(row["alert"], row["target"]) for row in rows("relations") if row["kind"] == "updates"}
    assert (uid_of(SOS_2), uid_of("lemkin-sos-artsakh-2023-09-19")) in updates
    assert (uid_of(UPDATE_3), uid_of("lemkin-rfa-azerbaijan-update-1-2022-08-15")) in updates
    assert uid_of("lemkin-rfa-az-in-armenia-update-3-2024-04-03") not in {uid for pair in updates for uid in pair}


def test_every_founding_alert_is_in_the_situation_of_nagorno_karabakh() -> None:
    situation = next(row for row in rows("situations") if row["slug"] == "nagorno-karabakh")
    assert {uid_of(old) for old in (RED_FLAG, UPDATE_3, SOS_2, EMERGENCY, CALL)} <= set(parts(situation["alerts"]))


def test_the_red_flag_alert_of_december_2022() -> None:
    found = alert(RED_FLAG)
    assert found["title"] == "Red Flag Alert for Genocide: Azerbaijan"
    assert (found["issued"], found["issued_basis"]) == ("2022-12-03", "printed")
    assert label(RED_FLAG) == "Red Flag Alert for Genocide"
    assert who(RED_FLAG, "issuer") == ["Lemkin Institute for Genocide Prevention"]
    assert who(RED_FLAG, "addressee") == ["International community", "Western governments"]
    assert asks(RED_FLAG) == [
        ("negotiation-or-mediation", ["International community"], ["Azerbaijan", "Türkiye"]),
        ("condemnation-or-public-statement", ["Western governments"], []),
    ]
    assert says(RED_FLAG) == {("genocide", "risk"), ("aggression", "committed")}


def test_update_3_of_october_2022() -> None:
    found = alert(UPDATE_3)
    assert found["title"] == "Red Flag Alert for Genocide - Azerbaijan - Update 3"
    assert (found["issued"], found["issued_basis"]) == ("2022-10-07", "printed")
    assert "a video that, it says, shows" in found["abstract"]
    assert "dispute" in found["abstract"]
    pressed = ["North Atlantic Treaty Organization", "European Union"]
    assert asks(UPDATE_3) == [
        ("other", ["Global and regional powers"], []),
        ("military-support", ["International community"], []),
        ("condemnation-or-public-statement", ["International community"], ["Azerbaijan"]),
        ("sanctions", ["International community"], ["Azerbaijan"]),
        ("arms-embargo", ["International community"], ["Azerbaijan"]),
        ("sanctions", ["International community"], ["Israel", "Ukraine", "Russia", "Türkiye"]),
        ("negotiation-or-mediation", pressed, ["Türkiye", "Azerbaijan"]),
        ("release-of-detainees", pressed, ["Azerbaijan"]),
        ("negotiation-or-mediation", pressed, []),
    ]


def test_the_second_sos_for_artsakh() -> None:
    found = alert(SOS_2)
    assert found["title"] == "SOS Alert - Artsakh #2"
    assert (found["issued"], found["issued_basis"]) == ("2023-09-22", "inferred")
    assert "21 September" in found["issued_note"]
    assert "Women and children of Artsakh" in who(SOS_2, "addressee")
    assert [addressees for _, addressees, _ in asks(SOS_2)] == [
        ["International community"],
        ["International community"],
        ["International community"],
    ]


def test_the_genocide_emergency_of_october_2020() -> None:
    found = alert(EMERGENCY)
    assert found["title"].endswith("Azerbaijan's Invasion of Nagorno-Karabakh (Artsakh) October 2020")
    assert (found["issued"], found["issued_basis"]) == ("2020-10", "from_title")
    kind = next(row for row in rows("types") if row["uid"] == found["type"])
    assert (kind["label"], kind["step"]) == ("Genocide Emergency Alert", "Genocide Emergency")
    assert who(EMERGENCY, "issuer") == ["Genocide Watch"]
    presidents = ["President of the United States", "President of the Russian Federation"]
    assert asks(EMERGENCY) == [
        ("ceasefire", ["United Nations Security Council"], ["Azerbaijan"]),
        ("arms-embargo", ["United Nations Security Council"], ["Azerbaijan"]),
        ("peacekeeping-or-monitoring", [], []),
        ("condemnation-or-public-statement", ["World leaders"], ["Azerbaijan"]),
        ("negotiation-or-mediation", presidents, []),
        ("ceasefire", ["All parties"], []),
    ]
    printed = [row["as_printed"] for row in of("parties", EMERGENCY) if "President" in row["office"]]
    assert printed == ["President Trump", "President Putin"]


def test_the_factors_and_stages_of_the_genocide_emergency() -> None:
    indicators = {row["uid"]: row for row in rows("frameworks")}
    held = [(indicators[row["indicator"]], row) for row in of("assessments", EMERGENCY)]
    assert Counter(indicator["slug"] for indicator, _ in held) == {
        "harff-as-used-by-genocide-watch": 7,
        "ten-stages-of-genocide": 10,
    }
    assert all(row["note"] and row["as_printed"] for _, row in held)
    concluded = [indicator["indicator"] for indicator, row in held if row["concluded"] == "yes"]
    assert concluded == ["Extermination", "Denial"]
    stages = [indicator["number"] for indicator, _ in held if indicator["slug"] == "ten-stages-of-genocide"]
    assert stages == [str(number) for number in range(1, 11)]


def test_the_call_for_action_of_november_2022() -> None:
    found = alert(CALL)
    assert found["title"].startswith("Call for Action: Decisive Measures Needed")
    assert (found["issued"], found["issued_basis"]) == ("2022-11", "printed")
    assert who(CALL, "issuer") == [
        "For Equal Rights NGO",
        "Helsinki Citizens' Assembly – Vanadzor",
        "Law Development and Protection Foundation",
        "Open Society Foundations – Armenia",
        "Protection of Rights without Borders NGO",
        "Transparency International Anti-Corruption Center",
    ]
    asked = [row for row in of("parties", CALL) if row["role"] == "addressee"]
    assert [row["as_printed"] for row in asked] == ["Alice Ndreitu"]
    assert "Alice Wairimu Nderitu" in asked[0]["office"]
    assert who(CALL, "addressee") == ["United Nations Special Adviser on the Prevention of Genocide"]
    assert {("ethnic_cleansing", "risk"), ("war_crimes", "committed"), ("aggression", "committed")} <= says(CALL)
    assert [row["addressee_basis"] for row in of("recommendations", CALL)] == [
        "stated", "stated", "implied", "stated", "implied",
    ]  # fmt: skip


def test_the_56_notes_of_the_call_and_their_references() -> None:
    notes = {row["uid"]: row["number"] for row in of("notes", CALL)}
    held: dict[str, list[Row]] = {number: [] for number in notes.values()}
    for row in rows("references"):
        held[notes[row["note"]]].append(row)
    assert list(held) == [str(number) for number in range(1, 57)]
    assert {number: len(references) for number, references in held.items() if len(references) > 1} == {
        "3": 3, "9": 2, "10": 2, "14": 2, "17": 2, "21": 3, "44": 2,
    }  # fmt: skip
    symbols = {row["symbol"] for row in rows("references")}
    assert {"CRI(2007)22", "CRI(2016)17", "CERD/C/AZE/CO/10-12", "EUR 54/5214/2022", "E-005485/2020"} <= symbols
    assert (
        held["14"][1]["url"] == "https://oc-media.org/footage-appears-to-show-desecration-of-female-armenian-soldier/"
    )
    assert held["17"][1]["url"] == "https://www.azatutyun.am/a/31930981.html"
    assert "fbclid=" in held["21"][0]["url"]
    assert "bellingcat.com" in held["21"][2]["url"]
    assert [number for number, references in held.items() if not all(row["text"] for row in references)] == []
