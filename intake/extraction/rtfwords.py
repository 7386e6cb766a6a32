"""Groups, control words and character sets of Rich Text Format."""

from collections import Counter
from dataclasses import dataclass, field, replace

from intake.extraction.building import Run

# What stands in a group that begins with one of these is no text of the document.
LEFT_OUT = {
    "annotation", "atnauthor", "atndate", "atnicn", "atnid", "atnparent", "atnref", "author", "blipuid", "buptim",
    "category", "colortbl", "comment", "company", "datafield", "datastore", "doccomm", "docvar", "filetbl", "footer",
    "footerf", "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "generator", "header", "headerf", "headerl",
    "headerr", "hlinkbase", "info", "keywords", "latentstyles", "listoverridetable", "listtable", "manager",
    "mmathPr", "nextfile", "nonshppict", "object", "objdata", "operator", "pgptbl", "pict", "printim", "private",
    "revtbl", "rsidtbl", "rxe", "subject", "tc", "template", "themedata", "colorschememapping", "txe", "userprops",
    "xe", "xmlnstbl",
}  # fmt: skip
SIGNS = {
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp850",
}  # fmt: skip
_COLLECTING = {"font", "style", "title", "creatim", "revtim", "label", "instruction"}


@dataclass
class Group:
    """What holds between two braces."""

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    raised: str = ""
    link: str = ""
    font: int = 0
    size: float = 24.0
    skip: int = 1
    high: int = 0
    charset: int = 0
    style: int = 0
    level: int = 0
    label: str = ""
    depth: int = 0
    in_table: bool = False
    destination: str = ""
    is_left_out: bool = False
    is_optional: bool = False
    time: str = ""
    is_first: bool = False  # whether the destination begins with this group
    collected: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    outer_runs: list[Run] | None = None

    @property
    def collects(self) -> bool:
        return self.destination in _COLLECTING

    def inner(self) -> "Group":
        """The group that a brace opens within this one."""
        inner = replace(self, is_optional=False, is_first=False, outer_runs=None)
        if self.destination in ("fonts", "styles"):
            inner.begin("font" if self.destination == "fonts" else "style")
        return inner

    def begin(self, destination: str) -> None:
        self.destination, self.is_first, self.is_optional, self.is_left_out = destination, True, False, False
        self.collected, self.time = [], ""
        if destination == "note":
            self.sizes, self.label = Counter(), ""

    def is_end_of(self, outer: "Group") -> bool:
        """Whether a destination ends with this group; else what it has changed for its paragraph is handed on."""
        if not self.is_first:
            outer.label = self.label if self.destination == outer.destination else outer.label
        return self.is_first

    def leave_out(self) -> None:
        self.is_left_out = True
        self.destination = ""

    def show(self) -> None:
        self.is_left_out = False

    def set(self, word: str, number: int | None) -> None:
        on = number != 0
        if word in ("b", "i", "v", "deleted"):
            name = {"b": "bold", "i": "italic"}.get(word, "hidden")
            setattr(self, name, on)
        elif word in ("super", "sub", "nosupersub", "up", "dn"):
            self.raised = {"super": "sup", "sub": "sub"}.get(word, "") if on else ""
        elif word == "plain":
            self.bold = self.italic = self.hidden = False
            self.raised, self.size = "", 24.0
        elif word == "fs" and number:
            self.size = float(number)
        elif word in ("f", "uc", "fcharset", "ilvl", "s"):
            name = {"f": "font", "uc": "skip", "fcharset": "charset", "ilvl": "depth", "s": "style"}[word]
            setattr(self, name, max(0, number or 0))
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            self.level = min(6, number + 1)
        elif word in ("intbl", "trowd"):
            self.in_table = word == "intbl" or self.in_table
        elif word in ("yr", "mo", "dy") and number:
            self.time += f"{number:04d}" if word == "yr" else f"-{number:02d}"

    def reset_paragraph(self) -> None:
        self.in_table, self.level, self.depth, self.style = False, 0, 0, 0
