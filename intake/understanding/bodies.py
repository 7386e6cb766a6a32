"""Bodies by their form: names that no record has, as letterheads, signatures and the first sentence print them."""

import re
from functools import cache
from itertools import pairwise

from intake.understanding import labels
from intake.understanding.given import Given

# Nouns by which bodies are called; a line that has one and no verb may be a letterhead.
NOUN = re.compile(
    r"(?<!\w)(?:network|institute|committee|council|cent(?:re|er)|watch|coalition|foundation|association|"
    r"organi[sz]ations?|union|alliance|federation|office|commission|ngo|initiative|group|forum|society|"
    r"observatory|project|movement|trust|secretariat|council of churches|mission|agency|department|ministry|"
    r"collective|platform|congress|working group|league|lawyers|assembly|campaign|caucus|consortium|"
    r"archive|museum|university|synod|monitor|special (?:advis[eo]rs?|rapporteurs?|representative|envoy)|experts|"
    r"high commissioner|ombuds\w+|amnesty|defenders|rapporteuses?|rapporteurs? spéciale?|expert[oa]s|relator[ae]s?|"
    r"réseau|institut|comité|conseil|coalition|fondation|association|organisations?|ligue|collectif|"
    r"observatoire|fédération|union|mouvement|centre|assemblée|alliance|"
    r"red|instituto|comité|consejo|centro|coalición|fundación|asociación|organización|observatorio|federación|"
    r"comisión|colectivo|plataforma|defensoría|asamblea|coordinadora|alianza|movimiento|liga|grupo|pastoral|"
    r"rede|conselho|comissão|fundação|associação|organização|observatório|comitê|coletivo|articulação|"
    r"federação|aliança|movimento|fórum|união|"
    r"[\w-]*(?:netzwerk|institut|komitee|zentrum|stiftung|verein(?:igung)?|verband|gesellschaft|bündnis|akademie|"
    r"initiative|arbeitsgemeinschaft|kreis|werk|hilfe|beobachtungsstelle)|rat|liga|"
    r"сеть|институт|комитет|совет|центр|коалиция|фонд|ассоциация|организаци[яи]|союз|правозащитный|группа|"
    r"объединение|общество|движение|альянс|лига|федерация|инициатива|платформа|обсерватория|"
    r"(?:правозащитн|аналитическ|хельсинкск)\w+ (?:группа|центр|комитет|фонд)|"
    r"ağı|enstitüsü|komitesi|konseyi|merkezi|koalisyonu|vakfı|derneği|örgütü|birliği|platformu|inisiyatifi|"
    r"federasyonu|topluluğu|girişimi|kurultayı|meclisi|hareketi|izleme grubu|"
    r"şəbəkəsi|institutu|komitəsi|şurası|mərkəzi|koalisiyası|fondu|assosiasiyası|təşkilatı|birliyi|cəmiyyəti|"
    r"ittifaqı|federasiyası|platforması|hərəkatı|alyansı|təşəbbüsü|"
    r"(?:ցանց|ինստիտուտ|կոմիտե|խորհուրդ|կենտրոն|կոալիցիա|հիմնադրամ|ասոցիացիա|կազմակերպություն|միություն|դաշինք|"
    r"ընկերություն|նախաձեռնություն|շարժում|խումբ|դաշնություն)(?:ը|ն|ները)?|հկ|"
    r"شبكة|معهد|لجنة|مجلس|مركز|تحالف|مؤسسة|جمعية|منظمة|اتحاد|ائتلاف|مرصد|رابطة|الشبكة|المعهد|اللجنة|المجلس|"
    r"المركز|التحالف|المؤسسة|الجمعية|المنظمة|الاتحاد|الائتلاف|المرصد|الرابطة|حملة|مبادرة|هيئة)(?!\w)",
    re.IGNORECASE,
)
# Small words inside names, that no name ends with and only articles begin with.
_SMALL = (
    r"of|for|the|and|on|in|to|against|with|from|by|at|de|des|du|la|le|les|d|l|et|pour|en|contre|sur|el|los|las|"
    r"del|y|para|por|e|da|do|das|dos|contra|a|o|as|os|für|und|der|die|den|dem|von|vom|zur|zum|im|gegen|ohne|"
    r"в|и|по|за|на|о|об|для|с|ve|için|və|üçün|և|համար|في|من|على|و"
)
_TAIL = re.compile(rf"(?:^|\s)(?:{_SMALL})$", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:the|la|le|les|l[’']|el|los|las|o|a|os|as|der|die|das|dem|den|de la|de l[’']|du|de las?|de los|del|de|"
    r"d[’']|da|do|das|dos|von(?: der| dem)?|vom|by the|by|of the|of)\s*(?<=[\s’'])(?=[^\W\d_])",
    re.IGNORECASE,
)
# Endings that Armenian sets behind a name: the article, alone or behind a hyphen.
_DEFINITE = re.compile(r"-(?:ը|ն|ի|ին|ից|ում|ով)$|(?<=[բգդղթիլկձջնումրստպ])ը$|(?<=կոմիտե)ն$")
_CUT = re.compile(
    r"\s*[,،;]\s*(?:(?:and|et|y|e|und|и|ve|və|և|as well as|sowie|ainsi que|assim como)\s+|و(?=\w{3}))?"
    r"|\s+(?:and|&|et|y|e|und|и|ve|və|և|as well as|sowie|ainsi que|assim como|together with)\s+|\s+و\s*(?=\w{3})"
    r"|\s+[|•·/]\s+"
)
_BRACKET = re.compile(r"\s*\([^()]{1,40}\)\s*$")
_VERBLESS = re.compile(r"[:?!=]|\d{3}|@|https?:|[^.]\.$|[.!?]\s+\w{3}|\s[–—-]\s+[a-zà-ÿа-яёա-ֆ]")
_DOES = re.compile(
    r"(?:[^\W\d_]{2}(?:er|ir|ar|re|ть|ти|ться)|^(?:Le|La|Les|Un|Una|Une|El|Los|As|Os))$"
)  # “Créer un comité”
_SURROUND = " \t\n|,;–—-"
_LONGEST = 12  # words of a name
_CUTS = 24  # of a run of names, at most
_CASED = ("en", "de", "tr", "az")  # languages in which every weighty word of a name is a capital
_NOUN_LAST = ("tr", "az", "hy")  # languages in which the noun of the body ends its name
_STATES = ("state", "general", "armed_group")


def by_form(text: str, language: str) -> bool:
    """Whether a text is built as names of bodies are: a noun of that kind, capitals, no verb and no sentence."""
    bare = _BRACKET.sub("", text.strip(_SURROUND + '“”«»„"'))
    words = bare.split()
    if not 2 <= len(words) <= _LONGEST or _VERBLESS.search(re.sub(r"\be\. ?V\.$", "", bare)) or _TAIL.search(bare):
        return False
    noun = NOUN.search(bare)
    if not noun or (bare[0].islower() and not NOUN.match(bare)) or bare[0].isdigit():
        return False
    if (not NOUN.match(bare) and _DOES.search(words[0])) or labels.SIGNS.search(bare):
        return False
    if language in _NOUN_LAST and not any(one.end() == len(bare) for one in NOUN.finditer(bare)):
        return False
    heavy = [word.strip("“”«»„\"()’'.,") for word in words if len(word) > 3]
    heavy = [word for word in heavy if not re.fullmatch(_SMALL + "|without|across|between|among|under", word)]
    if language == "de":  # adjectives are small
        heavy = [word for word in heavy if not re.search(r"(?:e|en|er|es|em)$", word)]
    if language in _CASED:
        return all(not word[:1].islower() for word in heavy)
    return bare[0] in '«“„"' or not bare[0].islower()


def known(given: Given, text: str) -> bool:
    """Whether a text is the name of a known body that may speak, and nothing else."""
    bare = _BRACKET.sub("", text.strip(_SURROUND))
    for one in given.finder.find(bare):
        before, after = bare[: one.start], bare[one.end :]
        if re.search(r"\w{4}", before) or re.search(r"\w", after):
            return False
        return one.organization is not None and one.organization.kind not in _STATES
    return False


def _ends_known(given: Given, name: str) -> bool:
    """Whether a known body ends a name, and something else begins it: “On the Day of Peace Human Rights Watch”."""
    bare = _BRACKET.sub("", name)
    return any(one.organization and one.start > 0 and one.end == len(bare) for one in given.finder.find(bare))


def run(given: Given, text: str) -> list[str]:
    """The names of which a text is a list, “A, B and C”: as many as there are. None if any piece of it is no name."""
    text = text.strip(_SURROUND)
    cuts = [match.span() for match in _CUT.finditer(text)][:_CUTS]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]

    @cache
    def names(first: int) -> tuple[str, ...] | None:
        for last in range(first, len(ends)):
            rest = names(last + 1) if last + 1 < len(ends) else ()
            if rest is not None:
                name = stripped(text[starts[first] : ends[last]])
                if known(given, name) or (by_form(name, given.language) and not _ends_known(given, name)):
                    return (name, *rest)
        return None

    return list(names(0) or _side_by_side(given, text))


def _side_by_side(given: Given, text: str) -> list[str]:
    """The known bodies that are all of a text, with nothing between them, as columns leave them."""
    found = list(given.finder.find(text))
    rest = "".join(text[one.end : two.start] for one, two in pairwise(found))
    if len(found) < 2 or rest.strip() or text[: found[0].start].strip() or text[found[-1].end :].strip():
        return []
    rows = [text[one.start : one.end] for one in found]
    return rows if all(known(given, row) for row in rows) else []


def stripped(name: str) -> str:
    """A name without the article before it and the punctuation around it."""
    bare = name.strip(_SURROUND)
    return _DEFINITE.sub("", _ARTICLE.sub("", bare, count=1))
