"""The empty window: what can be pasted, the bundled real transactions with their stories, and beside them what was
opened before, whom a hash is sent to, and the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.widgets import boxed, label, row, rule
from xccviz.gui.panels.empty_rows import Card, Form, Pattern, Row, has_pattern
from xccviz.gui.panels.empty_side import EmptySide
from xccviz.gui.state.store import AppState
from xccviz.model.text import visible_text
from xccviz.settings.networks import NETWORKS, Network
from xccviz.sources.files.sample import Sample, list_samples
from xccviz.values import frozen
from xccviz.words.signs import VERDICTS

MARGIN, GAP, CARD_PX = 32, 11, 290
"""Px around the page, between cards, and that a card wants at least."""
NARROW = 1100
"""Px of the window below which all stands in one column."""
MOST_COLUMNS = 3


@frozen
class Group:
    """Samples that belong together: `title`, and what a pattern is in a few words ("" for none)."""

    id: str
    title: str
    words: str = ""


GROUPS = (
    Group("batch", tr("Batch"), tr("several calls to one contract, all or none")),
    Group("parallel", tr("Parallel"), tr("several contracts at once, joined in slots")),
    Group("callback", tr("Callback"), tr("a call, then the code that gets its result")),
    Group("elsewhere", tr("Promises that go elsewhere")),
    Group("tokens", tr("Tokens and relayers")),
    Group("mainnet", tr("From mainnet")),
    Group("", tr("More")),
)
"""In their order; what is in none of them stands in the last."""
FORMS = (
    (tr("Transaction hash"), "6pq897JptUpctFfrWtrjJx8XGQ4SvtmyxnQiAmYjiNo", ""),
    (tr("Hash and signer"), "ABc4nmmv…VSA2reLzKg:alice.near", tr("for nodes that track few shards")),
    (tr("Receipt id"), "98dd4fhuyVsnrCJkaAMXVkVnnv6gh68B8WrGbvRJzYws", tr("its transaction is looked up")),
    (
        tr("Explorer or wallet link"),
        "https://nearblocks.io/txns/6pq897Jp…#receipt",
        tr("network and receipt come from it"),
    ),
    (
        tr("File"),
        "run.xcc.json, .json, .json.gz, .json.xz",
        tr("captures, RPC answers, indexers, block streams"),
    ),
    (tr("JSON"), '{"jsonrpc":"2.0","result":{…', tr("paste it anywhere")),
)
"""What can be pasted or dropped: what it is called, how one looks, and what comes of it."""


class EmptyPage(QScrollArea):
    """At first its head and its side; samples are made piece by piece by `rest`, or all when one is wanted.

    Emits `open_wanted("sample:NAME")`, `form_wanted(example)`, `recent_wanted(Recent)`, `pin_wanted(Recent)`,
    `remove_wanted(Recent)`, `clear_wanted()`, `restore_wanted()` and `settings_wanted()`."""

    open_wanted = Signal(str)
    form_wanted = Signal(str)
    recent_wanted = Signal(object)
    pin_wanted = Signal(object)
    remove_wanted = Signal(object)
    clear_wanted = Signal()
    restore_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, networks: Mapping[str, Network] = NETWORKS, first: str = "mainnet") -> None:
        super().__init__()
        self.setObjectName("emptyPage")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title = label(tr("See what a cross-contract call really did"), "title")
        below = label(
            tr(
                "Paste or drop one of these anywhere in the window, or choose a recorded transaction below: those "
                "need no network."
            ),
            "mute",
            wrap=True,
        )
        self.forms = [Form(*form) for form in FORMS]
        for form in self.forms:
            form.clicked.connect(partial(self._want_form, form.example))
        self.lines: list[QWidget] = [title, below, *self.forms]
        """What stands at its head, from above."""
        self._main = QVBoxLayout()
        self._main.setContentsMargins(MARGIN, 20, MARGIN // 2, 24)
        self._main.setSpacing(0)
        self._main.addWidget(title)
        self._main.addSpacing(4)
        self._main.addWidget(below)
        self._main.addSpacing(12)
        for form in self.forms:
            self._main.addWidget(form)
        self._main.addWidget(rule())
        self._samples: list[Card] = []
        self._cards: list[QFrame] = []
        self._below = QVBoxLayout()
        self._below.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._main.addLayout(self._below)
        self._main.addStretch(1)
        self.side = EmptySide(networks, first)
        self.side.settings_wanted.connect(self.settings_wanted)
        self.side.recent_wanted.connect(self.recent_wanted)
        self.side.pin_wanted.connect(self.pin_wanted)
        self.side.remove_wanted.connect(self.remove_wanted)
        self.side.clear_wanted.connect(self.clear_wanted)
        self.side.restore_wanted.connect(self.restore_wanted)
        self.side.filled.connect(self._order)
        self.clear_button, self.restore_button = self.side.clear_button, self.side.restore_button
        page = QWidget()
        self._page = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._page.addLayout(self._main, 1)
        self._page.addWidget(self.side)
        self.setWidget(page)
        self._columns = MOST_COLUMNS
        self._order()
        self.rest = self._make_rest()
        """Makes the samples: whoever types first is not to wait for them."""

    @property
    def samples(self) -> list[Card]:
        """The cards of all samples, in their order."""
        self._fill()
        return self._samples

    def _fill(self) -> None:
        for _ in self.rest:
            pass

    def _make_rest(self) -> Iterator[None]:
        """Group by group, and shown when all are there."""
        for n, group in enumerate(GROUPS, start=1):
            card = self._group(group, n)
            if card is not None:
                self._cards.append(card)
            yield
        if not self._cards:
            return
        words = label(tr("real ones; begin with the three patterns"), "mute")
        self._below.addSpacing(16)
        self._below.addLayout(row(label(tr("Recorded transactions"), "name"), words, None))
        self._below.addSpacing(8)
        self._below.addLayout(self._grid)
        self._place()
        self._order()

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show what was opened before and who is asked; only while nothing is open."""
        if new.tab is None:
            self.side.show_state(new)

    def offer_networks(self, networks: Mapping[str, Network]) -> None:
        """Other networks are there to be asked."""
        self.side.offer_networks(networks)

    def focus_first(self) -> None:
        """The keyboard goes to the first sample, or to whatever else can be opened."""
        self._fill()
        rows = self._rows()
        if rows:
            rows[0].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(rows[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        width = event.size().width()
        narrow = width < NARROW
        self._page.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        self.side.stand(below=narrow)
        right = MARGIN if narrow else MARGIN // 2
        self._main.setContentsMargins(MARGIN, 20, right, 16)
        room = width - MARGIN - right - (0 if narrow else self.side.minimumWidth())
        columns = min(MOST_COLUMNS, max(1, (room + GAP) // (CARD_PX + GAP)))
        self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _place(self) -> None:
        columns = self._columns
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for i, card in enumerate(self._cards):
            self._grid.addWidget(card, i // columns, i % columns)

    def _rows(self) -> list[Card]:
        return [*self._samples, *self.side.rows]

    def _order(self) -> None:
        """Tab goes through what was opened before, then the samples."""
        rows: Sequence[Row] = [*self.forms, *self.side.rows, *self._samples]
        for before, after in pairwise(rows):
            self.setTabOrder(before, after)
        for line in self.side.rows:
            line.walked.connect(partial(self._walk, line))

    def _walk(self, start: Row, key: int) -> None:
        """To the nearest row in the direction of an arrow key, beside or below it."""
        across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        sign = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
        middle = start.mapTo(self, start.rect().center())
        best: tuple[int, Row] | None = None
        self._fill()
        for other in self._rows():
            by = other.mapTo(self, other.rect().center()) - middle
            along, aside = (by.x(), by.y()) if across else (by.y(), by.x())
            far = along * sign + 3 * abs(aside)
            if other is not start and along * sign > _LEAST and (best is None or far < best[0]):
                best = far, other
        if best is not None:
            best[1].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(best[1])

    def _want_form(self, example: str, _checked: bool = False) -> None:
        self.form_wanted.emit(example)

    def _group(self, group: Group, number: int) -> QFrame | None:
        known = {one.id for one in GROUPS}
        samples = [s for s in list_samples() if (s.group if s.group in known else "") == group.id]
        if not samples:
            return None
        frame = QFrame()
        frame.setProperty("look", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 4)
        column.setSpacing(0)
        column.addWidget(_head(group, number))
        for sample in samples:
            column.addWidget(rule())
            card = self._sample(sample)
            self._samples.append(card)
            column.addWidget(card)
        column.addStretch(1)
        return frame

    def _sample(self, sample: Sample) -> Card:
        signs = {str(ending): sign for ending, sign in VERDICTS.items()}
        card = Card(sample.name, "", sample.story, signs.get(sample.ending))
        said = tr("Open sample {name}: {story}", name=sample.name, story=visible_text(sample.story, 200))
        card.setAccessibleName(said)
        if sample.ending in signs:
            card.setAccessibleDescription(signs[sample.ending].word)
        card.clicked.connect(lambda _checked=False: self.open_wanted.emit(f"sample:{sample.name}"))
        card.walked.connect(partial(self._walk, card))
        return card


_LEAST = 8
"""Px further along an arrow that the middle of the next row lies, at least."""


def _head(group: Group, number: int) -> QWidget:
    """What a group is called; of a pattern also what it is, and its drawing."""
    if not has_pattern(group.id):
        return boxed(row(label(group.title, "strong"), None), 14, 6, 14, 6)
    words = QVBoxLayout()
    words.setSpacing(3)
    words.addWidget(label(f"{number}  {group.title}", "half"))
    words.addWidget(label(group.words, "mute", wrap=True))
    words.addStretch(1)
    line = row()
    line.addLayout(words, 1)
    line.addWidget(Pattern(group.id))
    return boxed(line, 14, 8, 8, 4)
