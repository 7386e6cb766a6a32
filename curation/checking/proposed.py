"""What is proposed of a document as the rows of a page, with what was decided of each so far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from curation.checking import names
from curation.checking.kinds import KINDS, Input, Kind
from curation.checking.labels import Labels, Options
from intake.checked import Accepted, Checked, Meant
from intake.models import Intake
from intake.proposals import UNSURE, Proposal

ACCEPT, DROP = "accept", "drop"
# What a page posts of its decisions; all else of a request is not kept.
POSTED = re.compile(r"(?:p-\d{1,5}-[a-z_]{2,20}|w-\d{1,4}-[a-z]{2,8}|k-\d{1,18}|draft-[a-z_]{3,20})")
_LONGEST = 200_000  # characters of one field


@dataclass(frozen=True)
class Drawn:
    """A field as it is drawn."""

    key: str
    input: Input
    value: str
    options: Options


@dataclass
class Row:
    """A proposal: what was decided of it, its fields as they stand, and what is wrong with them."""

    place: int
    proposal: Proposal
    kind: Kind
    do: str
    fields: list[Drawn]
    told: str
    is_changed: bool
    problems: list[str] = field(default_factory=list)

    @property
    def is_unsure(self) -> bool:
        return self.proposal.confidence < UNSURE

    @property
    def is_decided(self) -> bool:
        return bool(self.do)

    @property
    def is_pointed_out(self) -> bool:
        """Nothing to decide: a private person is looked at, and is no part of the draft."""
        return self.proposal.kind == "person"

    @property
    def percent(self) -> int:
        return round(100 * self.proposal.confidence)


class Proposed:
    """The proposals of an intake under the decisions that a page posted, or that are kept of an earlier one.

    `seen` is how often they had been saved when the page was opened.
    """

    def __init__(self, intake: Intake, posted: Mapping[str, str] | None = None, seen: int | None = None) -> None:
        self.intake, self.seen = intake, intake.saved if seen is None else seen
        self.posted = dict(intake.decisions.get("posted", {})) if posted is None else kept(posted)
        self.proposals = intake.proposed()
        self.labels = Labels(self.proposals)
        self.values: dict[int, dict[str, Any]] = {}
        self.problems: list[str] = []
        self.rows = [self._row(place, proposal) for place, proposal in enumerate(self.proposals)]
        self.rows = [row for row in self.rows if row is not None]

    def _row(self, place: int, proposal: Proposal) -> Any:
        kind = KINDS.get(proposal.kind)
        if kind is None:
            return None
        before = kind.show(proposal.value, self.labels)
        words = {name: self.posted.get(f"p-{place}-{name}", value) for name, value in before.items()}
        if f"p-{place}-do" in self.posted or self.posted:
            # A browser sends nothing for a box that is not ticked.
            ticks = [one.name for one in kind.inputs if one.widget == "tick"]
            words |= {name: self.posted.get(f"p-{place}-{name}", "") for name in ticks}
        is_changed = any(_lines(words[name]) != _lines(before[name]) for name in before)
        do = self.posted.get(f"p-{place}-do", "") if self.posted else ""
        if do not in (ACCEPT, DROP):
            do = ACCEPT if is_changed or (not self.posted and proposal.confidence >= UNSURE) else ""
        drawn = [
            Drawn(
                f"p-{place}-{one.name}", one, words[one.name], one.options(self.labels, proposal) if one.options else []
            )
            for one in kind.inputs
        ]
        row = Row(place, proposal, kind, do, drawn, "", is_changed)
        try:
            self.values[place] = kind.read(words, proposal.value, self.labels) if is_changed else dict(proposal.value)
        except ValueError as error:
            self.values[place] = dict(proposal.value)
            row.problems += getattr(error, "messages", None) or [str(error)]
        row.told = kind.told(self.values[place], self.labels)
        return row

    @cached_property
    def who(self) -> list[names.Who]:
        """The printed names, with whom a curator said that they mean."""
        values = [(row.place, row.proposal.kind, self.values[row.place]) for row in self.rows if row.do != DROP]
        found = names.asked(values, self.proposals)
        said = self._said_of_names()
        for who in found:
            for key, value in said.get((who.model, who.name), {}).items():
                setattr(who, key, value)
            if who.meant not in (*(uid for uid, _ in who.options), names.NEW, names.NOBODY):
                who.meant = ""
        return found

    def _said_of_names(self) -> dict[tuple[str, str], dict[str, str]]:
        said: dict[tuple[str, str], dict[str, str]] = {}
        for key in [key for key in self.posted if re.fullmatch(r"w-\d+-name", key)]:
            index = key.split("-")[1]
            told = {name: self.posted.get(f"w-{index}-{name}", "") for name in ("model", "meant", "other", "kind")}
            said[told.pop("model"), self.posted[key]] = told
        return said

    # Progress ------------------------------------------------------------------------------------------------------

    @property
    def decided(self) -> int:
        return sum(row.is_decided for row in self.counted) + sum(who.is_decided for who in self.who)

    @property
    def total(self) -> int:
        return len(self.counted) + len(self.who)

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.rows if not row.is_pointed_out]

    # What to make of it --------------------------------------------------------------------------------------------

    def checked(self) -> Checked | None:
        """What was accepted, for intake.making; None where something is undecided or wrong, which then is told."""
        for row in self.rows:
            if not row.is_decided and not row.is_pointed_out:
                row.problems.append("Accept, change or drop it.")
        organizations, places = self._meant("organization"), self._meant("place")
        if any(row.problems for row in self.rows if row.do != DROP) or any(who.problems for who in self.who):
            return None
        accepted = [
            Accepted(row.place, row.proposal.kind, self.values[row.place])
            for row in self.rows
            if row.do == ACCEPT and not row.is_pointed_out
        ]
        return Checked(accepted, organizations, places)

    def _meant(self, model: str) -> dict[str, Meant]:
        found: dict[str, Meant] = {}
        for who in (who for who in self.who if who.model == model):
            try:
                found[who.name] = said = names.meant(who)
            except ValueError as error:
                who.problems.append(str(error))
            else:
                if said == "":
                    who.problems.append("Say who is meant: choose, create, or leave it out.")
        return found

    def outcome(self) -> list[dict[str, Any]]:
        """For the record: what became of each proposal."""
        told = []
        for row in self.counted:
            did = "dropped" if row.do == DROP else "changed" if row.is_changed else "accepted"
            one: dict[str, Any] = {"proposal": row.place, "did": did}
            told.append(one | ({"to": self.values[row.place]} if did == "changed" else {}))
        return told

    def tell(self, problems: Mapping[int, list[str]]) -> None:
        """Have what making the draft complained of stand at its proposals."""
        by_place = {row.place: row for row in self.rows}
        for place, sentences in problems.items():
            if place in by_place:
                by_place[place].problems += sentences
            else:
                self.problems += sentences


def kept(posted: Mapping[str, str]) -> dict[str, str]:
    """Of what a page posted, the decisions, as an intake keeps them: invalid ones too, so that no word is lost."""
    return {
        key: value.replace("\0", "")[:_LONGEST]
        for key, value in posted.items()
        if POSTED.fullmatch(key) and isinstance(value, str)
    }


def _lines(words: str) -> str:
    """A browser sends lines ended by CR LF."""
    return words.replace("\r\n", "\n").strip()
