"""Export: a format, how it is to be, a look at what will be written, and where to."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QChildEvent, QMimeData, QSize, QStandardPaths, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xccviz.atomic import holds_something
from xccviz.catalogue import numeral, tr, trn
from xccviz.display.drawings import DRAWINGS
from xccviz.export import EXPORTERS, Exporter, file_name
from xccviz.export.types import TABLE_SORTS
from xccviz.gui.dialogs.export_preview import PreviewBox
from xccviz.gui.dialogs.sheet import MARGIN, Sheet
from xccviz.gui.look.bulletin import bulletin, copy
from xccviz.gui.look.file_dialog import dress_files
from xccviz.gui.look.segments import Choices
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.widgets import Chooser, ElidedLabel, button, label, row, rule
from xccviz.gui.state.export_choice import (
    MOST_FILES,
    SCALES,
    ExportChoice,
    When,
    command_line,
    first_choice,
    numbered,
    options_of,
)
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.previewing import Preview, Previewing, is_picture
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.settings.themes import CONTRAST, DARK, LIGHT
from xccviz.values import replace

SIZE = QSize(646, 700)
FORMATS_WIDTH = 190
LARGE = 5_000_000
"""Bytes of a file that is said to be large."""
GROUPS = (
    ("drawing", tr("DRAWING")),
    ("report", tr("REPORT")),
    ("diagram", tr("DIAGRAM")),
    ("data", tr("DATA")),
    ("more", tr("MORE")),
)
_EXPORTER = Qt.ItemDataRole.UserRole
Write = Callable[[Exporter, ExportChoice, Path], None]


def _box(words: str) -> SwitchBox:
    made = SwitchBox()
    made.setText(visible_text(words, 80).replace("&", "&&"))
    return made


class ExportDialog(Sheet):
    """Of one tab as it is when the dialog opens. `write(exporter, choice, path)` is called when it is saved."""

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        state: AppState,
        tab: OpenTab,
        exporter: Exporter,
        folder: str,
        write: Write,
    ) -> None:
        super().__init__(parent, tr("Export"), "exportDialog")
        self._state, self._tab, self._write = state, tab, write
        self.exporter, self.choice = exporter, first_choice(state, tab)
        self.preview: Preview | None = None
        self._warned: tuple[Path, When] | None = None
        self._folder = folder or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        self._previewing = Previewing(jobs, self)
        self._previewing.began.connect(self._began)
        self._previewing.made.connect(self._made)
        self._previewing.failed.connect(self._failed)
        self.finished.connect(lambda _result: self._previewing.stop())
        self.formats = self._formats()
        self.box = PreviewBox(self._file)
        self.about = ElidedLabel("mute")
        self._rows: list[tuple[str, list[QWidget]]] = []
        inside = row(self.formats, self._page(), spacing=0)
        inside.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        body.setLayout(inside)
        self.fill(body)
        self._column.addWidget(rule())
        self._column.addLayout(self._foot())
        self.resize(SIZE)
        self._show_choice()
        self.name.setText(self._path(exporter))
        self._changed()
        self.formats.setFocus()

    # ------------------------------------------------------------------------------------------------------- its parts

    def _formats(self) -> QListWidget:
        made = QListWidget()
        made.setProperty("look", "formats")
        made.setObjectName("exportFormats")
        made.setAccessibleName(tr("Formats"))
        made.setFixedWidth(FORMATS_WIDTH)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        caption = QFont(made.font())
        caption.setPixelSize(11)
        caption.setWeight(QFont.Weight.DemiBold)
        for group, words in GROUPS:
            heading = QListWidgetItem(words)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(caption)
            made.addItem(heading)
            for exporter in EXPORTERS:
                if ("more" if exporter.rare else exporter.group) == group:
                    item = QListWidgetItem("  " + exporter.short)
                    item.setData(_EXPORTER, exporter.name)
                    made.addItem(item)
                    if exporter is self.exporter:
                        made.setCurrentItem(item)
        made.currentItemChanged.connect(lambda item, _old: self._take(item))
        return made

    def _page(self) -> QWidget:
        self.views = Choices(tr("View"), [(row.id, row.title) for row in DRAWINGS])
        self.themes = Choices(
            tr("Theme"),
            [
                ("", tr("as the window")),
                (LIGHT, tr("light")),
                (DARK, tr("dark")),
                (CONTRAST, tr("contrast")),
            ],
        )
        self.steps = Chooser()
        self.steps.setAccessibleName(tr("Step"))
        for when, words in self._moments():
            self.steps.addItem(words, when)
        self.scales = Choices(tr("Scale"), [(scale, f"{numeral(f'{scale:g}')}×") for scale in SCALES])
        self.tables = Choices(
            tr("Rows"),
            list(zip(TABLE_SORTS, (tr("receipts"), tr("events"), tr("transfers")), strict=True)),
        )
        self.only = _box(tr("selection only: {name}", name=self._selected()))
        self.only.setEnabled(self._tab.selection is not None)
        self.refunds, self.legend = _box(tr("gas refunds folded")), _box(tr("legend"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, 76)
        grid.setColumnStretch(1, 1)
        for option, words, widget in (
            ("view", tr("View"), self.views),
            ("theme", tr("Theme"), self.themes),
            ("step", tr("Step"), self.steps),
            ("scale", tr("Scale"), self.scales),
            ("table", tr("Rows"), self.tables),
            ("only", tr("Include"), self.only),
            ("collapse_refunds", "", self.refunds),
            ("legend", "", self.legend),
        ):
            named = label(words, "mute")
            line = grid.rowCount()
            grid.addWidget(named, line, 0)
            grid.addWidget(widget, line, 1, Qt.AlignmentFlag.AlignLeft)
            self._rows.append((option, [named, widget]))
        for choices, member in (
            (self.views, "view"), (self.themes, "theme"), (self.scales, "scale"), (self.tables, "table"),
        ):  # fmt: skip
            choices.chosen.connect(partial(self._choose, member))
        self.steps.currentIndexChanged.connect(lambda _at: self._choose("when", self.steps.currentData()))
        for box, member in (
            (self.only, "selected_only"), (self.refunds, "refunds_folded"), (self.legend, "legend"),
        ):  # fmt: skip
            box.toggled.connect(partial(self._choose, member))
        column = QVBoxLayout()
        column.setContentsMargins(MARGIN - 2, 16, MARGIN - 2, 8)
        column.setSpacing(8)
        column.addWidget(self.box)
        column.addWidget(self.about)
        column.addLayout(grid)
        column.addStretch(1)
        page = QWidget()
        page.setLayout(column)
        return page

    def _foot(self) -> QVBoxLayout:
        self.name = QLineEdit()
        self.name.setProperty("look", "find")
        self.name.setObjectName("exportName")
        self.name.setAccessibleName(tr("Save as"))
        self.name.textChanged.connect(lambda _text: self._tell_command())
        self.browse = button(tr("Choose…"), "", self._browse)
        self.command = ElidedLabel("mono")
        self.copy_line = button(tr("Copy it"), "link", self._copy_command, tr("Copy the command line"))
        self.cancel = button(tr("Cancel"), "", self.reject)
        self.copy_all = button(tr("Copy"), "", self._copy, tr("Copy what would be written"))
        self.save = button(tr("Save"), "primary", self._save)
        self.save.setObjectName("exportSave")
        self.save.setDefault(True)
        for each in (self.browse, self.copy_line, self.cancel, self.copy_all):
            each.setAutoDefault(False)
        where = row(label(tr("Save as"), "mute"), self.name, self.browse, spacing=10)
        where.setStretch(1, 1)
        what = row(self.command, self.copy_line, self.cancel, self.copy_all, self.save, spacing=10)
        what.setStretch(0, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, 12, MARGIN, 14)
        foot.setSpacing(12)
        foot.addLayout(where)
        foot.addLayout(what)
        return foot

    def _moments(self) -> list[tuple[str, str]]:
        count = len(self._tab.document.timeline)
        found = [("end", tr("the end, step {count} of {count}", count=numeral(count)))]
        if not self._tab.moment.at_end:
            here = numeral(self._tab.cursor.index)
            found.append(("now", tr("now, step {step} of {count}", step=here, count=numeral(count))))
        if count <= MOST_FILES:
            found.append(("each", tr("each step, {count} files", count=numeral(count + 1))))
        return found

    def _selected(self) -> str:
        node = self._tab.document.graph.by_id.get(self._tab.selection or "")
        return (
            tr("{name} and its path", name=node.label[:40]) if node is not None else tr("nothing is selected")
        )

    # ------------------------------------------------------------------------------------------------ what is chosen

    def _take(self, item: QListWidgetItem | None) -> None:
        exporter = next((e for e in EXPORTERS if item is not None and e.name == item.data(_EXPORTER)), None)
        if exporter is None or exporter is self.exporter:
            return
        old, self.exporter = self.exporter, exporter
        if self.name.text() == self._path(old):
            self.name.setText(self._path(exporter))
        self._show_choice()
        self._changed()

    def _choose(self, member: str, value: Any) -> None:
        if getattr(self.choice, member) != value:
            self.choice = replace(self.choice, **{member: value})
            self._changed()

    def _show_choice(self) -> None:
        """Show what is chosen, and of it what the format heeds."""
        self.views.choose(self.choice.view)
        self.themes.choose(self.choice.theme)
        self.scales.choose(self.choice.scale)
        self.tables.choose(self.choice.table)
        self.steps.setCurrentIndex(max(0, self.steps.findData(self.choice.when)))
        self.only.setChecked(self.choice.selected_only)
        self.refunds.setChecked(self.choice.refunds_folded)
        self.legend.setChecked(self.choice.legend)
        for option, widgets in self._rows:
            for widget in widgets:
                widget.setVisible(option in self.exporter.heeds)

    def _changed(self) -> None:
        self._tell_command()
        options = options_of(self.choice, self._state, self._tab)
        self._previewing.want(self.exporter, self._tab.document, options)

    def _tell_command(self) -> None:
        if self._warned is not None:
            self._warned = None
            self.save.setText(tr("Save"))
        name = os.path.basename(self.name.text())
        self.command.show_text(command_line(self.exporter, self.choice, self._state, self._tab, name))

    # ----------------------------------------------------------------------------------------------------- the preview

    def _began(self) -> None:
        self.about.show_text(tr("drawing…") if is_picture(self.exporter) else tr("writing…"))

    def _made(self, preview: Preview) -> None:
        self.preview = preview
        self.box.show_preview(preview)
        size = len(preview.data)
        parts = [preview.exporter.short]
        if preview.exporter.name == "png" and preview.picture is not None:
            parts.append(
                tr(
                    "{width} × {height} px",
                    width=numeral(preview.picture.width()),
                    height=numeral(preview.picture.height()),
                )
            )
        large = f"{numeral(f'{size / 1e6:.1f}')} MB"
        amount = large if size >= 1_000_000 else f"{numeral(max(1, round(size / 1000)))} kB"
        parts.append(tr("large: {size}", size=amount) if size > LARGE else amount)
        self.about.show_text(" · ".join((", ".join(parts), *preview.told)))

    def _failed(self, error: Exception) -> None:
        self.preview = None
        self.box.clear()
        said = error.message if isinstance(error, UserError) else str(error)
        self.about.show_text(tr("It can't be written: {why}", why=said))

    def _file(self) -> tuple[str, bytes] | None:
        """The file as it would be written; None while it is being made."""
        if self.preview is None or self.preview.exporter is not self.exporter:
            return None
        return file_name(self.exporter, self._tab.document), self.preview.data

    # -------------------------------------------------------------------------------------------------- what is done

    def _path(self, exporter: Exporter) -> str:
        return os.path.join(self._folder, file_name(exporter, self._tab.document))

    def childEvent(self, event: QChildEvent) -> None:
        """A dialog for files looks like the rest."""
        dress_files(event)

    def _browse(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        kind = f"{self.exporter.title} (*.{self.exporter.suffix})"
        name = QFileDialog.getSaveFileName(self, tr("Save as"), self.name.text(), kind)[0]
        if name:
            self._folder = os.path.dirname(name)
            self.name.setText(name)

    def _copy_command(self) -> None:
        copy(self.command.full_text, tr("Command line copied"))

    def _copy(self) -> None:
        """Put what would be written on the clipboard: a picture as one, all else as text."""
        preview = self.preview
        if preview is None or preview.exporter is not self.exporter:
            bulletin().say(tr("It is still being made: try again in a moment"), self)
            return
        mime = QMimeData()
        if preview.picture is not None:
            mime.setImageData(preview.picture)
        if self.exporter.media_type.startswith("image/svg"):
            mime.setData(self.exporter.media_type, QByteArray(preview.data))
        elif preview.picture is None:
            mime.setText(preview.data.decode("utf-8", "replace"))
        QGuiApplication.clipboard().setMimeData(mime)
        bulletin().say(tr("{format} copied", format=self.exporter.short), self)

    def _names(self, path: Path) -> list[str]:
        """The names of all files that will be written."""
        if self.choice.when != "each" or "step" not in self.exporter.heeds:
            return [path.name]
        steps = len(self._tab.document.timeline)
        return [numbered(path.name, step, steps, self.exporter) for step in range(steps + 1)]

    def _save(self) -> None:
        text = self.name.text().strip()
        if not text:
            self.name.setFocus()
            return
        path = Path(text).expanduser()
        if path.is_dir():
            path = path / file_name(self.exporter, self._tab.document)
        there = [name for name in self._names(path) if holds_something(path.with_name(name))]
        if there and self._warned != (path, self.choice.when):
            self._warned = path, self.choice.when
            more = trn(" and {count} more", " and {count} more", len(there) - 1) if len(there) > 1 else ""
            self.save.setText(tr("Replace"))
            self.about.show_text(
                tr("{name} is there already{more}: Replace writes over it", name=there[0], more=more)
            )
            return
        self._write(self.exporter, self.choice, path)
        self.accept()
