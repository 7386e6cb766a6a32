"""The vocabularies' pages in the admin: where used, merging with a preview, undoing, splitting; rights and queries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts import publishing
from alerts.models import Alert, Framework, Measure, Scale, Serial, Situation
from curation import merging, pointing
from curation.models import Merge
from organizations.models import Organization, OrganizationName
from places.models import Population
from tests import cast, staff

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def editor() -> Any:
    return staff.client("editor")


def path(record: Any, page: str = "change") -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{page}/"


def two_bodies() -> tuple[Organization, Organization]:
    """Two that are used in many ways, both on some alerts, so that much moves and much falls together."""
    merged, kept = cast.organization("Genocid Watch"), cast.organization("Genocide Watch", acronym="GW")
    for n in range(6):
        alert = cast.draft(f"Alert {n}", merged)
        alert.parties.create(role="issuer", organization=kept, as_printed="GW")
        alert.characterizations.create(crime="genocide", modality="risk", actor=merged)
        ask = cast.recommendation(alert, "Stop.", 1, merged, kept)
        ask.targets.create(organization=merged)
        alert.responses.create(organization=merged, kind="acts", source_text="x")
        Serial.objects.create(slug=f"s{n}", title=f"Serial {n}", issuer=merged)
        Framework.objects.create(slug=f"f{n}", title=f"Framework {n}", issuer=merged)
        cast.organization(f"Child {n}", parent=merged).predecessors.add(merged)
        OrganizationName.objects.create(organization=merged, text=f"Name {n}")
        publishing.publish(alert, cast.reviewer())
    return merged, kept


def one_of_each() -> list[Any]:
    return [
        cast.organization(), cast.place(), Population.objects.create(slug="q", name="People"),
        Situation.objects.create(slug="s", title="S"), cast.alert_type(),
        Serial.objects.create(slug="r", title="R", issuer=cast.organization()),
        Measure.objects.create(slug="m", label="M"), Framework.objects.create(slug="f", title="F"),
        Scale.objects.create(slug="o", title="Orders", issuer=cast.organization()),
    ]  # fmt: skip


class TestPages:
    def test_every_kind_has_each_page_and_a_record_of_it_can_be_changed(self, editor: Any) -> None:
        records = one_of_each()
        assert {type(record) for record in records} == set(merging.MERGEABLE)
        for record in records:
            pages = ("change", "uses", "merge", "move", "choose")
            for page in pages if isinstance(record, Scale) else (*pages, "split"):  # a scale has no other names
                assert editor.get(path(record, page)).status_code == 200, (record, page)

    def test_each_costs_at_most_15_queries(self, editor: Any) -> None:
        merged, kept = two_bodies()
        editor.get("/admin/")
        pages = [path(merged), path(merged, "uses"), path(merged, "merge"), f"{path(merged, 'merge')}?into={kept.pk}",
                 path(merged, "split"),
                 f"{path(merged, 'move')}?to={kept.pk}", f"{path(merged, 'move')}?q=genocide"]  # fmt: skip
        pages += [f"{path(merged, 'uses')}?of={way.key}" for way in pointing.counts(merged)]
        costs = {}
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(page).status_code == 200
            costs[page] = len(queries)
        assert {page: cost for page, cost in costs.items() if cost > MOST_QUERIES} == {}

    def test_only_who_may_merge_gets_there_by_any_method(self) -> None:
        merged, kept = two_bodies()
        done = merging.merge(cast.place("A"), cast.place("B"), staff.member("editor"))
        for role in ("curator", "reviewer", "nobody"):
            client = staff.client(role)
            for page in ("merge", "split", "move"):
                for answer in (client.get(path(merged, page)), client.post(path(merged, page), {"into": kept.pk})):
                    assert answer.status_code == 403, (role, page)
            assert client.post(f"/admin/curation/merge/{done.pk}/undo/").status_code == 403
        assert staff.client("editor").get(f"/admin/curation/merge/{done.pk}/undo/").status_code == 405
        assert staff.client("nobody").get(path(merged, "uses")).status_code == 403
        assert staff.client("nobody").get(path(merged, "choose")).status_code == 403
        assert Organization.objects.filter(pk=merged.pk).exists()

    @pytest.mark.parametrize("odd", ["9" * 30, "x", "-1", "0", "\0", "१"])
    def test_odd_input_gets_a_page_that_says_so(self, editor: Any, odd: str) -> None:
        body = cast.organization()
        cast.draft()
        for page in (f"merge/?into={odd}", f"move/?to={odd}", f"uses/?of={odd}&p={odd}", f"merge/?q={odd}"):
            answer = editor.get(path(body, page.split("/")[0]) + page.split("/")[1])
            assert answer.status_code in (200, 400, 404), page
        assert editor.post(path(body, "merge"), {"into": odd}).status_code == 404
        assert editor.post(path(body, "move"), {"to": odd, "use": odd}).status_code == 404
        other = cast.organization("Other")
        answer = editor.post(path(body, "move"), {"to": other.pk, "of": odd, "use": odd}, follow=True)
        assert answer.status_code == 400 or "Nothing was moved" in staff.said(answer)
        assert editor.get(path(Organization(pk=10**17), "merge")).status_code == 404


class TestWhereUsed:
    def test_each_kind_is_counted_and_its_uses_are_linked(self, editor: Any) -> None:
        merged, _ = two_bodies()
        page = editor.get(path(merged, "uses"))
        kinds = {kind.label: kind.count for kind in page.context["kinds"]}
        assert kinds["parties"] == 6
        assert kinds["organizations: parent"] == 6
        assert kinds["organizations: predecessors"] == 6
        alert = Alert.objects.get(title="Alert 0")
        assert f'href="/admin/alerts/alert/{alert.pk}/change/"' in page.content.decode()

    def test_many_uses_stand_on_several_pages(self, editor: Any) -> None:
        body = cast.organization()
        for n in range(60):
            Serial.objects.create(slug=f"s{n}", title=f"Serial {n}", issuer=body)
        first = editor.get(path(body, "uses"))
        assert len(first.context["uses"]) == 50
        assert len(editor.get(path(body, "uses"), {"p": "2", "of": "alerts.serial.issuer"}).context["uses"]) == 10

    def test_a_record_without_uses_says_so(self, editor: Any) -> None:
        assert "Nothing uses it" in editor.get(path(cast.organization("Lonely"), "uses")).content.decode()


class TestMerging:
    def test_the_preview_counts_and_lists_and_changes_nothing(self, editor: Any) -> None:
        merged, kept = two_bodies()
        page = editor.get(path(merged, "merge"), {"into": kept.pk})
        text = page.content.decode()
        assert dict(page.context["plan"].counts)["serials"] == 6
        assert "Party: “Alert 0”" in text
        assert "“Genocid Watch” is kept as a name" in text
        assert Organization.objects.filter(pk=merged.pk).exists()
        assert Serial.objects.filter(issuer=merged).count() == 6

    def test_the_likeliest_other_one_is_found_by_itself(self, editor: Any) -> None:
        merged, kept = two_bodies()
        cast.organization("European Union")
        assert [found.pk for found in editor.get(path(merged, "merge")).context["results"]] == [kept.pk]

    def test_merged_then_undone(self, editor: Any) -> None:
        merged, kept = two_bodies()
        answer = editor.post(path(merged, "merge"), {"into": kept.pk}, follow=True)
        assert answer.redirect_chain[-1][0] == path(kept)
        assert "Undo the merge of “Genocid Watch”" in answer.content.decode()
        assert not Organization.objects.filter(pk=merged.pk).exists()
        answer = editor.post(f"/admin/curation/merge/{Merge.objects.get().pk}/undo/", follow=True)
        assert "are two again" in staff.said(answer)
        assert Organization.objects.filter(pk=merged.pk).exists()
        assert "Undo" not in editor.get(path(kept)).content.decode()

    def test_what_stands_against_it_is_told_before_and_after(self, editor: Any) -> None:
        merged, kept = cast.organization("A"), cast.organization("B")
        cast.alert_type(merged, genre="letter")
        cast.alert_type(kept)
        page = editor.get(path(merged, "merge"), {"into": kept.pk}).content.decode()
        assert "with another genre each" in page
        assert 'value="Merge"' not in page
        answer = editor.post(path(merged, "merge"), {"into": kept.pk}, follow=True)
        assert "Not merged: " in staff.said(answer)

    def test_an_undo_that_comes_too_late_says_what_stands_in_the_way(self, editor: Any) -> None:
        merged, kept = two_bodies()
        editor.post(path(merged, "merge"), {"into": kept.pk})
        kept.names.update(used_by="Somebody")
        answer = editor.post(f"/admin/curation/merge/{Merge.objects.get().pk}/undo/", follow=True)
        assert "It cannot be undone: " in staff.said(answer)

    def test_no_name_of_staff_and_no_text_is_in_the_log(self, editor: Any) -> None:
        from django.contrib.admin.models import LogEntry

        merged, kept = cast.organization("A"), cast.organization("B")
        editor.post(path(merged, "merge"), {"into": kept.pk})
        assert "organization" in LogEntry.objects.filter(object_id=str(kept.pk)).latest("pk").change_message


class TestSplitting:
    def test_names_and_uses_go_to_a_new_record_and_the_rest_stays(self, editor: Any) -> None:
        wide, _ = two_bodies()
        chosen = wide.names.get(text="Name 1")
        editor.post(path(wide, "split"), {"name": "Name 0", "names": [chosen.pk, wide.names.get(text="Name 0").pk]})
        made = Organization.objects.get(name="Name 0")
        assert [n.text for n in made.names.all()] == ["Name 1"]
        assert (made.kind, made.slug, wide.names.count()) == ("ngo", "name-0", 4)
        serials = list(Serial.objects.order_by("pk")[:2])
        data = {"to": made.pk, "of": "alerts.serial.issuer", "use": [s.pk for s in serials]}
        answer = editor.post(path(wide, "move"), data, follow=True)
        assert "Moved to “Name 0”: 2." in staff.said(answer)
        assert list(made.serials.order_by("pk")) == serials
        assert wide.serials.count() == 4

    def test_a_public_alert_and_its_working_copy_move_together_and_the_feed_is_told(self, editor: Any) -> None:
        wide, other = cast.organization("Wide"), cast.organization("Other")
        alert = cast.published(issuer=wide)
        copy = publishing.revise(alert, cast.reviewer())
        party, changes = alert.parties.get(), alert.changes.count()
        editor.post(path(wide, "move"), {"to": other.pk, "of": "alerts.party.organization", "use": [party.pk]})
        assert alert.parties.get().organization == copy.parties.get().organization == other
        alert.refresh_from_db()
        assert other.uid in str(alert.record)
        assert alert.changes.count() == changes + 1

    def test_where_the_other_stands_already_the_use_stays(self, editor: Any) -> None:
        wide, kept = two_bodies()
        party = wide.parties.first()
        data = {"to": kept.pk, "of": "alerts.party.organization", "use": [party.pk]}
        answer = editor.post(path(wide, "move"), data, follow=True)
        assert "1 stay: “Genocide Watch” stands there already" in staff.said(answer)

    def test_a_name_that_cannot_be_is_told_and_what_was_typed_stays(self, editor: Any) -> None:
        answer = editor.post(path(cast.organization(), "split"), {"name": "x" * 301})
        assert "at most 300 characters" in answer.content.decode()
        measure = Measure.objects.create(slug="m", label="Same")
        answer = editor.post(path(measure, "split"), {"name": "Same"})
        assert "already exists" in answer.content.decode()


class TestCreatingFromAnAutocomplete:
    def ask(self, role: str, term: str) -> Any:
        query = {"term": term, "app_label": "alerts", "model_name": "party", "field_name": "organization"}
        return staff.client(role).get("/admin/autocomplete/", query).json()

    def test_it_is_offered_to_who_may_add_one(self) -> None:
        assert self.ask("curator", "New body")["create"] == "New body"
        assert "create" not in self.ask("reviewer", "New body")
        assert "create" not in self.ask("curator", "  ")

    def test_the_page_opens_with_the_name_a_free_address_and_the_likely_matches(self) -> None:
        there = cast.organization("Genocide Watch", country=cast.country())
        page = staff.client("curator").get(
            "/admin/organizations/organization/add/", {"name": "Genocide Wach", "_popup": "1"}
        )
        assert page.context["adminform"].form.initial["slug"] == "genocide-wach"
        assert [found.pk for found in page.context["alike"]] == [there.pk]
        assert "Take “Genocide Watch”" in page.content.decode()
        page = staff.client("curator").get("/admin/organizations/organization/add/", {"name": "Genocide Watch"})
        assert page.context["adminform"].form.initial["slug"] == "genocide-watch-2"

    def test_taking_a_match_hands_it_to_the_field(self) -> None:
        there = cast.organization()
        page = staff.client("curator").get(path(there, "choose"), {"_popup": "1"}).content.decode()
        assert f"&quot;value&quot;: &quot;{there.pk}&quot;" in page
