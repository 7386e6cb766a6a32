"""Versions beside one another, and withdrawing: what points at an alert, and the tombstone before it is one."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert
from tests import cast, staff
from tests.full_alert import full_draft

pytestmark = pytest.mark.django_db
MOST = 15


def status(alert: Alert) -> str:
    return Alert.objects.values_list("status", flat=True).get(pk=alert.pk)


class TestVersions:
    def test_any_version_opens_beside_any_other(self) -> None:
        alert = cast.published("One")
        for title in ("Two", "Three"):
            alert = cast.revised(alert, title=title)
        browser = staff.client("reviewer")
        shown = browser.get(staff.page(alert, "versions"), {"a": 1, "b": 3})
        assert [side.name for side in shown.context["sides"]] == ["Version 1", "Version 3"]
        assert "<del>One</del><ins>Three</ins>" in shown.content.decode()
        shown = browser.get(staff.page(alert, "versions"))
        assert [side.name for side in shown.context["sides"]] == ["Version 2", "Version 3"]

    def test_of_a_withdrawn_alert_and_its_working_copy(self) -> None:
        alert = cast.published("One")
        publishing.withdraw(alert, cast.reviewer(), "error")
        copy = cast.confirm(publishing.revise(alert, cast.curator()), title="Copy")
        browser = staff.client("reviewer")
        assert browser.get(staff.page(copy, "versions")).url == staff.page(alert, "versions")  # type: ignore[attr-defined]
        shown = browser.get(staff.page(alert, "versions"), {"a": "1", "b": "copy"}).content.decode()
        assert "<del>One</del><ins>Copy</ins>" in shown

    def test_what_a_redaction_erased_is_told(self) -> None:
        alert = cast.revised(cast.published("Zaphira Quell"), title="Other")
        publishing.redact(alert, cast.redactor("one"), cast.redactor("two"), ["Zaphira Quell"], "safety")
        shown = staff.client("reviewer").get(staff.page(alert, "versions"), {"a": 1, "b": 2}).content.decode()
        assert "erased by a redaction" in shown
        assert "Zaphira" not in shown

    @pytest.mark.parametrize("query", ["a=x&b=y", f"a={'9' * 40}", "a=-1&b=0", "a=copy&b=copy", "a=1&a=2"])
    def test_odd_choices_get_a_page(self, query: str) -> None:
        alert = cast.published()
        assert staff.client("reviewer").get(f"{staff.page(alert, 'versions')}?{query}").status_code == 200

    def test_a_draft_has_none(self) -> None:
        shown = staff.client("reviewer").get(staff.page(cast.draft(), "versions")).content.decode()
        assert "never been published" in shown

    @pytest.mark.parametrize(
        ("role", "code"), [("curator", 200), ("reviewer", 200), ("editor", 403), ("redactor", 403), ("nobody", 403)]
    )
    def test_who_may_read_versions_may_compare_them(self, role: str, code: int) -> None:
        assert staff.client(role).get(staff.page(cast.published(), "versions")).status_code == code

    def test_it_costs_few_queries(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        alert = full_draft("word")
        publishing.publish(alert, cast.reviewer())
        for _ in range(3):
            cast.revised(alert)
        browser = staff.client("reviewer")
        with django_assert_max_num_queries(MOST):
            assert browser.get(staff.page(alert, "versions"), {"a": 1, "b": 4}).status_code == 200


class TestWithdrawing:
    def test_the_tombstone_is_shown_as_it_will_be(self, client: Client) -> None:
        alert, browser = cast.published("A title"), staff.client("reviewer")
        data = {"reason": "scope", "show_title": "on", "private_note": "typed"}
        shown = browser.post(staff.page(alert, "withdraw"), data | {"action": "show"}).content.decode()
        assert status(alert) == "published"
        assert "typed" in shown
        browser.post(staff.page(alert, "withdraw"), data)
        public = client.get(reverse("alert_uid", args=[alert.uid])).content.decode()
        said = public[public.index('<p class="eyebrow">') : public.index('<form class="ask"')]
        assert " ".join(said.split()) in " ".join(shown.split())

    def test_it_tells_all_that_points_at_the_alert(self) -> None:
        alert = full_draft("word")
        publishing.publish(alert, cast.reviewer())
        for kind in ("updates", "translates"):
            other = cast.draft(f"That {kind}")
            other.relations.create(kind=kind, target=alert)
            publishing.publish(other, cast.reviewer())
        shown = staff.client("reviewer").get(staff.page(alert, "withdraw")).content.decode()
        for words in ("“That updates” updates it", "“That translates” translates it", "A crisis word", "Its recommend",
                      "Answering State word rejects it", "Other alerts of its series"):  # fmt: skip
            assert words in shown
        assert "The reason: <strong>…</strong>." in shown

    def test_it_costs_few_queries(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        alert = full_draft("word")
        publishing.publish(alert, cast.reviewer())
        browser = staff.client("reviewer")
        with django_assert_max_num_queries(MOST):
            browser.get(staff.page(alert, "withdraw"))
