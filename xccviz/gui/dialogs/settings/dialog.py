"""Settings: one page of sections with a list of them at the left; what is changed holds at once and is written down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QScrollArea, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.dialogs.settings.api_keys import KeysSection
from xccviz.gui.dialogs.settings.cache import CacheSection
from xccviz.gui.dialogs.settings.keyboard import KeyboardSection
from xccviz.gui.dialogs.settings.networks import NetworksSection, error_words
from xccviz.gui.dialogs.settings.rows import rows_of
from xccviz.gui.dialogs.settings.section import Section
from xccviz.gui.dialogs.sheet import MARGIN, Sheet
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import ElidedLabel, boxed, button, label, restyle, row, rule
from xccviz.gui.tasks.endpoints import EndpointBook
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.probing import Probing
from xccviz.gui.tasks.settings import SettingsBook
from xccviz.gui.tasks.storing import Storing
from xccviz.opening.options import OpenOptions
from xccviz.settings.rows import TEXT_SIZE, Setting, Settings

SIZE, LEAST = QSize(728, 812), QSize(600, 440)
LIST_PX, AROUND, TITLE_PX = 132, 24, 60
"""Px of the list at the left, what a dialog leaves of its window, and the height of a section's title."""


class SettingsDialog(Sheet):
    """`options()` are those that are in force for opening; `network` is shown first, the first one without. What is
    asked of `storing` ends also where the dialog is closed before."""

    _going = False

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        settings: SettingsBook,
        book: EndpointBook,
        options: Callable[[], OpenOptions],
        network: str,
    ) -> None:
        super().__init__(parent, tr("Settings"), "settingsDialog")
        self._window, self._settings = parent, settings
        self._probing, self.storing = Probing(jobs, options, self), Storing(jobs, parent)
        self.folder = folder = settings.path.parent if settings.path is not None else None
        self.networks = NetworksSection(book, settings, self._probing, network)
        self.look = Section("look", tr("Appearance"))
        self.look.add_rows(rows_of("look", settings))
        self.cache = CacheSection(settings, self.storing, options().cache_dir)
        self.keys = KeysSection(settings, book, self.storing, folder)
        self.keyboard = KeyboardSection(settings)
        self.sections: tuple[Section, ...] = (self.networks, self.look, self.cache, self.keys, self.keyboard)
        self.search = QLineEdit()
        self.search.setProperty("look", "find")
        self.search.setObjectName("settingsSearch")
        self.search.setAccessibleName(tr("Find a setting"))
        self.search.setPlaceholderText(tr("Find"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.parts = QListWidget()
        self.parts.setProperty("look", "parts")
        self.parts.setObjectName("settingsParts")
        self.parts.setAccessibleName(tr("Parts"))
        self.parts.addItems([section.title for section in self.sections])
        self.parts.setCurrentRow(0)
        self.parts.currentRowChanged.connect(self.go_to)
        self.area = self._page()
        self.nothing = label(tr("No setting says that."), "mute")
        self.nothing.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.nothing.hide()
        self._lay_out()
        settings.changed.connect(self._changed)
        settings.failed.connect(self._failed)
        self.storing.cache_failed.connect(lambda error: self.cache.fail(error_words(error)))
        self.storing.keys_failed.connect(lambda error: self.keys.fail(error_words(error)))
        self.finished.connect(lambda _result: self._probing.stop())
        self.finished.connect(lambda _result: self.storing.end())
        self.setSizeGripEnabled(True)
        self._fit()
        self._tell_where()
        self.search.setFocus()

    def _fit(self) -> None:
        """As large as the words want it, and as the window has room for."""
        room = self._window.size() - QSize(AROUND, AROUND)
        self.setMinimumSize(LEAST.boundedTo(room))
        self._side.setFixedWidth(worded(LIST_PX))
        self.resize(
            QSize(worded(SIZE.width()), worded(SIZE.height())).boundedTo(room).expandedTo(self.minimumSize())
        )

    def _page(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in self.sections:
            column.addWidget(section)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("settingsPage")
        area.setAccessibleName(tr("All settings"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setWidget(page)
        area.verticalScrollBar().valueChanged.connect(self._scrolled)
        return area

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.parts, 1)
        side = boxed(left, 10, 12, 10, 12)
        self._side = side
        upright = QFrame()
        upright.setProperty("look", "upright")
        upright.setFixedWidth(1)
        right = QVBoxLayout()
        right.addWidget(self.nothing)
        right.addWidget(self.area, 1)
        self.fill(boxed(row(side, upright, boxed(right), spacing=0)))
        self._column.addWidget(rule())
        self.said = ElidedLabel("mute")
        close = button(tr("Close"), "", self.accept)
        close.setMinimumWidth(worded(84))
        foot = row(self.said, close)
        foot.setStretch(0, 1)
        foot.setContentsMargins(MARGIN, 10, MARGIN, 10)
        self._column.addLayout(foot)
        for each in self.findChildren(type(close)):
            each.setAutoDefault(False)  # Return in a field takes what stands there

    # ------------------------------------------------------------------------------------------------------------ going

    def go_to(self, part: int) -> None:
        """Bring a section to the top."""
        if 0 <= part < len(self.sections):
            self._going = True  # the last ones can't come to the top: they are gone to all the same
            self.area.verticalScrollBar().setValue(self.sections[part].y())
            self._going = False

    def begin_endpoint(self) -> None:
        """Ask for the address of another endpoint, once the dialog is seen."""
        QTimer.singleShot(0, self.networks.begin_endpoint)

    def _scrolled(self, top: int) -> None:
        """The part that is read is the one that stands at the top."""
        if self._going:
            return
        line = top + worded(TITLE_PX)
        shown = [n for n, section in enumerate(self.sections) if not section.isHidden()]
        at = max((n for n in shown if self.sections[n].y() <= line), default=0)
        self.parts.blockSignals(True)
        self.parts.setCurrentRow(at)
        self.parts.blockSignals(False)

    def _narrow(self, text: str) -> None:
        found = [section.narrow(text) for section in self.sections]
        for n, shown in enumerate(found):
            self.parts.item(n).setHidden(not shown)
        self.nothing.setVisible(not any(found))

    # ---------------------------------------------------------------------------------------------------------- telling

    def _changed(self, setting: Setting[object], settings: Settings) -> None:
        for section in self.sections:
            section.show_settings(setting, settings)
        if setting.name == TEXT_SIZE.name:
            for section in self.sections:
                section.fit()
            self._fit()
        self._tell_where()

    def _failed(self, setting: Setting[object], error: Exception) -> None:
        words = error_words(error)
        for section in self.sections:
            for each in section.rows:
                if each.setting is setting:
                    each.refuse(words)
        self._say(words, "bad")

    def _tell_where(self) -> None:
        path = self._settings.path
        if path is None:
            self._say(tr("Holds until this window is closed"), "mute")
        else:
            self._say(tr("Saved as you change it, in {path}", path=path), "mute")

    def _say(self, words: str, look: str) -> None:
        restyle(self.said, "look", look)
        self.said.show_text(words)
