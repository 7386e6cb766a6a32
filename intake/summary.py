"""What a load of the catalogue did, in a sentence for the person who asked for it."""

from dataclasses import dataclass, field

from django.db import models

from intake.vocabulary import Written


@dataclass
class Summary:
    """What a load did; or, where it was only tried out, would do."""

    published: int = 0
    updated: int = 0
    left_alone: int = 0
    # Titles of new alerts that stay drafts: nobody has confirmed their do-no-harm checklist.
    drafts: list[str] = field(default_factory=list)
    # Titles of alerts that differ from the catalogue and were not touched, each with the reason.
    untouched: list[tuple[str, str]] = field(default_factory=list)
    # Titles of updated alerts that a curator had revised: the next to last version of each has that revision.
    replaced: list[str] = field(default_factory=list)
    new: dict[str, int] = field(default_factory=dict)
    renewed: dict[str, int] = field(default_factory=dict)

    def count(self, model: type[models.Model], written: Written) -> None:
        name = str(model._meta.verbose_name_plural)
        for counts, number in ((self.new, written.new), (self.renewed, written.updated)):
            if number:
                counts[name] = counts.get(name, 0) + number

    def text(self) -> str:
        """A sentence, and a line for each alert that a curator should look at."""
        total = f"{self.published} alerts new and published, {self.updated} updated, {self.left_alone} left alone"
        lists = [("new", self.new), ("updated", self.renewed)]
        told = "; ".join([total, *(f"{word}: {_counted(counts)}" for word, counts in lists if counts)])
        lines = [f"{told}."]
        lines += [f"Stays a draft until its do-no-harm checklist is confirmed: {title}" for title in self.drafts]
        lines += [f"A revision made here was replaced, look at the version before: {title}" for title in self.replaced]
        lines += [f"Not touched, {reason}: {title}" for title, reason in self.untouched]
        return "\n".join(lines)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())
