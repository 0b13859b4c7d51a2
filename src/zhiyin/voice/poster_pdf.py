"""Posters as a PDF file, one A4 sheet for each place."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

# Adobe's own name for a Chinese face that every reader of PDF brings along: nothing has to be embedded.
FONT: Final = "STSong-Light"
SEAL: Final = (0.64, 0.18, 0.11)
INK: Final = (0.12, 0.11, 0.09)
QR_SIDE: Final = 120 * mm


@dataclass(frozen=True)
class Sheet:
    """Where it hangs, whose place that is, and the address in its code."""

    place: str
    unit: str
    address: str


def drawn(sheets: Iterable[Sheet]) -> bytes:
    """The file."""
    registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(BytesIO(), pagesize=A4, pageCompression=1)
    canvas.setTitle(f"{settings.ENTERPRISE} {_('扫码海报')}")
    for sheet in sheets:
        _sheet(canvas, sheet)
        canvas.showPage()
    content: bytes = canvas.getpdfdata()
    return content


def _sheet(canvas: Canvas, sheet: Sheet) -> None:
    width, height = A4
    middle = width / 2
    _line(canvas, _("有话就说"), 54, middle, height - 48 * mm, SEAL)
    _line(canvas, _("有困难、有问题、有主意，扫码就能提"), 18, middle, height - 64 * mm, INK)
    _code(canvas, sheet.address, middle - QR_SIDE / 2, height - 78 * mm - QR_SIDE)
    below = height - 78 * mm - QR_SIDE
    _line(canvas, sheet.place, 22, middle, below - 14 * mm, INK)
    _line(canvas, sheet.unit, 13, middle, below - 23 * mm, INK)
    for number, text in enumerate(
        (
            _("可以实名、保密，也可以不登录、不留名"),
            _("当场告诉你：谁来办，哪天前答复"),
            _("办得好不好，由你说"),
        )
    ):
        _line(canvas, text, 14, middle, below - (36 + 8 * number) * mm, INK)
    _line(canvas, sheet.address.split("://", 1)[-1], 11, middle, 18 * mm, INK)


def _line(canvas: Canvas, text: str, size: float, x: float, y: float, ink: tuple[float, ...]) -> None:
    """One line in the middle, smaller where it would not fit the sheet."""
    wide = canvas.stringWidth(text, FONT, size)
    size = min(size, size * (A4[0] - 40 * mm) / wide) if wide else size
    canvas.setFont(FONT, size)
    canvas.setFillColorRGB(*ink)
    canvas.drawCentredString(x, y, text)


def _code(canvas: Canvas, address: str, left: float, bottom: float) -> None:
    matrix = list(segno.make(address, error="q", micro=False).matrix)
    step = QR_SIDE / len(matrix)
    canvas.setFillColorRGB(*INK)
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                canvas.rect(left + column * step, bottom + QR_SIDE - (row + 1) * step, step, step, 0, 1)
