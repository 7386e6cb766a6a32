"""The admin: where curators enter, review, publish and correct. See docs/curating.md.

Most lists here are for reading. What can be written is an alert while it is a draft (alert.py, with its parts in
parts.py), and the vocabularies (vocabulary.py); the steps of publishing are in steps.py and redacting.py. What is to
be done is on the desk (desk.py, working.py, pairs.py). Documents come in by intake.py, and are checked in checking.py.
"""

from curation.admin import alert, intake, merging, pairs, publication, repeats, vocabulary

__all__ = ["alert", "intake", "merging", "pairs", "publication", "repeats", "vocabulary"]
