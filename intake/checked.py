"""What a curator made of the proposals of a document: what was accepted, and who is meant by each printed name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from alerts.models import Alert, Document

Value = Mapping[str, Any]


@dataclass(frozen=True)
class New:
    """A record that is to be made: its name, and for an organization its kind."""

    name: str
    kind: str = ""


# Who is meant by a printed name: the uid of a record, one to be made, or nobody that is recorded.
Meant = str | New | None


@dataclass(frozen=True)
class Accepted:
    """A proposal as it was accepted, perhaps changed. `place` is where it stands among the proposals."""

    place: int
    kind: str
    value: Value


@dataclass
class Checked:
    """What a curator made of a document. `fields` are further fields of the alert: abstract, text_rights, body."""

    accepted: list[Accepted]
    organizations: dict[str, Meant] = field(default_factory=dict)
    places: dict[str, Meant] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    relations: list[tuple[str, Alert]] = field(default_factory=list)

    def values(self, kind: str) -> list[Value]:
        """What was accepted of that kind, in order."""
        return [one.value for one in self.accepted if one.kind == kind]


@dataclass(frozen=True)
class Made:
    """The draft, and the records that were made with it: organizations, places, a type."""

    alert: Alert
    records: list[models.Model]


class NotMade(Exception):  # noqa: N818  # it is what became of the draft
    """A draft that cannot be made. `problems` are sentences by the place of their proposal; -1 for the whole."""

    def __init__(self, problems: Mapping[int, list[str]]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(sentence for sentences in problems.values() for sentence in sentences))
