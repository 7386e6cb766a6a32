"""Uids: short, random, minted once, the same in addresses, fixtures, versions and on every database."""

import secrets
from typing import Any

from django.core.validators import RegexValidator
from django.db import models

# No vowels, so that no word appears by chance; no 0, 1, l, so that a uid survives being read aloud or typed from paper.
ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 10
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"

validate_uid = RegexValidator(f"^{PATTERN}\\Z", f"A uid has {LENGTH} characters of {ALPHABET}.", code="uid")


def mint_uid() -> str:
    """A new uid: 10 characters, 48 bits of chance. Uniqueness is the database's to enforce."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class UidField(models.CharField):  # type: ignore[type-arg]  # at run time it takes none
    """A uid minted when the record is made. Not unique by itself: a part keeps its uid in a working copy."""

    default_validators = [validate_uid]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        kwargs.setdefault("default", mint_uid)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class UidConverter:
    """Path converter `<uid:uid>`: the shape of a uid, whether or not one is held."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
