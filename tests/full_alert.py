"""An alert with every part that the record knows, and with a word of the test's own in each of its texts."""

from typing import Any

from django.utils.text import slugify

from alerts import publishing
from alerts.models import (
    Alert,
    AlertCountry,
    AlertDate,
    AlertPlace,
    AlertPopulation,
    AlertType,
    Assessment,
    Characterization,
    Document,
    Framework,
    Indicator,
    Measure,
    Note,
    Party,
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    Reference,
    Response,
    Scale,
    ScaleStep,
    Serial,
    Situation,
)
from organizations.models import Organization, OrganizationName
from places.models import Population
from tests import cast


def full_draft(word: str = "", **fields: Any) -> Alert:
    """A complete draft. `word` stands in every text of it, and in the names of records that it alone uses."""

    def said(text: str) -> str:
        return f"{text} {word}".strip()

    issuer = body(said("Lemkin Institute"), "ngo")
    alert = cast.draft(said("Red Flag Alert"), issuer, **(_own_fields(said, issuer) | fields))
    _parties(alert, said)
    _where(alert, said)
    _says(alert, said)
    _asks(alert, said)
    _sources(alert, said)
    crisis = {"slug": slugify(said("situation")), "title": said("A crisis"), "summary": said("It is.")}
    Situation.objects.create(**crisis).alerts.add(alert)
    return alert


def full_published(word: str = "", **fields: Any) -> Alert:
    draft = full_draft(word, **fields)
    publishing.publish(draft, cast.reviewer())
    return Alert.objects.get(pk=draft.pk)


def body(name: str, kind: str = "ngo", **fields: Any) -> Organization:
    """An organization, with another name and a description made from its name."""
    made = cast.organization(name, kind, **({"description": f"About {name}", "acronym": name[:3].upper()} | fields))
    OrganizationName.objects.get_or_create(organization=made, text=f"Also {name}")
    return made


def _own_fields(said: Any, issuer: Organization) -> dict[str, Any]:
    scale = Scale.objects.create(slug=slugify(said("scale")), title=said("Stages of alarm"), issuer=issuer)
    for position, step in enumerate(("Watch", "Warning", "Emergency"), 1):
        ScaleStep.objects.create(scale=scale, label=said(step), position=position)
    alert_type = AlertType.objects.create(
        slug=slugify(said("warning type")), issuer=issuer, label=said("Stage Warning"), genre="alert",
        step=scale.steps.get(position=2),
    )  # fmt: skip
    return {
        "type": alert_type, "abstract": said("The institute warns."), "body": f"## {said('Part')}\n\n{said('Text.')}",
        "text_rights": "full_text", "symbol": said("A/1"), "issued_basis": "inferred", "issued_note": said("A reason"),
        "issuers_note": said("with others"), "signatory_count": "50+", "source_kind": "issuer",
        "source_url": f"https://example.org/{slugify(word_of(said))}",
        "serial": Serial.objects.create(slug=slugify(said("serial")), issuer=issuer, title=said("Bulletin")),
        "serial_number": 7,
    }  # fmt: skip


def word_of(said: Any) -> str:
    return str(said(""))


def _parties(alert: Alert, said: Any) -> None:
    signer, asked = body(said("Signing Society")), body(said("Asked Council"), "un_body")
    Party.objects.create(alert=alert, role="signatory", organization=signer, position=2)
    Party.objects.create(
        alert=alert, role="addressee", organization=asked, position=3, as_printed=said("Askd Council"),
        office=said("The President"),
    )  # fmt: skip
    AlertDate.objects.create(alert=alert, kind="posted", edtf="2022-10-09", note=said("On the site"))


def _where(alert: Alert, said: Any) -> None:
    population = Population.objects.create(slug=slugify(said("people")), name=said("People of the valley"))
    AlertCountry.objects.create(alert=alert, country=cast.country(), then_name=said("Azerbaijani SSR"))
    AlertCountry.objects.create(alert=alert, country=cast.country("AM", "Armenia"), role="affected", position=2)
    AlertPlace.objects.create(alert=alert, place=cast.place(said("Valley")), as_printed=said("The Vale"))
    AlertPopulation.objects.create(alert=alert, population=population, as_printed=said("Valley people"))
    Characterization.objects.create(
        alert=alert, crime="genocide", modality="risk", words=said("a risk"), actor=body(said("Accused Army"), "other"),
        population=population, actor_text=said("the army"), population_text=said("the people"),
    )  # fmt: skip


def _says(alert: Alert, said: Any) -> None:
    author = body(said("Framework Author"))
    framework = Framework.objects.create(
        slug=slugify(said("ten stages")), title=said("Ten Stages"), issuer=author, source=said("A book")
    )
    for number in (8, 9):
        stage = Indicator.objects.create(framework=framework, position=number, number=number, name=said(f"S{number}"))
        Assessment.objects.create(
            alert=alert, indicator=stage, position=number, as_printed=said(f"Stage {number}"), note=said("Seen."),
            concluded=number == 9,
        )  # fmt: skip


def _asks(alert: Alert, said: Any) -> None:
    measure = Measure.objects.create(slug=slugify(said("embargo")), label=said("arms embargo"))
    asked, target = body(said("Asked Union"), "intergovernmental"), body(said("Targeted Army"), "other")
    ask = Recommendation.objects.create(
        alert=alert, number=1, text=said("Stop the arms."), measure=measure, location=said("page 2"),
        addressee_basis="implied",
    )  # fmt: skip
    RecommendationAddressee.objects.create(recommendation=ask, organization=asked, as_printed=said("The Union"))
    RecommendationTarget.objects.create(recommendation=ask, organization=target, as_printed=said("The army"))
    Recommendation.objects.create(
        alert=alert, number=2, text=said("Speak out."), wording="verbatim", addressee_basis="none"
    )
    Response.objects.create(
        alert=alert, recommendation=ask, organization=body(said("Answering State"), "other"), kind="rejects",
        edtf="2022-11", text=said("It will not."), source_text=said("A newspaper"), source_url="https://example.org/news",
    )  # fmt: skip


def _sources(alert: Alert, said: Any) -> None:
    note = Note.objects.create(alert=alert, number=12, text=said("See also"))
    urls = ("https://example.org/report", "https://video.example.org/killing", "javascript:alert(1)")
    for position, url in enumerate(urls, 1):
        Reference.objects.create(
            note=note, position=position, text=said(f"Source {position}"), url=url, symbol=said("B/2"),
            sensitive="killing" in url,
        )  # fmt: skip
    Document.objects.create(
        alert=alert, sha256="ab" * 32, size=1234, media_type="application/pdf", language="en", rights=said("reserved"),
        obtained_from=said("the issuer"), file_name=said("scan.pdf"),
    )  # fmt: skip
