"""The register of recommendations: what it finds, how it groups, and that its numbers are the archive's."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import (
    Alert,
    AlertCountry,
    Measure,
    Recommendation,
    RecommendationAddressee,
    Relation,
    Response,
    Situation,
)
from curation import repeats
from identifiers.models import FormerAddress, Kind
from organizations.models import Organization
from tests import cast, staff
from tests.test_alert_page import plain

pytestmark = pytest.mark.django_db
PAGE = "/recommendations/"


def council() -> Organization:
    return cast.organization("Security Council", "un_body", acronym="UNSC")


def measure(label: str = "arms embargo") -> Measure:
    return Measure.objects.get_or_create(slug=label.replace(" ", "-"), defaults={"label": label})[0]


def ask(text: str, issued: str = "2022-10-07", issuer: str = "Genocide Watch", **fields: Any) -> Recommendation:
    """A public recommendation to the council for an arms embargo."""
    basis = "printed" if issued else "unknown"
    alert = cast.draft(f"Alert of {issued}: {text}", cast.organization(issuer), issued=issued, issued_basis=basis)
    made = cast.recommendation(alert, text, 1, *fields.pop("asked", [council()]))
    Recommendation.objects.filter(pk=made.pk).update(**({"measure": measure()} | fields))
    publishing.publish(alert, cast.reviewer())
    return Recommendation.objects.get(uid=made.uid)


def texts(client: Client, query: str = "") -> list[str]:
    html = client.get(f"{PAGE}{query}").text
    return [plain(text).strip() for text in re.findall(r'class="words"[^>]*>(.*?)</(?:div|blockquote)>', html, re.S)]


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{PAGE}register.csv{query}")
    assert answer["Content-Type"].startswith("text/csv")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(content)))


class TestList:
    def test_it_holds_what_public_alerts_ask_the_newest_first_and_undated_last(self, client: Client) -> None:
        for issued in ("2004", "", "2022-10-07", "1994-05"):
            ask(f"Of {issued or 'no day'}.", issued)
        cast.recommendation(cast.draft("Draft"), "Secret.", 1, council())
        assert texts(client) == ["Of 2022-10-07.", "Of 2004.", "Of 1994-05.", "Of no day."]
        assert texts(client, "?sort=date") == ["Of 1994-05.", "Of 2004.", "Of 2022-10-07.", "Of no day."]

    def test_each_leads_to_its_place_in_its_alert(self, client: Client) -> None:
        made = ask("Act.")
        [address] = re.findall(rf'href="([^"]+#recommendation-{made.uid})"', client.get(PAGE).text)
        assert f'id="recommendation-{made.uid}"' in client.get(address.partition("#")[0]).text

    def test_who_asks_whom_for_what_is_told(self, client: Client) -> None:
        made = ask("Act.", situation=Situation.objects.create(slug="valley", title="The valley"))
        words = plain(client.get(PAGE).text)
        assert "7 October 2022 Genocide Watch Asked of Security Council Act." in words
        assert f"In {made.alert.title} No. 1 Measure arms embargo Situation The valley" in words
        assert "1 recommendation asked by 1 body; the earliest in this archive in 2022" in words

    def test_one_that_asks_nobody_says_so(self, client: Client) -> None:
        ask("Stop.", asked=[])
        assert "Asked of nobody in particular" in plain(client.get(PAGE).text)

    def test_a_withdrawn_alert_asks_nothing_any_more(self, client: Client) -> None:
        made = ask("Act.")
        publishing.withdraw(made.alert, cast.reviewer(), "error")
        assert texts(client) == []
        assert rows(client) == []
        assert client.get(f"{PAGE}{made.uid}/").status_code == 404

    def test_a_statement_in_two_languages_asks_once(self, client: Client) -> None:
        first = ask("Act.")
        translation = cast.draft("Traducción", issued="2023")
        cast.recommendation(translation, "Actúe.", 1, council())
        Relation.objects.create(alert=translation, kind="translates", target=first.alert)
        publishing.publish(translation, cast.reviewer())
        assert texts(client) == ["Act."]
        publishing.withdraw(first.alert, cast.reviewer(), "error")
        assert texts(client) == ["Actúe."]

    def test_an_ask_of_a_revision_takes_the_place_of_the_one_before(self, client: Client) -> None:
        made = ask("Act.")
        copy = publishing.revise(made.alert, cast.curator())
        copy.recommendations.update(text="Act now.")
        assert texts(client) == ["Act."]
        publishing.publish(cast.confirm(copy), cast.reviewer())
        assert texts(client) == ["Act now."]
        assert texts(client, "?q=now") == ["Act now."]


class TestRepeats:
    def tied(self) -> list[Recommendation]:
        made = [ask(f"Impose an embargo {n}.", f"200{n}", f"Body {n}") for n in range(3)]
        repeats.tie([a.uid for a in made], staff.member("editor"))
        return made

    def test_what_is_tied_is_one_with_its_dates(self, client: Client) -> None:
        self.tied()
        ask("Something else.", "1999")
        assert texts(client) == ["Impose an embargo 2.", "Something else."]
        assert texts(client, "?sort=date") == ["Something else.", "Impose an embargo 0."]
        words = plain(client.get(PAGE).text)
        assert "2 recommendations asked by 4 bodies" in words
        assert "Asked 3 times 2000: Alert of 2000" in words

    def test_a_filter_that_finds_some_of_it_shows_the_newest_of_those(self, client: Client) -> None:
        self.tied()
        assert texts(client, "?issuer=body-1&issuer=body-0") == ["Impose an embargo 1."]
        assert texts(client, "?issued_before=2000") == ["Impose an embargo 0."]

    def test_it_counts_once_in_each_group(self, client: Client) -> None:
        self.tied()
        assert "Security Council 1 3 2000 2002" in plain(client.get(f"{PAGE}?by=addressee").text)
        assert "arms embargo 1 3 2000 2002" in plain(client.get(f"{PAGE}?by=measure").text)

    def test_in_the_csv_each_is_a_row_that_names_the_ask(self, client: Client) -> None:
        self.tied()
        found = rows(client)
        assert len(found) == 3
        assert len({row["ask"] for row in found}) == 1

    def test_an_answer_to_one_of_them_is_an_answer_to_the_ask(self, client: Client) -> None:
        first = self.tied()[0]
        copy = publishing.revise(first.alert, cast.curator())
        Response.objects.create(
            alert=copy, recommendation=copy.recommendations.get(), organization=council(), kind="rejects", edtf="2003",
            text="It will not.", source_text="S/PV.1",
        )  # fmt: skip
        assert "Response none recorded here" in plain(client.get(PAGE).text)
        publishing.publish(cast.confirm(copy), cast.reviewer())
        assert "Security Council rejects it, 2003: It will not. Source: S/PV.1" in plain(client.get(PAGE).text)


class TestFilters:
    def archive(self) -> None:
        valley = Situation.objects.create(slug="valley", title="The valley")
        ask("Stop the arms.", "2004-06", "Genocide Watch")
        other = ask("Open the road.", "2020", "Lemkin Institute", measure=measure("access"), situation=valley,
                    asked=[cast.organization("African Union", "intergovernmental")])  # fmt: skip
        third = ask("Médiation, now.", "2021-03-02", "Lemkin Institute", measure=None)
        valley.alerts.add(third.alert, other.alert)
        AlertCountry.objects.create(alert=third.alert, country=cast.country())

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=arms", ["Stop the arms."]),
            ("q=MEDIATION no", ["Médiation, now."]),
            ("q=rms", []),
            ("addressee=security-council", ["Médiation, now.", "Stop the arms."]),
            ("addressee=security-council&addressee=african-union",
             ["Médiation, now.", "Open the road.", "Stop the arms."]),
            ("addressee=security-council&measure=arms-embargo", ["Stop the arms."]),
            ("measure=access", ["Open the road."]),
            ("issuer=lemkin-institute", ["Médiation, now.", "Open the road."]),
            ("situation=valley", ["Médiation, now.", "Open the road."]),
            ("country=AZ", ["Médiation, now."]),
            ("country=az", ["Médiation, now."]),
            ("issued_after=2020-06", ["Médiation, now.", "Open the road."]),
            ("issued_before=2020-06", ["Open the road.", "Stop the arms."]),
            ("issued_after=2005&issued_before=2019", []),
        ],
    )  # fmt: skip
    def test_each_narrows(self, client: Client, query: str, found: list[str]) -> None:
        self.archive()
        assert texts(client, f"?{query}") == found
        assert [row["text"] for row in rows(client, f"?{query}")] == found

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("addressee=nobody", "No public alert has this addressee"),
            ("measure=x", "No public alert has this measure"),
            ("issued_after=tomorrow", "This is not a date"),
            ("issued_after=2020&issued_before=2019", "before the first date"),
            ("by=size", "none of the choices"),
            ("sort=best", "none of the choices"),
            ("page=x", "This is no page"),
        ],
    )
    def test_a_bad_value_is_told_and_finds_nothing(self, client: Client, query: str, says: str) -> None:
        self.archive()
        answer = client.get(f"{PAGE}?{query}")
        assert answer.status_code == 200
        assert says in plain(answer.text)
        assert texts(client, f"?{query}") == []
        assert client.get(f"{PAGE}register.csv?{query}")["Location"].startswith(PAGE)

    def test_a_former_slug_still_finds(self, client: Client) -> None:
        self.archive()
        FormerAddress.objects.create(kind=Kind.MEASURE, value="embargo", uid=measure().uid)
        assert texts(client, "?measure=embargo") == ["Stop the arms."]

    def test_records_of_drafts_are_no_choice(self, client: Client) -> None:
        self.archive()
        cast.recommendation(
            cast.draft("Draft", cast.organization("Secret Issuer")), "x", 1, cast.organization("Hidden")
        )
        html = client.get(PAGE).text
        assert "Secret Issuer" not in html
        assert "Hidden" not in html

    def test_pages_are_of_twenty_five_and_keep_the_question(self, client: Client) -> None:
        alert = cast.draft()
        for number in range(1, 28):
            cast.recommendation(alert, f"Do {number}.", number, council())
        publishing.publish(alert, cast.reviewer())
        query = "?addressee=security-council"
        assert len(texts(client, query)) == 25
        assert texts(client, f"{query}&page=2") == ["Do 26.", "Do 27."]
        assert 'href="/recommendations/?addressee=security-council&amp;page=2"' in client.get(f"{PAGE}{query}").text
        assert "There is no page 3" in client.get(f"{PAGE}{query}&page=3").text


class TestGroups:
    def test_who_is_asked_is_told_with_how_often_by_how_many_and_since_when(self, client: Client) -> None:
        ask("A.", "1994", "Body 1")
        ask("B.", "2004", "Body 2", asked=[council(), council()])
        ask("C.", "2005", "Body 2", asked=[cast.organization("Union"), council()])
        words = plain(client.get(f"{PAGE}?by=addressee").text)
        assert "Security Council 3 2 1994 2005 Union 1 1 2005 2005" in words
        assert 'href="/recommendations/?addressee=security-council"' in client.get(f"{PAGE}?by=addressee").text

    def test_measures_and_years_are_told(self, client: Client) -> None:
        ask("A.", "1994")
        ask("B.", "2004", measure=None)
        ask("C.", "")
        words = plain(client.get(f"{PAGE}?by=measure").text)
        assert "arms embargo 2 1 1994 1994 no measure given 1 1 2004 2004" in words
        words = plain(client.get(f"{PAGE}?by=year").text)
        assert "1994 1 1 2004 1 1 undated 1 1" in words

    def test_the_groups_obey_the_filters_and_their_numbers_leave_as_csv(self, client: Client) -> None:
        ask("A.", "1994")
        ask("B.", "2004")
        answer = client.get(f"{PAGE}?by=addressee&issued_after=2000&csv=addressee")
        assert answer.text.splitlines()[1:] == ["Security Council,1,1,2004,2004"]
        assert "1994" not in client.get(f"{PAGE}?by=year&issued_after=2000&csv=years").text

    @override_settings(
        CACHES={n: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for n in ("default", "pages")}
    )
    def test_what_is_kept_goes_when_anything_public_changes(self, client: Client) -> None:
        made = ask("A.", "1994")
        for _ in range(2):
            assert "1 recommendation asked" in plain(client.get(PAGE).text)
        publishing.withdraw(made.alert, cast.reviewer(), "error")
        assert 'id="total" value="0"' in client.get(PAGE).text


class TestCsv:
    def test_it_tells_all_of_each_and_leads_back(self, client: Client) -> None:
        made = ask("=Act.", asked=[council(), cast.organization("Union")])
        [row] = rows(client)
        assert row["text"] == "'=Act."
        assert row["addressees"] == "Security Council; Union"
        assert (row["issuers"], row["issued"], row["alert"]) == ("Genocide Watch", "2022-10-07", made.alert.uid)
        path = row["address"].partition("/recommendations/")[2]
        answer = client.get(f"{PAGE}{path}")
        assert answer["Location"] == f"{made.alert.get_absolute_url()}#recommendation-{made.uid}"

    def test_a_merged_uid_still_leads_there(self, client: Client) -> None:
        made = ask("Act.")
        FormerAddress.objects.create(kind=Kind.RECOMMENDATION, value="zzzzzzzzzz", uid=made.uid)
        assert client.get(f"{PAGE}zzzzzzzzzz/")["Location"].endswith(f"#recommendation-{made.uid}")


@pytest.mark.parametrize("size", [1, 30])
def test_no_page_asks_more_than_ten_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    tied = []
    for number in range(size):
        made = ask(f"Impose {number}.", f"20{number:02}", f"Body {number}")
        RecommendationAddressee.objects.create(
            recommendation=made, organization=cast.organization(f"Asked {number}"), position=2
        )
        Response.objects.create(alert=made.alert, recommendation=made, organization=council(), kind="acts")
        tied.append(made.uid)
    if size > 1:
        repeats.tie(tied[:5], staff.member("editor"))
    FormerAddress.objects.create(kind=Kind.MEASURE, value="embargo", uid=measure().uid)
    for query in ("", "?measure=embargo&q=impose", "?by=addressee", "?by=measure", "?by=year", "register.csv"):
        with django_assert_max_num_queries(10, info=query):
            assert client.get(f"{PAGE}{query}").status_code == 200


def test_what_is_listed_is_what_is_public(client: Client) -> None:
    """The derived columns agree with the rule that they were derived from."""
    ask("A.")
    ask("B.", "")
    withdrawn = ask("C.")
    publishing.withdraw(withdrawn.alert, cast.reviewer(), "error")
    publishing.revise(Recommendation.objects.get(text="A.").alert, cast.curator())
    cast.recommendation(cast.draft("Draft"), "D.")
    public = {alert.pk for alert in Alert.objects.published()}
    assert {a.alert_id for a in Recommendation.objects.published()} == public
    assert [a.text for a in Recommendation.objects.published().order_by("text")] == ["A.", "B."]
