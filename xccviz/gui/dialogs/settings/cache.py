"""The cache: where it is, how much of it is used, how much it may keep, and emptying it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xccviz.catalogue import numeral, tr, trn
from xccviz.gui.dialogs.settings.rows import rows_of
from xccviz.gui.dialogs.settings.section import Section
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, boxed, button, label, link, restyle, row, set_text
from xccviz.gui.tasks.settings import SettingsBook
from xccviz.gui.tasks.storing import CacheState, Storing
from xccviz.settings.kinds import MEBIBYTE
from xccviz.settings.rows import CACHE_SIZE, Setting, Settings

BAR_PX = 8


class Meter(QWidget):
    """How much of something is used, as a bar that fills."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.share = 0.0

    def show_share(self, share: float, words: str) -> None:
        """Fill it from 0 to 1; `words` say the same."""
        self.share = min(1.0, max(0.0, share))
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """A low bar."""
        return QSize(120, worded(BAR_PX) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A track, and what is used."""
        roles = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        painter.setPen(QColor(roles["mute"]))
        painter.setBrush(QColor(roles["code"]))
        painter.drawRoundedRect(track, 3, 3)
        if self.share > 0:
            painter.setPen(QColor(roles["ind"]))
            painter.setBrush(QColor(roles["ind"]))
            painter.drawRoundedRect(
                QRectF(0.5, 0.5, max(3.0, track.width() * self.share), track.height()), 3, 3
            )


class CacheSection(Section):
    """Of the folder that is in force; None: this window keeps nothing."""

    def __init__(self, settings: SettingsBook, storing: Storing, folder: Path | None) -> None:
        super().__init__("cache", tr("Cache"))
        self._settings, self._storing, self._folder = settings, storing, folder
        self._state: CacheState | None = None
        self.path = ElidedLabel("number")
        self.path.show_text(str(folder) if folder is not None else "")
        self.open_folder = link(tr("Open folder"), self._open_folder)
        self.beside_title(self.path, self.open_folder)
        self.meter = Meter(tr("How much of the cache is used"))
        self.empty = button(tr("Empty…"), "", self._ask, tr("Empty the cache"))
        self.told = label(tr("looking…"), "mute", wrap=True)
        self.sure = label("", "strong", wrap=True)
        self.yes = button(tr("Empty it"), "", self._empty)
        self.no = button(tr("Keep it"), "", self._ask_no_more)
        asking = row(self.sure, self.yes, self.no)
        asking.setStretch(0, 1)
        self.asking = boxed(asking)
        self.asking.hide()
        words = tr("cache size count limit empty clear folder transactions")
        first = row(self.meter, self.empty, spacing=14)
        first.setStretch(0, 1)
        for entry in (first, self.told, self.asking):
            self.add(entry, words)
        self.add_rows(rows_of("storage", settings))
        storing.cache_seen.connect(self._seen)
        if folder is None:
            set_text(self.told, tr("This window keeps nothing: it was started without a cache."))
            for widget in (self.meter, self.empty, self.open_folder):
                widget.hide()
        else:
            storing.look_at_cache(folder, settings[CACHE_SIZE])

    def show_settings(self, setting: Setting[object], settings: Settings) -> None:
        """Another limit may be in force."""
        super().show_settings(setting, settings)
        if self._state is not None:
            self._seen(self._state)

    def fail(self, words: str) -> None:
        """Say that it could not be emptied, or opened."""
        restyle(self.told, "look", "bad")
        set_text(self.told, words)

    def _seen(self, state: CacheState) -> None:
        self._state = state
        limit = self._settings[CACHE_SIZE]
        used = numeral(f"{state.size / MEBIBYTE:,.1f}".removesuffix(".0"))
        size = tr("{used} of {most} MiB", used=used, most=numeral(round(limit / MEBIBYTE)))
        count = trn("{count} transaction is kept", "{count} transactions are kept", state.count)
        words = tr("{size} · {count}; final ones never expire", size=size, count=count)
        if state.size > limit:
            words = tr("{words}. What was used least goes when more is fetched.", words=words)
        restyle(self.told, "look", "bad" if state.trouble else "mute")
        set_text(self.told, state.trouble or words)
        self.meter.show_share(state.size / limit, words)
        self.empty.setEnabled(bool(state.size))

    def _ask(self) -> None:
        lost = trn(
            "{count} transaction is forgotten, and fetched again when it is opened, if somebody still has it.",
            "{count} transactions are forgotten, and fetched again when they are opened, if somebody still has them.",
            self._state.count if self._state is not None else 0,
        )
        set_text(self.sure, lost)
        self.asking.show()
        self.no.setFocus()

    def _ask_no_more(self) -> None:
        self.asking.hide()
        self.empty.setFocus()

    def _empty(self) -> None:
        self._ask_no_more()
        if self._folder is not None:
            self._storing.empty_cache(self._folder, self._settings[CACHE_SIZE])

    def _open_folder(self) -> None:
        if self._folder is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                reason = error.strerror or str(error)
                self.fail(tr("The folder can't be made: {reason}", reason=reason))
                return
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
