"""Organizations: the list of those that alerts name, and the page of each."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Party, Relation, Response
from curation import repeats
from identifiers.models import FormerAddress, Kind
from organizations.models import Organization, OrganizationName
from tests import cast, staff
from tests.full_alert import full_published
from tests.test_alert_page import plain

pytestmark = pytest.mark.django_db


def names(html: str) -> list[str]:
    return re.findall(r'<li><p><a href="/organizations/[^"]+">([^<]+)</a>', html)


def page(client: Client, organization: Organization, query: str = "") -> str:
    answer = client.get(f"/organizations/{organization.uid}/{organization.slug}/{query}")
    assert answer.status_code == 200
    return answer.text


class TestList:
    def test_it_holds_every_body_that_a_public_alert_names_and_no_other(self, client: Client) -> None:
        full_published()
        cast.organization("Unused Union")
        cast.recommendation(
            cast.draft("Draft", cast.organization("Draft Issuer")), "Do.", 1, cast.organization("Draft Asked")
        )
        assert names(client.get("/organizations/").text) == [
            "Accused Army", "Answering State", "Asked Council", "Asked Union", "Framework Author", "Lemkin Institute",
            "Signing Society", "Targeted Army",
        ]  # fmt: skip

    def test_each_of_them_has_a_page(self, client: Client) -> None:
        full_published()
        for address in re.findall(r'href="(/organizations/[^"]+)"', client.get("/organizations/").text):
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("watch", ["Genocide Watch"]),
            ("GW", ["Genocide Watch"]),
            ("mon geno", ["Genocide Watch"]),
            ("médecins", ["Doctors"]),
            ("medecins", ["Doctors"]),
            ("zzz", []),
            ("", ["Doctors", "Genocide Watch"]),
        ],
    )
    def test_it_is_searched_by_any_name_or_acronym(self, client: Client, q: str, found: list[str]) -> None:
        watch, doctors = cast.organization(acronym="GW"), cast.organization("Doctors")
        OrganizationName.objects.create(organization=watch, text="Genocide Monitor")
        OrganizationName.objects.create(organization=doctors, text="Médecins")
        cast.published(issuer=watch)
        cast.published(issuer=doctors)
        assert names(client.get(f"/organizations/?q={quote(q)}").text) == found

    def test_it_is_narrowed_by_kind(self, client: Client) -> None:
        cast.published(issuer=cast.organization("An NGO"))
        cast.published(issuer=cast.organization("A court", "court"))
        assert names(client.get("/organizations/?kind=court").text) == ["A court"]

    @pytest.mark.parametrize("query", ["kind=zzz", "page=x", f"q={'a' * 300}", "page=-1"])
    def test_a_bad_value_is_told(self, client: Client, query: str) -> None:
        cast.published()
        answer = client.get(f"/organizations/?{query}")
        assert answer.status_code == 200
        assert "cannot be answered" in answer.text
        assert 'id="total" value="0"' in answer.text

    def test_beyond_the_last_page_it_says_so(self, client: Client) -> None:
        cast.published()
        assert "There is no page 7" in client.get("/organizations/?page=7").text

    def test_what_each_did_is_counted(self, client: Client) -> None:
        alert = cast.draft()
        cast.recommendation(alert, "Act.", 1, cast.organization("Council"))
        publishing.publish(alert, cast.reviewer())
        words = plain(client.get("/organizations/").text)
        assert "Council NGO 2022 asked to act 1 time" in words
        assert "Genocide Watch NGO 2022 issued 1 By year: 2022: 1 Genocide Warning" in words

    def test_country_years_labels_and_a_line_of_years_are_told(self, client: Client) -> None:
        watch = cast.organization(country=cast.country("US", "United States"))
        for issued in ("1999", "2004", "2004-05"):
            cast.published(f"Of {issued}", watch, issued=issued)
        cast.published("Other", watch, issued="2010", type=cast.alert_type(watch, "Special Report", "report"))
        words = plain(client.get("/organizations/").text)
        told = "Genocide Watch NGO United States 1999–2010 issued 4 By year: 1999: 1, 2004: 2, 2010: 1"
        assert f"{told} Genocide Warning, Special Report" in words

    def test_what_several_alerts_repeat_is_asked_once(self, client: Client) -> None:
        council, asks = cast.organization("Council"), []
        for number in range(3):
            alert = cast.draft(f"Alert {number}", issued=f"200{number}")
            asks.append(cast.recommendation(alert, f"Act {number}.", 1, council).uid)
            publishing.publish(alert, cast.reviewer())
        repeats.tie(asks[:2], staff.member("editor"))
        assert "Council NGO 2000–2002 asked to act 2 times" in plain(client.get("/organizations/").text)
        words = plain(page(client, council))
        assert "asked in 2 recommendations" in words
        assert "Act 0." not in words
        assert "Asked 2 times 2000: Alert 0 2001: Alert 1" in words


class TestAddress:
    def test_uid_former_slug_and_merged_uid_lead_to_the_page(self, client: Client) -> None:
        cast.published()
        body = cast.organization()
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="gw", uid=body.uid)
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="zzzzzzzzzz", uid=body.uid)
        for address in (body.uid, f"{body.uid}/wrong", "gw", "zzzzzzzzzz", "zzzzzzzzzz/genocide-watch"):
            answer = client.get(f"/organizations/{address}/")
            assert (answer.status_code, answer["Location"]) == (301, f"/organizations/{body.uid}/genocide-watch/")

    def test_a_body_that_only_a_draft_names_is_as_unknown_as_any(self, client: Client) -> None:
        secret = cast.organization("Secret Society")
        cast.draft(issuer=secret)
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="secret", uid=secret.uid)
        never = client.get("/organizations/zzzzzzzzzz/").text.replace("zzzzzzzzzz/", "")
        for address in (f"{secret.uid}/", f"{secret.uid}/secret-society/", "secret/", "secret-society/"):
            answer = client.get(f"/organizations/{address}")
            assert (answer.status_code, answer.text.replace(address, "")) == (404, never)


class TestPage:
    def test_it_tells_what_the_body_issued_signed_and_was_asked(self, client: Client) -> None:
        body = cast.organization("Council")
        cast.published("Issued by it", body)
        signed = cast.draft("Signed by it")
        Party.objects.create(alert=signed, role="signatory", organization=body, position=2)
        asked = cast.draft("Asks it", issued="2021")
        cast.recommendation(asked, "Send observers.", 1, body)
        addressed = cast.draft("Addressed to it")
        Party.objects.create(alert=addressed, role="addressee", organization=body, position=2)
        for draft in (signed, asked, addressed):
            publishing.publish(draft, cast.reviewer())
        words = plain(page(client, body))
        assert "issued 1 alert signed 1 alert addressed by 1 alert asked in 1 recommendation" in words
        assert "Issued 7 October 2022 Issued by it" in words
        assert "Signed 7 October 2022 Signed by it" in words
        assert "What was asked of it 2021 Genocide Watch Asked of Council Send observers. In Asks it No. 1" in words
        assert "Addressed to it" in words

    def test_its_counts_agree_with_the_search_that_they_lead_to(self, client: Client) -> None:
        body = cast.organization("Council")
        for number in range(3):
            cast.published(f"Alert {number}", body)
        html = page(client, body)
        assert "issued 3 alerts" in html
        assert '<data id="total" value="3">' in client.get("/search/?issuer=council").text

    def test_an_ask_leads_to_its_place_in_the_alert(self, client: Client) -> None:
        body, draft = cast.organization("Council"), cast.draft()
        ask = cast.recommendation(draft, "Act.", 1, body, body)
        publishing.publish(draft, cast.reviewer())
        html = page(client, body)
        assert html.count(f'#recommendation-{ask.uid}"') == 1
        assert "asked in 1 recommendation<" in html

    def test_what_a_statement_asks_in_two_languages_counts_once(self, client: Client) -> None:
        body = cast.organization("Council")
        original = cast.draft("Original")
        cast.recommendation(original, "Act.", 1, body)
        publishing.publish(original, cast.reviewer())
        translation = cast.draft("Traducción", issued="2023")
        cast.recommendation(translation, "Actúe.", 1, body)
        Relation.objects.create(alert=translation, kind="translates", target=original)
        publishing.publish(translation, cast.reviewer())
        html = page(client, body)
        assert "asked in 1 recommendation<" in html
        assert "Actúe" not in html

    def test_it_tells_names_country_and_website(self, client: Client) -> None:
        state = cast.organization("Azerbaijan", "state", country=cast.country(), website="https://example.az")
        OrganizationName.objects.create(organization=state, text="Government of Azerbaijan", used_by="the alerts")
        cast.published(issuer=state)
        words = plain(page(client, state))
        assert "State Azerbaijan" in words
        assert "Government of Azerbaijan used by the alerts" in words
        assert 'href="https://example.az" rel="nofollow noopener noreferrer"' in page(client, state)

    def test_documented_responses_stand_beside_the_ask(self, client: Client) -> None:
        body, draft = cast.organization("Council"), cast.draft()
        ask = cast.recommendation(draft, "Act.", 1, body)
        cast.recommendation(draft, "Speak.", 2, body)
        Response.objects.create(
            alert=draft, recommendation=ask, organization=body, kind="acts", edtf="2023", source_text="S/RES/1"
        )
        publishing.publish(draft, cast.reviewer())
        words = plain(page(client, body))
        assert "Act. In Genocide Warning: Nowhere No. 1 Response Council acts on it, 2023 Source: S/RES/1" in words
        assert "Speak. In Genocide Warning: Nowhere No. 2 Response none recorded here" in words

    def test_what_it_issued_by_year_is_drawn_and_leaves_as_csv(self, client: Client) -> None:
        for issued in ("1999", "2004", "2004-05"):
            cast.published(f"Of {issued}", issued=issued)
        body = cast.organization()
        answer = client.get(f"/organizations/{body.uid}/{body.slug}/?csv=years")
        assert answer.text.splitlines()[1:] == ["1999,1,1", "2004,2,2"]

    def test_a_body_that_did_and_was_asked_everything_costs_ten_queries_at_most(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        body, asks = cast.organization("Council"), []
        body.parent = cast.organization("Parent")
        body.save()
        OrganizationName.objects.create(organization=body, text="The Council")
        for number in range(25):
            alert = cast.draft(f"Alert {number}", body, issued="2004")
            for position, role in enumerate(("signatory", "addressee"), 2):
                Party.objects.create(alert=alert, role=role, organization=body, position=position)
            ask = cast.recommendation(alert, "Act.", 1, body)
            Response.objects.create(alert=alert, recommendation=ask, organization=body, kind="acts", source_text="S")
            asks.append(ask.uid)
            publishing.publish(alert, cast.reviewer())
        repeats.tie(asks[:3], staff.member("editor"))
        for address in (f"/organizations/{body.uid}/council/", "/organizations/?q=council"):
            with django_assert_max_num_queries(10, info=address):
                assert client.get(address).status_code == 200

    def test_parents_parts_and_successors_are_linked_where_they_are_public(self, client: Client) -> None:
        parent, body = cast.organization("Parent"), cast.organization("Child")
        body.parent = parent
        body.save()
        heir, secret = cast.organization("Heir"), cast.organization("Secret heir")
        heir.predecessors.add(body)
        secret.predecessors.add(body)
        for issuer in (parent, body, heir):
            cast.published(issuer=issuer)
        words = plain(page(client, body))
        assert "Part of Parent" in words
        assert "After it Heir" in words
        assert "Secret heir" not in words
        assert "Its parts Child" in plain(page(client, parent))
        assert "Before it Child" in plain(page(client, heir))

    def test_long_lists_are_paged(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("pages.organization.IN_A_LIST", 2)
        body = cast.organization("Council")
        for number in range(3):
            cast.published(f"Alert {number}", body, issued=f"202{number}")
        assert 'href="?issued=2#issued"' in page(client, body)
        assert "Alert 0" in page(client, body, "?issued=2")
        assert "Alert 2" not in page(client, body, "?issued=2")
        assert "There is no page 9" in page(client, body, "?issued=9")
        assert "Alert 2" in page(client, body, "?issued=x")

    def test_drafts_add_nothing(self, client: Client) -> None:
        cast.published()
        before = page(client, cast.organization())
        cast.recommendation(cast.draft("Draft"), "Zebra.", 1, cast.organization())
        assert page(client, cast.organization()) == before
