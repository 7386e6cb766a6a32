"""Names of private persons in the text, pointed out so that a curator asks whether they may be published."""

import re
from collections.abc import Iterator

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding import labels
from intake.understanding.given import Given

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀŁŚŠŽÇĞİÖŞÜƏА-ЯЁԱ-Ֆ]"
_NAME = rf"{_CAPITAL}[^\W\d_]+(?:[-’']{_CAPITAL}?[^\W\d_]+)*"
_FULL = re.compile(
    rf"(?<![\w’'-])({_NAME}(?: (?:al-|el-|bin |ibn |de |da |dos |van |von )?{_NAME}|"
    rf"(?: {_CAPITAL}\.) {_NAME}){{1,2}})(?![\w’'-])"
)
# What people are who hold no office, and what happens to them.
_PRIVATE = re.compile(
    r"\b(?:farmer|villager|resident|teacher|nurse|doctor|student|pupil|mother|father|son|daughter|brother|"
    r"sister|wife|husband|widow|child|boy|girl|aged?|years? old|year-old|witness\w*|survivor|victim|shepherd|"
    r"driver|shopkeeper|trader|baker|carpenter|fisherman|miner|pastor|priest|imam|activist|"
    r"journalist|lawyer|volunteer|nun|midwife|labou?rer|worker|refugee|displaced|detained|arrested|killed|"
    r"wounded|injured|shot|missing|disappeared|beaten|told|recall\w*|recount\w*|testif\w*|neighbou?r|"
    r"grandmother|grandfather|elder|lieutenant|soldier|"
    r"agriculteur|villageois\w*|habitante?|infirmi[eè]re?|enseignante?|institut\w+|mère|père|fils|fille|veuve|"
    r"témoin|témoign\w*|ans|arrêtée?|tuée?|blessée?|disparue?|commerçante?|boulanger|"
    r"campesin[oa]|maestr[oa]|enfermer[oa]|madre|padre|hij[oa]|viuda|testigo|años|detenid[oa]|asesinad[oa]|"
    r"herid[oa]|lideresa|comuner[oa]|docente|vecin[oa]|"
    r"agricultor[a]?|professora?|mãe|pai|filh[oa]|viúva|testemunha|anos|pres[oa]|mort[oa]|ferid[oa]|liderança|"
    r"moradora?|"
    r"bäuer\w*|lehrer\w*|mutter|vater|sohn|tochter|witwe|zeug\w*|jahre|verhaftet|getötet|verletzt|vermisst|"
    r"bewohner\w*|bäcker\w*|"
    r"фермер\w*|житель\w*|учител\w*|медсестр\w*|врач\w*|мать|отец|сын|дочь|вдов\w*|свидетел\w*|лет|год\w*|"
    r"задержан\w*|убит\w*|ранен\w*|пропал\w*|водител\w*|рассказ\w*|"
    r"çiftçi|öğretmen|hemşire|anne\w*|baba\w*|oğlu|kızı|tanık\w*|yaşında\w*|gözaltı\w*|öldürül\w*|yaralan\w*|"
    r"kayıp|fermer|müəllim|tibb bacısı|ana\w*|ata\w*|şahid\w*|yaşlı|saxlanıl\w*|öldürül\w*|itkin|sakin\w*|"
    r"գյուղացի|ուսուցիչ|բուժքույր|մայր\w*|հայր\w*|որդի|դուստր|վկա\w*|տարեկան|ձերբակալ\w*|սպանվ\w*|վիրավոր\w*|"
    r"բնակիչ\w*)\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\b(?:president|prime minister|minister|secretary|secretary-general|general|ambassador|adviser|advisor|"
    r"rapporteur|commissioner|director|spokes\w+|chair\w*|senator|representative|envoy|leader|commander|"
    r"colonel|king|pope|judge|prosecutor|professor|prof|dr|editor|author|coordinator|head of|officer|mr|ms|mrs|"
    r"présidente?|ministre|secrétaire|directeur|directrice|porte-parole|président|presidente|ministr[oa]|"
    r"secretari[oa]|director[a]?|portavoz|embajador\w*|porta-voz|präsident\w*|sprecher\w*|президент\w*|"
    r"министр\w*|директор\w*|пресс-секретарь|başkan\w*|bakan\w*|sözcü\w*|prezident\w*|nazir\w*|sədr\w*|"
    r"նախագահ\w*|նախարար\w*|խոսնակ\w*|տնօրեն\w*)\W+(?:[^\W\d_]+\W+){0,2}$",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    r"^,?\s*(?:the |a )?(?:\w+[ -]){0,3}(?:president|minister|ambassador|adviser|advisor|rapporteur|"
    r"commissioner|director|spokes\w+|chair\w*|senator|representative|envoy|leader|commander|coordinator|"
    r"secretary)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|north|south|east|west|northern|southern|eastern|"
    r"western|central|new|united|states?|nations|council|government|ministry|army|forces?|institute|committee|"
    r"commission|court|convention|union|republic|federation|war|genocide|rights|human|security|international|"
    r"national|red|cross|crescent|river|road|province|region|district|camp|city|village|mount|lake|street|"
    r"university|school|church|hospital|party|front|movement|radio|news|times|agency|group|centre|center|"
    r"office|"
    r"watch|report|statement|alert|warning|call|action|update|annex|article|press|release|open|letter|joint|"
    r"early|special|stage|risk|factor|peoples?|general|assembly|corridor|line|contact|christian|muslim|armed|"
    r"peace|high|european|african|american|asian|world|global|bank|fund|day|alliance|coalition|network|"
    r"foundation|association|"
    r"organi[sz]ation|society|initiative|project|programme?|mission|board|house|congress|parliament|senate|"
    r"constitution|agreement|protocol|framework|stages|soviet|empire|ottoman|armenian|azerbaijani|russian|"
    r"turkish|syrian|israeli|palestinian|sudanese|ethiopian|the|for|we|our|this|these|those|crimes?|atrocity|"
    r"armée|ejército|comisión|gobierno|gouvernement|consejo|conseil|governo|comissão|conselho|la|el|los|las|le|"
    r"les|os|die|der|das)\b",
    re.IGNORECASE,
)


def propose(given: Given, officials: tuple[str, ...] = ()) -> list[Proposal]:
    """Names of two or three words that belong to no known record, with signs that the person holds no office."""
    found: dict[str, Proposal] = {}
    skip = {fold(name) for name in officials}
    for place, name, said in _named(given):
        if fold(name) in skip or fold(name) in found:
            continue
        private = bool(_PRIVATE.search(said))
        confidence = 0.85 if private else 0.5
        if not private:
            continue
        found[fold(name)] = Proposal(
            "person", {"name": name}, (place,), confidence, "a name, and words for people without office"
        )
    return list(found.values())


def _named(given: Given) -> Iterator[tuple[Passage, str, str]]:
    for block in given.body:
        if block.kind == "heading" or labels.ANY.match(given.plain[block.start : block.end]):
            continue
        for sentence in given.layout.sentences(block.start, block.end):
            known = given.mentioned(sentence.start, sentence.end)
            for match in _FULL.finditer(given.plain, sentence.start, sentence.end):
                name = " ".join(word for word in match[1].split() if not _PRIVATE.fullmatch(word))
                if " " not in name:
                    continue
                if _NO_NAME.search(name) or any(m.start < match.end() and match.start() < m.end for m in known):
                    continue
                before = given.plain[max(sentence.start, match.start() - 60) : match.start()]
                after = given.plain[match.end() : match.end() + 60]
                if _OFFICIAL.search(before) or _ROLE_AFTER.match(after):
                    continue
                near = given.plain[max(sentence.start, match.start() - 70) : min(sentence.end, match.end() + 70)]
                yield Passage(match.start(), match.end()), name, near.replace(name, " ")
