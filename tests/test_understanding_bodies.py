"""Bodies that no record has are found where documents name them, in ten languages."""

import pytest

from intake.understanding import layout
from intake.understanding.given import Given
from tests.test_understanding import PROSE, values
from tests.test_understanding_parties import asks
from tests.vocabulary import VOCABULARY

pytestmark = pytest.mark.once
HEAD = "# The valley is cut off\n\n3 May 2021\n\n"
FR = (
    "Depuis le printemps, les habitants de la vallée ne peuvent plus rejoindre leurs champs, et ceux qui ont essayé "
    "ont été refoulés par des hommes armés."
)
DE = (
    "Seit dem Frühjahr können die Menschen im Tal ihre Felder nicht mehr erreichen, und wer es versuchte, wurde von "
    "Bewaffneten zurückgewiesen."
)
RU = (
    "С весны жители долины не могут добраться до своих полей, а тех, кто пытался, вооруженные люди повернули назад, "
    "и никто до сих пор не призвал их к ответу."
)
TR = (
    "İlkbahardan bu yana vadide yaşayan insanlar tarlalarına ulaşamıyor; ulaşmaya çalışanlar silahlı kişilerce geri "
    "çevrildi ve kimse hesap sormadı."
)


class TestIssuers:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            (f"{HEAD}{PROSE}\n\nSincerely,\n\nValley Peace Institute", ["Valley Peace Institute"]),
            (f"{HEAD}{PROSE}\n\n– Valley Peace Institute, Yerevan, 3 May 2021", ["Valley Peace Institute"]),
            (f"{HEAD}{PROSE}\n\n© 2021 Valley Peace Institute. All rights reserved.", ["Valley Peace Institute"]),
            (f"{HEAD}{PROSE}\n\n## About the Valley Peace Institute\n\nFounded in 1999.", ["Valley Peace Institute"]),
            (f"{HEAD}{PROSE}\n\nMedia contact: Valley Peace Institute, a@example.org", ["Valley Peace Institute"]),
            (f"# The valley\n\nSource: Valley Peace Institute\n\n{PROSE}", ["Valley Peace Institute"]),
            (f"# The valley\n\n3 May 2021 | Valley Peace Institute\n\n{PROSE}", ["Valley Peace Institute"]),
            (
                f"# The valley\n\n## From\n\n- Human Rights Watch\n\n## To\n\n- United Nations\n\n{PROSE}",
                ["Human Rights Watch"],
            ),
            (
                f"# Joint statement by Human Rights Watch, Valley Peace Institute and Amnesty International\n\n{PROSE}",
                ["Human Rights Watch", "Valley Peace Institute", "Amnesty International"],
            ),
            (
                f"{HEAD}We, the undersigned organizations – Human Rights Watch, Valley Peace Institute and Amnesty "
                f"International – call for an end to the siege. {PROSE}",
                ["Human Rights Watch", "Valley Peace Institute", "Amnesty International"],
            ),
            (
                f"# La vallée\n\nParis, le 3 mai 2021 – L’Association pour la vallée s’alarme. {FR}",
                ["Association pour la vallée"],
            ),
            (
                f"# Das Tal\n\nBerlin, 3. Mai 2021 – Der Verein Freies Tal warnt vor Gewalt. {DE}",
                ["Verein Freies Tal"],
            ),
            (
                f"# Долина\n\nЕреван, 3 мая 2021 г. – Комитет помощи долинам предупреждает. {RU}",
                ["Комитет помощи долинам"],
            ),
            (
                f"# Vadi\n\nAnkara, 3 Mayıs 2021 – Vadi Hakları Derneği şiddete karşı uyarıyor. {TR}",
                ["Vadi Hakları Derneği"],
            ),
        ],
    )  # fmt: skip
    def test_an_unknown_body_is_named_by_its_form(self, text: str, names: list[str]) -> None:
        assert values(text, "issuer", "name") == names

    @pytest.mark.parametrize(
        "end",
        [
            "## Signatories\n\n| No. | Organization | Country |\n| --- | --- | --- |\n"
            "| 1 | Human Rights Watch | USA |\n| 2 | Valley Peace Institute | Armenia |",
            "The statement has been endorsed by Human Rights Watch and the Valley Peace Institute.",
            "Signed by:\n\nHuman Rights Watch        Valley Peace Institute",
            "Human Rights Watch · Valley Peace Institute",
        ],
    )
    def test_those_who_sign_together_issue_together(self, end: str) -> None:
        assert values(f"{HEAD}{PROSE}\n\n{end}", "issuer", "name") == ["Human Rights Watch", "Valley Peace Institute"]

    def test_a_line_of_bodies_is_no_title(self) -> None:
        text = f"Human Rights Watch • Amnesty International\n\n# The valley\n\n3 May 2021\n\n{PROSE}"
        assert values(text, "title", "text") == ["The valley"]

    def test_columns_of_a_line_stand_apart(self) -> None:
        text = layout.read("One body     Another body")
        given = Given(text, VOCABULARY)
        [line] = given.layout.lines(given.blocks[0])
        assert [text.words(one.start, one.end) for one in text.columns(line)] == ["One body", "Another body"]


class TestAsks:
    @pytest.mark.parametrize(
        "sentence",
        [
            "The parties have to return to the table.",
            "Human Rights Watch invites the United Nations to send a mission.",
            "The time has come for the international community to intervene.",
            "Member States are strongly encouraged to share evidence.",
            "Let the Security Council meet at once.",
            "Il faut que les responsables soient jugés.",
            "Nous réitérons notre appel à un cessez-le-feu immédiat.",
            "Apelamos à comunidade internacional para que aja.",
            "Мы обращаемся к ООН с просьбой направить наблюдателей.",
            "Bağımsız bir soruşturma açılmasını istiyoruz.",
            "Խնդրում ենք Անվտանգության խորհրդին նիստ գումարել։",
            "من الضروري أن يجتمع مجلس الأمن.",
        ],
    )
    def test_other_words_ask_too(self, sentence: str) -> None:
        assert asks(sentence, "text") == [sentence]

    @pytest.mark.parametrize(
        "sentence",
        [
            "Families must walk for hours to reach water.",
            "The militia demands taxes from every farmer.",
            "No child should have to grow up in fear.",
            "Las familias deben caminar horas para buscar agua.",
            "Der Rat hätte früher handeln müssen.",
            "Жители просят воды у прохожих.",
        ],
    )
    def test_what_private_persons_must_do_is_told_and_not_asked(self, sentence: str) -> None:
        assert asks(sentence, "text") == []

    def test_what_is_asked_of_several_is_parted(self) -> None:
        text = "We call on Sudan to lift the siege, and on the United Nations to send observers."
        assert asks(text, "text") == ["We call on Sudan to lift the siege", "on the United Nations to send observers."]
        text = "Sudan must lift the siege, and the Security Council should send observers."
        assert asks(text, "text") == ["Sudan must lift the siege", "the Security Council should send observers."]

    def test_a_short_second_half_belongs_to_the_ask_before_it(self) -> None:
        text = "We urge the Security Council to send observers to the valley and to keep them there."
        assert asks(text, "text") == [text]

    @pytest.mark.parametrize(
        ("sentence", "measure"),
        [
            ("Instamos a Sudán a congelar los activos de los responsables.", "sanctions"),
            ("Wir fordern Sudan auf, Hilfslieferungen durchzulassen.", "humanitarian-access"),
            ("ندعو السودان إلى وقف القتال.", "ceasefire"),
        ],
    )
    def test_the_measure_is_told_in_other_languages(self, sentence: str, measure: str) -> None:
        assert asks(sentence, "measure") == [measure]
