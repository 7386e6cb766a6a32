"""What the document says is the case: which crime, and whether it threatens, is under way, was committed, is denied."""

import re
from collections.abc import Iterator

from intake.proposals import Passage, Proposal
from intake.understanding.given import Given
from intake.understanding.names import Mention

_CRIMES = {
    "genocide": r"genocid\w*|génocid\w*|genocíd\w*|völkermord\w*|genozid\w*|геноцид\w*|soykırım\w*|soyqırım\w*|"
    r"ցեղասպան\w*|إبادة(?: ال)?(?:\s*جماعي\w*)?|الإبادة",
    "crimes_against_humanity": r"crimes? against humanity|crimes? contre l[’']humanité|"
    r"cr[íi]men(?:es)? de lesa humanidad|"
    r"crimes? contra a humanidade|verbrechen gegen die menschlichkeit|преступлени\w+ против человечности|"
    r"insanlığa karşı suç\w*|insanlıq əleyhinə cinayət\w*|bəşəriyyət əleyhinə cinayət\w*|"
    r"մարդկության դեմ \w*հանցագործություն\w*|(?:ال)?جرائم ضد الإنسانية|جريمة ضد الإنسانية",
    "war_crimes": r"war crimes?|crimes? de guerre|cr[íi]men(?:es)? de guerra|crimes? de guerra|kriegsverbrechen|"
    r"военн\w+ преступлени\w+|savaş suç\w*|müharibə cinayət\w*|պատերազմական հանցագործություն\w*|"
    r"(?:ال)?جرائم (?:ال)?حرب|جريمة حرب",
    "ethnic_cleansing": r"ethnic(?:ally)?[- ]cleans\w*|(?:nettoyage|épuration) ethnique|limpieza étnica|limpeza étnica|"
    r"ethnische\w* (?:säuberung|vertreibung)\w*|этническ\w+ чистк\w*|etnik temizli\w*|etnik təmizləmə\w*|"
    r"էթնիկ զտ\w+|(?:ال)?تطهير (?:ال)?عرقي",
    "aggression": r"(?:act|crime|war)s? of aggression|aggressive wars?|agresión armada|crime d[’']agression|"
    r"acte d[’']agression|angriffskrieg\w*|акт\w* агрессии|saldırganlık suçu|təcavüz aktı|ագրեսիայի \w+|"
    r"عدوان",
    "mass_atrocity": r"mass atrocit\w*|atrocity crimes?|atrocities|mass killings?|massacres?|atrocités(?: de masse)?|"
    r"crimes? atroces|atrocidades(?: masivas| em massa)?|crímenes atroces|gräueltaten|massenverbrechen|"
    r"massengewalt|массов\w+ (?:зверств\w*|злодеяни\w*|насили\w*|убийств\w*)|зверств\w*|toplu (?:vahşet|"
    r"şiddet|kıyım|katliam)\w*|kitlesel (?:şiddet|vahşet)\w*|"
    r"kütləvi (?:vəhşilik|zorakılıq|qırğın|qətl)\w*|զանգվածային (?:վայրագ|բռնություն|սպանդ)\w*|"
    r"վայրագություն\w*|فظائع(?: جماعية)?|الفظائع|exterminio|communal violence",
}
_CRIME = {crime: re.compile(rf"(?<![^\W_])(?:{words})", re.IGNORECASE) for crime, words in _CRIMES.items()}
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|négationnis\w*|nie|nient|niega\w*|negaci\w+|negam?|negação|leugn\w+|"
    r"отриц\w+|inkâr\w*|inkar\w*|ժխտ\w+|إنكار|تنكر|ينكر)\b",
    re.IGNORECASE,
)
_IMMINENT = re.compile(
    r"\b(?:imminent\w*|about to|on the (?:verge|brink)|inminente\w*|iminente\w*|unmittelbar bevorsteh\w*|"
    r"неминуем\w*|неизбежн\w*|yakın tehlike|qaçılmaz|անմիջական|անխուսափելի|وشيك\w*)\b",
    re.IGNORECASE,
)
_RISK = re.compile(
    r"\b(?:risks?|dangers?|threat\w*|could|may|might|warning signs?|early (?:sign|warning)s?|red flags?|"
    r"prevent\w*|potential\w*|probable|possib\w+|scenario|alert for|warning|signs? of|becom\w+|intent\w*|"
    r"setting the stage|goals?|facilitat\w*|"
    r"risques?|menaces?|pourrai\w+|peut|prévenir|signes?|riesgos?|peligros?|amenazas?|podrían?|puede\w*|"
    r"prevenir|señales|riscos?|perigos?|ameaças?|poderia\w*|pode\w*|sinais|risik\w+|gefahr\w*|droh\w+|"
    r"könnte\w*|verhinder\w*|anzeichen|"
    r"риск\w*|опасност\w*|угроз\w*|может|могут|предотврат\w*|признак\w*|risk\w*|tehlike\w*|tehdit\w*|işaret\w*|"
    r"önle\w*|təhlükə\w*|təhdid\w*|əlamət\w*|qarşısını al\w*|ola bilər|վտանգ\w*|սպառնալիք\w*|կարող \w+|"
    r"նախանշան\w*|կանխ\w*|ռիսկ\w*|خطر\w*|مخاطر|تهديد\w*|قد|علامات|منع|يرقى)\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\b(?:(?:is|are) (?:now |currently |still |actively |already |also )?(?:committing|being committed|"
    r"carrying out|perpetrating|under ?way|happening|taking place|unfolding|ongoing|continuing|conducting)|"
    r"ongoing|under way|underway|active|continu\w+|amounts? to|constitut\w+|en cours|se poursui\w+|"
    r"constitue\w*|en curso|está\w* cometi\w+|constituye\w*|"
    r"em curso|está\w* (?:sendo )?cometi\w+|constitui|im gange|findet statt|begeh\w+|geschieht|происход\w+|"
    r"соверша\w+|продолжа\w+|является|являются|devam ed\w*|işleniyor|işlənir|davam ed\w*|baş verir|բաղկանում|"
    r"տեղի է ունենում|շարունակվ\w+|իրականացն\w+|ترتكب|يرتكب|جارية|مستمر\w*|تشكل)\b",
    re.IGNORECASE,
)
_COMMITTED = re.compile(
    r"\b(?:committed|was|were|have been|has been|perpetrated|carried out|confirm\w+|past|previous\w*|earlier|"
    r"denied|ont été commis|commis\w*|cometid\w+|cometier\w+|fueron|begangen|verübt|wurde\w*|совершен\w*|"
    r"совершил\w*|были|işlendi|işlenmiş|işlədi\w*|törətdi\w*|törədil\w*|edilib|կատարվել|իրականացվել|գործել|"
    r"ارتُ?كب\w*)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:–—()“”\"«»]|\s(?:and|but|which|that|who|et|mais|qui|y|pero|que|und|aber|и|но|который)\s", re.IGNORECASE
)
_NAMES = re.compile(
    r"(?:prevention of|prevent(?:ing)?(?= genocide(?:\W|$))|convention on|watch|alliance against|institute for|"
    r"scholars?|studies|adviser on|convention|museum|memorial|armenian|rwandan|srebrenica|stages of|"
    r"genocide watch|international|office on)\W*$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\W*(?:convention|watch|prevention|scholars|studies|memorial|tribunal|response|emergency alert|museum)\b",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(
    r"\b(?:committed|perpetrated|carried out|denied|crimes|genocide|atrocities) by (?:the )?$", re.IGNORECASE
)
_DOES = re.compile(
    r"\W{0,3}(?:is|are|has|have|was|were|had)?\s*(?:now |currently |also |been )*(?:commit\w+|carry\w* out|"
    r"carried out|perpetrat\w+|den(?:y|ies|ied|ying)|"
    r"responsible for)\b",
    re.IGNORECASE,
)
_NEAR, _LONGEST = 90, 12  # characters around a crime in which its modality stands; words that are kept


def propose(given: Given) -> list[Proposal]:
    """One proposal for each crime and modality, by the first words that say so plainly."""
    found: dict[tuple[str, str], Proposal] = {}
    for crime, modality, place, confidence in _said(given):
        words = given.layout.words(place.start, place.end)
        value = {"crime": crime, "modality": modality, "words": words, "actor": "", "population": ""}
        value |= _who(given, place)
        one = Proposal("characterization", value, (place,), confidence, "crime and modality in one clause")
        old = found.get((crime, modality))
        if old is None or confidence > old.confidence + 0.05:
            found[crime, modality] = one
    return sorted(found.values(), key=lambda one: -one.confidence)[:8]


def _said(given: Given) -> Iterator[tuple[str, str, Passage, float]]:
    for block in given.blocks:
        bodies = [one for one in given.mentioned(block.start, block.end) if one.organization]
        for crime, words in _CRIME.items():
            for match in words.finditer(given.plain, block.start, block.end):
                if any(one.start <= match.start() and match.end() <= one.end for one in bodies):
                    continue
                before = given.plain[max(block.start, match.start() - 40) : match.start()]
                if _NAMES.search(before) or (_AFTER_NAME.match(given.plain, match.end()) and crime == "genocide"):
                    continue
                start, end = _clause(given, block.start, block.end, match.start(), match.end())
                if found := _modality(given, start, end, match.start(), match.end()):
                    modality, cue_start, cue_end, confidence = found
                    place = _few(
                        given, min(cue_start, match.start()), max(cue_end, match.end()), match.start(), match.end()
                    )
                    yield crime, modality, place, confidence


def _clause(given: Given, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The clause around a crime, at most so many characters to each side."""
    left = given.plain[max(start, first - _NEAR) : first]
    cuts = [m.end() for m in re.finditer(r"[.!?;:։]\s|\n\s*\n", left)]
    right = given.plain[last : min(end, last + _NEAR)]
    stop = re.search(r"[.!?;:։](?:\s|$)|\n\s*\n", right)
    return first - len(left) + (cuts[-1] if cuts else 0), last + (stop.start() if stop else len(right))


def _modality(given: Given, start: int, end: int, first: int, last: int) -> tuple[str, int, int, float] | None:
    """The modality whose cue stands nearest to the crime, a risk before what is, and where the cue stands."""
    signs = (
        ("denied", _DENIED, 0.8),
        ("imminent", _IMMINENT, 0.8),
        ("risk", _RISK, 0.8),
        ("under_way", _UNDER_WAY, 0.72),
        ("committed", _COMMITTED, 0.66),
    )
    best = None
    for rank, (modality, sign, confidence) in enumerate(signs):
        for cue in sign.finditer(given.plain, start, end):
            if cue.start() < last and first < cue.end():
                continue
            distance = first - cue.end() if cue.end() <= first else cue.start() - last
            key = distance + 12 * rank
            if best is None or key < best[0]:
                best = (key, modality, cue.start(), cue.end(), confidence - (0.1 if distance > 50 else 0))
    return best[1:] if best else None


def _few(given: Given, start: int, end: int, first: int, last: int) -> Passage:
    """The words from cue to crime, or the crime’s own where those are too many."""
    if len(given.plain[start:end].split()) > _LONGEST:
        return Passage(first, last)
    return Passage(start, end)


def _who(given: Given, place: Passage) -> dict[str, str]:
    """Actor and population, where the sentence names just one of either."""
    block = next((one for one in given.blocks if one.start <= place.start < one.end), None)
    if block is None:
        return {}
    sentence = next(
        (s for s in given.layout.sentences(block.start, block.end) if s.start <= place.start < s.end), place
    )
    mentions = given.mentioned(sentence.start, sentence.end)
    actors = {one.organization.uid for one in mentions if one.organization and _is_said_to_act(given, one)}
    peoples = {p.uid for m in mentions if (p := m.first("population"))}
    return {
        "actor": actors.pop() if len(actors) == 1 else "",
        "population": peoples.pop() if len(peoples) == 1 else "",
    }


def _is_said_to_act(given: Given, mention: Mention) -> bool:
    """Whether the words beside a state or armed group say that it does it: that it is named is not enough to "
    "accuse it."""
    known = mention.organization
    if known is None or known.kind not in ("state", "state_body", "armed_group"):
        return False
    before, after = given.plain[max(0, mention.start - 24) : mention.start], given.plain[mention.end : mention.end + 60]
    return bool(_BY_WHOM.search(before) or _DOES.match(after))
