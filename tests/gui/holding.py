"""What a test of windows may leave held: Qt keeps it for the whole process, and the next test meets it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.looks import name_of

LEFT = Qt.MouseButton.LeftButton


def held() -> list[str]:
    """Buttons of the mouse that are pressed, and what has mouse, keyboard, or all input to itself."""
    if not isinstance(QApplication.instance(), QApplication):
        return []
    pressed = QGuiApplication.mouseButtons()
    found = [str(button.name) for button in Qt.MouseButton if button.value and button in pressed]
    holders = {
        "has the mouse": QWidget.mouseGrabber(),
        "has the keyboard": QWidget.keyboardGrabber(),
        "pop-up": QApplication.activePopupWidget(),
        "modal": QApplication.activeModalWidget(),
    }
    return found + [f"{what}: {name_of(who)}" for what, who in holders.items() if who is not None]


def let_go() -> None:
    """Let go of all that. Keys such as Ctrl are let go without a word: a key that is clicked with them leaves them."""
    if not isinstance(QApplication.instance(), QApplication):
        return
    while (upon := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
        upon.close()
        if upon in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            upon.hide()
    if (mouse := QWidget.mouseGrabber()) is not None:
        mouse.releaseMouse()
    if (keyboard := QWidget.keyboardGrabber()) is not None:
        keyboard.releaseKeyboard()
    pressed = QGuiApplication.mouseButtons()
    if pressed or QGuiApplication.keyboardModifiers():
        nobody = QWidget()
        for button in [each for each in Qt.MouseButton if each.value and each in pressed] or [LEFT]:
            QTest.mouseRelease(nobody, button)


def double_click(widget: QWidget, at: QPoint) -> None:
    """Click twice. `QTest.mouseDClick` ends with the button pressed."""
    QTest.mouseDClick(widget, LEFT, pos=at)
    QTest.mouseRelease(widget, LEFT, pos=at)
