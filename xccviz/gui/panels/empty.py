"""The empty window: what to do, and the bundled real transactions with their stories."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from xccviz.gui.widgets import label, row
from xccviz.model.text import visible_text
from xccviz.sources.sample import list_samples

WIDTH = 720


class EmptyPage(QScrollArea):
    """Emits `open_wanted("sample:NAME")`."""

    open_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Samples to open")
        self.setWidgetResizable(True)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(24, 36, 24, 24)
        outer.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column = QWidget()
        column.setFixedWidth(WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(label("See what a cross-contract call really did", "title"))
        inner.addWidget(
            label(
                "Paste a transaction hash or an explorer's address above, drop a file here, "
                "or open one of these recorded transactions.",
                "mute",
                wrap=True,
            )
        )
        inner.addSpacing(10)
        for sample in list_samples():
            inner.addWidget(self._row(sample.name, sample.story, sample.network or ""))
        outer.addWidget(column)
        self.setWidget(page)

    def _row(self, name: str, story: str, network: str) -> QPushButton:
        widget = QPushButton()
        widget.setProperty("look", "sample")
        widget.setAccessibleName(f"Open sample {name}: {story}")
        widget.setCursor(Qt.CursorShape.PointingHandCursor)
        lines = QVBoxLayout(widget)
        lines.setContentsMargins(14, 8, 14, 8)
        lines.setSpacing(1)
        top, below = label(name, ""), label(visible_text(story), "mute", wrap=True)
        where = label("recorded on a local node" if network == "localnet" else network, "faint")
        for text in (top, below, where):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        lines.addLayout(row(top, None, where))
        lines.addWidget(below)
        widget.setMinimumHeight(lines.totalHeightForWidth(WIDTH))
        widget.clicked.connect(lambda _checked=False: self.open_wanted.emit(f"sample:{name}"))
        return widget
