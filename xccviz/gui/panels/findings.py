"""Findings in groups: what, why it matters, its numbers, and the receipts it speaks of."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.widgets import (
    ElidedLabel,
    ElidedLink,
    boxed,
    button,
    clear,
    label,
    link,
    restyle,
    row,
    toggle,
)
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.store import OpenTab
from xccviz.replay.types import Moment
from xccviz.tables.findings import (
    FindingGroup,
    finding_groups,
)
from xccviz.words.evidence import evidence_words, severity_count
from xccviz.words.findings import FindingText
from xccviz.words.missing import REASONS, missing_name, missing_words
from xccviz.words.names import name_in_sentence, spoken_name
from xccviz.words.signs import SEVERITIES

FINDINGS_LATER = tr("Findings speak of the end, which is ahead of now.")
FINDINGS_AHEAD = tr("Ahead of now: findings speak of the end.")
MEMBERS_SHOWN = 3
MISSING_SHOWN = 8
LINKS_SHOWN = 3
MORE = 20
NAME_PX = 84


class FindingsPanel(SidePanel):
    """A card a code. Emits `select_wanted(node id)`, and `ahead_wanted()` where it has nothing to tell yet."""

    ahead_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("findings", tr("Findings"))
        self.filters = {severity: toggle("", self._filtered) for severity in SEVERITIES}
        self.bar = boxed(row(*self.filters.values(), None, spacing=4), 10, 8, 10, 4)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self.cards = QVBoxLayout(page)
        self.cards.setContentsMargins(6, 4, 6, 10)
        self.cards.setSpacing(8)
        self.area.setWidget(page)
        page.installEventFilter(self)
        self.ahead = label(FINDINGS_AHEAD, "ahead", wrap=True)
        self.look = link(tr("Look ahead"), self.ahead_wanted.emit)
        self.look.hide()
        self.ahead.hide()
        self._kinds = 0
        for widget in (self.ahead, self.bar, self.nothing):
            self.column.addWidget(widget)
        self.column.addLayout(row(self.look, None))
        self.column.addWidget(self.area, 1)
        self.column.addStretch(0)
        self._open: set[str] = set()
        self._whole: dict[str, int] = {}

    def draw_document(self, document: Document | None) -> None:
        """Errors and warnings unfolded, remarks folded."""
        findings = document.findings if document is not None else ()
        self._whole = {}
        kinds = 0
        for severity, chip in self.filters.items():
            words = severity_count(findings, severity)
            chip.setText(words)
            chip.setVisible(bool(words))
            chip.setChecked(True)
            kinds += bool(words)
        self._open = {finding.code for finding in findings if finding.severity != "info"}
        if not self._open:
            self._open = {finding.code for finding in findings[:1]}
        for part in (self.ahead, self.bar, self.area):
            part.hide()
        self._kinds = kinds
        self.say_nothing("")
        if document is None:
            clear(self.cards)

    def draw_told(self, document: Document, moment: Moment | None) -> None:
        """Findings are about the end: of an earlier moment they tell with a look ahead, marked as that."""
        tab = self._state.tab
        told = moment is None
        self.bar.setVisible(told and self._kinds > 1)
        self.area.setVisible(told and bool(document.findings))
        self.ahead.setVisible(told and bool(document.findings) and tab is not None and not tab.moment.at_end)
        self.look.setVisible(not told)
        self.say_nothing(FINDINGS_LATER if not told else "" if document.findings else tr("Nothing found."))
        if told:
            self._fill()
        else:
            clear(self.cards)

    def draw_moment(self, tab: OpenTab) -> None:
        """Mark the findings of the selected node and bring the first of them in sight."""
        first = None
        for frame in self.area.findChildren(_Member):
            mine = tab.selection is not None and tab.selection in frame.nodes
            restyle(frame, "mine", mine)
            if mine and first is None:
                first = frame
        if first is not None:
            self.area.ensureWidgetVisible(first, 0, 8)

    def _filtered(self) -> None:
        if not any(chip.isChecked() for chip in self.filters.values() if chip.isVisibleTo(self)):
            for chip in self.filters.values():
                chip.setChecked(True)
        self._fill()

    def _fill(self) -> None:
        clear(self.cards)
        if self._drawn is None:
            return
        wanted = frozenset(severity for severity, chip in self.filters.items() if chip.isChecked())
        for group in finding_groups(self._drawn.findings, wanted):
            self.cards.addWidget(self._card(self._drawn, group))
        self.cards.addStretch(1)

    def _card(self, document: Document, group: FindingGroup) -> QWidget:
        card = QFrame()
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(4)
        said = SEVERITIES[group.severity]
        sign = Sign(16)
        sign.show_sign(said.shape, said.tone, said.word)
        open_ = group.code in self._open
        title = label(group.title, "strong", wrap=True, selectable=False)
        what = f"{said.word}, {group.title}"
        arrow = button("▾" if open_ else "▸", "fold", lambda: self._turn(group.code),
                       (tr("Fold: {what}", what=what) if open_ else tr("Unfold: {what}", what=what))[:200])  # fmt: skip
        count = label(numeral(len(group.findings)), "mute") if len(group.findings) > 1 else None
        head = row(*(w for w in (sign, title, count, arrow) if w is not None), spacing=8)
        head.setStretch(1, 1)
        for widget in (sign, arrow):
            head.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(head)
        if not open_:
            return card
        if group.explanation:
            inside.addWidget(label(group.explanation, "mute", wrap=True))
        shown = self._whole.get(group.code, MEMBERS_SHOWN)
        for finding in group.findings[:shown]:
            inside.addWidget(self._member(document, group, finding))
        rest = len(group.findings) - shown
        if rest > 0:
            words = (
                tr("Show {count} more", count=rest)
                if rest <= MORE
                else tr("Show {count} of {all} more", count=MORE, all=numeral(rest))
            )
            inside.addLayout(row(link(words, lambda: self._show_more(group.code)), None))
        return card

    def _member(self, document: Document, group: FindingGroup, finding: FindingText) -> QWidget:
        frame = _Member(finding.nodes, "\n".join(filter(None, (finding.title, finding.explanation))))
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(6, 3, 6, 3)
        inside.setSpacing(2)
        if len(group.findings) > 1:
            inside.addWidget(label(finding.title, wrap=True))
        if not group.explanation and finding.explanation:
            inside.addWidget(label(finding.explanation, "mute", wrap=True))
        if finding.code == "incomplete_data":
            self._tell_missing(document, inside)
            return frame
        for name, value in evidence_words(finding, "line")[:8]:
            told = ElidedLabel("number")
            told.show_text(value)
            caption = label(name, "mute")
            caption.setMinimumWidth(NAME_PX)
            line = row(caption, told, spacing=8)
            line.setStretch(1, 1)
            inside.addLayout(line)
        nodes = [node for node in finding.nodes if node in document.graph.by_id]
        for node in nodes[:LINKS_SHOWN]:
            about = document.graph.by_id[node]
            words, names = spoken_name(about), (name_in_sentence(about), name_in_sentence(about, ended=False))
            if len(nodes) == 1 and any(name in finding.title for name in names):
                words = tr("Show the call")
            inside.addWidget(ElidedLink(words, partial(self.select_wanted.emit, node)))
        if len(nodes) > LINKS_SHOWN:
            inside.addWidget(
                label(
                    tr("{shown} of {count} nodes", shown=LINKS_SHOWN, count=numeral(len(nodes))),
                    "mute",
                )
            )
        return frame

    def _tell_missing(self, document: Document, inside: QVBoxLayout) -> None:
        """Each missing thing by kind and reason, with a way to where it is missing."""
        graph = document.graph
        missing = [item for item in graph.missing if item.kind != "block"]
        missing.sort(key=lambda item: (item.kind, item.reason))
        counts = Counter((item.kind, item.reason) for item in missing)
        shown = self._whole.get("incomplete_data", MISSING_SHOWN)
        for k, item in enumerate(missing[:shown]):
            if k == 0 or (missing[k - 1].kind, missing[k - 1].reason) != (item.kind, item.reason):
                what = missing_words(item.kind, counts[item.kind, item.reason])
                inside.addWidget(label(f"{what}: {REASONS[item.reason]}", "mute", wrap=True))
            where = item.id if item.id in graph.by_id else item.parent or graph.root.id
            inside.addWidget(ElidedLink(missing_name(graph, item), partial(self.select_wanted.emit, where)))
        rest = len(missing) - shown
        if rest > 0:
            words = tr("Show {count} more", count=numeral(min(rest, MORE)))
            more = partial(self._show_more, "incomplete_data", MISSING_SHOWN)
            inside.addLayout(row(link(words, more), None))

    def _turn(self, code: str) -> None:
        self._open ^= {code}
        self._fill()

    def _show_more(self, code: str, first: int = MEMBERS_SHOWN) -> None:
        self._whole[code] = self._whole.get(code, first) + MORE
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk from button to button, Return presses."""
        here = self.focusWidget()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(here, QPushButton):
            here.click()
        else:
            super().keyPressEvent(event)

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The first call that the finding speaks of, and what it says."""
        widget = self.childAt(self.mapFromGlobal(at)) if at is not None else self.focusWidget()
        where = at if at is not None else self.mapToGlobal(self.rect().center())
        if at is None and widget is not None:
            where = widget.mapToGlobal(widget.rect().center())
        while widget is not None and not isinstance(widget, _Member):
            widget = widget.parentWidget()
        if widget is None:
            return Pointed(), where
        return Pointed(next(iter(widget.nodes), None), text=widget.words, what=tr("Finding")), where

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wrapped text needs another height at another width; a scroll area would squeeze it else."""
        page = self.area.widget()
        if watched is page and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            width = self.area.viewport().width()
            if self.cards.hasHeightForWidth():
                page.setMinimumHeight(max(0, self.cards.totalHeightForWidth(width)))
        return super().eventFilter(watched, event)


class _Member(QFrame):
    """One finding in its card; `nodes` it speaks of, `words` it says."""

    def __init__(self, nodes: tuple[str, ...], words: str) -> None:
        super().__init__()
        self.nodes, self.words = nodes, words
        self.setProperty("look", "member")
