"""What a person can want of exports: a part of `Intents`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.export import EXPORTERS, Exporter, file_name
from xccviz.gui.note_intents import NoteIntents
from xccviz.gui.state.bug_report import Piece
from xccviz.gui.state.export_choice import ExportChoice, options_of
from xccviz.gui.state.exporting import export_options
from xccviz.gui.tasks.exporting import Exporting


class ExportIntents(NoteIntents):
    """Writing the tab in front, asked for by a name alone or in the dialog. Notes that are being written are kept
    before."""

    exporting: Exporting
    _exported: tuple[Exporter, str] = (EXPORTERS[0], "")
    """The format that was written last, and its folder."""

    def export(self, exporter: Exporter) -> None:
        """Ask for a name and write the tab in front; a failure is told and leaves an existing file as it was."""
        tab = self._store.state.tab
        if tab is None:
            return
        suggested = file_name(exporter, tab.document)
        ending = suggested.partition(".")[2]
        name = self._stage.ask_save(
            tr("Export {format}", format=exporter.title), suggested, f"{exporter.title} (*.{ending})"
        )
        if name:
            self.export_to(exporter, Path(name))

    def export_to(self, exporter: Exporter, path: Path) -> None:
        """Begin to write the tab in front to `path`; `Exporting` tells when it is written or why it is not."""
        self.keep_drafts()
        state = self._store.state
        if state.tab is not None:
            options = export_options(state, state.tab)
            self.exporting.export(exporter, state.tab.document, options, path)

    def choose_export(self) -> None:
        """Open the dialog that says how, of the format that was written last."""
        if self._store.state.tab is not None:
            self.keep_drafts()
            self._stage.show_export(self._exported[0], self._exported[1])

    def write_export(self, exporter: Exporter, choice: ExportChoice, path: Path) -> None:
        """Begin to write the tab in front as it was chosen; of each step a file of its own, named after `path`."""
        state = self._store.state
        if state.tab is None:
            return
        self._exported = (exporter, str(path.parent))
        document, options = state.tab.document, options_of(choice, state, state.tab)
        if choice.when != "each" or "step" not in exporter.heeds:
            self.exporting.export(exporter, document, options, path)
        else:
            self.exporting.export_each_step(exporter, document, options, path)

    def write_bug_report(self, pieces: Sequence[Piece], path: Path) -> None:
        """Begin to write these pieces of a report for a bug as one file."""
        self.exporting.export_report(pieces, path)
