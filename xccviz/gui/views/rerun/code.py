"""Which code is run: that on chain, or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from xccviz.catalogue import tr
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.widgets import ElidedLabel, boxed, button, label, link, restyle, row, set_text
from xccviz.gui.state.asked_again import Asked
from xccviz.gui.views.rerun.values import INSET_PX
from xccviz.rerun.facts import hash_of
from xccviz.tables.what_if import code_words
from xccviz.words.ids import short_id
from xccviz.words.numbers import bytes_count

if TYPE_CHECKING:
    from xccviz.rerun.answer import Answer


class CodeLine(QFrame):
    """Emits `choose_wanted()` and `undone()`."""

    choose_wanted = Signal()
    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "changeable")
        self.hash = ElidedLabel("number")
        self.sign, self.said = Sign(12), label("", "mute", wrap=True)
        self.choose = button(tr("Choose…"), "", self.choose_wanted.emit, tr("Choose another .wasm file"))
        self.undo = link(tr("undo"), self.undone.emit, tr("Undo: {what}", what=tr("code")))
        line = row(self.hash, self.undo, self.choose, spacing=8)
        line.setStretch(0, 1)
        told = row(self.sign, self.said, spacing=6)
        told.setStretch(1, 1)
        told.setAlignment(self.sign, Qt.AlignmentFlag.AlignTop)
        self.told = boxed(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET_PX, 3, INSET_PX, 3)
        column.addLayout(line)
        column.addWidget(self.told)

    def show_code(self, answer: Answer, asked: Asked) -> None:
        """What ran on the chain, and what is to run instead."""
        hash, code = answer.replay.code_hash, asked.changes.code
        lacks = any(one.what == "code" for one in answer.replay.missing)
        on_chain = short_id(hash) if hash else tr("not at hand")
        size = answer.replay.ran.loaded[0] if answer.replay.ran is not None else 0
        if lacks and hash:
            on_chain = tr("{hash}, not at hand", hash=on_chain)
        elif size:
            on_chain = f"{on_chain}, {bytes_count(size)}"
        self.hash.show_text(on_chain)
        self.undo.setVisible(code is not None)
        self.told.setVisible(code is not None or lacks)
        same = code is not None and hash_of(code) == hash
        restyle(self, "changed", code is not None and not same)
        self.sign.setVisible(code is not None)
        self.sign.show_sign("ok" if same else "caution", "ok" if same else "wait")
        if code is None:
            words = tr("Choose the .wasm that ran, or drop it here.")
        elif same:
            words = tr("{file}: the same code as on chain, byte for byte", file=asked.code_name)
        else:
            words = tr("{file}: other code, {code}", file=asked.code_name, code=code_words(code))
        set_text(self.said, words)
