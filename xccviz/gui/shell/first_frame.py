"""The window's frame alone: at its place and in its colour, shown while what stands in it is still being loaded.

Nothing that comes before the frame uses the namespace `Qt`, nor what takes a colour or one of its names: PySide6 fills
it when it is first asked for, which takes a tenth of the time until then.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QMainWindow

from xccviz.gui.state.memory import Memory, read_memory
from xccviz.gui.state.writing import LAST_PATIENCE, Writer
from xccviz.settings.themes import DARK, LIGHT, palettes
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.state.store import AppState


class FirstFrame(QMainWindow):
    """A window that knows its place and its theme, and remembers both. `name`: its own among those of one process; ""
    the first one's."""

    name = ""

    def __init__(
        self,
        configured: str,
        memory: Path | None = None,
        theme: str | None = None,
        text_size: int = 100,
        density: str = "comfortable",
    ) -> None:
        """`memory`: the file that keeps the window's place and what was opened; None keeps nothing. `configured` is
        the theme of the settings, which gives way to one that was chosen in the window, both to `theme`; `text_size`,
        in percent, that of the settings, which gives way to one that was chosen in the window; `density` is theirs."""
        super().__init__()
        self.setWindowTitle("xccviz")
        self.setAcceptDrops(True)
        self.resize(self.sizeHint())
        self.kept = kept = read_memory(memory) if memory is not None else Memory()
        self.writer = Writer(memory, kept) if memory is not None else None
        self.configured, self.began_with = configured, theme or kept.theme_with(configured)
        self.configured_size, self.density = text_size, density
        ground = self.palette()
        desktop = DARK if ground.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
        colours = palettes().get(self.began_with) or palettes()[desktop]
        ground.setColor(QPalette.ColorRole.Window, QColor(colours["bg"]))
        self.setPalette(ground)
        if kept.geometry:
            self.restoreGeometry(QByteArray(kept.geometry))

    def remember(self, docks: bytes, state: AppState) -> None:
        """Keep the window's place, where its docks stand, and what of `state` lasts."""
        if self.writer is None:
            return
        # The theme that was chosen in this window or an earlier one, and instead of which.
        chosen = state.theme != self.began_with
        theme = (state.theme, self.configured) if chosen else (self.kept.theme, self.kept.instead_of)
        place = bytes(self.saveGeometry().data())
        first = place if not self.name else self.kept.geometry
        memory = Memory(first, docks, state.text_percent, theme=theme[0], instead_of=theme[1])
        memory = replace(memory, size_instead_of=self.configured_size, session=self.kept.session)
        from xccviz.gui.state.annotating import lasting  # late: the frame comes first

        self.writer.put(lasting(memory, state, self.name, place))
        self.writer.write(LAST_PATIENCE)

    def sizeHint(self) -> QSize:
        """The size the window opens with."""
        return QSize(1280, 800)
