"""What loading a catalogue promises: all or nothing, each mistake named by its place, and no change the second time."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from alerts import publishing
from alerts.models import (
    Alert,
    AlertDate,
    AlertType,
    Assessment,
    Change,
    Event,
    EventActor,
    Framework,
    Indicator,
    Measure,
    Note,
    Party,
    Recommendation,
    Reference,
    Relation,
    Response,
    Scale,
    Serial,
    Situation,
    Version,
)
from alerts.situations import tie
from identifiers.models import FormerAddress
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, PopulationName
from tests import cast
from tests import small_catalogue as small
from tests.small_catalogue import Catalogue, contents, load, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path)


def held(uid: str) -> Alert:
    return Alert.objects.get(uid=uid)


class TestFirstLoad:
    def test_it_says_what_it_did(self, catalogue: Catalogue) -> None:
        said = load(catalogue)
        assert said.startswith("2 alerts new and published, 0 updated, 0 left alone; new: 3 countries, 2 places, ")
        assert "4 organizations" in said
        assert "Stays a draft until its do-no-harm checklist is confirmed: Not looked through" in said

    def test_each_step_goes_to_standard_error(self, catalogue: Catalogue) -> None:
        err = io.StringIO()
        call_command("loadcatalogue", catalogue.folder, stdout=io.StringIO(), stderr=err)
        assert "Publishing alert 2 of 2 …" in err.getvalue()

    def test_it_is_silent_when_asked(self, catalogue: Catalogue) -> None:
        err = io.StringIO()
        call_command("loadcatalogue", catalogue.folder, stdout=io.StringIO(), stderr=err, verbosity=0)
        assert not err.getvalue()

    def test_an_alert_is_held_as_the_file_says(self, catalogue: Catalogue) -> None:
        load(catalogue)
        alert = held(small.WARNING)
        assert (alert.title, alert.status, alert.slug) == ("Warning", "published", "warning")
        assert (alert.abstract, alert.body) == ('The body warns of "a risk".', "One\n\nTwo")
        assert (alert.issued, alert.issued_basis, str(alert.issued_latest)) == ("2022-10", "inferred", "2022-10-31")
        assert (alert.serial, alert.serial_number) == (Serial.objects.get(uid=small.SERIAL), 7)
        assert (alert.signatory_count, alert.curator_note) == ("50+", "Ask again")
        assert str(alert.retrieved_on) == "2024-01-31"
        assert alert.type == AlertType.objects.get(uid=small.WARNING_TYPE)

    def test_its_parts_are_held_under_their_uids(self, catalogue: Catalogue) -> None:
        load(catalogue)
        alert = held(small.WARNING)
        parties = [(p.uid, p.role, p.organization.uid, p.as_printed, p.office) for p in alert.parties.all()]
        assert parties == [
            ("prtt222222", "issuer", small.WATCH, "GenocideWatch", ""),
            ("prtt333333", "addressee", small.UN, "", "Special Adviser"),
        ]
        assert str(AlertDate.objects.get(alert=alert).latest) == "2020-11-10"
        countries = [(c.country.code, c.role) for c in alert.country_links.all()]
        assert countries == [("AZ", "responsible"), ("AM", "affected")]
        assert [p.as_printed for p in alert.population_links.all()] == ["about 120 people", "those who fled"]
        assert [a.concluded for a in Assessment.objects.filter(alert=alert)] == [False, True]
        ask, second = alert.recommendations.all()
        assert (ask.uid, ask.measure, ask.situation) == (small.ASK, Measure.objects.get(), Situation.objects.get())
        assert [a.organization.uid for a in ask.addressees.all()] == [small.UN]
        assert [t.organization.uid for t in ask.targets.all()] == [small.MINISTRY]
        assert (second.wording, second.addressee_basis) == ("verbatim", "none")
        references = Reference.objects.filter(note__alert=alert, note__number=3)
        assert [(r.text, r.sensitive) for r in references] == [("A report", False), ("A film", True)]

    def test_vocabularies_are_held_with_what_they_cite(self, catalogue: Catalogue) -> None:
        load(catalogue)
        assert {c.code for c in Country.objects.get(code="YUCS").successors.all()} == {"AZ", "AM"}
        assert Place.objects.get(uid=small.LACHIN).part_of == Place.objects.get(uid=small.ARTSAKH)
        assert Organization.objects.get(uid=small.MINISTRY).parent == Organization.objects.get(uid=small.AZERBAIJAN)
        assert Organization.objects.get(uid=small.WATCH).predecessors.get().uid == small.UN
        assert CountryName.objects.get().folded == "azerbaycan"
        assert PlaceName.objects.get().relation == "contested"
        assert PopulationName.objects.get().language == "hy"
        assert [s.label for s in Scale.objects.get().steps.all()] == ["Watch", "Warning"]
        assert AlertType.objects.get(uid=small.WARNING_TYPE).step == Scale.objects.get().steps.get(label="Warning")
        stages = [(i.position, i.number, i.name) for i in Framework.objects.get().indicators.all()]
        assert stages == [(1, 1, "Classification"), (2, 2, "Symbolization")]

    def test_a_relation_to_a_later_row_is_in_the_first_version(self, catalogue: Catalogue) -> None:
        load(catalogue)
        update = held(small.UPDATE)
        assert update.record is not None
        assert [r["alert"] for r in update.record["relations"]] == [small.WARNING]
        assert small.WARNING in update.versions.get().content.canonical
        assert update.series == held(small.WARNING).series == small.WARNING

    def test_alerts_that_update_one_another_in_a_circle_are_loaded(self, catalogue: Catalogue) -> None:
        catalogue.add("relations.csv", uid="rkrk333333", alert=small.WARNING, kind="updates", target=small.UPDATE)
        assert load(catalogue).startswith("2 alerts new and published")

    def test_the_feed_tells_of_each_public_alert_once(self, catalogue: Catalogue) -> None:
        load(catalogue)
        told = list(Change.objects.values_list("number", "alert__uid"))
        assert [number for number, _ in told] == [1, 2]
        assert {uid for _, uid in told} == {small.WARNING, small.UPDATE}
        assert held(small.WARNING) in Alert.objects.mentioning(["azerbaycan"])

    def test_alerts_are_published_by_an_account_that_cannot_log_in(self, catalogue: Catalogue) -> None:
        load(catalogue)
        user = EventActor.objects.filter(event__alert=held(small.WARNING)).get().user
        assert (user.username, user.is_staff, user.is_superuser) == ("catalogue", False, False)
        assert not user.has_usable_password()
        assert user.get_all_permissions() == {"alerts.change_alert", "alerts.publish_alert", "alerts.revise_alert"}

    def test_or_by_the_person_who_is_named(self, catalogue: Catalogue) -> None:
        load(catalogue, by=cast.reviewer().username)
        assert {actor.user.username for actor in EventActor.objects.all()} == {"reviewer"}
        assert not User.objects.filter(username="catalogue").exists()

    def test_what_is_not_confirmed_stays_a_draft_with_its_parts(self, catalogue: Catalogue) -> None:
        load(catalogue)
        draft = held(small.DRAFT)
        assert (draft.status, draft.names_checked) == ("draft", False)
        assert Party.objects.get(alert=draft).uid == "prtt555555"

    def test_alerts_are_tied_to_their_situation(self, catalogue: Catalogue) -> None:
        load(catalogue)
        assert {a.uid for a in Situation.objects.get().alerts.all()} == {small.WARNING, small.UPDATE}
        assert Situation.objects.get().places.get().uid == small.ARTSAKH

    def test_former_addresses_lead_to_the_records_of_today(self, catalogue: Catalogue) -> None:
        load(catalogue)
        assert FormerAddress.objects.today("alert", ["old-warning"]) == {"old-warning": small.WARNING}

    def test_vocabularies_may_be_absent(self, catalogue: Catalogue) -> None:
        for name in ("former_addresses.csv", "names.csv"):
            (catalogue.folder / name).unlink()
        assert "2 alerts new and published" in load(catalogue)

    def test_columns_may_stand_in_any_order_and_a_byte_order_mark_may_lead(self, catalogue: Catalogue) -> None:
        rows = [dict(reversed(row.items())) for row in catalogue.rows("parties.csv")]
        catalogue.save("parties.csv", rows)
        catalogue.write("measures.csv", "\ufeff" + catalogue.text("measures.csv").replace("\n", "\r\n"))
        assert "2 alerts new and published" in load(catalogue)


class TestSecondLoad:
    @pytest.mark.parametrize("update", [False, True])
    def test_it_writes_nothing(self, catalogue: Catalogue, update: bool) -> None:
        load(catalogue)
        before = contents()
        said = load(catalogue, update=update)
        assert said.startswith("0 alerts new and published, 0 updated, 3 left alone.")
        assert contents() == before

    def test_a_new_row_is_added_to_what_is_held(self, catalogue: Catalogue) -> None:
        load(catalogue)
        catalogue.add(
            "alerts.csv", uid="brmw555555", title="Third", type=small.UPDATE_TYPE, language="en", abstract="It warns.",
            issued="2023", issuers_note="Poets of many countries", do_no_harm="yes",
        )  # fmt: skip
        catalogue.change("situations.csv", small.SITUATION, alerts=f"{small.WARNING};brmw555555")
        assert load(catalogue).startswith("1 alerts new and published, 0 updated, 3 left alone.")
        assert {a.uid for a in Situation.objects.get().alerts.all()} == {small.WARNING, small.UPDATE, "brmw555555"}

    def test_what_differs_is_left_alone_without_update(self, catalogue: Catalogue) -> None:
        load(catalogue)
        catalogue.change("alerts.csv", small.WARNING, title="Another title")
        catalogue.change("organizations.csv", small.WATCH, name="Another name")
        before = contents()
        load(catalogue)
        assert contents() == before

    def test_a_new_name_is_found_in_alerts_that_are_public_already(self, catalogue: Catalogue) -> None:
        load(catalogue)
        catalogue.add("names.csv", of="organization", record=small.UN, text="Naciones Unidas", relation="same")
        load(catalogue)
        assert held(small.WARNING) in Alert.objects.mentioning(["naciones"])

    def test_a_record_that_a_curator_merged_into_another_is_not_made_anew(self, catalogue: Catalogue) -> None:
        catalogue.add("organizations.csv", uid="rgtw222222", slug="twin", name="Twin of the Watch", kind="ngo")
        catalogue.add("names.csv", of="organization", record="rgtw222222", text="Twin", relation="same")
        load(catalogue)
        Organization.objects.get(uid="rgtw222222").delete()
        FormerAddress.objects.lead("organization", "rgtw222222", small.WATCH)
        catalogue.add(
            "alerts.csv", uid="brmw555555", title="Third", type=small.UPDATE_TYPE, language="en", abstract="It warns.",
            issued="2023", do_no_harm="yes",
        )  # fmt: skip
        catalogue.add(
            "parties.csv", uid="prtt666666", alert="brmw555555", position="1", role="issuer", organization="rgtw222222"
        )
        load(catalogue, update=True)
        assert not Organization.objects.filter(slug="twin").exists()
        assert not OrganizationName.objects.filter(text="Twin").exists()
        assert Organization.objects.get(uid=small.WATCH).name == "Genocide Watch"
        assert Party.objects.get(uid="prtt666666").organization.uid == small.WATCH


class TestUpdate:
    def test_a_differing_alert_gets_a_second_version_with_the_same_part_uids(self, catalogue: Catalogue) -> None:
        load(catalogue)
        parts_before = set(Party.objects.filter(alert=held(small.WARNING)).values_list("uid", flat=True))
        catalogue.change("alerts.csv", small.WARNING, title="Warning, corrected")
        catalogue.change("recommendations.csv", small.ASK, text="Impose sanctions at once.")
        assert load(catalogue, update=True).startswith("0 alerts new and published, 1 updated, 2 left alone")
        alert = held(small.WARNING)
        assert [v.number for v in alert.versions.all()] == [1, 2]
        assert alert.versions.get(number=2).content.note == "Brought up to date with the catalogue."
        assert alert.title == "Warning, corrected"
        assert Recommendation.objects.get(uid=small.ASK).text == "Impose sanctions at once."
        assert set(Party.objects.filter(alert=alert).values_list("uid", flat=True)) == parts_before
        assert Event.objects.filter(alert=alert, kind="revise").count() == 1
        assert not Alert.objects.working_copies().exists()
        assert load(catalogue, update=True).startswith("0 alerts new and published, 0 updated")

    @pytest.mark.parametrize(
        ("file", "key", "cells"),
        [
            ("parties.csv", "prtt222222", {"as_printed": "Genocide Watch"}),
            ("dates.csv", "dtdt222222", {"edtf": "2020"}),
            ("alert_countries.csv", "cncn222222", {"role": "concerned"}),
            ("alert_places.csv", "pkpk222222", {"place": small.ARTSAKH}),
            ("alert_populations.csv", "pppp222222", {"population": ""}),
            ("characterizations.csv", "chch222222", {"modality": "imminent"}),
            ("assessments.csv", "ssss222222", {"concluded": "yes"}),
            ("recommendations.csv", small.ASK, {"number": "3"}),
            ("addressees.csv", "drss222222", {"organization": small.WATCH}),
            ("targets.csv", "trgt222222", {"as_printed": "the army"}),
            ("notes.csv", small.NOTE, {"number": "4"}),
            ("references.csv", "rfrf222222", {"sensitive": "yes"}),
        ],
    )
    def test_a_differing_part_is_noticed(
        self, catalogue: Catalogue, file: str, key: str, cells: dict[str, str]
    ) -> None:
        load(catalogue)
        catalogue.change(file, key, **cells)
        assert load(catalogue, update=True).startswith("0 alerts new and published, 1 updated, 2 left alone")

    def test_a_part_that_is_gone_is_noticed_too(self, catalogue: Catalogue) -> None:
        load(catalogue)
        catalogue.write("relations.csv", "uid,alert,kind,target,note\n")
        assert "1 updated" in load(catalogue, update=True)
        assert not Relation.objects.exists()
        assert held(small.UPDATE).series == small.UPDATE

    def test_numbers_may_change_places(self, catalogue: Catalogue) -> None:
        load(catalogue)
        catalogue.change("recommendations.csv", small.ASK, number="2")
        catalogue.change("recommendations.csv", small.SECOND_ASK, number="1")
        load(catalogue, update=True)
        assert Recommendation.objects.get(uid=small.ASK).number == 2

    def test_what_the_catalogue_does_not_speak_of_is_kept(self, catalogue: Catalogue) -> None:
        load(catalogue)
        copy = publishing.revise(held(small.WARNING), cast.curator())
        ask = Recommendation.objects.get(alert=copy, uid=small.ASK)
        un = Organization.objects.get(uid=small.UN)
        Response.objects.create(alert=copy, recommendation=ask, organization=un, kind="acts", source_text="Report")
        publishing.publish(cast.confirm(copy), cast.reviewer())
        catalogue.change("alerts.csv", small.WARNING, title="Warning, corrected", curator_note="")
        load(catalogue, update=True)
        answer = Response.objects.get()
        assert answer.alert == held(small.WARNING)
        assert answer.recommendation == Recommendation.objects.get(uid=small.ASK)
        assert held(small.WARNING).curator_note == "Ask again"

    def test_a_curators_working_copy_is_not_touched_and_named(self, catalogue: Catalogue) -> None:
        load(catalogue)
        publishing.revise(held(small.WARNING), cast.curator())
        catalogue.change("alerts.csv", small.WARNING, title="Warning, corrected")
        before = contents()
        said = load(catalogue, update=True)
        assert "Not touched, a working copy of it is open: Warning" in said
        assert contents() == before

    def test_a_withdrawn_alert_and_a_draft_are_not_touched_and_named(self, catalogue: Catalogue) -> None:
        load(catalogue)
        publishing.withdraw(held(small.WARNING), cast.reviewer(), "scope")
        catalogue.change("alerts.csv", small.WARNING, title="Warning, corrected")
        catalogue.change("alerts.csv", small.DRAFT, title="Not looked through yet")
        before = contents()
        said = load(catalogue, update=True)
        assert "Not touched, it is withdrawn: Warning" in said
        assert "Not touched, it is a draft here: Not looked through" in said
        assert contents() == before

    def test_redacted_words_do_not_come_back(self, catalogue: Catalogue) -> None:
        load(catalogue)
        publishing.redact(held(small.WARNING), cast.redactor(), cast.redactor("second"), ["a risk"], "court_order")
        before = contents()
        assert "Not touched, words of it were redacted" in load(catalogue, update=True)
        assert contents() == before

    def test_a_revision_that_was_replaced_is_named(self, catalogue: Catalogue) -> None:
        load(catalogue)
        cast.revised(held(small.WARNING), title="Their title")
        said = load(catalogue, update=True)
        assert "A revision made here was replaced, look at the version before: Their title" in said
        catalogue.change("alerts.csv", small.WARNING, title="A third title")
        assert "was replaced" not in load(catalogue, update=True)

    def test_an_update_that_nobody_confirmed_is_not_published(self, catalogue: Catalogue) -> None:
        load(catalogue)
        catalogue.change("alerts.csv", small.WARNING, title="Warning, corrected", do_no_harm="no")
        before = contents()
        assert "Not touched, its do-no-harm checklist is not confirmed: Warning" in load(catalogue, update=True)
        assert contents() == before

    def test_a_renamed_organization_is_shown_anew_and_its_old_address_leads_on(self, catalogue: Catalogue) -> None:
        load(catalogue)
        last = Change.objects.count()
        catalogue.change("organizations.csv", small.WATCH, name="The Watch", slug="the-watch")
        said = load(catalogue, update=True)
        assert said.startswith("0 alerts new and published, 0 updated, 3 left alone; updated: 1 organizations.")
        record = held(small.UPDATE).record
        assert record is not None
        assert record["parties"][0]["organization"]["name"] == "The Watch"
        assert FormerAddress.objects.today("organization", ["genocide-watch"]) == {"genocide-watch": small.WATCH}
        assert Version.objects.filter(number=2).count() == 0
        assert {c.alert.uid for c in Change.objects.filter(number__gt=last)} == {small.WARNING, small.UPDATE}

    def test_ties_of_the_catalogue_are_renewed_and_those_of_a_curator_stay(self, catalogue: Catalogue) -> None:
        load(catalogue)
        theirs = cast.published("Theirs", cast.organization("Their Watch"))
        tie(Situation.objects.get(), [*Situation.objects.get().alerts.values_list("id", flat=True), theirs.id])
        catalogue.change("situations.csv", small.SITUATION, alerts=small.UPDATE, summary="A long dispute.")
        load(catalogue, update=True)
        assert {a.uid for a in Situation.objects.get().alerts.all()} == {small.UPDATE, theirs.uid}
        assert Situation.objects.get().summary == "A long dispute."

    def test_lists_of_a_record_are_brought_up_to_date(self, catalogue: Catalogue) -> None:
        load(catalogue)
        catalogue.change("places.csv", small.LACHIN, countries="AM")
        assert "updated: 1 places" in load(catalogue, update=True)
        assert [c.code for c in Place.objects.get(uid=small.LACHIN).countries.all()] == ["AM"]


class TestDryRun:
    def test_it_says_what_would_be_done_and_does_nothing(self, catalogue: Catalogue) -> None:
        before = contents()
        said = load(catalogue, dry_run=True)
        assert said.startswith("Tried out, nothing is written: 2 alerts new and published")
        assert contents() == before

    def test_it_names_problems_as_a_load_does(self, catalogue: Catalogue) -> None:
        catalogue.change("alerts.csv", small.WARNING, issued="2022-13")
        assert len(refusal(catalogue, dry_run=True)) == 1


class TestAccounts:
    def test_an_unknown_account_is_refused(self, catalogue: Catalogue) -> None:
        with pytest.raises(CommandError, match="There is no account “nobody”"):
            load(catalogue, by="nobody")

    @pytest.mark.parametrize("spoil", ["curator", "inactive", "squatter"])
    def test_an_account_without_the_rights_is_refused(self, catalogue: Catalogue, spoil: str) -> None:
        cast.curator()
        User.objects.filter(pk=cast.person("inactive", *cast.REVIEWER_RIGHTS).pk).update(is_active=False)
        cast.person("catalogue")
        before = contents()
        with pytest.raises(CommandError, match="lacks the rights to load a catalogue"):
            load(catalogue, by=None if spoil == "squatter" else spoil)
        assert contents() == before


def test_a_note_keeps_its_printed_number(catalogue: Catalogue) -> None:
    load(catalogue)
    assert Note.objects.get(uid=small.NOTE).number == 3
    assert Indicator.objects.get(uid=small.SECOND_STAGE).position == 2
