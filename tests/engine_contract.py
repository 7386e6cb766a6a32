"""What every engine promises, over small documents written by hand: test_engine.py gives it the engines."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Protocol

import pytest

from identifiers.folding import fold
from search.asking import Ask, Found
from search.question import (
    All,
    AnyOf,
    Everything,
    Issued,
    Named,
    Phrase,
    Prefix,
    Question,
    Tied,
    Without,
    Word,
)
from search.schema import TIES, Document, among_equals, day_number


class AnEngine(Protocol):
    def write(self, documents: Iterable[Document], gone: Iterable[str], number: int) -> int: ...
    def search(self, ask: Ask) -> Found: ...
    def vocabulary(self, beginning: str, limit: int = 50) -> list[tuple[str, int]]: ...
    @property
    def number(self) -> int: ...


def doc(
    uid: str, title: str = "", *, language: str = "en", first: str = "", last: str = "", ties: Any = None, **texts: str
) -> Document:
    """A document of an alert. `first` and `last` are its days: none is undated, "/" instead of a day is open."""
    earliest = dt.date.fromisoformat(first) if first not in ("", "/") else None
    latest = dt.date.fromisoformat(last or first) if (last or first) not in ("", "/") else None
    in_month = earliest and latest and (earliest.year, earliest.month) == (latest.year, latest.month)
    start = day_number(earliest) if earliest else None
    end = day_number(latest) if latest else None
    return Document(
        uid=uid,
        language=language,
        texts={"title": title} | texts,
        ties={"language": {language}}
        | {name: {keys} if isinstance(keys, str) else set(keys) for name, keys in (ties or {}).items()},
        earliest=start,
        latest=end,
        year=earliest.year if earliest else None,
        month=earliest.year * 12 + earliest.month - 1 if earliest and in_month else None,
        newest="".join("~" if n is None else f"{9_999_999 - n:07}" for n in (start, end)) + uid,
        oldest="".join("~" if n is None else f"{n:07}" for n in (start, end)) + uid,
        title=f"{fold(title)[:200]}\0{uid}",
        among_equals=among_equals(start, uid),
    )  # fmt: skip


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class EngineContract:
    """Subclass it, and give it an `engine` fixture: an empty engine."""

    @staticmethod
    def holding(engine: AnEngine, *documents: Document) -> AnEngine:
        engine.write(documents, [], 1)
        return engine

    @staticmethod
    def found(engine: AnEngine, question: Question, **ask: Any) -> set[str]:
        found = engine.search(Ask(question, **ask))
        assert found.total == len(found.uids) or "limit" in ask or "offset" in ask
        return set(found.uids)

    # Words ------------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Bütöv Azərbaycan", "Butov"),
            ("Bütöv Azərbaycan", "azerbaycan"),
            ("Düşmənə qarşı", "dusmene"),
            ("Dusmene qarsi", "Düşmənə"),
            ("Ёлка и мёд", "елка"),
            ("елка", "Ёлка"),
            ("İstanbul", "istanbul"),
            ("Nagorno-Karabakh", "nagorno karabakh"),
            ("Nagorno Karabakh", "Nagorno-Karabakh"),
            ("Nagorno‑Karabakh", "nagorno-karabakh"),  # a hyphen that does not break
            ("the state's duty", "states"),
            ("the state’s duty", "state's"),
            ("N'Djamena", "ndjamena"),
            ("ＧＥＮＯＣＩＤＥ", "genocide"),  # full width: NFKC
            ("Արցախի շրջափակումը", "Արցախի"),
            ("Հայոց Ցեղասպանություն", "ցեղասպանություն"),
            ("Геноцид в Буче", "ГЕНОЦИД"),
            ("الإبادة الجماعية", "الجماعية"),
            ("الإِبَادَةُ", "الإبادة"),  # with and without vowel signs
            ("გენოციდის გაფრთხილება", "გაფრთხილება"),
            ("ရိုဟင်ဂျာ လူမျိုးများ", "ရိုဟင်ဂျာ"),
            ("警惕新疆的种族灭绝", "种族灭绝"),
            ("警惕新疆的种族灭绝", "新疆"),
            ("警惕新疆的种族灭绝", "绝"),
            ("警惕新疆的种族灭绝", "族"),
            ("संयुक्त राष्ट्र", "राष्ट्र"),
            ("Straße", "strasse"),
            ("A/HRC/45/CRP.3", "A/HRC/45/CRP.3"),
            ("genocide_watch", "watch"),
        ],
    )
    def test_a_word_is_found_however_it_is_written(self, engine: AnEngine, written: str, asked: str) -> None:
        self.holding(engine, doc("a", written, language="und"), doc("b", "something else"))
        assert self.found(engine, Word(asked)) == {"a"}

    @pytest.mark.parametrize(("written", "asked"), [("警惕新疆", "疆警"), ("新的边疆", "新疆"), ("နေပြည်တော်", "ရိုဟင်ဂျာ")])
    def test_letters_of_a_script_without_spaces_are_found_in_their_order(
        self, engine: AnEngine, written: str, asked: str
    ) -> None:
        self.holding(engine, doc("a", written, language="zh"))
        assert self.found(engine, Word(asked)) == set()

    @pytest.mark.parametrize(
        ("language", "written", "asked"),
        [
            ("en", "massacres", "massacre"),
            ("en-GB", "displaced", "displacement"),
            ("fr", "les attaques", "attaque"),
            ("es", "advertencias", "advertencia"),
            ("de", "Vertreibungen", "Vertreibung"),
            ("ru", "геноцида", "геноцидом"),
            ("tr", "soykırımı", "soykırım"),
            ("hy", "ցեղասպանության", "ցեղասպանություն"),
            ("ar", "الإبادة", "إبادة"),
        ],
    )
    def test_a_word_finds_its_other_forms_in_the_language_of_the_alert(
        self, engine: AnEngine, language: str, written: str, asked: str
    ) -> None:
        self.holding(engine, doc("a", "x", abstract=written, language=language), doc("b", "y"))
        assert self.found(engine, Word(asked)) == {"a"}

    def test_a_language_without_a_stemmer_is_found_word_for_word(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "soyqırımı", language="az"), doc("b", "soyqırım", language="az"))
        assert self.found(engine, Word("soyqirim")) == {"b"}

    def test_a_word_of_several_parts_asks_for_all_of_them(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "cross-border"), doc("b", "cross"), doc("c", "border", body="cross"))
        assert self.found(engine, Word("cross-border")) == {"a", "c"}

    def test_words_are_found_in_every_text(self, engine: AnEngine) -> None:
        texts = ("title", "abstract", "recommends", "body", "cites")
        self.holding(engine, *(doc(name, **{name: "embargo"}) for name in texts))
        assert self.found(engine, Word("embargo")) == set(texts)

    @pytest.mark.parametrize("question", [Word, Prefix, Phrase])
    def test_a_word_can_be_asked_for_within_one_text(self, engine: AnEngine, question: type[Word]) -> None:
        self.holding(engine, doc("a", "embargo"), doc("b", recommends="embargo"))
        assert self.found(engine, question("embargo", within="recommends")) == {"b"}
        assert self.found(engine, question("embargo", within="cites")) == set()

    def test_a_distance_lets_letters_differ_and_no_more(self, engine: AnEngine) -> None:
        self.holding(engine, doc("0", "rohingya"), doc("1", "rohinga"), doc("2", "ruhinga"), doc("x", "rangoon"))
        assert self.found(engine, Word("rohingya")) == {"0"}
        assert self.found(engine, Word("rohingya", distance=1)) == {"0", "1"}
        assert self.found(engine, Word("rohingya", distance=2)) == {"0", "1", "2"}
        assert self.found(engine, Word("rohigyna", distance=1)) == set()
        assert self.found(engine, Word("rohignya", distance=1)) == {"0"}  # two letters changed places
        assert self.found(engine, Word("Rohíngya", distance=99)) == {"0", "1", "2"}

    def test_a_name_that_nobody_resolved_is_words(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "Artsakh"), doc("b", "Lachin"))
        assert self.found(engine, Named("place", "artsakh")) == {"a"}

    # Phrases and prefixes ---------------------------------------------------------------------------------------------

    def test_a_phrase_is_found_as_written_and_in_no_other_form(self, engine: AnEngine) -> None:
        self.holding(
            engine,
            doc("a", "a Peace Agreement now"),
            doc("b", "peace agreements"),
            doc("c", "agreement of peace"),
            doc("d", "peace and agreement"),
            doc("e", "peace", body="agreement"),
        )
        assert self.found(engine, Phrase("peace agreement")) == {"a"}
        assert self.found(engine, Phrase("agreement")) == {"a", "c", "d", "e"}
        assert self.found(engine, Phrase("agreements")) == {"b"}

    def test_a_phrase_ignores_accents_hyphens_and_case(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "Dağlıq Qarabağ and Nagorno-Karabakh"))
        assert self.found(engine, Phrase("dagliq qarabag")) == {"a"}
        assert self.found(engine, Phrase("nagorno karabakh")) == {"a"}
        assert self.found(engine, Phrase("and nagorno-karabakh")) == {"a"}

    def test_slop_is_how_many_words_may_lie_between(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms to the embargo"), doc("b", "arms embargo"), doc("c", "arms 1 2 3 embargo"))
        assert self.found(engine, Phrase("arms embargo", slop=0)) == {"b"}
        assert self.found(engine, Phrase("arms embargo", slop=2)) == {"a", "b"}
        assert self.found(engine, Phrase("arms embargo", slop=3)) == {"a", "b", "c"}

    def test_a_beginning_finds_words_that_begin_so(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "Genocídal"), doc("b", "genocide"), doc("c", "agenocide"), doc("d", "geno"))
        assert self.found(engine, Prefix("GENOCÍD")) == {"a", "b"}
        assert self.found(engine, Prefix("displacem")) == set()

    def test_a_beginning_of_several_words_is_the_last_ones(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "Nagorno-Karabakh"), doc("b", "Karabakh"), doc("c", "Nagornokarabakh"))
        assert self.found(engine, Prefix("nagorno-kara")) == {"a"}

    def test_stems_are_no_words_to_begin_with(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "displacement"))
        assert self.found(engine, Prefix("displacem")) == {"a"}

    # Putting together -------------------------------------------------------------------------------------------------

    def test_and_or_not(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms Sudan"), doc("b", "arms Chad"), doc("c", "aid Sudan"), doc("d", "aid"))
        arms, sudan, aid = Word("arms"), Word("Sudan"), Word("aid")
        assert self.found(engine, All((arms, sudan))) == {"a"}
        assert self.found(engine, AnyOf((arms, sudan))) == {"a", "b", "c"}
        assert self.found(engine, All((arms, Without(sudan)))) == {"b"}
        assert self.found(engine, All((AnyOf((arms, aid)), Without(AnyOf((sudan, Word("Chad"))))))) == {"d"}
        assert self.found(engine, AnyOf((Without(aid), sudan))) == {"a", "b", "c"}

    def test_without_alone_finds_all_the_others(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms"), doc("b", "aid"))
        assert self.found(engine, Without(Word("arms"))) == {"b"}
        assert self.found(engine, All((Without(Word("arms")), Without(Word("aid"))))) == set()
        assert self.found(engine, Without(Without(Word("arms")))) == {"a"}
        assert self.found(engine, Without(Word("absent"))) == {"a", "b"}

    def test_everything_is_every_alert_and_nothing_else(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms"), doc("b"))
        assert self.found(engine, Everything()) == {"a", "b"}
        assert self.found(engine, Without(Everything())) == set()
        assert self.found(engine, All(())) == {"a", "b"}
        assert self.found(engine, AnyOf(())) == set()

    def test_an_engine_without_documents_finds_nothing(self, engine: AnEngine) -> None:
        for question in (Everything(), Word("a"), Prefix("abc"), Tied("country", ("AZ",)), Without(Word("a"))):
            assert engine.search(Ask(question)).total == 0
        assert engine.number == 0
        assert engine.vocabulary("a") == []

    # Ties -------------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("name", [name for name in TIES if name != "language"])
    def test_alerts_are_found_by_what_they_are_tied_to(self, engine: AnEngine, name: str) -> None:
        self.holding(engine, doc("a", ties={name: {"k1", "k2"}}), doc("b", ties={name: "k3"}), doc("c", "k1"))
        assert self.found(engine, Tied(name, ("k2",))) == {"a"}
        assert self.found(engine, Tied(name, ("k1", "k3"))) == {"a", "b"}
        assert self.found(engine, Tied(name, ("K1",))) == set()  # keys are keys, and no words
        assert self.found(engine, Tied(name, ())) == set()
        assert self.found(engine, Tied(name, ("",))) == set()

    def test_by_their_uids_languages_stages_and_years(self, engine: AnEngine) -> None:
        self.holding(
            engine,
            doc("a", language="pt-BR", first="2022-10-07"),
            doc("b", first="2023-01-01", ties={"indicator": "stage9"}),
            doc("c"),
        )
        assert self.found(engine, Tied("uid", ("a", "c", "d"))) == {"a", "c"}
        assert self.found(engine, Tied("language", ("pt-BR",))) == {"a"}
        assert self.found(engine, Tied("stage", ("stage9",))) == {"b"}
        assert self.found(engine, Tied("year", ("2022",))) == {"a"}
        assert self.found(engine, Tied("year", ("2022", "2023", "not a year", ""))) == {"a", "b"}
        assert self.found(engine, Tied("year", ("not a year",))) == set()

    # Dates ------------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            ("2022-10-07", "2022-10-07", {"day", "month", "year", "since"}),
            ("2022-10-08", None, {"month", "year", "later", "since"}),
            (None, "2022-09-30", {"year", "until", "since"}),
            ("2022-12-31", "2022-12-31", {"year", "since"}),
            ("2023-01-01", None, {"later", "since"}),
            (None, "1850-01-01", set()),
            ("9999-12-31", None, {"since"}),
            ("2023-06-01", "2022-01-01", {"since"}),  # overlaps neither way round but for what is open
            (None, None, {"day", "month", "year", "later", "undated", "until", "since"}),
        ],
    )
    def test_dates_find_what_may_lie_in_them(
        self, engine: AnEngine, first: str | None, last: str | None, expected: set[str]
    ) -> None:
        self.holding(
            engine,
            doc("day", first="2022-10-07"),
            doc("month", first="2022-10-01", last="2022-10-31"),
            doc("year", first="2022-01-01", last="2022-12-31"),
            doc("later", first="2023-05-01", last="2023-05-31"),
            doc("since", first="2022-01-01", last="/"),
            doc("until", first="/", last="2001-01-01"),
            doc("undated"),
        )
        asked = Issued(day(first) if first else None, day(last) if last else None)
        if first and last and first > last:
            expected = set()
        if asked.first:
            expected = expected - {"since"}  # its last day is not known
        if asked.last:
            expected = expected - {"until"}  # nor is its first
        assert self.found(engine, asked) == expected

    # Orders and pages -------------------------------------------------------------------------------------------------

    def test_the_orders_are_exact_and_what_is_undated_comes_last(self, engine: AnEngine) -> None:
        self.holding(
            engine,
            doc("c", "Élan", first="2022-11-01", last="2022-11-30"),
            doc("b", "alpha", first="2022-11-14"),
            doc("a", "Beta", first="1999-01-01", last="1999-12-31"),
            doc("e", "beta"),
            doc("d", "alpha 2"),
            doc("f", "Zeta", first="2022-11-14"),
            doc("g", "gamma", first="/", last="2000-01-01"),
            doc("h", "delta", first="2022-11-14", last="/"),
        )
        orders = {order: engine.search(Ask(order=order)).uids for order in ("-date", "date", "title", "-title")}
        assert orders["-date"] == ["b", "f", "h", "c", "a", "g", "d", "e"]
        assert orders["date"] == ["a", "c", "b", "f", "h", "g", "d", "e"]
        assert orders["title"] == ["b", "d", "a", "e", "h", "c", "g", "f"]
        assert orders["-title"] == list(reversed(orders["title"]))

    def test_pages_part_the_hits(self, engine: AnEngine) -> None:
        self.holding(engine, *(doc(f"u{n:02}", "arms", first=f"20{n:02}-01-01") for n in range(25)))
        for order in ("-date", "date", "title", "relevance"):
            pages = [engine.search(Ask(Word("arms"), order=order, offset=at, limit=10)) for at in (0, 10, 20, 30)]
            assert [page.total for page in pages] == [25] * 4
            assert [len(page.uids) for page in pages] == [10, 10, 5, 0]
            assert len({uid for page in pages for uid in page.uids}) == 25
        assert engine.search(Ask(limit=0)).uids == []
        assert engine.search(Ask(limit=0)).total == 25
        assert engine.search(Ask(offset=-5, limit=-5)).uids == []
        assert engine.search(Ask(offset=2**70)).total == 25

    def test_a_title_weighs_more_than_a_text(self, engine: AnEngine) -> None:
        texts = ("title", "abstract", "recommends", "body", "cites")
        said = {name: dict.fromkeys(texts, "one two three") | {name: "embargo two three"} for name in texts}
        self.holding(engine, *(doc(uid, **words) for uid, words in said.items()))
        assert engine.search(Ask(Word("embargo"))).uids == list(texts)

    def test_a_rare_word_weighs_more_than_a_common_one(self, engine: AnEngine) -> None:
        common = [doc(f"c{n}", "warning on arms") for n in range(10)]
        self.holding(engine, *common, doc("rare", "warning on slavery"))
        found = engine.search(Ask(AnyOf((Word("slavery"), Word("arms")))))
        assert found.uids[0] == "rare"
        assert found.total == 11

    def test_filters_do_not_alter_the_order(self, engine: AnEngine) -> None:
        texts = {"a": "arms", "b": "arms and other things", "c": "arms arms arms and many more other things"}
        self.holding(engine, *(doc(uid, text, ties={"country": {"AZ"}}) for uid, text in texts.items()))
        plain = engine.search(Ask(Word("arms")))
        assert engine.search(Ask(Word("arms"), {"country": Tied("country", ("AZ",))})).uids == plain.uids

    # Counts -----------------------------------------------------------------------------------------------------------

    def three(self, engine: AnEngine) -> AnEngine:
        return self.holding(
            engine,
            doc("a", "arms", first="2022-10-07", ties={"country": {"AZ", "AM"}, "issuer": "x", "crime": "genocide"}),
            doc("b", "arms", first="2022-01-01", last="2022-12-31", ties={"country": "AM", "issuer": "y"}),
            doc(
                "c", "aid", language="fr", first="2023-10-01", last="2023-10-31", ties={"country": "SD", "issuer": "x"}
            ),
            doc("d", "arms", language="fr", ties={"issuer": "x"}),
        )

    def test_facets_count_what_is_found(self, engine: AnEngine) -> None:
        found = self.three(engine).search(Ask(Word("arms")))
        assert dict(found.facets["country"]) == {"AM": 2, "AZ": 1}
        assert found.facets["country"][0] == ("AM", 2)
        assert dict(found.facets["issuer"]) == {"x": 2, "y": 1}
        assert dict(found.facets["language"]) == {"en": 2, "fr": 1}
        assert dict(found.facets["year"]) == {"2022": 2}
        assert dict(found.facets["crime"]) == {"genocide": 1}
        assert found.facets["measure"] == []

    def test_a_facet_ignores_its_own_filter_and_no_other(self, engine: AnEngine) -> None:
        filters = {"country": Tied("country", ("AZ",)), "issuer": Tied("issuer", ("x",))}
        found = self.three(engine).search(Ask(Everything(), filters))
        assert found.total == 1
        assert dict(found.facets["country"]) == {"AM": 1, "AZ": 1, "SD": 1}
        assert dict(found.facets["issuer"]) == {"x": 1}
        assert dict(found.facets["language"]) == {"en": 1}
        other = engine.search(Ask(Everything(), {"country": Tied("country", ("AM",))}))
        assert dict(other.facets["issuer"]) == {"x": 1, "y": 1}

    def test_a_filter_of_no_facet_narrows_all_counts(self, engine: AnEngine) -> None:
        found = self.three(engine).search(Ask(Everything(), {"": Issued(day("2023-01-01"), None)}))
        assert dict(found.facets["country"]) == {"SD": 1}

    def test_values_as_frequent_as_each_other_keep_one_order(self, engine: AnEngine) -> None:
        keys = [f"k{n:02}" for n in range(30)]
        self.holding(engine, *(doc(key, ties={"issuer": key}) for key in reversed(keys)))
        assert engine.search(Ask()).facets["issuer"] == [(key, 1) for key in keys]

    def test_months_and_years_are_counted_apart(self, engine: AnEngine) -> None:
        found = self.three(engine).search(Ask())
        assert found.months == {2022 * 12 + 9: 1, 2023 * 12 + 9: 1}
        assert found.years_only == {2022: 1}

    def test_nobody_counts_unless_asked(self, engine: AnEngine) -> None:
        found = self.three(engine).search(Ask(facets=False))
        assert (found.total, found.facets, found.months) == (4, {}, {})

    def test_what_is_left_out_is_in_no_total_hit_or_count(self, engine: AnEngine) -> None:
        self.three(engine)
        filters = {"issuer": Tied("issuer", ("x", "y"))}
        found = engine.search(Ask(Word("arms"), filters, without=frozenset({"a", "unknown"})))
        assert found.total == 2
        assert set(found.uids) == {"b", "d"}
        assert dict(found.facets["country"]) == {"AM": 1}
        assert dict(found.facets["issuer"]) == {"x": 1, "y": 1}
        assert (found.months, found.years_only) == ({}, {2022: 1})

    # Writing ----------------------------------------------------------------------------------------------------------

    def test_an_update_leaves_one_copy(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "old words"), doc("b", "old words"))
        engine.write([doc("a", "new words")], [], 2)
        engine.write([doc("a", "newer words"), doc("a", "newest words")], [], 3)
        assert self.found(engine, Word("words")) == {"a", "b"}
        assert self.found(engine, Word("newest")) == {"a"}
        assert self.found(engine, AnyOf((Word("new"), Word("newer")))) == set()

    def test_what_is_gone_is_found_no_more(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms"), doc("b", "arms"))
        assert engine.write([], ["a", "never there"], 2) == 0
        assert self.found(engine, Everything()) == {"b"}
        assert engine.write([doc("a", "back")], ["a", "b"], 3) == 1
        assert self.found(engine, Everything()) == {"a"}

    def test_the_number_comes_with_what_it_is_the_number_of(self, engine: AnEngine) -> None:
        assert engine.write([doc("a"), doc("b")], [], 7) == 2
        assert engine.number == 7
        engine.write([], [], 9)
        assert engine.number == 9
        assert self.found(engine, Everything()) == {"a", "b"}  # the number is no alert

    def test_a_write_that_fails_leaves_all_as_it_was(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms"))

        def failing() -> Iterable[Document]:
            yield doc("a", "other")
            yield doc("b", "other")
            raise LookupError

        with pytest.raises(LookupError):
            engine.write(failing(), ["a"], 2)
        assert engine.number == 1
        assert self.found(engine, Word("arms")) == {"a"}
        assert self.found(engine, Word("other")) == set()
        engine.write([doc("b", "other")], [], 2)
        assert self.found(engine, Everything()) == {"a", "b"}

    # Vocabulary -------------------------------------------------------------------------------------------------------

    def test_the_vocabulary_is_whole_words_the_most_frequent_first(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "genocide genocidal"), doc("b", "Genocide"), doc("c", body="genocide gender"))
        assert engine.vocabulary("geno") == [("genocide", 2), ("genocidal", 1)]
        assert engine.vocabulary("gen", limit=1) == [("genocide", 2)]
        assert engine.vocabulary("displac") == []

    # Whatever is thrown at it -----------------------------------------------------------------------------------------

    HOSTILE = (
        "", " ", "\0", "a\0b", "\ud800", "a\udfffb", "'", '"', "*", ".*", "(", "[a", "\\", "~", "a" * 65_536,
        "新" * 30_000, "é" * 65_536, "a " * 2_000, "\u202e\u200b", "🕊️", "-", "_", "𐍈", "\ufdfa" * 500, "AND", "title:",
        "\n", "ß" * 300,
    )  # fmt: skip

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:24])
    def test_no_value_makes_it_raise(self, engine: AnEngine, text: str) -> None:
        self.holding(engine, doc("a", "arms"), doc("b", "aid"))
        questions: list[Question] = [
            Word(text), Word(text, distance=2), Prefix(text), Phrase(text), Phrase(f"{text} arms", slop=10),
            Without(Word(text)), Word(text, within="body"), Named("place", text),
            *(Tied(name, (text,)) for name in (*TIES, "uid", "year", "stage")),
        ]  # fmt: skip
        for question in questions:
            assert engine.search(Ask(question)).total in (0, 1, 2)
        found = engine.search(Ask(filters={"country": Tied("country", (text,))}, without=frozenset({text, "a"})))
        assert (found.total, found.uids) == (0, [])
        assert isinstance(engine.vocabulary(text), list)

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:24])
    def test_no_document_makes_it_raise(self, engine: AnEngine, text: str) -> None:
        ties = {name: {text, "key"} for name in TIES}
        texts = dict.fromkeys(("abstract", "recommends", "body", "cites"), text)
        engine.write([doc("a", text, ties=ties, **texts), doc("b", "arms")], [text], 1)
        assert self.found(engine, Everything(), order="title") == {"a", "b"}
        assert self.found(engine, Tied("country", ("key",))) == {"a"}
        assert self.found(engine, Word("arms")) == {"b"}

    def test_a_question_of_many_clauses_is_answered(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms"))
        question: Question = Word("arms")
        for n in range(64):
            question = AnyOf((question, Word(f"w{n}"))) if n % 2 else Without(Without(question))
        assert self.found(engine, question) == {"a"}
        assert self.found(engine, Tied("uid", tuple(f"u{n}" for n in range(5000)))) == set()
        assert self.found(engine, Everything(), without=frozenset(f"u{n}" for n in range(5000))) == {"a"}

    def test_an_unknown_order_or_field_is_passed_over(self, engine: AnEngine) -> None:
        self.holding(engine, doc("a", "arms"))
        assert engine.search(Ask(order="best")).uids == ["a"]
        assert engine.search(Ask(Word("arms", within="nowhere"))).uids == []
        assert engine.search(Ask(Tied("nothing", ("a",)))).uids == []
