"""Whom an ask addresses, and at whom the measure is aimed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from intake.proposals import Passage
from intake.understanding import asking, namelists
from intake.understanding.given import Given
from intake.understanding.layout import Block
from intake.understanding.names import Mention, resolve

# Nouns of those who can be asked, in the ten languages, where the vocabulary has no name for them.
_ASKABLE = re.compile(
    r"\b(?:governments?|states?|states parties|authorit(?:y|ies)|leaders?|communit(?:y|ies)|parties|sides|"
    r"council|nations?|countries|parliaments?|congress|president|prime minister|minister|secretary[- ]general|"
    r"high commissioner|commission|committee|union|assembly|donors?|"
    r"mediators?|co-?chairs?|members?|member states|actors?|organi[sz]ations?|agencies|court|prosecutor|forces|"
    r"army|military|armed groups?|world|powers?|companies|journalists|media|peacekeepers|officials|"
    r"institutions?|allies|neighbou?rs|regime|adviser|advisor|rapporteurs?|experts|society|officers?|"
    r"gouvernements?|états|autorités|dirigeants|communauté|conseil|pays|parlement|union|bailleurs|organisations|"
    r"gobiernos?|entidades|instituciones|empresas|organismos|estados?|autoridades|líderes|comunidad|consejo|"
    r"países|parlamento|partes|organizaciones|naciones|"
    r"governos?|comunidade|conselho|nações|partes|organizações|"
    r"regierung(?:en)?|staaten|behörden|gemeinschaft|sicherheitsrat|länder|bundesregierung|parteien|rat|"
    r"bundestag|vereinten nationen|union|"
    r"правительств\w+|государств\w+|власт\w+|лидер\w+|сообществ\w+|совет\w*|стран\w+|сторон\w+|парламент\w*|"
    r"организаци\w+|"
    r"hükümet\w*|devlet\w*|yetkili\w*|lider\w*|toplum\w*|topluluğ\w*|konsey\w*|ülke\w*|taraf\w*|meclis\w*|kuruluş\w*|"
    r"hökumət\w*|dövlət\w*|hakimiyyət\w*|ictimaiyyət\w*|şura\w*|ölkə\w*|tərəf\w*|təşkilat\w*|"
    r"կառավարություն\w*|պետություն\w*|իշխանություն\w*|հանրություն\w*|համայնք\w*|խորհուրդ\w*|խորհրդ\w*|երկր\w*|"
    r"կողմ\w*|կազմակերպություն\w*|"
    r"الحكومة|حكومة|الدول|السلطات|المجتمع الدولي|مجلس|الأطراف|القادة|المنظمات|البرلمان)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|all the|la|le|les|l[’']|el|los|las|o|os|as|die|der|das|den|dem)\s+", re.IGNORECASE)
_BEFORE_SUBJECT = re.compile(
    r"^(?:(?:first(?: of all)?|second(?:ly)?|third(?:ly)?|finally|therefore|furthermore|moreover|meanwhile|"
    r"in addition|in this (?:regard|context)|at the same time|above all|accordingly|now|thus|also|however|"
    r"instead|that is why|in particular|and|but|d[’']abord|enfin|además|asimismo|por último|por ello|"
    r"daher|zudem|außerdem|также|поэтому|кроме того|bu nedenle|ayrıca|bununla yanaşı|bundan başqa|նաև|ուստի)[,\s]+)+",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?:should|must|need to|needs to|ought to|has to|have to)\s+(?:\w+ly )?(?:be|receive|remain|cease|end|"
    r"stop|continue|come|begin|start)\b|deben? (?:ser|cesar)|deve[m]? (?:ser|cessar)|doi(?:t|vent) (?:être|"
    r"cesser)|(?:muss|müssen|sollten?) .{0,80}(?:werden|aufhören|enden)\b|"
    r"должн[аоы] быть|должны? прекратиться|[^\W\d_](?:ıl|il|ul|ül|ın|in|un|ün)m[ae]l[ıi]|пре[^\W\d_]+тся|"
    r"պետք է \w+վ(?:ի|են)|يجب (?:أن )?(?:ي|ت)\w+",
    re.IGNORECASE,
)
_PASSIVE_VERB = re.compile(r"(?:ıl|il|ul|ül|ın|in|un|ün)(?:m[ae]l[ıi]|məli)", re.IGNORECASE)
_SPEAKER = re.compile(
    r"\W*(?:we|i|it|you|one|he|she|they|this|that|these|those|nobody|no one|nous|on|il|elle|ils|elles|cela|ce|"
    r"nosotr[oa]s|uno|ello|"
    r"esto|eso|nós|isso|isto|wir|man|das|dies|мы|это|biz|bu|մենք|դա|այս|نحن|هذا)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:which|who|that|qui|que|die|das|которые|которая|которое|который)$", re.IGNORECASE)
_RELATIVE_INSIDE = re.compile(r"\s(?:which|who|whose)\s")
_CLAUSES = re.compile(r"[:;—–]\s|\b(?:that|believes?|because|since|if|when|while|which|who|as)\b,?\s")
_BY = re.compile(r"\bby (?:the )?(?P<by>[^.,;]{3,80})")
_THAT = re.compile(r"\b(?:that|que|dass|daß|что|ki|որ|أن|إلى أن|чтобы)\b", re.IGNORECASE)
_TO = re.compile(
    r"(?<=\s)(?:to (?=[a-z])|not to\b|for (?:an?|the|immediate)\b|that\b|à (?=\w+(?:er|ir|re)\b)|"
    r"de (?=\w+(?:er|ir|re)\b)|d[’'](?=\w+(?:er|ir|re)\b)|a (?=que\b|\w+(?:ar|er|ir)\b)|para que\b|que\b|zu\b|"
    r"auf[,.]|dass\b|um\b|чтобы\b|"
    r"(?=[^\W\d_]+ть(?:ся)?\b)|أن\b|إلى(?=\s+\S+)|بـ)",
)
_SELF = re.compile(
    r"\b(?:we|our|us|they|it|he|she|undersigned|signator\w+|experts?|institute|organi[sz]ations?|coalition|"
    r"network|committee|adviser|advisor|advisers|group|groups|statement|letter|centre|center|watch|council|"
    r"commission|rapporteurs?|authors?|nous|les organisations|organisations|nosotr\w+|organizaciones|firmantes|"
    r"experto?s|"
    r"nós|organizações|wir|organisationen|unterzeichn\w+|мы|организации|подписавшие\w*|эксперты|biz|örgütler|"
    r"kuruluşlar|imzacılar|təşkilatlar|imzalayan\w*|մենք|կազմակերպությունները|ստորագրող\w*|نحن|المنظمات|"
    r"الموقع\w+|الخبراء)\b",
    re.IGNORECASE,
)
_DASHED = re.compile(r"^\W*([^.:;–—]{2,90}?)\s*(?:\s[–—-]\s|:\s)(?=[^\W\d_])")
_TO_FIRST = re.compile(
    r"^\W*((?:to|à|aux?|al?|a las?|a los|ao|às?|an(?: die| den| das)?)\s[^.:;,]{3,80}),\s+(?=[^\W\d_])", re.IGNORECASE
)
_THAT_SOMEBODY = re.compile(r"^\W*(?:that|que|qu[’']|dass|daß|чтобы|أن)\s+", re.IGNORECASE)
_INVITES = re.compile(
    r"^\W*(?:further |also |again )?(?:invites?|encourages?|asks?)\s(?=the\s|all\s|[A-Z])", re.IGNORECASE
)
_UPON = re.compile(r"^\W*على\s+(?P<to>.{3,80}?)\s+أن\s")  # Arabic: it is upon X to
_OBJECT_FIRST = ("tr", "az", "hy")  # languages in which objects stand between subject and verb
_PAST = re.compile(r"(?:called|urged|recommended|appealed|demanded|requested|insisted|implored)\b", re.IGNORECASE)
_AIMED = ("sanctions", "arms-embargo", "condemnation-or-public-statement", "ceasefire", "accountability-or-prosecution")
_ACTORS = ("state", "state_body", "armed_group")


@dataclass(frozen=True)
class Asked:
    """The addressees, each with its uid or none; `nobody` where the words leave open who should act."""

    addressees: tuple[tuple[str, str], ...] = ()
    nobody: bool = False

    def __bool__(self) -> bool:
        return bool(self.addressees)


def of_names(given: Given, printed: str) -> Asked:
    """Those whom a list of names names."""
    words = _ARTICLE.sub("", printed.strip(" ,;:"))
    found = []
    for one in namelists.names(given.vocabulary, [_BEFORE_SUBJECT.sub("", words)]):
        name = _ARTICLE.sub("", one.name.strip(" ,;:"))
        known = resolve(given.vocabulary, name, given.language).known
        if known is None and one.office:
            known = resolve(given.vocabulary, one.office, given.language).known
        found.append((name, known.uid if known else _within(given, name)))
    return Asked(tuple(found[:8]))


def can_be_asked(given: Given, words: str) -> bool:
    """Whether words name somebody who may be asked: a known body, or one of the nouns for such."""
    return bool(_ASKABLE.search(words) or any(m.organization for m in given.finder.find(words)))


def _within(given: Given, name: str) -> str:
    """The uid of the one body that is named inside a longer name: “members of the Security Council”."""
    inside = {m.organization.uid for m in given.finder.find(name) if m.organization}
    return inside.pop() if len(inside) == 1 and len(name.split()) <= 8 else ""


def of_label(given: Given, text: str, place: Block | Passage | None = None) -> Asked:
    """Whom a line that only names somebody asks: “To the Government:”, “The Security Council”, “Security Council”."""
    match = asking.TO_WHOM.match(text)
    words = match["to"] if match else text.strip(" :")
    words = re.split(r"\s+(?=(?:should|must|to|is|are)\b)", words)[0] if not match else words
    if len(words.split()) > 16:
        return Asked()
    known = resolve(given.vocabulary, words, given.language).known
    return of_names(given, words) if match or known or _ASKABLE.search(words) else Asked()


def of_lead(given: Given, text: str, place: Block | Passage | None = None) -> Asked:
    """Whom a sentence with a verb of asking asks: what stands between the verb and what is asked."""
    verb = asking.ASKS.search(text)
    if not verb:
        return of_subject_text(given, text)
    rest = text[verb.end() :]
    end = _TO.search(rest)
    words = (rest[: end.start()] if end else rest.split(":")[0]).strip(" ,:")
    words = re.sub(r"(?i)^(?:on|upon|to|à|aux?|al?|ao|aos|an|к|auf|that|que)\s+", "", words)
    if (
        words
        and len(words.split()) <= 25
        and (_ASKABLE.search(words) or any(m.organization for m in given.finder.find(words)))
    ):
        return of_names(given, words)
    if end and _THAT.match(rest[end.start() :].strip()):
        inner = of_subject_text(given, rest[end.end() :])
        if inner:
            return inner
    if given.language in ("tr", "az", "hy"):
        return _known_before(given, text[: verb.start()])
    return Asked((), True)


def _known_before(given: Given, text: str) -> Asked:
    """The first known body of a sentence whose verb stands last, if it is not who speaks."""
    for mention in given.finder.find(text):
        known = mention.organization
        if known and known.kind in (
            "general",
            "state",
            "intergovernmental",
            "un_body",
            "office",
            "court",
            "state_body",
        ):
            return Asked(((text[mention.start : mention.end], known.uid),))
    return Asked((), True)


def of_item(given: Given, text: str) -> Asked:
    """Whom an item of a list asks: its subject, what stands before a dash or colon, or behind a verb of asking."""
    if (match := _DASHED.match(text) or _TO_FIRST.match(text)) and (found := of_label(given, match[1])):
        return found
    if (match := _UPON.match(text)) and (found := of_names(given, match["to"])):
        return found
    if (match := _THAT_SOMEBODY.match(text)) and (found := _first_known(given, text[match.end() :], 8)):
        return found
    own = of_subject_text(given, text)
    if own or own.nobody:
        return own
    if asking.ASKS.search(" ".join(text.split()[:12])) or _INVITES.match(text):
        return of_lead(given, _INVITES.sub("urges ", text)) or own
    return _first_known(given, text) if given.language == "ar" else own


def _first_known(given: Given, text: str, within: int = 60) -> Asked:
    """The known body that begins within so many characters."""
    for mention in given.finder.find(text):
        if mention.organization and mention.start <= within:
            return Asked(((text[mention.start : mention.end].removeprefix("ل"), mention.organization.uid),))
    return Asked()


def of_subject(given: Given, start: int, end: int, verb: re.Pattern[str] = asking.DUTY) -> Asked:
    """Whom a sentence with a word of duty asks: its subject; nobody where it says what should be done."""
    return of_subject_text(given, given.layout.words(start, end), verb)


def of_subject_text(given: Given, text: str, verb: re.Pattern[str] = asking.DUTY) -> Asked:
    duty = verb.search(text)
    if not duty:
        return Asked()
    subject = _BEFORE_SUBJECT.sub("", text[: duty.start()].strip())
    if _RELATIVE.search(subject):
        return Asked()
    head = _RELATIVE_INSIDE.split(subject, maxsplit=1)[0]
    if head != subject and len(head.split()) <= 8 and can_be_asked(given, head):
        return of_names(given, head)
    subject = _CLAUSES.split(subject)[-1].strip(' ,“"')
    if _PASSIVE.match(text, duty.start()) or _PASSIVE_VERB.search(duty[0]):
        if re.fullmatch(r"(?:it|this|that|such|which)", subject, re.IGNORECASE) and verb is asking.DUTY:
            return Asked()
        by = _BY.search(text, duty.end())
        named = (
            of_names(given, by["by"])
            if by and _ASKABLE.search(by["by"]) and not re.match(r"\w+ing\b", by["by"])
            else Asked()
        )
        return named if any(uid for _, uid in named.addressees) and not _is_actor(given, named) else Asked((), True)
    if not subject:
        return Asked((), True)
    if len(subject.split()) > 22:
        return Asked()
    mentions = [m for m in given.finder.find(subject) if m.organization]
    if given.language in _OBJECT_FIRST:
        subject = _before_objects(subject, mentions)
    if mentions or _ASKABLE.search(subject) or re.match(r"(?:Presidents?|Prime Ministers?|Ministers?)\s", subject):
        return of_names(given, _several(subject))
    return Asked() if _SPEAKER.match(subject) else Asked((), True)


def _before_objects(subject: str, mentions: list[Mention]) -> str:
    """The subject alone: a known body that begins it, or all up to the first noun of those who can be asked."""
    if mentions and len(subject[: mentions[0].start].split()) <= 1:
        return subject[: mentions[0].end]
    noun = _ASKABLE.search(subject)
    return subject[: noun.end()] if noun else subject


def _several(subject: str) -> str:
    """“Presidents A and B” as “President A; President B”."""
    match = re.fullmatch(r"(President|Prime Minister|Minister|Ambassador)s (\S+(?: \S+)?) and (\S+(?: \S+)?)", subject)
    return f"{match[1]} {match[2]}; {match[1]} {match[3]}" if match else subject


def _is_actor(given: Given, found: Asked) -> bool:
    """Whether all of them are those of whom the alert complains, “attacks by …”, and not those asked."""
    kinds = {one.uid: one.kind for one in given.vocabulary.organizations}
    return all(kinds.get(uid) in _ACTORS for _, uid in found.addressees)


def speaks(given: Given, place: Passage, verb: int) -> bool:
    """Whether it is the document that asks, and not somebody of whom it tells."""
    before = given.plain[place.start : verb]
    if is_quoted(given.plain[place.start : place.end], verb - place.start) and not re.search(
        r"\b(?:we|i|nous|nosotr\w+|nós|wir|мы|biz|մենք)\b", before, re.IGNORECASE
    ):
        return False
    if re.search(
        r"\b(?:to|would|will|could|may|might|have been|was|were|been|be|the|a|an|its|his|her|their|this|that|"
        r"no|repeated|of|la|le|une|un|sa|leur|cette|de|à|una|su|uma|die|der|eine)\s+$",
        before,
        re.IGNORECASE,
    ):
        return False
    if (asks := asking.ASKS.match(given.plain, verb)) and asking.FIRST_PERSON.search(asks[0]):
        return True
    if asking.PRIVATE.match(before):
        return False
    past = _PAST.match(given.plain, verb)
    near = before[-160:]
    mentions = [m.organization for m in given.mentioned(place.start, verb) if m.organization]
    if past:
        return bool(
            re.search(
                r"\b(?:we|he|she|experts|high commissioner|rapporteurs?|envoy|advis[eo]rs?|organi[sz]ations|"
                r"institute|committee|commission|today)\b|"
                r"^\W*they\b",
                near,
                re.IGNORECASE,
            )
        ) and not re.search(r"\b(?:had|has|have|in \w+ \d{4}|last \w+|\d{4})\b", near)
    if any(one.kind in _ACTORS for one in mentions[-1:]) and not _SELF.search(near):
        return False
    return bool(_SELF.search(near) or mentions or not re.search(r"\w", before) or len(before.split()) <= 3)


def is_quoted(text: str, at: int) -> bool:
    """Whether a place of a sentence stands inside quotation marks that open in it."""
    before = text[:at]
    return before.count("“") > before.count("”") or before.count("«") > before.count("»") or before.count('"') % 2 == 1


def targets(given: Given, places: Iterable[Passage], measure: str, addressees: list[str]) -> list[tuple[str, str]]:
    """The first state or armed group that is named in an ask of measures against somebody, and is not asked itself."""
    if measure not in _AIMED:
        return []
    for place in places:
        for mention in given.mentioned(place.start, place.end):
            known = mention.organization
            if known and known.kind in _ACTORS and known.uid not in addressees:
                return [(given.layout.words(mention.start, mention.end), known.uid)]
    return []
