"""In which language a document is written: by its script, and by the small words that every sentence needs."""

import re
from collections import Counter
from dataclasses import dataclass

from intake.proposals import Proposal

_SCRIPTS = {
    "hy": "[\u0531-\u058f]",
    "ka": "[\u10a0-\u10ff]",
    "el": "[\u0370-\u03ff]",
    "he": "[\u0590-\u05ff]",
    "Arab": "[\u0600-\u06ff\u0750-\u077f]",
    "Cyrl": "[\u0400-\u04ff]",
    "Latn": "[A-Za-z\u00c0-\u024f\u0259\u018f]",
    "am": "[\u1200-\u137f]",
    "my": "[\u1000-\u109f]",
    "th": "[\u0e00-\u0e7f]",
    "hi": "[\u0900-\u097f]",
    "bn": "[\u0980-\u09ff]",
    "zh": "[\u4e00-\u9fff]",
    "ja": "[\u3040-\u30ff]",
    "ko": "[\uac00-\ud7af]",
}
_IN_SCRIPT = {name: re.compile(letters) for name, letters in _SCRIPTS.items()}
# Small words, few of which two languages share.
_SMALL_WORDS = {
    "en": "the of and to in that is for on with by from as are was this which has have be at not its their or an "
    "we all",
    "fr": "le la les des du de et en que qui dans pour par sur au aux une un est sont avec ce cette ses leur ne "
    "pas ont nous à",
    "es": "el la los las del de y en que por para con una un es son se su sus al lo como más ha han este esta no "
    "sobre contra entre",
    "pt": "o a os as do da dos das de e em que por para com uma um é são se no na nos nas ao à aos não mais pelo "
    "pela foi sobre ser",
    "de": "der die das und in den von zu mit ist im für auf des dem ein eine nicht sich auch sind werden bei "
    "wird als aus an nach wir",
    "it": "il la i le gli di e che in per un una è sono con del della dei delle nel nella non si da al alla ha "
    "anche più lo",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er door ook bij als naar wordt worden deze "
    "heeft tot",
    "pl": "i w na z do że się nie jest to oraz o dla przez od po za są który która przed jak przy",
    "tr": "ve bir bu için ile de da olarak olan çok daha en gibi kadar sonra tarafından üzerine karşı ya ise "
    "değil etmek olduğu eden her",
    "az": "və bir bu üçün ilə də da olan edir etmək ki öz qarşı tərəfindən daha çox sonra bütün olaraq hər edən "
    "onun isə olunur",
    "sq": "dhe të në e i për me një që nga është janë më ka si së ky kjo duhet nuk",
    "bs": "i u je na se da su za od sa o kao koji koja koje ne iz do po nije bi te ili",
    "id": "dan yang di untuk dari dengan pada ini itu dalam tidak oleh adalah ke akan telah para atau",
    "sw": "ya na wa kwa ni katika za la kuwa hii hiyo cha kama yake watu hayo",
    "so": "oo iyo ka ku in ay waa la soo ah u waxa kale",
    "ru": "и в на не что с по для как из от к о это его их был мы также при за или по до все так но которые",
    "uk": "і в на не що з по для як із від до про це та його їх був ми також при за або щодо які",
    "be": "і ў на не што з па для як ад да пра гэта яго іх мы таксама пры за або якія",
    "bg": "и в на не че с по за как от до са се да е този които към или към без",
    "sr": "и у на не да се је за од са су које који као из о то до или по",
    "mk": "и во на не да се е за од со кои како тоа до или по дека",
    "ar": "في من على إلى أن التي عن مع هذا هذه ما لا كان ذلك بين كما وقد قد بعد أو الذي كل",
    "fa": "در از به که این را با است برای آن بر تا های می شده شود باید و ما خود",
    "ur": "کے کی میں ہے اور سے کا کو پر نے کہ یہ ہیں اس جو",
    "ckb": "لە و بە بۆ کە ئەو ئەم لەگەڵ هەر کرد",
}
_OF_SCRIPT = {"Arab": ("ar", "fa", "ur", "ckb"), "Cyrl": ("ru", "uk", "be", "bg", "sr", "mk")}
_WEIGHED = {tag: frozenset(words.split()) for tag, words in _SMALL_WORDS.items()}
# Letters that settle it between neighbours, in words as short as a title.
_LETTERS = (
    ("az", re.compile("[əƏ]"), 0.02),
    ("tr", re.compile("[ğĞ]"), 0.004),
    ("de", re.compile("[ßäöüÄÖÜ]"), 0.012),
    ("pt", re.compile("[ãõÃÕ]"), 0.003),
    ("es", re.compile("[ñ¿¡Ñ]"), 0.002),
    ("uk", re.compile("[іїєґІЇЄҐ]"), 0.01),
    ("ur", re.compile("[ٹڈڑےھ]"), 0.01),
    ("fa", re.compile("[پچژگ]"), 0.005),
)
_WORD = re.compile(r"[^\W\d_]+")
_SEEN = 40_000  # characters, which are enough
_ENOUGH = 12  # words in which to tell a language


@dataclass(frozen=True)
class Guess:
    tag: str
    confidence: float
    rule: str


def guess(text: str, declared: str = "") -> Guess:
    """The language of `text` as a BCP 47 tag. `declared` is what the file says of itself, and decides where "
    "words do not."""
    told = declared.split("-")[0].split("_")[0].lower()
    sample = text[:_SEEN]
    counts = Counter({name: len(pattern.findall(sample)) for name, pattern in _IN_SCRIPT.items()})
    script, letters = counts.most_common(1)[0]
    if not letters:
        return Guess(told or "und", 0.5 if told else 0.0, "declared" if told else "no words")
    if script not in ("Latn", *_OF_SCRIPT):
        return Guess(script, 0.99, "script")
    return _by_words(sample, letters, _OF_SCRIPT.get(script), told)


def _by_words(sample: str, letters: int, among: tuple[str, ...] | None, told: str) -> Guess:
    tags = among or tuple(t for t in _WEIGHED if not any(t in row for row in _OF_SCRIPT.values()))
    words = Counter(_WORD.findall(sample.lower().replace("i̇", "i")))
    total = sum(words.values()) or 1
    scores = {tag: sum(words[word] for word in _WEIGHED[tag]) / total for tag in tags}
    for tag, pattern, share in _LETTERS:
        if tag in scores and len(pattern.findall(sample)) / letters >= share:
            scores[tag] += 0.3 if tag == "az" else 0.1
    (best, most), *rest = sorted(scores.items(), key=lambda pair: -pair[1])
    lead = most - (rest[0][1] if rest else 0)
    if told and (not most or (lead < 0.03 and scores.get(told, 0) >= most - 0.03)):
        return Guess(told, 0.8, "declared")
    confident = total >= _ENOUGH and most >= 0.08 and lead >= 0.04
    return Guess(best, 0.98 if confident else 0.7 if most else 0.3, "small words")


def propose(text: str, declared: str = "") -> list[Proposal]:
    """The language of the document."""
    found = guess(text, declared)
    return [Proposal("language", {"tag": found.tag}, (), found.confidence, found.rule)]
