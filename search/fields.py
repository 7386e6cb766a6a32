"""The fields of a question: what a person may write before a colon.

docs/searching.md tells readers the same; tests/test_parser.py holds the two together.
"""

from typing import Literal

from search.question import TEXTS, TIES

# Ties that are typed otherwise than they are called.
_TYPED = {"addressee": "to", "language": "lang", "uid": "id"}
DATES = ("date", "after", "before", "last")
# What is typed → the text, tie or kind of date that is meant.
FIELDS: dict[str, str] = (
    {name: name for name in TEXTS} | {_TYPED.get(name, name): name for name in TIES} | {name: name for name in DATES}
)
# Other words for the same, for whoever has not read the help.
ALIASES: dict[str, str] = {
    "summary": "abstract",
    "text": "body",
    "recommendation": "recommends",
    "recommendations": "recommends",
    "citation": "cites",
    "by": "issuer",
    "signed": "signatory",
    "addressee": "addressee",
    "series": "serial",
    "language": "language",
    "uid": "uid",
    "issued": "date",
    "year": "date",
    "since": "after",
    "until": "before",
}
# Beginnings of addresses and identifiers that are words as they stand.
SCHEMES = ("http", "https", "ftp", "mailto", "doi", "urn", "isbn", "tel")


def field_of(name: str) -> str:
    """What the word `name` before a colon means, in any case; empty where it means nothing."""
    lowered = name.lower()
    return FIELDS.get(lowered) or ALIASES.get(lowered, "")


def typed_as(field: str) -> str:
    """The word that is typed for `field`, one of TEXTS, TIES and DATES."""
    return _TYPED.get(field, field)


Kind = Literal["text", "tie", "date"]


def kind_of(field: str) -> Kind:
    """What a value of `field` is: words of a text (also where no field is named), the name of a record, or a date."""
    if field in DATES:
        return "date"
    return "tie" if field in TIES else "text"
