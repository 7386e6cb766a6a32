"""What the staff keeps besides the record, split by subject. None of it is public."""

from curation.models.hold import Hold
from curation.models.link import LinkCheck
from curation.models.merging import Merge
from curation.models.pair import AlertPair
from curation.models.review import Release, Submission

__all__ = ["AlertPair", "Hold", "LinkCheck", "Merge", "Release", "Submission"]
