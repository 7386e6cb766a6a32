"""The record of an alert as plain data: what a version proves, and what the alert's page shows.

`describe` makes it; its shape is numbered by SCHEMA and told in docs/record.md. A field that is added, renamed or
given another meaning raises SCHEMA, because versions written before keep the shape that they were written in.
"""

from typing import Any

from django.db.models import Prefetch, QuerySet

from alerts.models import (
    Alert,
    AlertType,
    Assessment,
    Document,
    Indicator,
    Measure,
    Note,
    Part,
    Recommendation,
    Relation,
    Response,
    Situation,
)
from organizations.models import Organization
from places.models import Population

SCHEMA = 1
Data = dict[str, Any]


def with_parts(alerts: "QuerySet[Alert]") -> "QuerySet[Alert]":
    """`alerts` with all that `describe` reads, in one query a table."""
    organization = "organization"
    return alerts.select_related("type__issuer", "type__step__scale", "serial").prefetch_related(
        "dates",
        "type__step__scale__steps",
        f"parties__{organization}",
        "country_links__country",
        "place_links__place",
        "population_links__population",
        "characterizations__actor",
        "characterizations__population",
        "assessments__indicator__framework__issuer",
        "recommendations__measure",
        "recommendations__situation",
        f"recommendations__addressees__{organization}",
        f"recommendations__targets__{organization}",
        f"responses__{organization}",
        "responses__recommendation",
        "notes__references",
        Prefetch("relations", Relation.objects.select_related("target")),
        "documents",
    )


def describe(alert: Alert) -> Data:
    """The record of `alert` (best taken from `with_parts`), linked records by uid and by their name of this moment."""
    return {
        "schema": SCHEMA,
        "uid": alert.uid,
        "title": alert.title,
        "type": _type(alert.type),
        "language": alert.language,
        "abstract": alert.abstract,
        "body": None if alert.text_rights == Alert.TextRights.ABSTRACT_ONLY else alert.body,
        "text_rights": alert.text_rights,
        "symbol": alert.symbol,
        "source": {
            "url": alert.source_url,
            "kind": alert.source_kind,
            "retrieved_on": alert.retrieved_on.isoformat() if alert.retrieved_on else "",
        },
        "issued": {"edtf": alert.issued, "basis": alert.issued_basis, "note": alert.issued_note},
        "issuers_note": alert.issuers_note,
        "signatory_count": alert.signatory_count,
        "serial": _serial(alert),
        **_who_and_where(alert),
        **_what(alert),
        **_sources(alert),
    }


def _who_and_where(alert: Alert) -> Data:
    return {
        "dates": [_own(d, "kind", "edtf", "basis", "note") for d in alert.dates.all()],
        "parties": [
            _own(p, "role", "as_printed", "office") | {"organization": _organization(p.organization)}
            for p in alert.parties.all()
        ],
        "countries": [
            _own(c, "role", "then_name") | {"code": c.country.code, "name": c.country.name}
            for c in alert.country_links.all()
        ],
        "places": [_own(p, "as_printed") | {"place": _named(p.place)} for p in alert.place_links.all()],
        "populations": [
            _own(p, "as_printed") | {"population": _population(p.population)} for p in alert.population_links.all()
        ],
    }


def _what(alert: Alert) -> Data:
    return {
        "characterizations": [
            _own(c, "crime", "modality", "words", "actor_text", "population_text")
            | {"actor": _organization(c.actor), "population": _population(c.population)}
            for c in alert.characterizations.all()
        ],
        "assessments": [_assessment(a) for a in alert.assessments.all()],
        "recommendations": [_recommendation(r) for r in alert.recommendations.all()],
        "responses": [_response(r) for r in alert.responses.all()],
    }


def _sources(alert: Alert) -> Data:
    return {
        "notes": [_note(n) for n in alert.notes.all()],
        # Only where the other has been public: a draft's uid is nobody's business.
        "relations": [
            _own(r, "kind", "note") | {"alert": r.target.uid}
            for r in alert.relations.all()
            if r.target.status in (Alert.Status.PUBLISHED, Alert.Status.WITHDRAWN)
        ],
        "documents": [_document(d) for d in alert.documents.all()],
    }


def _own(part: Part, *fields: str) -> Data:
    return {"uid": part.uid} | {field: getattr(part, field) for field in fields}


def _named(record: Any) -> Data:
    return {"uid": record.uid, "slug": record.slug, "name": record.name}


def _organization(organization: Organization | None) -> Data | None:
    return _named(organization) | {"kind": organization.kind} if organization else None


def _population(population: Population | None) -> Data | None:
    return _named(population) if population else None


def _type(type_: AlertType | None) -> Data | None:
    if type_ is None:
        return None
    step = type_.step
    scale = step and {
        "title": step.scale.title,
        "step": step.label,
        "position": step.position,
        "steps": [s.label for s in step.scale.steps.all()],
    }
    return {
        "uid": type_.uid, "slug": type_.slug, "label": type_.label, "genre": type_.genre,
        "issuer": _organization(type_.issuer), "scale": scale,
    }  # fmt: skip


def _serial(alert: Alert) -> Data | None:
    serial = alert.serial
    if serial is None:
        return None
    return {"uid": serial.uid, "slug": serial.slug, "title": serial.title, "number": alert.serial_number}


def _assessment(assessment: Assessment) -> Data:
    return _own(assessment, "as_printed", "note", "concluded") | _indicator(assessment.indicator)


def _indicator(indicator: Indicator) -> Data:
    framework = indicator.framework
    return {
        "indicator": {"uid": indicator.uid, "number": indicator.number, "name": indicator.name},
        "framework": {
            "slug": framework.slug, "title": framework.title, "source": framework.source,
            "issuer": _organization(framework.issuer),
        },
    }  # fmt: skip


def _recommendation(recommendation: Recommendation) -> Data:
    measure: Measure | None = recommendation.measure
    situation: Situation | None = recommendation.situation
    return _own(recommendation, "number", "text", "wording", "addressee_basis", "location") | {
        "addressees": [_asked(a) for a in recommendation.addressees.all()],
        "targets": [_asked(t) for t in recommendation.targets.all()],
        "measure": measure and {"uid": measure.uid, "slug": measure.slug, "label": measure.label},
        "situation": situation and {"uid": situation.uid, "slug": situation.slug, "title": situation.title},
    }


def _asked(part: Any) -> Data:
    return _own(part, "as_printed") | {"organization": _organization(part.organization)}


def _response(response: Response) -> Data:
    return _own(response, "kind", "edtf", "text", "source_text", "source_url") | {
        "organization": _organization(response.organization),
        "recommendation": response.recommendation.uid if response.recommendation else None,
    }


def _note(note: Note) -> Data:
    references = [_own(r, "text", "url", "symbol", "sensitive") for r in note.references.all()]
    return _own(note, "number", "text") | {"references": references}


def _document(document: Document) -> Data:
    return _own(
        document, "sha256", "size", "media_type", "role", "language", "rights", "public", "obtained_from", "erased"
    ) | {"obtained_on": document.obtained_on.isoformat() if document.obtained_on else ""}
