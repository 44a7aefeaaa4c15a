"""In a window from right to left: what is painted by hand is mirrored, words of drawings are not, and time runs on."""

# covers: xccviz/gui/look/switch_box.py, xccviz/display/qt.py

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.looks import settle
from xccviz.display.qt import paint_primitive
from xccviz.display.themes import load_theme
from xccviz.display.types import Text
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.theme import dress
from xccviz.gui.look.widgets import Chooser

RIGHT, LEFT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


def inked(widget: QWidget) -> np.ndarray:
    """How much stands in each column of px, from the left."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()]
    return (rows != rows[0, 0]).sum(axis=0)


def test_a_box_and_a_chooser_are_mirrored_with_all_their_words(qtbot: QtBot, qapp: QApplication) -> None:
    box, chooser = SwitchBox(), Chooser()
    box.setText("look ahead")
    chooser.addItem("any network")
    for widget in (box, chooser):
        qtbot.addWidget(widget)
        dress(widget, "light")
        widget.resize(widget.sizeHint())
        widget.show()
        settle()
        plain = inked(widget)
        widget.setLayoutDirection(RIGHT)
        settle()
        mirrored = inked(widget)
        assert (
            abs(int(plain.sum()) - int(mirrored.sum())) <= 0.02 * plain.sum()
        )  # nothing is cut or lies upon it
        edge = 14
        assert np.array_equal(np.sort(plain[:edge]), np.sort(mirrored[::-1][:edge])) or widget is chooser
    # the angle stands where the words end
    assert inked(chooser)[6:22].sum() > 0


def test_words_of_a_drawing_run_as_they_are_written(qapp: QApplication) -> None:
    pictures = []
    for direction in (LEFT, RIGHT):
        image = QImage(200, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setLayoutDirection(direction)
        paint_primitive(painter, Text("x/t", "x", "box", 10, 20, "2.6 of 300 T"), load_theme("light"))
        painter.end()
        pictures.append(image)
    assert pictures[0] == pictures[1]


def test_time_runs_from_left_to_right(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "5")
    window.setLayoutDirection(RIGHT)
    settle()
    steps = window.frame.steps
    places = [
        steps.findChild(QWidget, name).x() for name in ("stepFirst", "stepBack", "stepForward", "stepLast")
    ]
    assert places == sorted(places) and steps.slider.layoutDirection() == LEFT
    assert window.frame.open_bar.layoutDirection() == RIGHT
    window.unsetLayoutDirection()
