"""Asks the results page what nobody should, and what readers do: 300 questions of each kind, over HTTP.

    .venv/bin/python benchmarks/hostile.py --data DIR [--seconds 1] [--slowest 10]

DIR is what benchmarks/archive.py filled, with its index made. Says how often each status came back, and which questions
took longest. Exits with 1 where one was answered by a 500, not at all, or later than it may be. Questions that are too
long for the server's first line are asked of the application itself, too, past the server.
"""

import argparse
import itertools
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import archive, serving
from benchmarks.corpus import TERMS, rank, term

_EACH = 300
_LONGEST_LINE = 4_000  # characters, of the server's limit
_TOKENS = (
    '"', "“", "”", "«", "'", "(", ")", "((", "))", "AND", "OR", "NOT", "-", "--", "~", "~2", "~99999999999999999999",
    "*", "**", "?", ":", "::", "issuer:", "country:", "date:", "date:..", "after:", "before:", "last:", "body:", "to:",
    "last:9999999999d", "crime:", "stage:", "\\", "/", "%", "_", "&&", "||", "!", "^5", "[a TO z]", "{", "}",
    "<script>", "\t",
)  # fmt: skip
_SCRIPTS = (
    "\u202edlrow olleh\u202c", "\u2067مرحبا\u2069 \"سلام", "שלום OR עולם", "\U0001f469\u200d\U0001f467 \U0001f54a",
    "Արցախ*", "မြန်မာ ရိုဟင်ဂျာ", "新疆 种族灭绝", "ﬁ ﷺ", "Z\u0338\u0322a\u0337\u0359" * 20, "İstanbul~2", "ẞß*",
    "\u200b\u200d\ufeff", "a\u0301" * 500, "ˀ" * 300, "𝔤𝔢𝔫𝔬𝔠𝔦𝔡𝔢", "١٩٩٤ date:١٩٩٤",
)  # fmt: skip
_FILTERS = (
    "issuer", "type", "genre", "country", "place", "situation", "addressee", "measure", "language", "crime", "modality",
)  # fmt: skip
_PAGES = ("2", "500", "501", "10000", "999999999999999999999", "-1", "0", "1e9", "٣", "")


@dataclass(frozen=True)
class Asked:
    address: str
    way: str  # "server" or "application"
    status: int
    took: float  # milliseconds


def main() -> None:
    options = parser().parse_args()
    if not (options.data / archive.STAMP).exists():
        raise SystemExit(f"{options.data} holds no archive: benchmarks/archive.py makes one.")
    archive.start(options.data)
    rng = random.Random(7)
    known = Known(rng)
    kinds = {"hostile": list(hostile(rng, known)), "real-looking": list(real(rng, known))}
    failed = False
    with serving.served(options.data) as site:
        site.get(f"/search/?q={term(0)}")
        for kind, addresses in kinds.items():
            asked = [one for address in addresses for one in ask(site, address)]
            failed |= tell(kind, asked, options.seconds * 1000, options.slowest)
    sys.exit(1 if failed else 0)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--data", type=Path, required=True)
    made.add_argument("--seconds", type=float, default=1.0, help="the longest that an answer may take")
    made.add_argument("--slowest", type=int, default=10, help="how many of the slowest are shown")
    return made


def ask(site: serving.Site, address: str) -> list[Asked]:
    page = site.get(address, 30)
    asked = [Asked(address, "server", page.status, page.took)]
    if len(address) > _LONGEST_LINE:
        asked.append(_past_the_server(address))
    return asked


def _past_the_server(address: str) -> Asked:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    began = time.perf_counter()
    path, _, query = address.partition("?")
    status = client.get(path, QUERY_STRING=query).status_code
    return Asked(address, "application", status, (time.perf_counter() - began) * 1000)


def tell(kind: str, asked: list[Asked], most: float, slowest: int) -> bool:
    """Print what came back; returns whether any of it must not be."""
    print(f"{kind}: {len(asked)} requests, " + ", ".join(f"{n} × {s}" for s, n in sorted(_statuses(asked).items())))
    ordered = sorted(asked, key=lambda one: -one.took)
    for one in ordered[:slowest]:
        print(f"  {one.took:8.1f} ms  {one.status}  {one.way:<11}  {one.address[:140]}")
    bad = [one for one in asked if one.status == 0 or one.status >= 500 or one.took > most]
    for one in bad:
        print(f"  NOT AS IT SHOULD BE: {one.status} after {one.took:.0f} ms: {one.address[:300]}")
    return bool(bad)


def _statuses(asked: list[Asked]) -> Counter[str]:
    return Counter(f"{one.status} ({one.way})" for one in asked)


class Known:
    """Words of the archive, from the commonest to the rare, and names and addresses of its records."""

    def __init__(self, rng: random.Random) -> None:
        from benchmarks.vocabulary import Vocabulary

        known = Vocabulary()
        self._rng = rng
        self._ranks = [rank(share, 300) for share in (0.9, 0.6, 0.3, 0.1, 0.01, 0.001)]
        self.names = {
            "country": [(c.code, c.name) for c in known.countries],
            "issuer": [(o.uid, o.name) for o in known.issuers],
            "addressee": [(o.uid, o.name) for o in known.bodies],
            "situation": [(s.slug, s.title) for s in known.situations],
            "place": [(p.uid, p.name) for p in known.places],
            "measure": [(m.slug, m.label) for m in known.measures],
            "type": [(t.uid, t.label) for t in known.types],
            "genre": [(g, g) for g in ("alert", "statement", "report")],
            "language": [(tag, tag) for tag in ("en", "es", "fr")],
            "crime": [(c, c) for c in ("genocide", "war_crimes", "aggression")],
            "modality": [(m, m) for m in ("risk", "committed")],
        }

    def word(self) -> str:
        return term(min(TERMS - 1, self._rng.choice(self._ranks) + self._rng.randrange(20)))

    def name(self, kind: str) -> str:
        return self._rng.choice(self.names[kind])[1]

    def key(self, kind: str) -> str:
        return self._rng.choice(self.names[kind])[0]


def _search(*pairs: tuple[str, str]) -> str:
    return f"/search/?{urlencode(pairs)}"


def hostile(rng: random.Random, known: Known) -> list[str]:
    """300 addresses that no reader means."""
    made = [_search(("q", words)) for words in (*_bombs(known), *_SCRIPTS, *_TOKENS)]
    made += [f"/search/?q={raw}" for raw in ("%00", "a%00b", "%ff%fe", "%ed%a0%80", "%", "%zz", "%61" * 3000)]
    made += [_search(("q", known.word()), ("page", page)) for page in _PAGES]
    made += [_search(("q", known.word()), ("sort", sort)) for sort in ("", "rank", "title", "-title", "date; DROP")]
    made += [_search((name, value)) for name in (*_FILTERS, "year", "issued_after") for value in ("'", "9" * 300)]
    made += [_search(*((name, str(n)) for n in range(200))) for name in ("country", "year")]
    made += [_search(("q", term(0)), *((name, known.key(name)) for name in _FILTERS)) for _ in range(5)]
    made += [_search(*((name, known.key(name)) for name in _FILTERS for _ in range(30))) for _ in range(3)]
    while len(made) < _EACH:
        lists = [rng.choice(((known.word(),), _TOKENS, _SCRIPTS)) for _ in range(rng.randrange(2, 25))]
        made.append(_search(("q", rng.choice((" ", "")).join(map(rng.choice, lists)))))
    return made[:_EACH]


def _bombs(known: Known) -> list[str]:
    """Questions that are to cost as much as can be."""
    words = [known.word() for _ in range(60)]
    common = term(0)
    letters = ("k", "ro", "mi", "ten", "sal", "vor", "kar", "lin", "pes", "nor", "ber")
    by_or = {
        "words": words,
        "beginnings": [f"{word}*" for word in words],
        "likenesses": [f"{word}~2" for word in words],
        "letters": [f"{letter}*" for letter in letters],
        "phrases": [f'"{one} {other}"' for one, other in itertools.pairwise(words)],
        "near": [f'"{term(n)} {term(n + 1)}"~100' for n in range(30)],
        "years": [f"date:{year}" for year in range(1990, 2026)],
        "countries": [f"country:{chr(65 + n)}" for n in range(26)],
        "titles": [f"title:{term(n)}" for n in range(60)],
        "not": [f"NOT {word}" for word in words],
    }
    return [
        *(f" {join} ".join(parts) for parts in by_or.values() for join in ("OR", "AND")),
        "x" * 65_536, f"{common} " * 10_000, '"' * 65_536, "(" * 65_536, "(" * 900 + common + ")" * 900,
        "NOT " * 400 + common, "-" * 1900, '"' * 1999, "*" * 500, "a* b* c* d*", f'"{" ".join(words[:40])}"',
        f'"{term(0)} {term(1)}"~99999', f"NOT {common}", "NOT zzzzqqqq", "date:0001..9999", "after:9999 before:0001",
        "last:1d OR last:99999d", "issuer:a* OR issuer:b", "~2", 'kar~2 "roro~2', f"{common}~2" * 100,
        "to:the issuer:of country:and", f"{'(a OR ' * 300}b{')' * 300}", f"id:{'9' * 1900}", "lang:en NOT lang:en",
        f"{common} NOT {common}",
    ]  # fmt: skip


def real(rng: random.Random, known: Known) -> list[str]:
    """300 addresses such as readers make."""
    return [_real(rng, known, n % 15) for n in range(_EACH)]


def _real(rng: random.Random, known: Known, kind: int) -> str:
    word, other = known.word(), known.word()
    year = str(rng.randrange(1992, 2026))
    match kind:
        case 0 | 1:
            return _search(("q", word))
        case 2 | 3:
            return _search(("q", f"{word} {other}"))
        case 4:
            return _search(("q", f'"{word} {other}"'))
        case 5:
            return _search(("q", known.name("country")))
        case 6:
            return _search(("q", f"{word} {known.name('place')}"))
        case 7:
            return _search(("q", f"{word} OR {other} OR {known.name('issuer')}"))
        case 8:
            return _search(("q", f"{word[:4]}*"))
        case 9:
            return _search(("q", f"{word} NOT {other}"), ("sort", rng.choice(("", "-date", "date", "title"))))
        case 10:
            return _search(("q", f'issuer:"{known.name("issuer")}" after:{year} {word}'))
        case 11:
            return _search(("country", known.key("country")), ("issued_after", year), ("sort", "-date"))
        case 12:
            return _search(("q", word), *((name, known.key(name)) for name in rng.sample(_FILTERS, 2)))
        case 13:
            return _search(("q", f"{word[:-1]}x {other}"), ("page", str(rng.randrange(1, 4))))
        case _:
            return _search(("page", str(rng.randrange(1, 60))), ("language", known.key("language")))


if __name__ == "__main__":
    main()
