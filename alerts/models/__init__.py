"""The record, split by subject. What each model means is told in docs/record.md."""

from alerts.models.alert import Alert, AlertDate, DateBasis
from alerts.models.assessment import Assessment, Characterization
from alerts.models.document import Document
from alerts.models.names import AlertTypeName, FrameworkName, MeasureName, SerialName, SituationName
from alerts.models.notes import Note, Reference
from alerts.models.part import Part
from alerts.models.parties import AlertCountry, AlertPlace, AlertPopulation, Party
from alerts.models.publication import (
    Change,
    Event,
    EventActor,
    Hand,
    LogHead,
    RedactionRequest,
    Version,
    VersionContent,
)
from alerts.models.recommendation import (
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    RepeatedAsk,
    Response,
)
from alerts.models.relations import Relation
from alerts.models.situation import Situation
from alerts.models.vocabulary import AlertType, Framework, Indicator, Measure, Scale, ScaleStep, Serial

# In the order in which a working copy is made: a part comes after the parts that it belongs to.
PARTS: tuple[type[Part], ...] = (
    AlertDate,
    Party,
    AlertCountry,
    AlertPlace,
    AlertPopulation,
    Characterization,
    Assessment,
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    Response,
    Note,
    Reference,
    Relation,
    Document,
)

__all__ = [
    "PARTS",
    "Alert",
    "AlertCountry",
    "AlertDate",
    "AlertPlace",
    "AlertPopulation",
    "AlertType",
    "AlertTypeName",
    "Assessment",
    "Change",
    "Characterization",
    "DateBasis",
    "Document",
    "Event",
    "EventActor",
    "Framework",
    "FrameworkName",
    "Hand",
    "Indicator",
    "LogHead",
    "Measure",
    "MeasureName",
    "Note",
    "Part",
    "Party",
    "Recommendation",
    "RecommendationAddressee",
    "RecommendationTarget",
    "RedactionRequest",
    "Reference",
    "Relation",
    "RepeatedAsk",
    "Response",
    "Scale",
    "ScaleStep",
    "Serial",
    "SerialName",
    "Situation",
    "SituationName",
    "Version",
    "VersionContent",
]
