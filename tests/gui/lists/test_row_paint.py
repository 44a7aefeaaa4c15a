# covers: xccviz/gui/lists/row_paint.py, xccviz/gui/inspector/gas_bar.py
"""How rows and bars are painted."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from xccviz.display.themes import load_theme
from xccviz.gui.inspector.gas_bar import GasLegend
from xccviz.gui.lists import host_rows
from xccviz.gui.lists.row_paint import PAD, RowPainter, RowPlace, paint_shares
from xccviz.gui.lists.rows import Row
from xccviz.gui.panels import case, logs, transfers
from xccviz.gui.views.rerun import found


def test_shares_of_gas_look_as_in_the_gas_view(qapp: QApplication) -> None:
    """Burnt filled, passed on its ground in its outline, got back hatched: the same in its legend."""
    roles = {role: colour.lower() for role, colour in load_theme("light").roles.items()}
    image = QImage(300, 12, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    shares = [(role, 1 / 3) for role, _ in GasLegend().entries]
    paint_shares(painter, QRectF(0, 0, 300, 12), shares, lambda role: QColor(roles[role]))
    painter.drawRect(0, 0, 99, 11)  # as a frame around it: the hatch is not what is painted with from now on
    painter.end()

    def seen(left: int, y: int) -> set[str]:
        return {image.pixelColor(x, y).name() for x in range(left + 4, left + 96)}

    assert [seen(left, 6) for left in (0, 100)] == [{roles["ind"]}, {roles["indbg"]}]
    assert seen(100, 0) == {roles["ind"]} and seen(200, 0) == {roles["ref"]}
    hatched = seen(200, 6)
    assert "#ffffff" in hatched and len(hatched) > 2


def test_a_last_letter_is_not_sliced(qapp: QApplication) -> None:
    """Words a px wider than their room are painted whole."""
    font = QFont("Inter")
    font.setPixelSize(12)
    room = ceil(QFontMetricsF(font).horizontalAdvance("to alice.near")) - 1

    def painted(width: int) -> list[int]:
        image = QImage(room + 60, 26, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        rect = QRect(0, 0, width + 2 * PAD, 26)
        paint = RowPainter(painter, font, case.COLUMNS, Row(("", "", "to alice.near")), RowPlace())
        paint.cell(rect, 2, "to alice.near")
        painter.end()
        return [image.pixel(x, y) for x in range(image.width()) for y in range(26)]

    assert painted(room) == painted(room + 20)


def test_blocks_of_a_case_have_the_room_they_need() -> None:
    narrow, wide = (case.with_room(case.COLUMNS, blocks) for blocks in (["#523"], ["#523", "#123,456,789"]))
    assert narrow.widths[0] < wide.widths[0] < 130 and narrow.widths[1:] == case.COLUMNS.widths[1:]


def test_lists_have_headings_of_one_sort() -> None:
    """In capitals, as everywhere else above columns."""
    for columns in (case.COLUMNS, found.COLUMNS, host_rows.COLUMNS, logs.COLUMNS, transfers.COLUMNS):
        assert [title for title in columns.headers if title != title.upper()] == []


def test_a_name_reaches_up_to_the_number_beside_it(qapp: QApplication) -> None:
    """The column is as wide as the longest number; beside a short one a name has the rest."""
    name, wide = "wrap.near.near_deposit", transfers.COLUMNS.widths[1]
    font = QFont("Inter")
    font.setPixelSize(12)
    room = ceil(QFontMetricsF(font).horizontalAdvance(name)) - wide // 2

    def painted(number: str, width: int) -> list[int]:
        image = QImage(room + 2 * wide, 26, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        paint = RowPainter(painter, font, transfers.COLUMNS, Row((name, number)), RowPlace())
        paint.cell(QRect(0, 0, width + 2 * PAD, 26), 0, name)
        painter.end()
        return [image.pixel(x, y) for x in range(image.width()) for y in range(26)]

    whole = painted("0.01 N", room + wide)
    assert painted("0.01 N", room) == whole
    assert painted("10,000,000 N ~~~~", room) != whole
