"""Bulk changes: shown before they are done, done whole or not at all, and never to what is public."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from alerts import publishing
from alerts.models import Alert, Change, Measure, Situation
from curation import bulk
from organizations.models import Organization
from tests import cast, staff

pytestmark = pytest.mark.django_db
ALERTS, BODIES = "/admin/alerts/alert/", "/admin/organizations/organization/"


def begun(path: str, change: str, records: list[Any], role: str, name: str = "") -> Any:
    """The page after an action was chosen in the list."""
    data = {"action": f"bulk_{change}", "_selected_action": [r.pk for r in records]}
    return staff.client(role, name).post(path, data)


def planned(path: str, change: str, records: list[Any], role: str, name: str = "", /, **said: Any) -> Any:
    data = {"keys": begun(path, change, records, role, name).context["keys"], "preview": "1"} | said
    return staff.client(role, name).post(f"{path}bulk/{change}/", data)


def done(path: str, change: str, records: list[Any], role: str, name: str = "", /, **said: Any) -> str:
    plan = planned(path, change, records, role, name, **said).context["plan"]
    data = {"keys": ",".join(str(r.pk) for r in records), "agreed": plan.digest} | said
    return staff.said(staff.client(role, name).post(f"{path}bulk/{change}/", data, follow=True))


class TestAlerts:
    def test_the_dry_run_counts_and_names_and_changes_nothing(self) -> None:
        draft, public = cast.draft("Draft"), cast.published("Public")
        answer = planned(ALERTS, "language", [draft, public], "curator", language="fr")
        text = answer.content.decode()
        assert "1 would change, 1 would stay as they are" in text
        assert "en → fr" in text
        assert "only drafts are changed here" in text
        assert not Alert.objects.filter(language="fr").exists()

    def test_language_and_type_of_drafts(self) -> None:
        drafts = [cast.draft(f"Draft {n}") for n in range(3)]
        waiting = cast.draft("Waiting", status="in_review")
        said = done(ALERTS, "language", [*drafts, waiting], "curator", language="fr")
        assert "3 changed, 1 left as they were" in said
        other = cast.alert_type(label="Bulletin")
        done(ALERTS, "type", [*drafts, waiting], "curator", type=other.pk)
        assert Alert.objects.filter(language="fr", type=other).count() == 3
        assert LogEntry.objects.filter(change_message__contains="in bulk").count() == 6

    def test_sending_to_review(self) -> None:
        drafts = [cast.draft("A"), cast.draft("B")]
        assert "2 changed" in done(ALERTS, "submit", drafts, "curator")
        assert Alert.objects.filter(status="in_review").count() == 2

    def test_a_country_in_a_role_goes_through_working_copies(self) -> None:
        draft, public, waiting = cast.draft("Draft"), cast.published("Public"), cast.draft("W", status="in_review")
        revised = cast.published("Revised")
        publishing.revise(revised, staff.member("curator", "alpha"))
        country = cast.country()
        said = done(ALERTS, "country", [draft, public, waiting, revised], "curator", country=country.pk, role="host")
        assert "2 changed, 2 left" in said
        assert draft.country_links.get().role == "host"
        assert not public.country_links.exists()
        assert public.working_copies.get().country_links.get().country == country
        assert not waiting.country_links.exists()
        again = planned(ALERTS, "country", [draft], "curator", country=country.pk, role="host")
        assert again.context["plan"].changes == []

    def test_a_situation_is_assigned_by_who_may_change_situations(self) -> None:
        situation = Situation.objects.create(slug="s", title="Crisis")
        public = cast.published("Public")
        copy = publishing.revise(public, cast.reviewer())
        before = Change.objects.count()
        assert "1 changed" in done(ALERTS, "situation", [copy], "editor", situation=situation.pk)
        assert list(situation.alerts.all()) == [public]
        assert Change.objects.count() == before + 1
        assert "bulk_situation" not in str(staff.client("curator").get(ALERTS).content)

    def test_what_is_forged_gets_no_further(self) -> None:
        draft = cast.draft("Draft")
        client = staff.client("curator")
        for keys, said in (("", "fr"), ("x,-1," + "9" * 30, "fr"), (str(draft.pk), "not a tag!"), (str(draft.pk), "")):
            answer = client.post(f"{ALERTS}bulk/language/", {"keys": keys, "agreed": "x", "language": said})
            assert answer.status_code == 200
        assert client.post(f"{ALERTS}bulk/type/", {"keys": "1", "type": "x"}).status_code == 200
        assert client.get(f"{ALERTS}bulk/language/").status_code == 405
        assert client.post(f"{ALERTS}bulk/none/", {}).status_code == 403
        for role in ("editor", "nobody"):
            assert staff.client(role).post(f"{ALERTS}bulk/language/", {"keys": str(draft.pk)}).status_code == 403
        draft.refresh_from_db()
        assert draft.language == "en"

    def test_what_changed_meanwhile_is_shown_again(self) -> None:
        draft, other = cast.draft("Draft"), cast.draft("Other")
        plan = planned(ALERTS, "language", [draft, other], "curator", language="fr").context["plan"]
        Alert.objects.filter(pk=other.pk).update(status="in_review")
        data = {"keys": f"{draft.pk},{other.pk}", "agreed": plan.digest, "language": "fr"}
        answer = staff.client("curator").post(f"{ALERTS}bulk/language/", data)
        assert "Something changed meanwhile" in staff.said(answer)
        assert not Alert.objects.filter(language="fr").exists()

    def test_no_more_than_is_bounded_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from curation.admin import bulk as pages

        monkeypatch.setattr(pages, "MOST", 2)
        answer = begun(ALERTS, "submit", [cast.draft(f"D {n}") for n in range(3)], "curator")
        assert "Only the first 2" in staff.said(answer)
        assert answer.context["count"] == 2


class TestVocabularies:
    def test_deleting_what_is_unused_leaves_what_is_used(self) -> None:
        used, unused = cast.organization(), cast.organization("Unused")
        cast.draft("Draft", used)
        answer = planned(BODIES, "unused", [used, unused], "editor")
        assert "cannot be deleted" in answer.content.decode()
        assert "1 changed, 1 left" in done(BODIES, "unused", [used, unused], "editor")
        assert list(Organization.objects.all()) == [used]

    def test_kind_and_parent_are_set_and_the_feed_is_told(self) -> None:
        parent, child = cast.organization("Parent"), cast.organization("Child")
        cast.published("Public", child)
        before = Change.objects.count()
        assert "2 changed" in done(BODIES, "kind", [parent, child], "editor", kind="coalition")
        assert Change.objects.count() == before + 1
        assert "1 changed, 1 left" in done(BODIES, "parent", [parent, child], "editor", parent=parent.pk)
        child.refresh_from_db()
        assert (child.kind, child.parent) == ("coalition", parent)
        assert "1 changed, 1 left" in done(BODIES, "parent", [parent, child], "editor", parent="")

    def test_no_state_without_a_country(self) -> None:
        answer = planned(BODIES, "kind", [cast.organization()], "editor", kind="state")
        assert "tied to its country" in answer.content.decode()

    def test_every_vocabulary_offers_its_own(self) -> None:
        assert [b.name for b in bulk.of_vocabulary(Organization)] == ["unused", "kind", "parent"]
        assert [b.name for b in bulk.of_vocabulary(Measure)] == ["unused"]
        Measure.objects.create(slug="m", label="M")
        assert "bulk_unused" in staff.client("editor").get("/admin/alerts/measure/").content.decode()
        assert "bulk_unused" not in staff.client("curator").get("/admin/alerts/measure/").content.decode()
