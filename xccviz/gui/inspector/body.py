"""The sections of the inspector below one another: made in slices, the first in sight first; and the search in them.

A selection costs a widget or a thousand (a hundred actions with their arguments). Qt lays a column out anew for each
widget that is shown in it, so those of a slice are put together out of sight, as one piece, and shown at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xccviz.gui.inspector.section import Section, Subject, shown_text
from xccviz.gui.look.widgets import boxed, clear, label, restyle
from xccviz.gui.tasks.slices import Slices
from xccviz.values import field, mutable

Makers = tuple[Callable[[Subject], Section | None], ...]
SPACING = 6
MAKING = 0.002
"""Seconds in which the widgets of a piece are made; to style and to place them takes Qt three times as long."""


@mutable
class _Entry:
    """One widget of a section; its words are looked up once, when somebody searches."""

    widget: QWidget
    words: str | None = None
    hits: int = 0


@mutable
class _Part:
    """A section as it stands: its caption, if any, and what is below it."""

    caption: QWidget | None
    entries: list[_Entry] = field(default_factory=list)


class Body(QWidget):
    """Sections made by `makers`. `grown` follows each piece that came into sight and each that stepped back;
    `found(places)` every search that has ended."""

    grown = Signal()
    found = Signal(int)

    def __init__(self, makers: Makers) -> None:
        super().__init__()
        self._makers = makers
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING)
        self._parts: list[_Part] = []
        self._pieces: list[tuple[QWidget, list[tuple[_Part, _Entry | None]]]] = []
        self._open: list[tuple[_Part, _Entry | None]] = []
        self._wanted = ""
        self._making, self._finding = Slices(self, MAKING), Slices(self)
        self._making.rested.connect(self._show_piece)
        self._making.ended.connect(self._made)

    @property
    def busy(self) -> bool:
        """Whether there is more to come."""
        return self._making.busy or self._finding.busy

    def show_subject(self, subject: Subject, makers: Makers | None = None) -> None:
        """Show another subject, with other sections from now on if need be; what was still to be made of the last one
        is dropped."""
        self.forget()
        self._makers = makers if makers is not None else self._makers
        self._making.run(self._make(subject))

    def forget(self) -> None:
        """Show nothing."""
        self._finding.stop()
        self._making.stop()
        clear(self._column)
        self._parts, self._pieces, self._open = [], [], []

    def mark(self, text: str) -> None:
        """Show only what has `text`, and mark it; all of it without a text. What is not made yet is searched when it
        is."""
        wanted = text.strip().casefold()
        if wanted == self._wanted and not wanted:
            if not self._making.busy:  # else it is said when all is there
                self.found.emit(0)
            return
        self._wanted = wanted
        if not self._making.busy:
            self._made()

    # ------------------------------------------------------------------------------------------------------- making

    def _make(self, subject: Subject) -> Iterator[None]:
        for make in self._makers:
            section = make(subject)
            yield None
            part: _Part | None = None
            for widget in section.widgets if section is not None else ():
                if part is None:
                    part = self._begin(section)
                part.entries.append(_Entry(widget))
                self._open.append((part, part.entries[-1]))
                yield None

    def _begin(self, section: Section | None) -> _Part:
        caption = None
        if section is not None and section.caption:
            caption = label(section.caption, "aheadcaption" if section.ahead else "caption", wrap=True)
            caption.setContentsMargins(0, 6, 0, 0)
        part = _Part(caption)
        self._parts.append(part)
        if caption is not None:
            self._open.append((part, None))
        return part

    def _show_piece(self) -> None:
        """Bring in sight what a slice has made; with a search on, the search does."""
        if not self._open:
            return
        column = QVBoxLayout()
        column.setSpacing(SPACING)
        for part, entry in self._open:
            widget = part.caption if entry is None else entry.widget
            assert widget is not None
            column.addWidget(widget)
        piece = boxed(column)
        piece.setVisible(False)
        self._pieces.append((piece, self._open))
        self._open = []
        self._column.addWidget(piece)
        if not self._wanted:
            piece.show()
        self.grown.emit()

    def _made(self) -> None:
        if (
            self._wanted
            or any(entry.hits for part in self._parts for entry in part.entries)
            or self._hidden()
        ):
            self._finding.run(self._find(), lambda places: self.found.emit(sum(places)))
        else:
            self.found.emit(0)

    # ------------------------------------------------------------------------------------------------------ finding

    def _find(self) -> Iterator[int | None]:
        """Count in all of it; then show, piece by piece, what has the words."""
        for part in self._parts:
            for entry in part.entries:
                if self._wanted and entry.words is None:
                    entry.words = shown_text(entry.widget).casefold()
                entry.hits = (entry.words or "").count(self._wanted) if self._wanted else 0
                yield entry.hits
        for piece, shown in self._pieces:
            self._filter(piece, shown)
            self.grown.emit()
            yield None

    def _filter(self, piece: QWidget, shown: list[tuple[_Part, _Entry | None]]) -> None:
        piece.hide()
        seen = False
        for part, entry in shown:
            if entry is None:
                widget, has = part.caption, any(other.hits for other in part.entries)
            else:
                widget, has = entry.widget, entry.hits > 0
                if has or widget.property("hit") is not None:
                    restyle(widget, "hit", has)
            assert widget is not None
            if widget.isHidden() is (has or not self._wanted):
                widget.setVisible(has or not self._wanted)
            seen = seen or has or not self._wanted
        piece.setVisible(seen)

    def _hidden(self) -> bool:
        return any(piece.isHidden() for piece, _ in self._pieces)
