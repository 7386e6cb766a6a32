"""What stands around a text on a page, and is none of it."""

import re

_WORDS = (
    "back|go back|back to (?:top|list|news|all .{1,30})|home|donate(?: now| today)?|support us|subscribe|sign up|"
    "log ?in|menu|search|share(?: this)?(?: page| article| post)?|print(?: this page)?|e-?mail|tweet|facebook|"
    "twitter|linkedin|whatsapp|telegram|instagram|youtube|copy link|previous(?: post| article| page)?|"
    "next(?: post| article| page)?|read more|load more|see all|related(?: posts| articles| content| news)?|"
    "recent posts|skip to (?:main )?content|accept(?: all)?(?: cookies)?|all rights reserved|top|close|"
    "download pdf|follow us|retour|accueil|faire un don|partager|imprimer|précédent|suivant|rechercher|s'abonner|"
    "volver|atrás|inicio|donar|compartir|imprimir|anterior|siguiente|buscar|voltar|início|doar|compartilhar|"
    "próximo|назад|главная|поделиться|распечатать|пожертвовать|предыдущая|следующая|поиск|далее|zurück|"
    "startseite|spenden|teilen|drucken|weiter|suche|geri|ana sayfa|paylaş|bağış yap|yazdır|önceki|sonraki|ara|"
    "ana səhifə|əvvəlki|növbəti|axtar|վերադառնալ|գլխավոր|կիսվել|նվիրաբերել|նախորդ|հաջորդ|որոնում|رجوع|الرئيسية|"
    "تبرع|شارك|مشاركة|طباعة|السابق|التالي|بحث"
)
_FURNITURE = re.compile(rf"\f?[\s#*<>«»‹›←→|•·\\-]*(?:{_WORDS})[\s*<>«»‹›←→|•·!:-]*", re.I)
_BUTTON = r"share(?: on| this| via)?|tweet|facebook|twitter|linkedin|whatsapp|telegram|e-?mail|print|x|copy link|reddit"
_SHARE_BAR = re.compile(rf"\W*(?:{_BUTTON})(?:\W+(?:{_BUTTON})){{2,}}\W*", re.I)

_PAGE_NUMBER = re.compile(r"\f?(?:[-–—] ?\d{1,4} ?[-–—]|page \d{1,4}(?: of \d{1,4})?)", re.I)
# What those who send letters to many, and keepers of web sites, put below a text.
_BELOW = re.compile(
    r"\W*(?:unsubscribe\b|to unsubscribe\b|you (?:are )?receiv(?:e|ed|ing) this (?:e-?mail|message|newsletter) "
    r"(?:because|as)|"
    r"view (?:this|it) (?:e-?mail )?in your browser|update your preferences|_{10,}|-- .{0,60}mailing list$|"
    r"subscribe to (?:our|the) |sign up (?:for|to) (?:our|the) |"
    r"(?:tags?|filed under|posted in|categories):? |(?:copyright )?© ?|"
    r"se désinscrire|pour vous désabonner|darse de baja|отписаться|abbestellen)",
    re.I,
)


def is_furniture(block: str) -> bool:
    """Whether a block is nothing but a button, a link of the site's own, or a row of them."""
    if _PAGE_NUMBER.fullmatch(block):
        return True
    if len(block) < 120 and (_FURNITURE.fullmatch(block) or _SHARE_BAR.fullmatch(block)):
        return True
    return len(block) < 300 and _BELOW.match(block) is not None
