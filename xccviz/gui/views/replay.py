"""The selected call, run again on this computer: whether it came out as on the chain, and each host call with what it
asked, what it got, and the gas so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import tr, trn
from xccviz.gui.lists.host_rows import COLUMNS, HostRows, gas_so_far
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.look.segments import Choices
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import (
    ElidedLabel,
    boxed,
    button,
    clear,
    label,
    link,
    row,
    rule,
    set_text,
)
from xccviz.gui.state.rerun import Rerun
from xccviz.gui.state.rerunning import called, rerun_of
from xccviz.gui.state.store import AppState
from xccviz.words.names import spoken_name
from xccviz.words.places import height_words

if TYPE_CHECKING:
    from xccviz.rerun.answer import Answer
    from xccviz.rerun.types import Missing
    from xccviz.tables.host_calls import HostRow

MISSING_SHOWN, DIFFERENCES_SHOWN = 12, 8
FIND_PX, BAR_PX = 180, 5
NOTHING_CALLED = tr("Select a receipt that called a function: here it is run again, host call by host call.")
NOT_YET = tr("It has not run yet at this step.")
_TONES = {"ok": "ok", "caution": "wait", "failed": "bad"}


class HostList(RowView):
    """The host calls. Emits `led(row)` for Return: where it leads to."""

    led = Signal(int)
    stood = Signal(int)

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.setObjectName("hostCalls")
        self.setAccessibleName(tr("Host calls"))
        self.clicked.connect(lambda index: self.setCurrentIndex(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return leads to what made or takes it; other keys are those of a list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.led.emit(self.rows.number_of(self.currentIndex().row())[0])
            return
        super().keyPressEvent(event)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell on which row the keyboard stands."""
        super().currentChanged(current, previous)
        self.stood.emit(self.rows.number_of(current.row())[0] if current.isValid() else -1)


class GasSoFar(QWidget):
    """How much of the run's gas was used at the host call that is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gasSoFar")
        self.setFixedHeight(BAR_PX)
        self._share = 0.0

    def show_share(self, share: float, words: str) -> None:
        """Show a share from 0 to 1."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The share at the left."""
        roles = current_theme().roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(roles["code"]))
        painter.fillRect(0, 0, round(self.width() * self._share), self.height(), QColor(roles["ind"]))


class ReplayView(QWidget):
    """The page `replayView`. Emits `select_wanted(node)` for what a host call leads to, `fetch_wanted()`,
    `again_wanted()` and `stop_wanted()`."""

    select_wanted = Signal(str)
    fetch_wanted = Signal()
    again_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("replayView")
        self.setAccessibleName(tr("Replay"))
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.where = ElidedLabel("strong"), ElidedLabel("mute")
        self.sign, self.compared = Sign(14), ElidedLabel("")
        self.choice = Choices(tr("Which host calls"), ((False, tr("All")), (True, tr("Effects"))))
        self.choice.choose(False)
        self.choice.chosen.connect(self._choose)
        self.field = QLineEdit()
        self.field.setObjectName("findHostCall")
        self.field.setProperty("look", "find")
        self.field.setPlaceholderText(tr("Find in host calls"))
        self.field.setAccessibleName(tr("Find in host calls"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(FIND_PX)
        self.field.textChanged.connect(lambda _text: self._fill())
        said = row(self.sign, self.compared, self.field, self.choice, spacing=8)
        said.setStretch(1, 1)
        head = row(self.name, self.where, spacing=8)
        head.setStretch(1, 3)
        head.setStretch(0, 2)
        self.page = QVBoxLayout()
        self.page.setSpacing(6)
        self.list = HostList()
        self.list.led.connect(self._lead)
        self.list.stood.connect(self._stand)
        self.gas, self.told_gas = GasSoFar(), label("", "mute")
        self.about = ElidedLabel("mute")
        self.foot = boxed(row(self.told_gas, None), 16, 4, 16, 0)
        self.notes = boxed(row(self.about), 16, 4, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = boxed(head, 16, 8, 8, 2)
        self.says = boxed(said, 16, 2, 16, 6)
        self.told = boxed(self.page, 16, 8, 16, 8)
        for part in (self.bar, self.says, rule(), self.told):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        for part in (self.gas, self.foot, self.notes):
            column.addWidget(part)
        column.addStretch(0)
        self.setFocusProxy(self.list)
        self._effects = False
        self._run: Rerun | None = None
        self._facts: NodeFacts | None = None
        self._all: tuple[HostRow, ...] = ()
        self._shown: tuple[HostRow, ...] = ()
        self._offline = False

    # -------------------------------------------------------------------------------------------------------- showing

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """The call that is selected, and what came of it."""
        tab, node, run = new.tab, called(new.tab), rerun_of(new)
        self._offline = new.offline
        ran = run is not None and run.answer is not None and run.answer.replay.ran is not None
        for part in (self.list, self.gas, self.foot, self.field, self.choice):
            part.setVisible(ran and node is not None)
        self.notes.setVisible(ran and node is not None and bool(self.about.full_text))
        self.says.setVisible(node is not None)
        if tab is None or node is None:
            self._run = None
            selected = tab.document.graph.by_id.get(tab.selection or "") if tab is not None else None
            waits = selected is not None and selected.ran_a_call
            self._say(tr("Replay"), "", NOT_YET if waits else NOTHING_CALLED)
            return
        if run is self._run and run is not None:
            return
        self._run, self._facts = run, tab.document.analysis.facts[node.id]
        before = height_words(node.height)
        where = tr("run on this computer")
        if before:
            where = tr("run on this computer, with the state before {block}", block=before)
        self._say(spoken_name(node), where, "")
        if run is None or run.running:
            self._wait(run)
        elif run.error is not None:
            self._fail(run)
        elif run.answer is not None:
            self._answer(run.answer)

    def _say(self, name: str, where: str, page: str) -> None:
        self.name.show_text(name)
        self.where.show_text(where)
        clear(self.page)
        if page:
            self.page.addWidget(label(page, "mute", wrap=True))
        self.told.setVisible(bool(page))

    def _wait(self, run: Rerun | None) -> None:
        self.sign.hide()
        self.compared.show_text(run.text if run is not None else tr("running it"))
        self.told.show()
        line = QWidget()
        line.setLayout(row(button(tr("Cancel"), "", self.stop_wanted.emit), None))
        self.page.addWidget(line)

    def _fail(self, run: Rerun) -> None:
        error = run.error
        assert error is not None
        self._sign("failed", error.message)
        self.told.show()
        self.page.addWidget(label(str(error.hint), "mute", wrap=True, selectable=True))
        line = QWidget()
        line.setLayout(row(button(tr("Run again"), "", self.again_wanted.emit), None))
        self.page.addWidget(line)

    def _answer(self, answer: Answer) -> None:
        from xccviz.tables.host_calls import (
            host_rows,  # late: a window that runs nothing again loads none of it
        )
        from xccviz.words.replays import assumption_words, difference_name, replay_words, side_words

        replay = answer.replay
        text = replay_words(replay)
        self._sign(text.sign, text.words, text.more)
        for one in replay.differences[:DIFFERENCES_SHOWN]:
            words = tr(
                "{what}: {node} on chain, {here} here",
                what=difference_name(one),
                node=side_words(one.left)[:200],
                here=side_words(one.right)[:200],
            )
            self.page.addWidget(label(words, "", wrap=True, selectable=True))
        if len(replay.differences) > DIFFERENCES_SHOWN:
            left = len(replay.differences) - DIFFERENCES_SHOWN
            self.page.addWidget(label(trn("and {count} more", "and {count} more", left), "mute"))
        self._missing(replay.missing)
        self.told.setVisible(bool(replay.differences or replay.missing))
        ran = replay.ran
        self._all = host_rows(ran.calls) if ran is not None else ()
        if ran is not None:
            told = [assumption_words(one) for one in sorted(ran.assumed)]
            more, count = ran.calls_left_out, len(replay.documents)
            if count:
                fetched = trn("{count} document was fetched.", "{count} documents were fetched.", count)
                told.insert(0, fetched)
            if more:
                told.insert(
                    0, trn("{count} host call is left out.", "{count} host calls are left out.", more)
                )
            self.about.show_text(" ".join(told))
            self.notes.setVisible(bool(told))
        self._fill()

    def _sign(self, shape: Literal["ok", "caution", "failed"], words: str, more: str = "") -> None:
        self.sign.show_sign(shape, _TONES[shape])
        self.sign.show()
        self.compared.show_text(f"{words} ({more})" if more else words, words)

    def _missing(self, missing: tuple[Missing, ...]) -> None:
        from xccviz.words.replays import missing_words

        for one in missing[:MISSING_SHOWN]:
            text = missing_words(one)
            words = tr("missing: {what} ({why})", what=text.what, why=text.why)
            self.page.addWidget(label(words, "", wrap=True, selectable=True))
        if len(missing) > MISSING_SHOWN:
            left = len(missing) - MISSING_SHOWN
            self.page.addWidget(label(trn("and {count} more", "and {count} more", left), "mute"))
        if missing and not self._offline and not any(one.asked for one in missing):
            line = QWidget()
            line.setLayout(row(link(tr("Fetch what is missing"), self.fetch_wanted.emit), None))
            self.page.addWidget(line)

    # -------------------------------------------------------------------------------------------------------- the rows

    def _choose(self, effects: object) -> None:
        self._effects = bool(effects)
        self._fill()

    def _fill(self) -> None:
        from xccviz.tables.host_calls import folded, found_rows

        rows = tuple(each for each in self._all if each.effect) if self._effects else self._all
        rows = found_rows(rows, self.field.text()) if self.field.text() else rows
        self._shown = folded(rows)
        self.list.show_source(HostRows(self._shown))
        self._stand(len(self._shown) - 1)

    def _stand(self, place: int) -> None:
        """The gas that was used by the end of a row."""
        if not 0 <= place < len(self._shown) or not self._all:
            return
        here, whole = self._shown[place], self._all[-1].so_far
        words = tr("{here} of {whole} gas used", here=gas_so_far(here), whole=gas_so_far(self._all[-1]))
        set_text(self.told_gas, words)
        self.gas.show_share(here.so_far / whole if whole else 0.0, words)

    def _lead(self, place: int) -> None:
        from xccviz.tables.host_calls import node_of

        run = self._run
        ran = run.answer.replay.ran if run is not None and run.answer is not None else None
        if run is None or run.answer is None or ran is None or self._facts is None:
            return
        node = node_of(self._shown[place], ran, self._facts, run.answer.replay.subject)
        if node is not None and node in run.document.graph.by_id:
            self.select_wanted.emit(node)
