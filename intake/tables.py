"""The tables of the catalogue: which columns of which file are which model. The form is told in fixtures/README.md.

A column is read as its model's field is: a foreign key by what the other table is cited by, a many-to-many by a list
parted with ";", all else by the field's validators. The order is that of writing: what is cited comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from alerts import models as record
from identifiers.models import FormerAddress
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, Population, PopulationName


@dataclass(frozen=True)
class Table:
    """One model, as the rows of one file tell it."""

    model: type[models.Model]
    file: str
    # The columns that are fields of the model, by name; `fields` says which field where the names differ.
    columns: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    # The columns that tell one record from another; and those by which other files cite it, if they are others.
    key: tuple[str, ...] = ("uid",)
    cited: tuple[str, ...] = ()
    # For a foreign key to a table that is cited by several columns: which columns of this file these are.
    composed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Columns that are no field: the loader reads them.
    extra: tuple[str, ...] = ()
    # Only the rows in which this column has this value.
    only: tuple[str, str] | None = None
    # Several rows may speak of one record, in the same words.
    grouped: bool = False
    # The field within whose records those of this file are numbered in their order, where no column gives a position.
    counted_in: str = ""
    # Whether the file may be absent: then nothing is said of its records.
    optional: bool = True
    # For a part of an alert: the field that leads to the whole, the alert or the part that it belongs to.
    whole: str = ""
    # The columns that together give a place in an order, which two rows cannot share.
    order: tuple[str, ...] = ()

    @property
    def citation(self) -> tuple[str, ...]:
        return self.cited or self.key

    def field_of(self, column: str) -> str:
        return self.fields.get(column, column)


def _part(model: type[record.Part], file: str, columns: str, order: str = "", counted_in: str = "") -> Table:
    return Table(
        model, file, tuple(columns.split()), optional=False, order=tuple(order.split()), counted_in=counted_in,
        whole=model.whole,
    )  # fmt: skip


def _names(model: type[models.Model], of: str) -> Table:
    return Table(
        model, "names.csv", ("record", "text", "relation", "language", "script", "used_by", "since", "until"),
        fields={"record": of}, key=("record", "text"), extra=("of",), only=("of", of),
    )  # fmt: skip


COUNTRIES = Table(
    Country, "countries.csv",
    ("code", "alpha3", "name", "from_year", "until_year", "former_alpha2", "successors"), key=("code",),
)  # fmt: skip
ORGANIZATIONS = Table(
    Organization, "organizations.csv",
    ("uid", "slug", "name", "acronym", "kind", "country", "parent", "predecessors", "website", "description"),
)  # fmt: skip
SCALES = Table(
    record.Scale, "scales.csv", ("scale", "title", "issuer"), fields={"scale": "slug"}, key=("scale",), grouped=True
)
STEPS = Table(record.ScaleStep, "scales.csv", ("scale", "position", "label"), key=("scale", "label"))
TYPES = Table(
    record.AlertType, "types.csv", ("uid", "slug", "issuer", "label", "genre", "step"),
    composed={"step": ("scale", "step")}, extra=("scale",),
)  # fmt: skip
FRAMEWORKS = Table(
    record.Framework, "frameworks.csv", ("slug", "title", "issuer", "source"), key=("slug",), grouped=True
)
INDICATORS = Table(
    record.Indicator, "frameworks.csv", ("uid", "slug", "number", "indicator"),
    fields={"slug": "framework", "indicator": "name"}, counted_in="framework",
)  # fmt: skip
SITUATIONS = Table(
    record.Situation, "situations.csv",
    ("uid", "slug", "title", "summary", "period", "places", "populations", "alerts"),
)  # fmt: skip
VOCABULARIES: tuple[Table, ...] = (
    COUNTRIES,
    Table(Place, "places.csv", ("uid", "slug", "name", "countries", "part_of")),
    Table(Population, "populations.csv", ("uid", "slug", "name")),
    ORGANIZATIONS,
    _names(CountryName, "country"),
    _names(PlaceName, "place"),
    _names(PopulationName, "population"),
    _names(OrganizationName, "organization"),
    SCALES,
    STEPS,
    TYPES,
    Table(record.Serial, "serials.csv", ("uid", "slug", "issuer", "title")),
    FRAMEWORKS,
    INDICATORS,
    Table(record.Measure, "measures.csv", ("uid", "slug", "label", "description"), cited=("slug",)),
    SITUATIONS,
)

ALERTS = Table(
    record.Alert, "alerts.csv",
    (
        "uid", "title", "type", "language", "abstract", "body", "text_rights", "symbol", "source_url", "source_kind",
        "retrieved_on", "issued", "issued_basis", "issued_note", "issuers_note", "signatory_count", "serial",
        "serial_number", "curator_note",
    ),
    extra=("do_no_harm",), optional=False,
)  # fmt: skip
PARTS: tuple[Table, ...] = (
    _part(record.Party, "parties.csv", "uid alert position role organization as_printed office", "alert role position"),
    _part(record.AlertDate, "dates.csv", "uid alert position kind edtf basis note", "alert position"),
    _part(
        record.AlertCountry, "alert_countries.csv", "uid alert position country role then_name", "alert position"
    ),
    _part(record.AlertPlace, "alert_places.csv", "uid alert position place as_printed", "alert position"),
    _part(
        record.AlertPopulation, "alert_populations.csv", "uid alert position population as_printed", "alert position"
    ),
    _part(
        record.Characterization, "characterizations.csv",
        "uid alert position crime modality words actor actor_text population population_text", "alert position",
    ),
    _part(
        record.Assessment, "assessments.csv", "uid alert position indicator as_printed note concluded",
        "alert position",
    ),
    _part(
        record.Recommendation, "recommendations.csv",
        "uid alert number text wording addressee_basis measure location situation", counted_in="alert",
    ),
    _part(
        record.RecommendationAddressee, "addressees.csv", "uid recommendation position organization as_printed",
        "recommendation position",
    ),
    _part(
        record.RecommendationTarget, "targets.csv", "uid recommendation position organization as_printed",
        "recommendation position",
    ),
    _part(record.Note, "notes.csv", "uid alert number text", counted_in="alert"),
    _part(record.Reference, "references.csv", "uid note position text url symbol sensitive", "note position"),
    _part(record.Relation, "relations.csv", "uid alert kind target note", counted_in="alert"),
)  # fmt: skip

FORMER_ADDRESSES = Table(FormerAddress, "former_addresses.csv", ("kind", "value", "uid"), key=("kind", "value"))

TABLES: tuple[Table, ...] = (*VOCABULARIES, ALERTS, *PARTS, FORMER_ADDRESSES)
BY_MODEL: dict[type[models.Model], Table] = {table.model: table for table in TABLES}


def files() -> dict[str, list[Table]]:
    """The files of a catalogue, each with the tables that its rows tell."""
    found: dict[str, list[Table]] = {}
    for table in TABLES:
        found.setdefault(table.file, []).append(table)
    return found


def columns(tables: list[Table]) -> list[str]:
    """The columns of the file that those tables share."""
    return list(dict.fromkeys(column for table in tables for column in (*table.columns, *table.extra)))
