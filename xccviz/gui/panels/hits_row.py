"""What a filter finds, in the bar above a view: its words, the way from hit to hit, what is wrong with it or excludes
everything; and whether the rest is dimmed or hidden."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QToolButton, QWidget

from xccviz.catalogue import numeral, tr
from xccviz.gui.look.icons import icon
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, button, label, row
from xccviz.gui.state.filtering import Filtering
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.telling import LARGE, same_look
from xccviz.model.errors import in_window
from xccviz.model.text import visible_text
from xccviz.words.filters import known_words, meant_words
from xccviz.words.sentences import capital

if TYPE_CHECKING:
    from xccviz.query import FilterError

ICON_PX, BUTTON_PX = 12, (26, 22)
WALK_PX = 190
LINK_SHOWN = 40
"""Characters of a filter's part in a link; the whole is its tool tip."""


class HitsRow(QWidget):
    """Emits `walk_wanted(by)` and `text_wanted(filter)` of a link."""

    walk_wanted = Signal(int)
    text_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hitsRow")
        self.caption = label(tr("Hits:"), "mute")
        self.back = _walker("previousHit", "◂", tr("Previous hit (Shift+F3)"))
        self.ahead = _walker("nextHit", "▸", tr("Next hit (F3)"))
        self.back.clicked.connect(lambda: self.walk_wanted.emit(-1))
        self.ahead.clicked.connect(lambda: self.walk_wanted.emit(1))
        self.place = label("", "strong")
        self.place.setObjectName("hitPlace")
        self.sign = Sign(worded(16))
        self.words = ElidedLabel("mute")
        self.words.setObjectName("filterWords")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.link = button("", "link", self._follow)
        self.link.setObjectName("filterLink")
        self._target = ""
        parts = (self.caption, self.back, self.place, self.ahead, self.sign, self.link)
        line = row(*parts, self.words, spacing=8)
        line.setStretch(len(parts), 1)
        self.setLayout(line)
        self._filtering: Filtering | None = None
        self._ahead_of_now = False

    @property
    def wanted(self) -> bool:
        """Whether there is anything to say."""
        filtering = self._filtering
        return filtering is not None and (filtering.filter is not None or filtering.mistake is not None)

    @property
    def least_px(self) -> int:
        """Px for the way from hit to hit."""
        return worded(WALK_PX) if self.wanted else 0

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """What the filter of the tab in front finds."""
        if not same_look(old, new):
            self.dress()
        tab = new.tab
        ahead = new.ahead and tab is not None and not tab.moment.at_end
        # Another moment makes it another one, but for whoever looks ahead.
        fresh = tab is None or tab.filtering is not self._filtering or ahead != self._ahead_of_now
        self._filtering = tab.filtering if tab is not None else None
        self._ahead_of_now = ahead
        if tab is None or not self.wanted:
            return
        mistake = tab.filtering.mistake
        if mistake is not None:
            if fresh:
                self._show_mistake(mistake)
        elif tab.filtering.hits:
            self._show_hits(tab, fresh)
        elif fresh:
            self._show_none(tab)

    def dress(self) -> None:
        """In the look of the window."""
        for name, widget in (("left", self.back), ("right", self.ahead)):
            widget.setIcon(icon(name, current_theme()))
            widget.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
            widget.setFixedSize(worded(BUTTON_PX[0]), worded(BUTTON_PX[1]))

    def _parts(self, *shown: QWidget) -> None:
        for widget in (self.caption, self.back, self.place, self.ahead, self.sign, self.link):
            widget.setVisible(widget in shown)

    def _show_hits(self, tab: OpenTab, fresh: bool) -> None:
        hits = tab.filtering.hits
        count = numeral(len(hits))
        if tab.selection in hits:
            number = numeral(hits.index(tab.selection) + 1)
            self.place.setText(tr("{number} of {count}", number=number, count=count))
        else:
            self.place.setText(tr("– of {count}", count=count))
        if fresh and tab.filtering.filter is not None:
            self.words.show_text(self._known(tab, tab.filtering.filter.words()))
            self._parts(self.caption, self.back, self.place, self.ahead)

    def _known(self, tab: OpenTab, words: str) -> str:
        """What a filter says and by when that is known, as files have it."""
        step = tab.cursor.index if self._ahead_of_now else tab.filtering.step
        return known_words(words, step, ahead=self._ahead_of_now)

    def _show_none(self, tab: OpenTab) -> None:
        from xccviz.query import nothing_of  # late: a window opens without a filter

        filter, columns = tab.filtering.filter, tab.filtering.columns
        if filter is None:
            return
        step, nodes = tab.filtering.step, len(tab.document.graph.nodes)
        said = self._known(tab, filter.words())
        self.place.setText(tr("0 of {count}", count=numeral(nodes)))
        if step is not None and nodes > LARGE:
            self.words.show_text(said)  # what was perhaps meant takes longer than a step may
            self._parts(self.caption, self.place)
            return
        nothing = nothing_of(filter, columns if columns is not None else tab.document, step)
        told = nothing.words() if nothing is not None else ()
        if nothing is None or (nothing.meant is None and nothing.excluding is None):
            self.words.show_text("; ".join((said, *told)))
            self._parts(self.caption, self.place)
            return
        offered, target = told[-1], ""  # the last is what was meant, where something was
        if nothing.meant is not None:
            target = nothing.meant.filter
        elif nothing.excluding is not None:
            target = nothing.excluding.rest
        self.words.show_text("; ".join((said, *told[:-1])))
        self._offer(capital(offered) if nothing.meant is not None else offered, target)
        self._parts(self.caption, self.place, self.link)

    def _show_mistake(self, mistake: FilterError) -> None:
        self.sign.show_sign("caution", "bad", tr("The filter can't be read"))
        expected = in_window(mistake.expected)
        self.words.show_text(f"{mistake.what[:1].upper()}{mistake.what[1:]}. {expected}".strip())
        if mistake.nearest is None:
            self._parts(self.sign)
            return
        text = f"{mistake.text[: mistake.start]}{mistake.nearest}{mistake.text[mistake.end :]}"
        self._offer(capital(meant_words(mistake.nearest)), text)
        self._parts(self.sign, self.link)

    def _offer(self, words: str, target: str) -> None:
        shown = visible_text(words, LINK_SHOWN)
        self.link.setText(shown.replace("&", "&&"))
        self.link.setAccessibleName(visible_text(words, 500))
        self.link.setToolTip("")
        self._target = target

    def _follow(self) -> None:
        self.text_wanted.emit(self._target)


class RestChoice(QWidget):
    """Whether what is not found is dimmed or hidden; `wanted` while a filter is in force. Emits
    `hide_wanted(whether)`."""

    hide_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("restChoice")
        self.wanted = False
        self.dims = self._choice(tr("dim"), "restDim", False)
        self.hides = self._choice(tr("hide"), "restHide", True)
        self.setLayout(row(label(tr("the rest"), "mute"), row_widget(self.dims, self.hides), spacing=8))

    def _choice(self, words: str, name: str, hides: bool) -> QPushButton:
        made = button(words, "segment", partial(self._clicked, hides))
        made.setCheckable(True)
        made.setObjectName(name)
        return made

    def _clicked(self, hides: bool) -> None:
        self.dims.setChecked(not hides)
        self.hides.setChecked(hides)
        self.hide_wanted.emit(hides)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """What is chosen."""
        self.show_filtering(new.tab.filtering if new.tab is not None else None)

    def show_filtering(self, filtering: Filtering | None) -> None:
        """The same of one filter."""
        self.wanted = filtering is not None and filtering.filter is not None
        hides = filtering is not None and filtering.hides
        self.dims.setChecked(not hides)
        self.hides.setChecked(hides)


def row_widget(*widgets: QWidget) -> QWidget:
    """Choices of which one is taken, side by side."""
    made = QFrame()
    made.setProperty("look", "segments")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setLayout(row(*widgets, spacing=0))
    return made


def _walker(name: str, sign: str, words: str) -> QToolButton:
    made = QToolButton()
    made.setObjectName(name)
    made.setProperty("look", "icon")
    made.setAccessibleName(words)
    made.setToolTip(words)
    return made
