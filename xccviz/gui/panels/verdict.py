"""The verdict strip: one sentence about the end, and chips that select. It never speaks about the past."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xccviz.analysis.types import Analysis
from xccviz.gui.signs import Sign
from xccviz.gui.store import AppState
from xccviz.gui.widgets import button, clear, label, plain_tooltip, restyle, set_text
from xccviz.model.amounts import format_gas, format_gas_exact, format_near
from xccviz.model.text import visible_text

_TONES = {
    "success": "ok",
    "success_with_hidden_failure": "wait",
    "failure": "bad",
    "invalid": "bad",
    "pending": "wait",
    "unknown": "wait",
}
_SIGNS = {"ok": ("ok", "succeeded"), "bad": ("failed", "failed"), "wait": ("caution", "caution")}


class VerdictStrip(QFrame):
    """Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdictStrip")
        self.sign = Sign(24)
        self.title = label("", "title", wrap=True, selectable=True)
        self.explanation = label("", "mute", wrap=True, selectable=True)
        for text in (self.title, self.explanation):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.explanation)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(6)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(10)
        layout.addWidget(self.sign)
        layout.addLayout(words, 1)
        layout.addLayout(self.chips)

    def render(self, state: AppState) -> None:
        """Show the verdict of the tab in front; hidden without one."""
        tab = state.tab
        self.setVisible(tab is not None)
        if tab is None:
            return
        analysis = tab.document.analysis
        tone = _TONES[analysis.verdict.code]
        restyle(self, "tone", tone)
        shape, words = _SIGNS[tone]
        self.sign.show_sign(shape, tone, words)
        set_text(self.title, analysis.verdict.title)
        set_text(self.explanation, analysis.verdict.explanation)
        self.explanation.setVisible(bool(analysis.verdict.explanation))
        clear(self.chips)
        for chip in self._chips(analysis):
            self.chips.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)

    def _chips(self, analysis: Analysis) -> list[QWidget]:
        graph = analysis.graph
        chips: list[QWidget] = []
        failed = [node.id for node in graph.nodes if analysis.facts[node.id].failed]
        if failed:
            first = analysis.verdict.root_causes[0] if analysis.verdict.root_causes else failed[0]
            text = f"{len(failed)} failed call" + ("" if len(failed) == 1 else "s")
            chips.append(button(text, "chipbad", lambda: self.select_wanted.emit(first), "Show the first failure"))
        root = graph.root.id
        gas = analysis.gas.total_burnt
        chips.append(self._chip(f"burnt {format_gas(gas)}", root, f"{format_gas_exact(gas)}, refunds left out"))
        if analysis.fees.total is not None:
            exact = f"{analysis.fees.total:,} yoctoNEAR, paid by {analysis.fees.payer}"
            chips.append(self._chip(f"fee {format_near(analysis.fees.total)}", root, exact))
        heights = [node.height for node in graph.nodes if node.height is not None]
        if heights:
            count = max(heights) - min(heights) + 1
            words = f"{count:,} block" + ("" if count == 1 else "s")
            chips.append(self._chip(words, root, f"blocks {min(heights):,} to {max(heights):,}"))
        if not analysis.complete:
            missing = [item for item in graph.missing if item.kind != "block"]
            where = next((i.id if i.id in graph.by_id else i.parent for i in missing), None) or root
            reasons = ", ".join(sorted({f"{item.kind} {item.reason}" for item in missing})) or "a value is unknown"
            chips.append(self._chip("incomplete", where, f"{len(missing)} missing: {reasons}"))
        return chips

    def _chip(self, text: str, node: str, explanation: str) -> QWidget:
        chip = button(text, "chip", lambda: self.select_wanted.emit(node))
        chip.setToolTip(plain_tooltip(explanation))
        chip.setAccessibleDescription(visible_text(explanation, 300))
        return chip
