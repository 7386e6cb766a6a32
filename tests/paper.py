"""Small PDF files for tests, set by hand: what stands where is what a test is about."""

import io
from collections.abc import Iterable

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4


class Paper:
    """Pages on which text is put line by line, from the top."""

    def __init__(self, **settings: object) -> None:
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=A4, invariant=1, **settings)
        self.top = HEIGHT - 72

    def lines(self, lines: Iterable[str], size: float = 11, font: str = "Helvetica", left: float = 72) -> "Paper":
        """Lines of one look. `^12^` is a raised number."""
        for line in lines:
            self.put(left, self.top, line, size, font)
            self.top -= size * 1.25
        return self

    def put(self, left: float, base: float, line: str, size: float = 11, font: str = "Helvetica") -> None:
        for place, part in enumerate(line.split("^")):
            small = place % 2 == 1
            self.canvas.setFont(font, size * 0.6 if small else size)
            self.canvas.drawString(left, base + (size * 0.35 if small else 0), part)
            left += self.canvas.stringWidth(part, font, size * 0.6 if small else size)

    def gap(self, points: float = 8) -> "Paper":
        self.top -= points
        return self

    def foot(self, lines: Iterable[str], base: float = 110) -> "Paper":
        """Notes at the foot of the page."""
        for line in lines:
            self.put(72, base, line, 8)
            base -= 10
        return self

    def page(self) -> "Paper":
        self.canvas.showPage()
        self.top = HEIGHT - 72
        return self

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()
