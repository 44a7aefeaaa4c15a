"""Small widgets that several panels use. Text from the chain is always shown as plain text."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QWidget,
)

from xccviz.catalogue import tr
from xccviz.gui.look.bulletin import copy
from xccviz.gui.pointed import Points
from xccviz.model.text import visible_text
from xccviz.patterns import later

SHOWN = 4_000
"""Characters of one value a label shows; the rest is in the raw JSON and in every export."""
TIP_SHOWN, TIP_WIDE = 2_000, 80
SHORT_WORD, LONG_NAME, PIECE = 12, 32, 6
"""Characters of a word that is never broken, of a part that is not, and between breaks of a longer one."""
ANGLE_PX = 4
_BETWEEN = later(r"(?<=[.,;:/_&?=-])")


class TextLabel(QLabel):
    """A label whose selected text is copied without the zero-width spaces that let long words break."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what was there before `breakable`."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy and Select all, unless what it stands in has a menu; Qt's own would copy the zero-width spaces."""
        selectable = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        if not selectable or _in_a_menu(self):
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy"), self.copy_selection).setEnabled(self.hasSelectedText())
        menu.addAction(tr("Select all"), lambda: self.setSelection(0, len(self.text())))
        menu.popup(event.globalPos())

    def copy_selection(self) -> None:
        """Put the selected text on the clipboard."""
        copy(copied_text(self.selectedText()), tr("Selection copied"))


def copied_text(shown: str) -> str:
    """Selected text as it was before `breakable`, with Qt's ends of paragraphs as ends of lines."""
    return shown.replace("\u2029", "\n").replace("\u200b", "")


def _in_a_menu(widget: QWidget) -> bool:
    """Whether something around a widget has a menu of what is pointed at."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Points):
        above = above.parentWidget()
    return above is not None


def label(text: str = "", look: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A plain-text label; `look` names a style of the style sheet."""
    widget = TextLabel()
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setWordWrap(wrap)
    if look:
        widget.setProperty("look", look)
    if selectable:
        widget.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    set_text(widget, text)
    return widget


class ElidedLabel(QLabel):
    """One line of plain text that ends in an ellipsis where there is no room; the whole is its tool tip."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)
        self.full_text = self._short = ""

    def show_text(self, text: str, short: str = "") -> None:
        """Show chain text, safe to look at; `short`: the same with less of what matters little."""
        self.full_text = visible_text(text, SHOWN)
        self._short = visible_text(short or text, SHOWN)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        room = self.contentsRect().width() - 2  # without what its look keeps free around it
        text = metrics.elidedText(self._short, Qt.TextElideMode.ElideRight, max(20, room))
        self.setText(text)
        cut = text != self.full_text
        self.setToolTip(wrapped_tooltip(self.full_text) if cut else "")
        self.setAccessibleName(self.full_text[:TIP_SHOWN] if cut else "")


def plain_tooltip(text: str) -> str:
    """Qt takes a tool tip that looks like markup for rich text; chain text must stay text."""
    if not text:
        return ""
    from html import escape  # late: the first letter waits for no table of entities

    shown = escape(visible_text(text, TIP_SHOWN, keep="\n"))
    return "<qt>" + shown.replace("\n", "<br>") + "</qt>"


def wrapped_tooltip(text: str) -> str:
    """The same where Qt says a tool tip aloud as it is, as those of tabs: without markup, wrapped by hand, unless
    it looks like markup itself."""
    shown = visible_text(text, TIP_SHOWN, keep="\n")
    if "<" in shown:
        return plain_tooltip(text)
    return "\n".join(wrapped for line in shown.split("\n") for wrapped in wrap(line, TIP_WIDE) or [""])


def explain(widget: QWidget, text: str) -> None:
    """Have `text` for the tool tip of a widget and, as it stands, for what is said of it beside its name: those who
    hear the window would else hear the markup of the tool tip."""
    widget.setToolTip(plain_tooltip(text))
    widget.setAccessibleDescription(visible_text(text, TIP_SHOWN, keep="\n"))


def set_text(widget: QLabel, text: str) -> None:
    """Set chain text with invisible and reordering characters spelled out, cut to a sane length."""
    shown = visible_text(text, SHOWN, keep="\n\t")
    # A word of thousands of characters has no break for Qt's layout; zero-width spaces give it some.
    if widget.wordWrap():
        widget.setAccessibleName(shown)  # else a screen reader would stumble over them
        shown = breakable(shown)
    widget.setText(shown)


class Chooser(QComboBox):
    """A box of choices with a sign that it opens: a style sheet takes Qt's own away. `told` is said in place of the
    first choice while the list is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.told = ""
        self.setItemDelegate(QStyledItemDelegate(self))  # Qt's own for these heeds no style sheet

    def tell(self, words: str) -> None:
        """Say `words` where the first choice is chosen; "" for its own."""
        if words != self.told:
            self.told = words
            self.setAccessibleDescription(words)
            self.update()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """What the closed box says."""
        super().initStyleOption(option)
        if self.told and self.currentIndex() == 0:
            option.currentText = self.told

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and a small angle at its end."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(self.foregroundRole()), 1.5))
        x, y = self.width() - ANGLE_PX * 3.5, self.height() / 2
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = ANGLE_PX * 3.5
        left, foot, right = QPointF(-ANGLE_PX, 0), QPointF(0, ANGLE_PX), QPointF(ANGLE_PX, 0)
        angle = [QPointF(x, y - ANGLE_PX / 2) + point for point in (left, foot, right)]
        painter.drawPolyline(QPolygonF(angle))


def breakable(text: str) -> str:
    """`text` with zero-width spaces where a long word may be broken: behind signs between names, and anywhere in what
    is longer than a name."""
    words = []
    for word in text.split(" "):
        if len(word) <= SHORT_WORD:
            words.append(word)
            continue
        pieces = []
        for part in _BETWEEN.split(word):
            step = PIECE if len(part) > LONG_NAME else LONG_NAME
            pieces += [part[i : i + step] for i in range(0, len(part), step)]
        words.append("\u200b".join(pieces))
    return " ".join(words)


def button(text: str, look: str, clicked: Callable[[], None], name: str = "") -> QPushButton:
    """A push button; `name` is what assistive tools say where the text is only a sign."""
    widget = QPushButton(visible_text(text, 120).replace("&", "&&"))
    if look:
        widget.setProperty("look", look)
    if name:
        shown = visible_text(name, TIP_SHOWN)
        widget.setAccessibleName(shown)
        widget.setToolTip(plain_tooltip(shown) if "<" in shown else shown)
    widget.clicked.connect(lambda _checked=False: clicked())
    return widget


def link(text: str, clicked: Callable[[], None], name: str = "") -> QPushButton:
    """A button that looks like a link."""
    return button(text, "link", clicked, name)


def toggle(text: str, clicked: Callable[[], None], *, checked: bool = False) -> QPushButton:
    """A small button that stays down."""
    widget = button(text, "toggle", clicked)
    widget.setCheckable(True)
    widget.setChecked(checked)
    return widget


class ElidedLink(QPushButton):
    """A link that takes the room there is and is shortened in the middle; the whole is its tool tip."""

    def __init__(self, text: str, clicked: Callable[[], None]) -> None:
        super().__init__()
        self.full_text = visible_text(text, SHOWN)
        self.setProperty("look", "link")
        self.setAccessibleName(self.full_text[:TIP_SHOWN])
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: clicked())
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(20, self.width() - 12)
        text = self.fontMetrics().elidedText(self.full_text, Qt.TextElideMode.ElideMiddle, room)
        self.setText(text.replace("&", "&&"))
        self.setToolTip("" if text == self.full_text else wrapped_tooltip(self.full_text))


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("look", "rule")
    return line


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets in a row; None is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def boxed(layout: QLayout, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0) -> QWidget:
    """A layout as a widget that can be hidden, with its margins in px."""
    layout.setContentsMargins(left, top, right, bottom)
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at and apply it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            return  # it is styled when it is first shown
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def keeps_escape(event: QEvent) -> bool:
    """Whether `event` offered Esc as a shortcut to the window; it is accepted then, so that the key comes here."""
    if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
    return False
