"""Dates in running text, in the ten languages of the documents: month names are those of the Unicode CLDR."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

LANGUAGES = ("en", "fr", "es", "ru", "hy", "tr", "az", "ar", "ar_LB", "ar_DZ", "ar_MA", "pt", "de", "uk", "it")
# Of these a month's name may have an ending: dekabrın, Aralık’ta, դեկտեմբերին.
_DECLINED = ("ru", "hy", "tr", "az", "uk")
_ALSO = {"sept": 9, "setembro": 9, "septiembre": 9, "setiembre": 9, "jänner": 1, "june": 6, "july": 7, "sentyabr": 9}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NEAR = 48  # characters between a year and the other parts of a date
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_ENDINGS = ("", "a", "ı", "ın", "da", "е", "я", "ю", "ի", "ին")  # of months of three letters: may, мая


@dataclass(frozen=True)
class Found:
    """A date in a text: where, and as EDTF. `guessed` where day and month could be read the other way round."""

    start: int
    end: int
    edtf: str
    guessed: bool = False

    @property
    def precision(self) -> int:
        """3 for a day, 2 for a month, 1 for a year: of an interval that of its end."""
        return self.edtf.rpartition("/")[2].count("-") + 1

    @property
    def last(self) -> str:
        return self.edtf.rpartition("/")[2]


def _month_names() -> tuple[dict[str, int], set[str]]:
    names: dict[str, int] = dict(_ALSO)
    declined: set[str] = set()
    for tag in LANGUAGES:
        locale = Locale.parse(tag)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    name = name.rstrip(".").lower()
                    if len(name) < 3 or name.isdigit():
                        continue
                    names.setdefault(name, number)
                    if tag in _DECLINED and width == "wide":
                        declined.add(name)
    return names, declined


_MONTHS, _DECLINABLE = _month_names()
# The declined name of a month by how its stem begins: декабр-, dekabr-.
_STEMS = {name.rstrip("ьйя"): _MONTHS[name] for name in _DECLINABLE}
_LONGEST_ENDING = 6
_OF_TWO_WORDS = re.compile("|".join(re.escape(n).replace("\\ ", r"\s+") for n in _MONTHS if " " in n) or r"(?!)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# In the text that is searched a month is one letter of its own and a filling, so that places stay as they are.
_FIRST, _FILLING = 0xE000, "\ue0ff"
_ONE = f"[\ue001-\ue00c]{_FILLING}*\\.?"
# Arab documents print both names of a month: كانون الأول/ديسمبر
_M = rf"(?P<month>{_ONE}(?:\s*[/(]\s*{_ONE}\)?)?)"
_D = (
    r"(?<![\d.,/:-])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|°|ª|\.|-?(?:ci|cı|cu|cü|го|е|ին|ի|si|sı|i|ü|u|ı|nda|"
    r"ndə|da|də|unda|də)\b)?"
)
_Y = r"(?<![\d.,/-])(?P<year>(?:19|20)\d\d)(?![\d%])"
_YEAR_WORD = (
    r"(?:[-‑ ]?(?:ci|cı|cu|cü)\s+il\w*|\s*(?:года|году|год|г\.?|թվական\w*|թ\.|թ․|թ|yılı\w*|"
    r"senesi\w*)(?![^\W\d_])[,.]?)?"
)
_OF = r"[\s,]*(?:\b(?:de|del|of|d['’]|of the year|du|en|do|da|ayının)\b)?[\s,]*"
_DAYS = r"(?P<from>[0-3]?\d)(?:st|nd|rd|th|\.)?\s*(?:[–—-]|to|and|au|al|bis|и|ve|və|-ից|y|e)\s*"
_D_AFTER = _D.replace("/:-])", "/:])")  # after a dash
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\d/.-]){_DAYS}{_D_AFTER}{_OF}{_M}{_OF}{_Y}",  # 21–25 September 2023
        rf"{_M}\s+{_DAYS}{_D_AFTER}[\s,]+{_Y}",  # September 21–25, 2023
        rf"{_D}{_OF}{_M}{_OF}{_Y}",  # 3 December 2022, 3 de diciembre de 2022
        rf"{_M}\s+{_D}[\s,]+{_Y}",  # December 3, 2022
        rf"{_Y}{_YEAR_WORD}{_OF}{_M}\s+{_D}",  # 2022 թ. դեկտեմբերի 3, 2022-ci il dekabrın 3-ü
        rf"{_Y}{_YEAR_WORD}{_OF}{_D}\s+{_M}",  # 2022-ci il 3 dekabr
        rf"{_M}{_OF}{_Y}",  # November 2022, noviembre de 2022
        rf"{_Y}{_YEAR_WORD}{_OF}{_M}(?![^\W_])",  # 2022 թ. նոյեմբեր, 2022-ci ilin noyabrı
    )
)
_ISO = re.compile(
    r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)[-/.](?P<number>[01]?\d)(?:[-/.](?P<day>[0-3]?\d))?(?![\d/-]|\.\d)"
)
_NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<day>[0-3]?\d)(?P<sep>[./-])(?P<number>[0-3]?\d)(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d/-])"
)
_TWO_MONTHS = re.compile(rf"(?P<first>{_ONE})\s*(?:[–—-]|to|and)\s*{_M}\s+{_Y}", re.IGNORECASE)


def find(text: str) -> list[Found]:
    """The dates in `text`, in their order, none of them inside another. Years alone are none: see `years`."""
    text = _with_months(text.translate(_DIGITS))
    found: list[Found] = []
    taken = bytearray(len(text))
    for match, date in _matches(text):
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            if date:
                found.append(date)
    return sorted(found, key=lambda one: one.start)


def _matches(text: str) -> Iterator[tuple[re.Match[str], Found | None]]:
    for match in _TWO_MONTHS.finditer(text):
        year, first = match["year"], _month(match["first"])
        edtf = f"{year}-{first:02}/{year}-{_month(match['month']):02}"
        yield match, Found(match.start(), match.end(), edtf) if first < _month(match["month"]) else None
    for form in _FORMS:
        for match in form.finditer(text):
            yield match, _in_words(match)
    for match in _ISO.finditer(text):
        yield match, _numbers(match, int(match["number"]), match["day"], False)
    for match in _NUMBERS.finditer(text):
        day, month = int(match["day"]), int(match["number"])
        swapped = month > 12 >= day
        guessed = not swapped and day <= 12 and day != month and match["sep"] != "."
        yield match, _numbers(match, day if swapped else month, str(month if swapped else day), guessed)


def _with_months(text: str) -> str:
    """`text` with a sign of its own for each month's name near a year, and nothing moved."""
    text = _OF_TWO_WORDS.sub(_sign, text)
    pieces, at = [], 0
    for start, end in _near_years(text):
        pieces += [text[at:start], _WORD.sub(_sign, text[start:end])]
        at = end
    return "".join((*pieces, text[at:]))


def _near_years(text: str) -> Iterator[tuple[int, int]]:
    begin = end = 0
    for year in _YEAR.finditer(text):
        if year.start() - _NEAR > end:
            if end:
                yield begin, end
            begin = max(0, year.start() - _NEAR)
        end = min(len(text), year.end() + _NEAR)
    if end:
        yield begin, end


def _sign(word: re.Match[str]) -> str:
    number = _month_named(" ".join(word[0].split()))
    return chr(_FIRST + number) + _FILLING * (len(word[0]) - 1) if number else word[0]


@lru_cache(maxsize=8192)
def _month_named(word: str) -> int:
    """The month that a word names, 0 for none."""
    for name in dict.fromkeys((word.lower(), word.lower().replace("i̇", "i"), word.replace("I", "ı").lower())):
        if name in _MONTHS:
            return _MONTHS[name]
        bare = re.split("['’]", name)[0]
        for length in range(len(bare), max(2, len(bare) - _LONGEST_ENDING), -1):
            if bare[:length] in _STEMS and (length > 3 or bare[length:] in _SHORT_ENDINGS):
                return _STEMS[bare[:length]]
    return 0


def _month(signs: str) -> int:
    return ord(signs[0]) - _FIRST


def _in_words(match: re.Match[str]) -> Found | None:
    parts = match.groupdict()
    year, month = parts["year"], _month(parts["month"])
    end = _edtf(int(year), month, parts.get("day"))
    if not end:
        return None
    first = _edtf(int(year), month, parts.get("from")) if parts.get("from") else ""
    return Found(match.start(), match.end(), f"{first}/{end}" if first and first < end else end)


def _numbers(match: re.Match[str], month: int, day: str | None, guessed: bool) -> Found | None:
    edtf = _edtf(int(match["year"]), month, day)
    return Found(match.start(), match.end(), edtf, guessed) if edtf else None


def _edtf(year: int, month: int, day: str | None) -> str:
    """The date as EDTF; empty where there is none such."""
    try:
        whole = dt.date(year, month, int(day) if day else 1)
    except ValueError:
        return ""
    return whole.isoformat() if day else whole.isoformat()[:7]


_YEARS = re.compile(r"(?<![\d.,/:#-])(?:19[5-9]\d|20[0-4]\d)(?![\d%/]|[.,]\d)")


def years(text: str) -> list[Found]:
    """The years in `text` that stand alone."""
    within = [(one.start, one.end) for one in find(text)]
    return [
        Found(m.start(), m.end(), m[0])
        for m in _YEARS.finditer(text.translate(_DIGITS))
        if not any(start <= m.start() < end for start, end in within)
    ]
