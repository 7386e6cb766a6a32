"""A date as one natural field, told back as it is understood."""

from typing import Any

from django import forms

from curation.entering.dates import UNDATED, understand
from dates.display import in_words

HELP = "November 2022, 3 December 2022, 21–25 September 2023, c. 2021, undated"


class DateInput(forms.TextInput):
    """Its script asks for the reading while it is typed, and writes it below."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"class": "vTextField natural-date", "autocomplete": "off"} | (attrs or {}))


class NaturalDateField(forms.CharField):
    """Cleans to EDTF, or to "" where nothing is typed; to UNDATED where it says so and `undated` allows it."""

    def __init__(self, *, undated: bool = False, **kwargs: Any) -> None:
        self.undated = undated
        kwargs["max_length"], kwargs["widget"] = None, DateInput
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        if not text:
            return ""
        if "\0" in text:
            return text  # the validator that refuses it comes later
        try:
            found = understand(text)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="date") from error
        if not found.edtf and not self.undated:
            raise forms.ValidationError("Give a date here, or leave it empty.", code="date")
        return found.edtf or UNDATED

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or "")
        except forms.ValidationError:
            return True


def told(edtf: str) -> str:
    """What stands below a field that holds `edtf`."""
    try:
        return f"Understood as {in_words(edtf)}" if edtf and edtf != UNDATED else ""
    except ValueError:
        return ""
