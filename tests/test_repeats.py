"""Recommendations that repeat one ask are found, tied and untied; responses are recorded in one go."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts import publishing
from alerts.models import Alert, Change, Recommendation, RepeatedAsk, Response, Situation
from curation import repeats, responding
from curation.repeats import Scope, TyingError
from tests import cast, staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/alerts/recommendation/repeats/"
RESPOND = "/admin/alerts/recommendation/respond/"


def asks() -> list[Any]:
    """Three alerts of one issuer: two ask the same in other words, one asks something else."""
    texts = (
        "The Security Council should impose targeted sanctions on commanders.",
        "Impose targeted sanctions on the commanders, as the Security Council should.",
        "Open the corridor to humanitarian convoys.",
    )
    council = cast.organization("Security Council", "un_body")
    return [cast.recommendation(cast.draft(f"Alert {n}"), text, 1, council) for n, text in enumerate(texts)]


class TestRepeats:
    def test_those_that_share_most_of_their_words_are_likely_one_ask(self) -> None:
        first, second, _ = asks()
        [group] = repeats.likely(repeats.asks(Scope(issuer=cast.organization())))
        assert {ask.row.pk for ask in group.members} == {first.pk, second.pk}

    def test_each_scope_finds_its_own_and_never_a_working_copy(self) -> None:
        first, second, third = asks()
        situation = Situation.objects.create(slug="s", title="S")
        situation.alerts.add(first.alert)
        publishing.publish(first.alert, cast.reviewer())
        publishing.revise(first.alert, cast.reviewer())
        third.situation = situation
        third.save()
        council = cast.organization("Security Council")
        found = {name: {ask.row.pk for ask in repeats.asks(Scope(**{name: record}))} for name, record in
                 (("situation", situation), ("issuer", cast.organization()), ("addressee", council))}  # fmt: skip
        everything = {first.pk, second.pk, third.pk}
        assert found == {"situation": {first.pk, third.pk}, "issuer": everything, "addressee": everything}

    def test_ties_join_and_outlive_a_revision(self) -> None:
        first, second, third = asks()
        editor = staff.member("editor")
        assert repeats.tie([first.uid, second.uid], editor) == 2
        assert repeats.tie([second.uid, third.uid], editor) == 3
        publishing.publish(first.alert, cast.reviewer())
        cast.revised(Alert.objects.get(pk=first.alert_id))
        [group] = repeats.likely(repeats.asks(Scope(issuer=cast.organization())))
        assert len(group.members) == 3
        assert group.ask

    def test_who_is_left_alone_is_untied_too(self) -> None:
        first, second, _ = asks()
        editor = staff.member("editor")
        repeats.tie([first.uid, second.uid], editor)
        assert repeats.untie([first.uid], editor) == 1
        assert not RepeatedAsk.objects.exists()

    def test_a_public_recommendation_tells_its_ask_and_its_alert_looks_different(self) -> None:
        first, second, third = asks()
        for ask in (first, second, third):
            publishing.publish(ask.alert, cast.reviewer())
        told = Change.objects.count()
        repeats.tie([first.uid, second.uid], staff.member("editor"))
        one, other, alone = Recommendation.objects.order_by("pk").values_list("ask", flat=True)
        assert one == other != ""
        assert alone == ""
        assert Change.objects.count() == told + 2
        copy = publishing.revise(first.alert, cast.curator())
        assert copy.recommendations.get().ask == copy.recommendations.get().keywords == ""
        publishing.publish(cast.confirm(copy), cast.reviewer())
        assert Recommendation.objects.get(alert=first.alert).ask == one
        repeats.untie([first.uid], staff.member("editor"))
        assert {row.ask for row in Recommendation.objects.all()} == {""}

    def test_one_alone_and_who_may_not_are_refused(self) -> None:
        first, second, _ = asks()
        with pytest.raises(TyingError, match="Two recommendations at least"):
            repeats.tie([first.uid, "bbbbbbbbbb"], staff.member("editor"))
        for role in ("curator", "reviewer", "nobody"):
            with pytest.raises(PermissionDenied):
                repeats.tie([first.uid, second.uid], staff.member(role))
            assert staff.client(role).get(PAGE).status_code == 403
            assert staff.client(role).post(PAGE, {"ask": [first.uid, second.uid]}).status_code == 403

    def test_the_page_finds_ties_and_unties(self) -> None:
        first, second, _ = asks()
        editor, issuer = staff.client("editor"), cast.organization().pk
        with CaptureQueriesContext(connection) as queries:
            page = editor.get(PAGE, {"issuer": issuer})
        assert len(queries) <= 15
        assert "2 alike" in page.content.decode()
        data = {"ask": [first.uid, second.uid], "tie": "1"}
        assert "2 recommendations repeat one ask" in staff.said(editor.post(PAGE, data, follow=True))
        data = {"ask": [first.uid], "untie": "1"}
        assert "Untied: 1" in staff.said(editor.post(PAGE, data, follow=True))
        for odd in ({}, {"issuer": "9" * 30}, {"issuer": "x", "situation": "\0"}):
            assert editor.get(PAGE, odd).status_code in (200, 400)
        assert "Two recommendations" in staff.said(editor.post(PAGE, {"ask": "x"}, follow=True))


class TestResponses:
    def data(self, **fields: Any) -> dict[str, Any]:
        body = cast.organization("Security Council", "un_body")
        return {"organization": body.pk, "kind": "acts", "source_text": "S/RES/1"} | fields

    def test_on_a_draft_it_stands_at_once(self) -> None:
        ask = asks()[0]
        where = f"{RESPOND}?recommendation={ask.pk}"
        page = staff.client("curator").get(where)
        assert page.context["form"].initial["answers"] == ask.uid
        staff.client("curator").post(where, self.data(answers=ask.uid))
        response = Response.objects.get()
        assert (response.alert, response.recommendation, response.kind) == (ask.alert, ask, "acts")

    def test_on_a_public_alert_it_goes_on_the_working_copy(self) -> None:
        ask = asks()[0]
        publishing.publish(ask.alert, cast.reviewer())
        where = f"{RESPOND}?recommendation={ask.pk}"
        for _ in range(2):
            answer = staff.client("curator").post(where, self.data(answers=ask.uid, again="1"), follow=True)
            assert "It stands on the working copy" in staff.said(answer)
        copy = Alert.objects.working_copies().get()
        assert copy.revises_id == ask.alert_id
        assert [r.recommendation and r.recommendation.uid for r in copy.responses.all()] == [ask.uid, ask.uid]
        assert copy.revision_note == "Records a response by Security Council."
        assert not Response.objects.filter(alert=ask.alert).exists()

    def test_what_is_in_review_and_odd_input_are_told_and_what_was_typed_stays(self) -> None:
        alert = cast.draft()
        publishing.submit(alert, cast.curator())
        curator = staff.client("curator")
        page = curator.post(f"{RESPOND}?alert={alert.pk}", self.data(text="Typed")).content.decode()
        assert "It is in review" in page
        assert "Typed" in page
        page = curator.post(f"{RESPOND}?alert={alert.pk}", self.data(edtf="long ago")).content.decode()
        assert "not a date" in page
        for odd in ("", "?alert=x", "?recommendation=" + "9" * 30):
            assert "Choose the recommendation" in staff.said(curator.get(RESPOND + odd, follow=True))

    def test_who_may_not_is_refused(self) -> None:
        alert = cast.draft()
        for role in ("editor", "nobody"):
            assert staff.client(role).post(f"{RESPOND}?alert={alert.pk}", self.data()).status_code == 403
            with pytest.raises(PermissionDenied):
                responding.record(alert, Response(), "", staff.member(role))
