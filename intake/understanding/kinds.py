"""What kind of document it is: the issuer's own label for it, and the genre that the label belongs to."""

import re
from collections.abc import Iterator

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding.given import Given
from intake.understanding.vocabulary import KnownType

# Labels by which documents of each genre call themselves, in the languages that are read.
LABELS = {
    "alert": "sos alert; genocide emergency; genocide alert; urgent alert; emergency; sos; alerte d’urgence; "
    "alerte urgente; alerta urgente; alerta de emergencia; alerta de genocidio; экстренное предупреждение; "
    "срочное предупреждение; acil durum uyarısı; soykırım uyarısı; soyqırımı xəbərdarlığı; շտապ ահազանգ; "
    "ցեղասպանության նախազգուշացում; إنذار عاجل; تنبيه عاجل; "
    "alert; red flag alert; emergency alert; early warning; warning; urgent warning; genocide warning; "
    "alerte; alerte précoce; alerte rouge; "
    "alerta; alerta temprana; alerta precoce; alerta vermelho; alerta roja; frühwarnung; warnung; eilmeldung; "
    "warnruf; предупреждение; раннее предупреждение; тревога; сигнал тревоги; "
    "uyarı; erken uyarı; acil uyarı; alarm; xəbərdarlıq; erkən xəbərdarlıq; təcili xəbərdarlıq; ահազանգ; "
    "վաղ նախազգուշացում; նախազգուշացում; "
    "իրազեկում; إنذار; إنذار مبكر; تحذير; تحذير عاجل; تنبيه",
    "bulletin": "update; weekly update; monthly update; situation report; digest; mise à jour; actualización; "
    "atualização; aktualisierung; обзор; сводка; haftalık bülten; həftəlik bülleten; شهرية; نشرة أسبوعية; "
    "güncelleme; yenilənmə; թարմացում; تحديث; "
    "bulletin; newsletter; weekly bulletin; monthly bulletin; monitor; situation update; "
    "bulletin d’information; lettre d’information; boletín; boletín informativo; "
    "boletim; boletim informativo; rundbrief; newsletter; infobrief; бюллетень; информационный бюллетень; "
    "bülten; bülleten; տեղեկագիր; نشرة; نشرة إخبارية",
    "statement": "declaration; joint declaration; public declaration; oral statement; position; message; testimony; "
    "remarks; intervention; déclaration publique; prise de position; declaración pública; "
    "comunicado público; manifiesto; posicionamiento; posicionamento; manifesto; nota de repúdio; nota; "
    "öffentliche erklärung; positionspapier; публичное заявление; открытое заявление; kamuoyu açıklaması; "
    "kamuoyuna duyuru; duyuru; beyan; ictimai bəyanat; հանրային հայտարարություն; بيان عام; بيان صادر; "
    "statement; joint statement; public statement; joint ngo statement; solidarity statement; "
    "déclaration; "
    "déclaration conjointe; déclaration commune; "
    "declaración; declaración conjunta; pronunciamiento; declaração; declaração conjunta; nota pública; "
    "erklärung; gemeinsame erklärung; stellungnahme; "
    "заявление; совместное заявление; açıklama; ortak açıklama; bildiri; ortak bildiri; bəyanat; "
    "birgə bəyanat; հայտարարություն; համատեղ հայտարարություն; "
    "بيان; بيان مشترك; تصريح; إعلان",
    "press_release": "press release; press releases; news release; media release; media advisory; "
    "note to correspondents; "
    "for immediate release; communiqué de presse; communiqué; "
    "comunicado de prensa; nota de prensa; comunicado de imprensa; nota à imprensa; comunicado à imprensa; "
    "comunicado; pressemitteilung; presseerklärung; "
    "medienmitteilung; пресс-релиз; сообщение для прессы; basın açıklaması; basın bülteni; basın duyurusu; "
    "press-reliz; mətbuat açıqlaması; mətbuat üçün məlumat; "
    "մամուլի հաղորդագրություն; մամլո հաղորդագրություն; بيان صحفي; بلاغ صحفي",
    "letter": "lettre commune; carta pública; carta de organizaciones; gemeinsamer brief; коллективное письмо; "
    "letter to; birgə məktub; համատեղ նամակ; բաց ուղերձ; رسالة مشتركة; خطاب مفتوح; "
    "letter; open letter; joint letter; joint open letter; lettre; lettre ouverte; lettre conjointe; "
    "carta; carta abierta; carta aberta; carta conjunta; offener brief; brief; "
    "письмо; открытое письмо; совместное письмо; mektup; açık mektup; ortak mektup; məktub; açıq məktub; "
    "նամակ; բաց նամակ; رسالة; رسالة مفتوحة",
    "call_to_action": "ngo call; appel conjoint; llamado conjunto; llamado; llamamiento conjunto; chamado; "
    "gemeinsamer aufruf; призыв к действиям; ortak çağrı; համատեղ կոչ; نداء مشترك; "
    "call to action; call for action; joint call; joint call to action; appel à l’action; "
    "appel à agir; "
    "llamado a la acción; llamamiento a la acción; "
    "chamado à ação; chamada à ação; apelo à ação; aufruf; aufruf zum handeln; handlungsaufruf; "
    "призыв к действию; совместный призыв; eylem çağrısı; harekete geçme çağrısı; "
    "ortak çağrı; fəaliyyətə çağırış; hərəkətə çağırış; birgə çağırış; çağırış; գործողության կոչ; "
    "գործելու կոչ; دعوة إلى العمل; دعوة للعمل; دعوة إلى التحرك; نداء للعمل",
    "appeal": "petition; open appeal; public appeal; joint urgent appeal; appel commun; pétition; petición; petição; "
    "gemeinsamer appell; совместное обращение; коллективное обращение; открытое обращение; петиция; "
    "acil eylem; təcili çağırış; դիմում-կոչ; عريضة; "
    "appeal; urgent appeal; urgent action; joint appeal; appel; appel urgent; llamamiento; "
    "llamamiento urgente; llamado urgente; acción urgente; apelo; "
    "apelo urgente; ação urgente; appell; dringender appell; eilaktion; обращение; срочное обращение; призыв; "
    "срочный призыв; acil çağrı; çağrı; müraciət; təcili müraciət; "
    "կոչ; շտապ կոչ; հրատապ կոչ; դիմում; نداء; نداء عاجل; مناشدة; مناشدة عاجلة",
    "resolution": "resolution; résolution; resolución; resolução; entschließung; резолюция; qətnamə; բանաձև; قرار",
    "decision": "decision; décision; decisión; decisão; entscheidung; beschluss; решение; karar; qərar; որոշում; مقرر",
    "report": "warning report; risk assessment; assessment; policy brief; analysis; study; note d’analyse; "
    "nota técnica; informe especial; relatório especial; sonderbericht; analyse; аналитическая записка; "
    "специальный доклад; analiz; araştırma; təhlil; վերլուծություն; تقرير خاص; دراسة; "
    "report; special report; joint report; fact-finding report; briefing; briefing paper; rapport; "
    "informe; relatório; bericht; lagebericht; доклад; отчёт; отчет; "
    "rapor; hesabat; զեկույց; تقرير",
}
_GENRES = {fold(label): genre for genre, row in reversed(LABELS.items()) for label in row.split(";")}
_BY_LENGTH = sorted(_GENRES, key=len, reverse=True)
_PARTED = re.compile(r"\s*(?::|\s[–—|-]|\s/)\s+|[.!]\s+|\s*$")
_NUMBER = re.compile(r"\s*(?:n\.?[o°º]\.?|no\.|№|nr\.?|#)\s*[\d/-]+\s*$", re.IGNORECASE)
# Words after which a title says what it is about, and no longer what it is.
_ABOUT = frozenset(
    (
        *("on", "about", "regarding", "concerning", "to", "for", "sur", "à", "pour", "sobre", "a", "para", "acerca"),
        *("zur", "zum", "zu", "über", "an", "по", "о", "об", "к", "haqqında", "hakkında", "dair"),
        *("بشان", "حول", "عن", "الى"),
    )
)
_LONGEST = 8  # words of a label
_HEADS = re.compile(
    r"(?:is|are) issuing (?:a|an|another|its|this|the)\s+(?:new\s+)?(?P<label>(?:[A-Z][\w-]+\s+)(?:(?:for|of|"
    r"to|on)\s+(?=[A-Z])|[A-Z][\w-]*\s*){0,6})"
)


def genre_of(text: str) -> str:
    """The genre of a line that is nothing but a label; empty for any other line."""
    return _GENRES.get(fold(text), "")


def propose(given: Given, title: str, issuers: list[str]) -> list[Proposal]:
    """The kind of the document: the label as printed, its genre, and the known type that it is."""
    best = max(_candidates(given, title, set(issuers)), key=lambda one: one.confidence, default=None)
    return [best or Proposal("type", {"label": "", "genre": "statement", "uid": ""}, (), 0.3, "none found")]


def _candidates(given: Given, title: str, issuers: set[str]) -> Iterator[Proposal]:
    lines = [line for block in given.head[:12] for line in given.layout.lines(block)]
    for line in lines:
        printed = given.layout.words(line.start, line.end)
        yield from _of_line(given, printed, line, issuers)
    for printed in filter(None, (title, given.title)):
        yield from _of_line(given, printed, None, issuers)
    for block in given.body[:3]:
        for match in _HEADS.finditer(given.plain, block.start, block.end):
            place = Passage(match.start("label"), match.end("label"))
            yield from _of_line(given, given.layout.words(place.start, place.end), place, issuers, 0.02)
        yield from _addressed(given, block)


def _of_line(
    given: Given, printed: str, line: Passage | None, issuers: set[str], less: float = 0.0
) -> Iterator[Proposal]:
    """What a line says of its kind: by a known label in it, or by a general one at its beginning."""
    if len(printed.split()) > 40:
        return
    form = f" {fold(printed)} "
    passages = (line,) if line else ()
    for known in given.vocabulary.types:
        for label in known.names:
            if (at := form.find(f" {fold(label)} ")) >= 0 and len(label.split()) > (0 if at == 0 else 1):
                yield _known(known, _as_printed(printed, label), passages, issuers, at, less)
    first = _NUMBER.sub("", _PARTED.split(printed, maxsplit=1)[0])
    if first != printed and (genre := _of_prefix(first)):
        value = {"label": first, "genre": genre, "uid": ""}
        yield Proposal("type", value, passages, 0.84 - less, "a label with more to it")
        return
    for label in _BY_LENGTH:
        if fold(first) == label or form.startswith(f" {label} "):
            whole = fold(first) == label
            words = first if whole else _as_printed(printed, label)
            value = {"label": words, "genre": _GENRES[label], "uid": ""}
            confidence = (0.8 if whole else 0.55) + 0.01 * len(label.split()) - less
            yield Proposal("type", value, passages, confidence, "a line that is a label" if whole else "begins so")
            return
    last = next((label for label in _BY_LENGTH if len(label) > 4 and form.rstrip().endswith(f" {label}")), None)
    if last and len(printed.split()) <= _LONGEST:
        yield Proposal("type", {"label": printed, "genre": _GENRES[last], "uid": ""}, passages, 0.6 - less, "ends so")


def _of_prefix(first: str) -> str:
    """The genre of a label that is longer than a known one: “Early Warning Report”, “Бюллетень раннего "
    "предупреждения”."""
    words = fold(first).split()
    if fold(first) in _GENRES or not 2 <= len(words) <= 5 or any(word in _ABOUT for word in words[1:]):
        return ""
    return _GENRES.get(words[-1], "") if first.isascii() else _GENRES.get(words[0], "") or _GENRES.get(words[-1], "")


def _known(
    known: KnownType, printed: str, passages: tuple[Passage, ...], issuers: set[str], at: int, less: float
) -> Proposal:
    ours = known.issuer in issuers or (not known.issuer and not issuers)
    longer = 0.01 * min(6, len(printed.split())) - (0.05 if at else 0) - less
    confidence = (0.9 if ours else 0.72 if not issuers else 0.5) + longer
    value = {"label": printed, "genre": known.genre, "uid": known.uid if ours or not issuers else ""}
    return Proposal(
        "type", value, passages, min(confidence, 0.98), "known label of the issuer" if ours else "known label"
    )


def _as_printed(printed: str, label: str) -> str:
    """The words of `printed` that fold to `label`."""
    words, wanted = printed.split(), len(fold(label).split())
    for size in range(1, len(words) + 1):
        for start in range(len(words) - size + 1):
            piece = " ".join(words[start : start + size])
            folded = fold(piece)
            if len(folded.split()) == wanted and folded == fold(label):
                return piece.strip(" :–—-|,.")
    return label


_SALUTATION = re.compile(
    r"(?:Dear|Your Excellenc|Excellenc|Madame?,|Monsieur|Estimad[oa]s?|Excelentísim|Sehr geehrte|Уважаем|Sayın|"
    r"Hörmətli|Հարգելի|السيد|معالي|سعادة|Prezad[oa]|Senhor|Vossa Excelência)\b"
)


def _addressed(given: Given, block: object) -> Iterator[Proposal]:
    for one in given.blocks[:15]:
        if _SALUTATION.match(given.plain[one.start : one.end].lstrip()):
            place = Passage(one.start, one.end)
            yield Proposal("type", {"label": "", "genre": "letter", "uid": ""}, (place,), 0.5, "a salutation")
            return
