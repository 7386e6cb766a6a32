"""What stands around a text on a page, and is none of it."""

import re

_WORDS = (
    "back|go back|back to (?:top|list|news|all .{1,30})|home|donate(?: now| today)?|support us|subscribe|sign up|"
    "log ?in|menu|search|share(?: this)?(?: page| article| post)?|print(?: this page)?|e-?mail|tweet|facebook|"
    "twitter|linkedin|whatsapp|telegram|instagram|youtube|copy link|previous(?: post| article| page)?|"
    "next(?: post| article| page)?|read more|load more|see all|related (?:posts|articles|content|news)|"
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
_SHARE_BAR = re.compile(rf"(?:\W*\b(?:{_BUTTON})\b\W*){{3,}}", re.I)


def is_furniture(block: str) -> bool:
    """Whether a block is nothing but a button, a link of the site's own, or a row of them."""
    return len(block) < 120 and bool(_FURNITURE.fullmatch(block) or _SHARE_BAR.fullmatch(block))
