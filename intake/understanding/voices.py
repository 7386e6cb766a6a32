"""Those who speak together or are known to nobody: in titles, first sentences, “we, the undersigned”, signatures."""

import re
from collections.abc import Iterator

from intake.proposals import Passage
from intake.understanding import bodies, dates, kinds, labels
from intake.understanding.given import Given
from intake.understanding.layout import Block
from intake.understanding.namelists import Found, Printed, narrowed
from intake.understanding.names import resolve

# Verbs by which documents of warning begin, each spoken by who issues them.
_VERB = re.compile(
    r"(?<!\w)(?:issu|warn|call(?:s|ed)? (?:up)?on|calls? for|urg(?:e|ing)|express|condemn|(?:is|are) (?:deeply |"
    r"gravely "
    r"|extremely |seriously )?(?:alarmed|concerned|disturbed|appalled)|reiterat|appeal|raise|sound|stand with|"
    r"denounce|"
    r"deplore|demand|welcome|declare[^\w]|"
    r"s[’']alarm|s[’']inquièt|avert|appell|exprim|condamn|lance|alert|demand|rappell|tire(?:nt)? la sonnette|dénonc|"
    r"publi(?:e|ent)\b|exhort|"
    r"adviert|llama|expresa|condena|emit|insta|manifiest|denuncia|repudia|pide|exige|hace(?:n)? un|"
    r"adverte|apela|manifesta|alerta|exorta|exprime|vê|pede|lança|"
    r"warn|ruf|forder|veröffentlich|appellier|erklär|verurteil|zeig(?:t|en) sich|äußer|schlag|"
    r"предупрежда|призыва|выража|осужда|заявля|обраща|бь[её]т|требу|публику|напомина|"
    r"զգուշացն|կոչ (?:է|են) անում|կոչ անում|դատապարտում|մտահոգ|հայտարարում|ահազանգում|պահանջում|նախազգուշացն)",
)
_VERB_LAST = re.compile(
    r"\b(?:uyarıyor|uyarır|uyarmakta|çağr|çağır|kın[ıa]|endişe|kaygı|üzüntü|hatırlat|bildir|sesleni|ilan ed|"
    r"açıkl|talep ed|dikkat çek|xəbərdarlıq|narahat|qınayır|xatırlad|çağırır|"
    r"bəyan|müraciət|həyəcan|tələb ed)|զգուշացն|կոչ |դատապարտ|մտահոգ|հայտարար|ահազանգ|պահանջ"
)
_ARABIC = re.compile(
    r"(?<!\w)(?:و)?(?:يحذر|تحذر|يحذّر|تحذّر|حذرت|حذّرت|يدعو|تدعو|دعت|يعرب|تعرب|أعربت|تدين|يدين|أدانت|تصدر|يصدر|"
    r"تناشد|يناشد|"
    r"تطالب|يطالب|طالبت|تطلق|يطلق)\s+(?P<names>[^.:؛\n]{5,240}?)(?=\s+(?:من|عن|إلى|على|إزاء|بشأن|أن|في|مما|هذا|هذه|"
    r"السلطات|الحكومة|جميع|المجتمع|مجلس|ارتكاب|الهجمات|بشدة|اليوم|نداء)(?!\w)|،\s|$)"
)
# What may stand between a subject and its verb.
_BEFORE_VERB = re.compile(
    r"(?:[\s,;–—-]+|(?<!\w)(?:today|hereby|therefore|has|have|is|are|jointly|again|also|strongly|deeply|gravely|"
    r"once more|"
    r"once again|together|urgently|all|on \w+day|in \w+|ne|se|ont|a|aujourd[’']hui|conjointement|hoy|se|hoje|heute|"
    r"gemeinsam|сегодня|совместно|вновь|этим|այսօր|համատեղ|today,?))+$",
    re.IGNORECASE,
)
_WE = re.compile(
    r"(?P<we>(?:we|nous|nosotr[oa]s|nós|wir|мы|biz|մենք|نحن)(?!\w),?)?\s*(?:(?:the|les|las|los|as|die|l[’'])?\s*"
    r"(?:undersigned|signatory|soussigné\w*|abaj[oi] firmantes|abaixo assinad\w+|unterzeichnend\w*|unterzeichnete\w*|"
    r"нижеподписавшиеся|aşağıda imzası bulunan|ստորագրող)?\s*"
    r"(?:(?:human rights|civil society|non-governmental) (?=\w+s\b[^\w]*\s?[–—(,:-]))?"
    r"(?:organi[sz]ations?|organisations|organizaciones|organizações|organisationen|организации|bodies|groups|"
    r"kurumlar|"
    r"örgütler|կազմակերպություններս?)?\s*(?:abajo firmantes|abaixo assinadas|soussignées|unterzeichnenden)?)?"
    r"\s*[,:–—(՝-]?\s*",
    re.IGNORECASE,
)
_OF_JOINT = re.compile(
    r"(?P<by>صادر(?:ة)? عن|\bby|\bfrom|\bpar|\bpor|\bvon|\bот имени|\bjoint (?:\w+ ){0,2}?(?:statement|"
    r"declaration|letter|appeal|call|warning|"
    r"alert|communiqué) (?:of|from|by)|"
    r"\b(?:conjointe?s?|commune?) (?:de|du|des|d[’'])|\b(?:conjunt[ao]) (?:de|del|da|do|das|dos)|"
    r"\bgemeinsame[rs]? \w+ (?:von|der|des))"
    r"\s*(?<=[\s’'])(?P<names>[^:;\n]{4,260})",
    re.IGNORECASE,
)
# What is by somebody, in the line that says so: “Statement by”, “issued by”.
_PAPER = re.compile(
    r"\b(?:statement|letter|appeal|call|alert|warning|declaration|report|bulletin|briefing|release|message|"
    r"(?:issu|publish|prepar|submitt|releas)\w+|déclaration|lettre|appel|alerte|communiqué|rapport|publié|émis|"
    r"declaración|carta|llama\w+|alerta|comunicado|informe|emitid[oa]|publicad[oa]|declaração|nota|apelo|relatório|"
    r"erklärung|brief|aufruf|appell|warnung|bericht|veröffentlicht|заявлени\w+|письмо|призыв|обращени\w+)\b|"
    r"صادر|بيان",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r",?\s+(?:on|about|regarding|concerning|calling|urging|condemning|against|sur|sobre|zu[mr]?|über|о|об|ante|face|"
    r"à propos|по)\s|,?\s+(?:on\s+)?\d|[–—(]|$"
)
_CLOSING = re.compile(
    r"^\W*(?:(?:yours )?(?:sincerely|faithfully|respectfully|truly)|(?:with )?(?:kind|best) regards|respectfully|"
    r"(?:veuillez|nous vous prions|cordialement|avec nos|salutations|respectueusement)|atentamente|cordialmente|"
    r"respetuosamente|respeitosamente|mit (?:freundlichen|besten|vorzüglicher)|hochachtungsvoll|с уважением|"
    r"saygıl\w+|"
    r"hörmətl\w+|ehtiraml\w+|հարգանքով|հարգանքներով|مع (?:فائق |خالص )?(?:التقدير|الاحترام)|وتفضلوا)",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"(?P<name>[^.,:;\n]{4,90}?)(?:,? \([^()]{2,15}\),?)?\s+(?:is an?|est une?|es una?|é uma?|ist (?:ein|eine)|"
    r"[—–-] это)\s+"
    r"(?:\w+[ ,-]+){0,3}?(?:independent|non-?profit|not-for-profit|non-?governmental|nonpartisan|international|"
    r"human rights|"
    r"charit\w+|organi[sz]ation|ngo|ong|indépendante?|organisation|association|independiente|organización|"
    r"internacional|"
    r"independente|organização|unabhängig\w*|gemeinnützig\w*|verein|независим\w+|международн\w+|правозащитн\w+|"
    r"организаци\w+)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:[–-]\d{4})?)?[\s,]*(?:by )?(?P<name>[^.|\n©\d]{3,80})", re.IGNORECASE
)
_OF_BELOW = re.compile(
    r"^\W*(?:about|à propos (?:de|du)|acerca de|sobre|über|о|haqqında)\s+(?P<about>[^\n.:]{3,80})$|"
    r"^\W*(?:(?:media |press )?contacts?|(?:press|media) office|contacto(?: de prensa)?|contact presse|"
    r"pressekontakt|kontakt|контакты?"
    r"(?: для прессы)?)\s*[:：]\s*(?P<contact>[^\n,;|@]{3,90})",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"^(?:for and on behalf of|for|on behalf of|pour|au nom de|por|en nombre de|em nome d[aeo]|pel[ao]|für|"
    r"im namen (?:von|der|des)|"
    r"за|от имени|adına|عن)\s+(?=\S)",
    re.IGNORECASE,
)
_BELOW = 10  # blocks at the end in which signatures stand
_SHORT = 14  # words of a line that may be one


def groups(given: Given, title: str) -> Iterator[list[Found]]:
    """Bodies that a document names together as those who speak, each group for itself."""
    yield from _in_head(given, title)
    yield from _in_sentence(given)
    yield from _signing(given)
    yield from _of_themselves(given)


def _found(names: list[str], given: Given, place: Passage | None, confidence: float, rule: str) -> list[Found]:
    return [Found(Printed(name), narrowed(given, place, name), confidence, rule) for name in names]


def _in_head(given: Given, title: str) -> Iterator[list[Found]]:
    """“Joint statement by A, B and C”, as title or as a line above the text; “3 May 2021 | A”."""
    lines = [line for block in given.head[:10] for line in given.layout.lines(block)]
    rows = [(given.layout.words(line.start, line.end), line) for line in lines]
    for text, line in [*rows, (title, None), (given.title, None)]:
        if len(text.split()) > 60:
            continue
        for match in _OF_JOINT.finditer(text):
            names = _before(given, match["names"], _ABOUT)
            own = match.start() < 3 or _PAPER.search(text, 0, match.end("by"))
            if names and (own or all(bodies.known(given, name) for name in names)):
                yield _found(names, given, line, 0.9, "line that says by whom")
                break
    for text in dict.fromkeys(filter(None, (title, given.title))):
        ends = [m.start() for m in (re.search(r":\s", text), *list(_VERB.finditer(text))[:2]) if m]
        names = next((row for end in ends if (row := bodies.run(given, _BEFORE_VERB.sub("", text[:end])))), [])
        if names and all(_is_free(given, name) for name in names):
            yield _found(names, given, None, 0.78, "title that begins with them")
    for text, line in rows:
        pieces = [piece for piece in re.split(r"\s+[|•·–—]\s+", text) if piece.strip()]
        dated = [piece for piece in pieces if dates.find(piece)]
        names = [piece.strip() for piece in pieces if bodies.by_form(piece, given.language)]
        if dated and names and len(names) + len(dated) == len(pieces):
            yield _found(names, given, line, 0.8, "line with the date")


def _is_free(given: Given, name: str) -> bool:
    """Whether a body is no office of states, so that a title that begins with it is rather by it than about it."""
    known = resolve(given.vocabulary, name, given.language).known
    return known is None or known.kind in ("ngo", "coalition", "academic", "un_experts", "other")


def _before(given: Given, text: str, ends: re.Pattern[str]) -> list[str]:
    """The names with which a text begins, up to one of its ends: the longest run of known ones, else the shortest."""
    runs = [names for match in list(ends.finditer(text))[:8] if (names := bodies.run(given, text[: match.start()]))]
    known = [names for names in runs if all(bodies.known(given, name) for name in names)]
    return known[-1] if known else runs[0] if runs else []


def _in_sentence(given: Given) -> Iterator[list[Found]]:
    """Those who are the subject of a first sentence that warns, or are listed behind “we, the undersigned”."""
    for block in given.body[:2]:
        for place in list(given.layout.sentences(block.start, block.end))[:2]:
            said = given.plain[place.start : place.end]
            at = _begin(said)
            if names := _subjects(given, said[at:]):
                heard = any(bodies.known(given, name) for name in names)
                yield _found(names, given, place, 0.84 if heard else 0.79, "they are said to issue this")
                return


def _begin(said: str) -> int:
    """Where a sentence begins, behind its dateline: “GENEVA (3 May 2021) – ”."""
    match = re.match(r"[^!?]{2,70}?(?:\)\s*[–—:-]+|\s[–—]|\s-|\d\s*[–—])\s+(?=[«“„\"]?[^\W\d_])", said)
    return match.end() if match and (dates.find(match[0]) or match[0].split()[0].isupper()) else 0


def _subjects(given: Given, said: str) -> list[str]:
    if given.language == "ar":
        match = _ARABIC.search(said)
        return bodies.run(given, match["names"]) if match and match.start() < 60 else []
    we = _WE.match(said)
    if we and (we["we"] or re.search("[^\\W\\d_]{5}", we[0])):
        if names := _before(given, said[we.end() :], re.compile(r"\s[–—-]\s|\)")):
            return names
        said = said[we.end() :]
    if given.language in ("tr", "az"):
        return _first_names(given, said) if _VERB_LAST.search(said) else []
    for match in list(_VERB.finditer(said[:400]))[:5]:
        if names := bodies.run(given, _BEFORE_VERB.sub("", said[: match.start()])):
            return names
    return _first_names(given, said) if given.language == "hy" and _VERB_LAST.search(said) else []


def _first_names(given: Given, said: str) -> list[str]:
    """The longest run of names with which a sentence begins whose verb stands last."""
    ends = [match.start() for match in re.finditer(r"[,\s]|$", said[:300])][:30]
    for end in reversed(ends):
        if names := bodies.run(given, said[:end]):
            return names
    return []


def _signing(given: Given) -> Iterator[list[Found]]:
    """Lines below the text that are nothing but names of bodies, those that stand together as one group."""
    blocks = given.blocks[-_BELOW:]
    items = [block for block in blocks if block.kind == "item"]
    if not all(_signed(given, given.layout.of(item)) for item in items):
        blocks = tuple(block for block in blocks if block.kind != "item")
    group: list[Found] = []
    closed = False
    for index, block in enumerate(blocks):
        if not _is_below(given, block):
            closed = closed or bool(_CLOSING.match(given.layout.of(block)))
            if group:
                yield group
            group = []
            continue
        for line in (part for row in given.layout.lines(block) for part in given.layout.columns(row)):
            text = given.layout.words(line.start, line.end)
            closed = closed or bool(_CLOSING.match(text))
            last = index >= len(blocks) - 4
            if names := _signed(given, text):
                group += _found(names, given, line, 0.8 if closed else 0.76 if last else 0.7, "signature of a body")
    if group:
        yield group


def _is_below(given: Given, block: Block) -> bool:
    """Whether it is a paragraph of short lines, or what stands behind a dash."""
    if block in given.head or block.kind not in ("paragraph", "item"):
        return False
    return all(len(given.plain[line.start : line.end].split()) <= _SHORT for line in given.layout.lines(block))


def _signed(given: Given, text: str) -> list[str]:
    bare = _FOR.sub("", text.strip(" –—-|*")).rstrip(" :")
    if (
        labels.ANY.match(bare)
        or kinds.genre_of(bare)
        or (bare.endswith((".", "!", "?", ":")) and "e.V." not in bare[-6:])
    ):
        return []
    if names := bodies.run(given, bare):
        return names
    # A name with its town and date, or an office before it: “Director, A”, “A, Yerevan, 3 May 2021”.
    pieces = [piece.strip() for piece in re.split(r"[,،]\s+|\s[–—|]\s", bare)]
    return [piece for piece in pieces if bodies.known(given, piece) or bodies.by_form(piece, given.language)][:1]


def _of_themselves(given: Given) -> Iterator[list[Found]]:
    """What stands below of whoever issues it: copyright, contact, “About A”, “A is an independent …”."""
    for block in given.blocks[-_BELOW:]:
        for line in given.layout.lines(block):
            text = given.layout.words(line.start, line.end)
            match = _COPYRIGHT.search(text)
            of = _OF_BELOW.match(text)
            itself = _OF_ITSELF.match(text)
            tries = (
                (match and match["name"], 0.72),
                (of and (of["about"] or of["contact"]), 0.74),
                (itself and itself["name"], 0.72),
            )
            for name, confidence in tries:
                if name and (names := bodies.run(given, re.sub(r"(?i),? all rights.*", "", name))):
                    yield _found(names, given, line, confidence, "line below the text")
    for piece in re.split(r"\s+[|–—·-]\s+", given.title)[1:]:
        if bodies.by_form(piece, given.language):
            yield _found([piece.strip()], given, None, 0.72, "title of the file")
