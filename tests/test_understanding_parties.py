"""Who speaks, signs and is asked; what is recommended; which indicators are seen; what the notes cite."""

from typing import Any

import pytest

from intake.proposals import UNSURE
from intake.understanding import notes
from tests.test_understanding import PROSE, extracted, found, values
from tests.vocabulary import VOCABULARY

pytestmark = pytest.mark.once
assert VOCABULARY.organizations


class TestIssuers:
    @pytest.mark.parametrize(
        ("text", "uids"),
        [
            (
                f"# A warning\n\nFROM: Human Rights Watch, Helsinki Citizens’ Assembly – Vanadzor "
                f"NGO\n\n{PROSE}", ["hrw", "hca"]),
            (f"# A warning\n\nVON: Amnesty International\n\n{PROSE}", ["ai"]),
            (f"## Human Rights Watch\n\n# A warning\n\n3 May 2021\n\n{PROSE}", ["hrw"]),
            (f"# A warning\n\nGenocide Watch is issuing this warning. {PROSE}", ["watch"]),
            (f"# A warning\n\nHuman Rights Watch and Amnesty International warn of it. {PROSE}", ["hrw", "ai"]),
            (f"# A warning\n\n{PROSE}\n\nHuman Rights Watch", ["hrw"]),
            (f"# A warning\n\n{PROSE}\n\n© 2021 Genocide Watch", ["watch"]),
            (f"# A warning\n\n{PROSE}\n\nSignatories:\n\n- Amnesty International\n- Human Rights Watch", ["ai", "hrw"]),
            (f"# A warning\n\nFROM: Human Rights Watch (HRW) <a@example.org>\n\n{PROSE}", ["hrw"]),
            (f"# Joint statement by Human Rights Watch and Amnesty International on Sudan\n\n{PROSE}", ["hrw", "ai"]),
            (f"# A paper\n\nWe, Human Rights Watch and Amnesty International, call for calm. {PROSE}", ["hrw", "ai"]),
            (f"# A warning\n\n{PROSE}\n\nYours,\n\n- Amnesty International\n- Human Rights Watch", ["ai", "hrw"]),
            (f"UNITED NATIONS\n\n# A warning\n\nGENEVA (3 May 2021) – UN experts today warned of it. {PROSE}", ["sp"]),
            (
                "# Заявление\n\nХьюман Райтс Вотч призывает власти Судана пропустить помощь в долину без "
                "всяких условий.", ["hrw"]),
            (
                "# بيان\n\nتعرب هيومن رايتس ووتش ومنظمة العفو الدولية عن قلقهما على سكان المدينة التي قطعت "
                "الطرق إليها منذ شهرين.", ["hrw", "ai"]),
        ],
    )  # fmt: skip
    def test_they_are_found_where_documents_name_them(self, text: str, uids: list[str]) -> None:
        assert values(text, "issuer", "uid") == uids

    def test_the_address_of_a_known_site_tells_the_issuer(self) -> None:
        url = "https://www.genocidewatch.com/single-post/warning"
        assert values(f"# A warning\n\n{PROSE}", "issuer", "uid", source_url=url) == ["watch"]

    def test_an_unknown_body_is_offered_with_those_that_are_like_it(self) -> None:
        [issuer] = found(f"# A warning\n\nFROM: Human Right Watch International\n\n{PROSE}", "issuer")
        assert issuer.value == {"name": "Human Right Watch International", "office": "", "uid": ""}
        assert issuer.candidates[0]["uid"] == "hrw"
        assert issuer.confidence < UNSURE

    def test_a_passage_is_the_name_as_printed(self) -> None:
        text = f"# A warning\n\nFROM: “Nobody Knows” NGO; Human Rights Watch\n\n{PROSE}"
        assert [text[p.start : p.end] for one in found(text, "issuer") for p in one.passages] == [
            "“Nobody Knows” NGO",
            "Human Rights Watch",
        ]


class TestAddresseesAndSignatories:
    def test_who_is_only_named_is_not_accused(self) -> None:
        text = (
            f"# A warning\n\n{PROSE} War crimes were committed near the border of Sudan. Azerbaijan is "
            f"committing war crimes."
        )
        actors = {v["modality"]: v["actor"] for v in (p.value for p in found(text, "characterization"))}
        assert actors == {"committed": "", "under_way": "az"}

    @pytest.mark.parametrize(
        "lead", ["## Supporting organizations", "The following have joined and signed this letter:"]
    )
    def test_signatories_stand_below_other_words_too(self, lead: str) -> None:
        text = f"# A statement\n\n{PROSE}\n\n{lead}\n\n- Amnesty International\n- Somebody’s Forum"
        assert values(text, "signatory", "name") == ["Amnesty International", "Somebody’s Forum"]

    def test_subscribers_are_nobody(self) -> None:
        assert found(f"**From:** Human Rights Watch\n**To:** Subscribers\n\n# A warning\n\n{PROSE}", "addressee") == []

    def test_a_person_has_the_office_beside_the_name(self) -> None:
        office = "Special Adviser on the Prevention of Genocide to United Nations Secretary General"
        text = f"# A call\n\nTO: Tilda Madeupname, {office}\n\nFROM: Human Rights Watch\n\n{PROSE}"
        assert values(text, "addressee", "name", "office", "uid") == [("Tilda Madeupname", office, "sapg")]

    @pytest.mark.parametrize(
        "text",
        [
            f"# Open letter to the Security Council\n\n{PROSE}",
            f"# A letter\n\nTo:\n\n- Security Council\n\nDear members of the Security Council,\n\n{PROSE}",
            f"# A letter\n\nDear members of the Security Council,\n\n{PROSE}",
            f"# A warning\n\n{PROSE} We address this warning to the Security Council.",
            f"# A warning\n\n{PROSE}\n\nWe call upon the Security Council to take these steps:\n\n1. Act.\n2. "
            f"Act again.",
        ],
    )
    def test_they_are_found_where_documents_name_them(self, text: str) -> None:
        assert values(text, "addressee", "uid") == ["unsc"]

    def test_without_any_those_whom_it_asks_are_offered_unsurely(self) -> None:
        [one] = found(f"# A warning\n\n{PROSE} The Security Council must act.", "addressee")
        assert (one.value["uid"], one.confidence < UNSURE) == ("unsc", True)

    def test_signatories_are_listed_and_counted(self) -> None:
        text = (
            f"# A statement\n\n{PROSE}\n\nSigned by 64 organizations, among them:\n\n- Amnesty "
            f"International\n- Somebody’s Forum"
        )
        assert values(text, "signatory", "name") == ["Amnesty International", "Somebody’s Forum"]
        assert values(text, "signatory_count", "count") == ["64"]


def asks(text: str, *keys: str) -> list[Any]:
    return values(f"# A warning\n\n{PROSE}\n\n{text}", "recommendation", *keys)


class TestRecommendations:
    def test_a_numbered_list_below_a_heading_is_split_item_by_item(self) -> None:
        text = (
            "## Recommendations\n\n1. The Security Council should impose an arms embargo.\n2. All sides must "
            "stop the attacks;"
        )
        assert asks(text, "number", "text") == [
            (1, "The Security Council should impose an arms embargo."), (2, "All sides must stop the attacks"),
        ]  # fmt: skip

    def test_a_lead_in_says_whom_the_items_ask(self) -> None:
        text = "We call on the Government of Sudan to:\n\n- let aid into the valley;\n- release all prisoners."
        assert [one["uid"] for row in asks(text, "addressees") for one in row] == ["sd", "sd"]
        assert asks(text, "measure") == ["humanitarian-access", "release-of-detainees"]

    def test_headings_of_addressees_hold_for_the_items_below_them(self) -> None:
        text = (
            "## Recommendations\n\n### To the Security Council\n\n1. Meet.\n\n### To the Government of "
            "Sudan\n\n1. Stop."
        )
        assert asks(text, "number", "text") == [(1, "Meet."), (2, "Stop.")]
        assert [one["uid"] for row in asks(text, "addressees") for one in row] == ["unsc", "sd"]

    def test_what_stands_below_an_item_belongs_to_it(self) -> None:
        text = "We urge the Security Council to:\n\n1. Act:\n   - at once\n   - for good\n2. Speak."
        assert asks(text, "text") == ["Act:\nat once\nfor good", "Speak."]

    def test_a_passive_asks_nobody(self) -> None:
        text = "## Recommendations\n\n1. A force should be placed on the road to stop attacks by Azerbaijan.\n2. Act."
        assert asks(text, "addressee_basis", "addressees")[0] == ("none", [])

    def test_the_target_is_at_whom_the_measure_is_aimed(self) -> None:
        text = "## Recommendations\n\n1. The Security Council should impose sanctions on Azerbaijan.\n2. Act."
        assert [row["uid"] for row in asks(text, "targets")[0]] == ["az"]

    @pytest.mark.parametrize(
        "sentence",
        [
            "The Security Council must demand access for aid.",
            "We urge the Security Council to send observers.",
            "Nous demandons au Conseil de sécurité d’envoyer des observateurs.",
            "It is imperative that the Security Council act.",
            "The international community can prevent it by putting pressure on both sides.",
            "Мы призываем Совет Безопасности направить наблюдателей.",
            "Birleşmiş Milletler bölgeye gözlemci göndermelidir.",
            "ՄԱԿ-ի Անվտանգության խորհուրդը պետք է դիտորդներ ուղարկի։",
        ],
    )
    def test_a_sentence_that_asks_is_one(self, sentence: str) -> None:
        assert asks(sentence, "text") == [sentence]

    @pytest.mark.parametrize(
        "sentence",
        [
            "It should be noted that the road is long.",
            "Last year the Council called for restraint.",
            "The court ruled that Sudan must stop.",
            "Must the world look on?",
            "He had urged them to leave.",
        ],
    )
    def test_a_sentence_that_tells_is_none(self, sentence: str) -> None:
        assert asks(sentence, "text") == []

    def test_one_that_asks_two_things_is_two_and_the_next_may_go_on_asking_the_same(self) -> None:
        text = (
            "We urge the Security Council to send observers and to open an inquiry into the killings of the spring. "
            "It should also meet each week."
        )
        assert asks(text, "text") == [
            "We urge the Security Council to send observers", "open an inquiry into the killings of the spring.",
            "It should also meet each week.",
        ]  # fmt: skip
        assert [row["uid"] for rows in asks(text, "addressees") for row in rows] == ["unsc"] * 3

    def test_a_paragraph_of_a_resolution_that_states_is_none(self) -> None:
        text = "1. Condemns the attacks;\n2. Urges the Security Council to act;\n3. Requests all states to help."
        assert len(asks(text, "text")) == 2

    def test_nothing_is_asked_in_a_background_part(self) -> None:
        assert asks("## Background\n\nThe Security Council must act.", "text") == []

    def test_a_list_of_facts_is_none(self) -> None:
        assert asks("What we saw:\n\n1. Burnt houses.\n2. Empty wells.", "text") == []


class TestAssessments:
    STAGES = (
        "Classification: us and them.\n\nSymbolization: marks on doors.\n\nDenial: nothing happened.\n\n"
        "And nobody was tried.\n\nGenocide Watch considers Sudan to be at Stage 2: Symbolization and Stage 10: Denial."
    )

    def test_lines_of_indicators_have_their_notes(self) -> None:
        rows = values(f"# A warning\n\n{PROSE}\n\n{self.STAGES}", "assessment", "number", "note", "concluded")
        assert rows[0] == (1, "us and them.", False)
        assert [row[0] for row in rows if row[2]] == [2, 10]

    def test_items_below_a_named_framework_are_matched_to_its_indicators(self) -> None:
        text = (
            "Applying Harff’s risk factors:\n\n1. Past massacres followed by impunity.\n2. Armed conflict.\n"
            "3. An exclusionary ideology.\n4. Military rule without restraints.\n5. The valley is cut off from trade."
        )
        rows = values(f"# A warning\n\n{PROSE}\n\n{text}", "assessment", "indicator")
        assert rows == ["h1", "h2", "h4", "h5", "h6"]
        assert values(f"# A warning\n\n{PROSE}\n\n{text}", "recommendation", "text") == []

    def test_a_number_alone_names_a_stage_in_any_language(self) -> None:
        text = f"# Alerte\n\n{PROSE}\n\nNous estimons que le pays se trouve aux étapes 8 et 9."
        assert values(text, "assessment", "number", "concluded") == [(8, True), (9, True)]


class TestNotes:
    TEXT = (
        "# A warning\n\n" + PROSE + " It is known.[^1] It is seen.[^2] Again.[^3]\n\n"
        "[^1]: L. Madeupname, *The Long Valley*, 1st edition (Nowhere: A Press, 2019).\n\n"
        "[^2]: “A report.” *A Paper*, 3 May 2021, <https://example.org/a?utm_source=x&id=4>; "
        "see also Council, A/HRC/45/2, "
        "2020.\n\n[^3]: Madeupname, *The Long Valley*, p. 9."
    )

    def test_each_has_its_mark_and_its_references(self) -> None:
        rows = found(self.TEXT, "note")
        assert next([self.TEXT[p.start : p.end][:4] for p in one.passages] for one in rows[:1]) == ["[^1]", "L. M"]
        assert [(r["url"], r["symbol"]) for r in rows[1].value["references"]] == [
            ("https://example.org/a?id=4", ""), ("", "A/HRC/45/2"),
        ]  # fmt: skip

    def test_a_short_citation_is_tied_to_the_full_one(self) -> None:
        last = found(self.TEXT, "note")[-1].value["references"]
        assert [row["short_for"] for row in last] == ["1"]

    @pytest.mark.parametrize(
        "text",
        [
            "Known.¹ Seen.²\n\n¹ One, 2019.\n\n² Two, 2020.",
            "Known [1] and seen [2].\n\n## Notes\n\n[1] One, 2019.\n\n[2] Two, 2020.",
            "Known.¹ Seen.²\n\nEndnotes\n\n1. One, 2019.\n2. Two, 2020.",
        ],
    )
    def test_printed_ones_are_found_too(self, text: str) -> None:
        rows = [(n.value["number"], n.value["text"]) for n in found(f"# A warning\n\n{PROSE} {text}", "note")]
        assert rows == [("1", "One, 2019."), ("2", "Two, 2020.")]

    def test_a_link_that_swallowed_the_next_source_gives_it_back(self) -> None:
        text = "[^1]: “A.” *P*, 2020, [Q, 2021, <https://e.org/q/>.](https://e.org/p?fbclid=z; An Author.)"
        [note] = notes.propose(text, notes.find(text))
        assert [(r["text"], r["url"]) for r in note.value["references"]] == [
            ("“A.” P, 2020", "https://e.org/p"), ("An Author. Q, 2021", "https://e.org/q/"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("note", "sensitive"),
        [
            ("Video on a channel, 2022, https://t.me/x/1", True),
            ("Footage of an execution, 2022, https://e.org/v", True),
            ("Killing in the market, 2022, https://www.youtube.com/watch?v=1", True),
            ("“Video shows execution.” A Paper, 2022, https://e.org/n", False),
            ("A video on farming, 2022, https://www.youtube.com/watch?v=2", False),
        ],
    )
    def test_links_to_footage_of_killings_are_proposed_as_sensitive(self, note: str, sensitive: bool) -> None:
        [one] = found(f"{PROSE}[^1]\n\n[^1]: {note}", "note")
        assert [row["sensitive"] for row in one.value["references"]] == [sensitive]

    def test_what_stands_in_notes_is_no_part_of_the_text(self) -> None:
        text = (
            f"# A warning\n\n{PROSE}[^1]\n\n[^1]: We urge the Security Council to act, said Farmer Quillon Madeupname."
        )
        assert extracted(text)
        assert found(text, "recommendation") == []
        assert found(text, "person") == []
