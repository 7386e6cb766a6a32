"""The history of every record: who changed what, and when; and nothing in it of what was redacted."""

import json
from typing import Any

import pytest
from reversion.models import Revision, Version

from alerts import publishing
from alerts.models import Alert, Document, Party, Situation
from curation import history, merging, states
from curation.telling import summary, told
from organizations.models import Organization, OrganizationName
from tests import cast, staff
from tests.full_alert import full_draft
from tests.small_catalogue import Catalogue, load

pytestmark = pytest.mark.django_db


def kept(record: Any) -> list[states.State]:
    """The states of a record, the latest first."""
    return [history.state(version) for version in history.of(record)]


class TestAState:
    def test_it_holds_an_alert_with_every_part(self) -> None:
        alert = full_draft("Zaphira")
        history.keep([alert], cast.curator())
        [state] = kept(alert)
        assert {label: len(rows) for label, rows in state["parts"].items()} == {
            model._meta.label_lower: model._default_manager.count()
            for model in states.WHOLES[Alert]
            if model._default_manager.exists()
        }
        assert len(state["parts"]) == 14
        assert (state["fields"]["curator_note"], state["fields"]["status"]) == ("", "draft")
        assert "Lemkin Institute Zaphira" in state["names"]["organizations.organization"].values()

    def test_it_holds_a_name_with_its_record_and_what_is_listed(self) -> None:
        body = cast.organization("Genocide Watch")
        body.predecessors.add(cast.organization("The Older Body"))
        name = OrganizationName.objects.create(organization=body, text="GW")
        history.keep([name], None)
        [state] = kept(body)
        assert [row["text"] for row in state["parts"]["organizations.organizationname"]] == ["GW"]
        assert state["names"]["organizations.organization"].popitem()[1] == "The Older Body"

    def test_many_are_read_with_the_queries_of_one(self, django_assert_max_num_queries: Any) -> None:
        for word in "abc":
            full_draft(word)
        with django_assert_max_num_queries(20):
            assert len(list(states.read(Alert, Alert.objects.values_list("pk", flat=True)))) == 3

    def test_one_alert_is_read_as_among_many(self, django_assert_max_num_queries: Any) -> None:
        alerts = [full_draft(word) for word in "ab"]
        among = {record.pk: state for record, state in states.read(Alert, [alert.pk for alert in alerts])}
        for alert in alerts:
            with django_assert_max_num_queries(3):
                [(_, alone)] = states.read(Alert, [alert.pk])
            assert alone == among[alert.pk]

    def test_a_batch_written_in_bulk_is_kept_as_one_revision(self) -> None:
        alerts = [cast.draft(f"Alert {i}") for i in range(3)]
        Party.objects.bulk_create(Party(alert=a, role="signatory", organization=cast.organization("B")) for a in alerts)
        history.keep(alerts, None, "Written in bulk.")
        assert Revision.objects.get().version_set.count() == 3
        assert len(kept(alerts[1])[0]["parts"]["alerts.party"]) == 2


class TestWhatIsTold:
    def test_a_change_is_told_by_words_by_items_and_by_name(self) -> None:
        alert = full_draft("Q")
        history.keep([alert], None)
        alert.abstract = "The institute has warned. Q"
        alert.issued = "2022-11"
        alert.save()
        alert.parties.get(role="signatory").delete()
        ask = alert.recommendations.get(number=1)
        ask.addressees.create(organization=cast.organization("The New One"), position=2)
        history.keep([alert], None)
        after, before = kept(alert)
        sections = told(before, after)
        own = {line.label: [(p.kind, p.text) for p in line.pieces] for line in sections[0].lines}
        assert own["Date of issue"] == [("gone", "7 October"), ("new", "November"), ("same", " 2022")]
        assert ("gone", "warns") in own["Abstract"]
        [parties] = [s for s in sections if s.heading == "Parties"]
        assert [(p.kind, "Signing Society Q" in str(p.lines)) for p in parties.parts] == [("gone", True)]
        [asks] = [s for s in sections if s.heading == "Recommendations"]
        assert [(p.kind, p.text) for p in asks.parts[0].lines[0].pieces][-1] == ("new", "The New One")
        assert summary(sections) == "Abstract, Date of issue; Parties: 1 removed; Recommendations: 1 changed"

    def test_a_situation_tells_the_alerts_that_came_and_went_by_title(self, django_assert_max_num_queries: Any) -> None:
        situation = Situation.objects.create(slug="s", title="A crisis")
        first, second, third = (cast.draft(f"Alert {i}") for i in range(3))
        situation.alerts.set([first, second])
        history.keep([situation], None)
        situation.alerts.set([second, third])
        history.keep([situation], None)
        with django_assert_max_num_queries(2):
            [section] = told(*reversed(kept(situation)))
        assert [(p.kind, p.text) for p in section.lines[0].pieces] == [("gone", "Alert 0"), ("new", "Alert 2")]

    def test_a_working_copy_has_one_history_with_its_alert(self) -> None:
        public = cast.published()
        copy = publishing.revise(public, cast.reviewer())
        history.keep([copy], cast.reviewer(), "Working copy opened.")
        assert [s["id"] for s in kept(public)] == [s["id"] for s in kept(copy)] == [copy.pk]


class TestRedaction:
    def test_redacted_words_are_in_no_state_and_nothing_said_of_one(self) -> None:
        public = full_draft("Zaphira\nQuell")
        publishing.publish(public, cast.reviewer())
        other = cast.organization("Friends of Zaphira-Quell", website="https://example.org/zaphira%20quell")
        history.keep([public, other], cast.curator(), "What Zaphira Quell wanted.")
        copy = publishing.revise(public, cast.reviewer())
        history.keep([copy], cast.reviewer())
        Document.objects.filter(alert=copy).delete()
        assert any("Zaphira" in version.serialized_data for version in Version.objects.all())
        publishing.redact(public, cast.redactor("a"), cast.redactor("b"), ["Zaphira Quell"], "safety")
        states_ = Version.objects.values("serialized_data", "object_repr")
        rows = json.dumps([*states_, *Revision.objects.values("comment")])
        assert not {word for word in ("aphira", "uell") if word in rows}
        assert "[redacted]" in kept(public)[0]["fields"]["abstract"]
        assert kept(public)[0]["fields"]["uid"] == copy.uid


class TestTheCatalogue:
    def test_what_it_loads_and_updates_is_kept_once_in_its_name(self, tmp_path: Any) -> None:
        catalogue = Catalogue(tmp_path)
        load(catalogue)
        kept_as = set(Revision.objects.values_list("user__username", "comment"))
        assert kept_as == {("catalogue", history.LOADED)}
        assert Version.objects.filter(content_type__model="alert").count() == Alert.objects.count()
        assert Version.objects.filter(content_type__model="organization").count() == Organization.objects.count()
        load(catalogue)
        assert Version.objects.filter(content_type__model="alert").count() == Alert.objects.count()


class TestMerging:
    def test_a_draft_that_a_merge_re_points_keeps_how_it_was_and_is_and_so_does_undoing(self) -> None:
        old, kept_one = cast.organization("Genocid Watch"), cast.organization("Genocide Watch")
        alert, child = cast.draft("Alert"), cast.organization("Its Chapter")
        alert.parties.create(role="addressee", organization=old, position=2)
        child.predecessors.add(old)
        history.keep([alert, child], cast.curator())
        done = merging.merge(old, kept_one, staff.member("editor"))
        now, before = kept(alert)
        assert [row["organization"] for row in before["parts"]["alerts.party"]][-1] == done.merged_id
        assert [row["organization"] for row in now["parts"]["alerts.party"]][-1] == kept_one.pk
        assert [state["fields"]["predecessors"] for state in kept(child)] == [[kept_one.pk], [done.merged_id]]
        latest = history.of(alert)[0]
        assert str(latest.revision.user) == "editor-of-the-staff"
        assert latest.revision.comment == f"organization {done.merged_id} was merged into {kept_one.pk}."
        merging.undo(done, staff.member("editor"))
        assert [kept(alert)[0]["parts"], kept(child)[0]["fields"]["predecessors"]] == [
            before["parts"],
            [done.merged_id],
        ]

    def test_a_draft_of_which_a_part_falls_away_keeps_that_too(self) -> None:
        old, kept_one = cast.organization("Genocid Watch"), cast.organization("Genocide Watch")
        alert = cast.draft("Alert")
        for position, body in enumerate((old, kept_one), 2):
            alert.parties.create(role="addressee", organization=body, position=position)
        history.keep([alert], None)
        merging.merge(old, kept_one, staff.member("editor"))
        assert [len(state["parts"]["alerts.party"]) for state in kept(alert)] == [
            alert.parties.count(),
            alert.parties.count() + 1,
        ]
