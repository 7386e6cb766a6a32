"""Words before a colon by which letters and press releases say who, to whom, of what and when."""

import re

_COLON = r"[ \t]*[:：՝|][ \t]*\|?[ \t]*"
_BAR = r"^[\s|*_#-]*"


def _label(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_BAR}(?:{words}){_COLON}", re.IGNORECASE)


_FROM = (
    r"from|(?:jointly )?(?:issued|published|prepared|released|submitted)(?: jointly)? by|joint statement by|"
    r"statement by|sources?|issuers?|issuing organi[sz]ations?|sender|submitted by|authors?|"
    r"de(?: la part de)?|de parte de|émis par|expéditeurs?|émetteurs?|publié par|remitentes?|emitid[oa] por|"
    r"remetentes?|fuente|fonte|quelle|источник|kaynak|mənbə|աղբյուր|المصدر|von|absender(?:in)?|herausgeber|"
    r"от(?: кого)?|отправители?|отправитель|gönderen(?:ler)?|"
    r"kimden|göndərən(?:lər)?|kimdən|ումից|ուղարկող(?:ներ)?|հեղինակներ|առաքող|من|المرسل|الجهة المصدرة|صادر عن"
)
_TO = (
    r"to|attn\.?|attention|addressed to|addressees?|recipients?|for the attention of|à|a|à l[’']attention de|"
    r"destinataires?|para|destinatari[oa]s?|destinatários?|dirigid[oa] a|al|an|empfänger(?:in)?|"
    r"adressat(?:en)?|кому|адресаты?|"
    r"получател[ьи]|alıcı(?:lar)?|kime|muhatap|kimə|ünvan|alan|ում|հասցեատեր(?:եր)?|ստացող|إلى|الى|المرسل إليه|"
    r"لعناية|الموجه إليه"
)
FROM, TO = _label(_FROM), _label(_TO)
FROM_HEADING, TO_HEADING = (re.compile(rf"{_BAR}(?:{words})\W*$", re.IGNORECASE) for words in (_FROM, _TO))
_SIGNED = (
    r"signed(?: by)?|on behalf of|in the name of|au nom de|en nombre de|em nome de|im namen(?: von| der)?|от имени|"
    r"adına|adından|باسم|signatories|signatory organi[sz]ations|signatures?|co-?signed(?: by)?|co-?signatories|"
    r"gezeichnet|assinaturas?|firmas|signatures|imza (?:verən|veren|edən)(?:lər|ler)?(?: kurumlar| örgütler|"
    r" təşkilatlar)?|"
    r"միացած կազմակերպություններ(?:ը)?|միացել են|erstunterzeichn\w+(?::innen|\*innen)?|endorsed by|"
    r"endorsing organi[sz]ations|undersigned(?: organi[sz]ations)?|signataires?|"
    r"organisations signataires|signé(?: par)?|premiers signataires|"
    r"firmantes?|organizaciones firmantes|firmado por|firman|suscriben|signatári[oa]s|organizações signatárias|"
    r"assinam|assinado por|subscrevem|unterzeichner(?:innen|\*innen|:innen)?|unterzeichnet von|"
    r"unterzeichnende organisationen|"
    r"подписали|подписавшие(?:ся)?(?: организации)?|подписанты|подписи|imzacılar|imzacı (?:kurumlar|örgütler)|"
    r"imzalayanlar|imza atan(?:lar)?(?: kurumlar)?|imzalar|imzalayan təşkilatlar|imzalayıblar|"
    r"ստորագրողներ|ստորագրել են|ստորագրող կազմակերպություններ(?:ը)?|ստորագրած կազմակերպություններ|الموقعون|الموقّعون|"
    r"المنظمات الموقعة|الجهات الموقعة|التوقيعات|الموقعون أدناه"
)
SIGNED = _label(rf"(?:{_SIGNED})(?:\s[^:\n.]{{0,80}})?")  # Signed by 64 organizations, among them:
SIGNED_HEADING = re.compile(
    rf"{_BAR}(?:(?:the|our|les|las|los|as|os|die) |l[’'])?(?:{_SIGNED})[ \t]*\W*(?:\(?\d+\)?)?\W*$", re.IGNORECASE
)
SUBJECT = _label(
    r"subject|re|regarding|subject matter|title|objet|sujet|asunto|ref\.?:? asunto|assunto|betreff|betr\.?|"
    r"тема|предмет|о чем|konu|mövzu|թեմա|առարկա|الموضوع"
)
DATE = _label(
    r"date(?: of (?:issue|publication))?|dated|issued(?: on)?|released?(?: on)?|published(?: on)?|"
    r"publication date|fecha(?: de (?:publicación|emisión))?|data(?: de (?:publicação|emissão))?|datum|"
    r"дата(?: публикации| выпуска)?|tarih|yayın tarihi|"
    r"tarix|dərc olunma tarixi|ամսաթիվ|հրապարակման ամսաթիվ|التاريخ|تاريخ(?: النشر| الإصدار)?|publié(?: le)?|"
    r"date de publication|veröffentlicht(?: am)?"
)
TO_LINE = re.compile(
    r"^\W*(?:(?:addressed |directed )?to|à|aux?|al?|an|ao|aos|à|кому)\s+(?:the |la |le |les |l[’']|den |die |"
    r"das |o |a )?(?P<to>[A-ZÀ-ÞА-ЯЁ].{3,150}?)"
    r"(?=\s+by\s|$)",
    re.IGNORECASE,
)
# A heading above those who sign, in whatever words: “Supporting organizations”, “List of signatories”.
SIGNS = re.compile(
    r"\b(?:sign(?:ed|ing|atory|atories|ers)|endors\w+|support(?:ed by|ing|ers)|undersigned|joined by|"
    r"signataires|soutien\w*|"
    r"firmantes|suscriben|apoyan|adhieren|adhesiones|signatári\w+|subscrevem|apoiam|unterzeichn\w+|"
    r"unterstütz\w+|подписа\w+|"
    r"поддержа\w+|подпис\w+|imzac\w*|imzala\w*|destekleyen\w*|dəstəklə\w*|imza (?:at|ver|ed)\w*|assinatur\w+|"
    r"assinam|erstunterz\w+|միաց(?:ած|ել|ող)\w*|ստորագր\w*)\b|موقع|وقع|الموق",
    re.IGNORECASE,
)
SIGNED_LINE = re.compile(
    r"^[^.:\n]{0,100}(?:\bsign(?:ed|atories)\b|\bendors\w+|undersigned|signataires|\bsignent|firmantes|"
    r"\bfirman\b|assinam|"
    r"signatári\w+|unterzeichn\w+|подписа\w+|подписы\w+|imzala\w*|imzacı\w*|ստորագր\w*|موقع\w*|"
    r"وق[ّ]?ع\w*)[^.:\n]{0,80}:\s*$",
    re.IGNORECASE,
)
# In a sentence: “This letter has been endorsed by A, B and C.”
SIGNED_BY = re.compile(
    r"\b(?:(?:co-?)?signed|endorsed|supported|joined|signée?s? |soutenue?s? |appuyée?s? |firmad[oa]s? |"
    r"suscrit[oa]s? |respaldad[oa]s? |"
    r"apoyad[oa]s? |assinad[oa]s? |subscrit[oa]s? |apoiad[oa]s? |unterzeichnet |unterstützt |"
    r"mitgezeichnet )\s*(?:by|par|por|pel[oa]s?|von)\s*:?\s+"
    r"(?P<names>[^\n:;]{4,600})|(?:подписали|поддержали|подписано)\s*:?\s+(?P<named>[^\n:;]{4,600})",
    re.IGNORECASE,
)
COPY = _label(
    r"cc|c\.c\.|copy(?: to)?|copies to|copie(?: à)?|con copia(?: a)?|com cópia(?: a| para)?|kopie(?: an)?|"
    r"копия|bilgi|surət|պատճեն|نسخة(?: إلى)?|bcc"
)
CONTACT = _label(
    r"contact(?:s)?|media contact|press contact|for (?:more|further) information|contacto|contato|kontakt|"
    r"контакты?|iletişim|əlaqə|կապ|կոնտակտ|للتواصل|للاتصال"
)
ANY = re.compile("|".join(label.pattern for label in (FROM, TO, SIGNED, DATE, COPY, CONTACT)), re.IGNORECASE)
SALUTATION = re.compile(
    r"^\W*(?:Dear\s|Your Excellenc|Excellenc|Madame?,|Monsieur|Mesdames|Honou?rable\s|Estimad[oa]s?\s|"
    r"Señor(?:a|es)?\s|Excelentísim|Sehr geehrte|Уважаем|Ваше Превосходительство|Sayın\s|Hörmətli\s|"
    r"Հարգելի|Ձերդ գերազանցություն|السيد\s|السادة\s|معالي\s|سعادة\s|حضرة\s|Prezad[oa]s?\s|Senhor(?:a|es)?\s|"
    r"Vossa Excelência|Exm[oa]s?\.?\s)",
    re.IGNORECASE,
)
