"""Texts that share much of their wording: the same in other bytes, reworded, a later version.

A text is compared by its runs of three words. Of all runs the 32 with the lowest hashes are its fingerprints: two texts
share about as many of them as they share runs (Broder, "On the resemblance and containment of documents").
What shares enough is then read and compared whole.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from identifiers.folding import fold
from intake.models import Fingerprint, Intake

ALIKE = 0.25  # of the runs of the shorter text, those that the other has too
_RUN = 3
_KEPT = 32
_SHARED = 3  # fingerprints that a text must share to be read
_READ = 10


@dataclass(frozen=True)
class Alike:
    """A document whose text is like another: `share` of the shorter text's runs of words stand in both, 0 to 1."""

    intake: Intake
    share: float


def key_of(text: str) -> str:
    """Equal for two texts of the same words, however they are set."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def fingerprints(text: str) -> list[int]:
    """At most 32 numbers of 63 bits."""
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest()) >> 1 for run in _runs(text)}
    return sorted(hashes)[:_KEPT]


def share(one: str, other: str) -> float:
    """How much of the shorter text's wording stands in the other, 0 to 1."""
    ours, theirs = _runs(one), _runs(other)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def alike(text: str, besides: Intake | None = None) -> list[Alike]:
    """The documents held whose texts are much like `text`, the likest first, at most ten. Two queries."""
    others = Intake.objects.exclude(pk=besides.pk if besides else 0)
    shared = Fingerprint.objects.filter(value__in=fingerprints(text), intake__in=others).values_list("intake")
    counted = shared.annotate(count=Count("pk")).filter(count__gte=_SHARED).order_by("-count", "-intake")[:_READ]
    found = others.filter(pk__in=[pk for pk, _ in counted]).select_related("alert").defer("proposals", "decisions")
    compared = [Alike(other, share(text, other.text)) for other in found]
    return sorted((one for one in compared if one.share >= ALIKE), key=lambda one: -one.share)


def remember(intake: Intake) -> None:
    """Keep the fingerprints of a document's text in place of those that it had."""
    intake.fingerprints.all().delete()
    Fingerprint.objects.bulk_create(Fingerprint(intake=intake, value=value) for value in fingerprints(intake.text))


def _runs(text: str) -> set[str]:
    words = fold(text).split()
    return set(_joined(words)) if len(words) >= _RUN else set(words)


def _joined(words: list[str]) -> Iterable[str]:
    return map(" ".join, zip(*(words[n:] for n in range(_RUN)), strict=False))
