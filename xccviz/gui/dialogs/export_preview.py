"""The look at what an export will write, from which the file can be dragged out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QLabel

from xccviz.catalogue import tr
from xccviz.gui.tasks.previewing import Preview

PREVIEW = QSize(402, 236)


class PreviewBox(QLabel):
    """What will be written, to look at and to drag out as a file. `file` gives the one to drag, None for none."""

    def __init__(self, file: Callable[[], tuple[str, bytes] | None]) -> None:
        super().__init__()
        self._file = file
        self._pressed: QPoint | None = None
        self.setObjectName("exportPreview")
        self.setProperty("look", "preview")
        self.setFixedSize(PREVIEW)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(tr("Drag it out to get it as a file"))

    def show_preview(self, preview: Preview) -> None:
        """Show a picture as large as it fits, or the first lines."""
        if preview.picture is not None and not preview.picture.isNull():
            ratio = self.devicePixelRatioF()
            room = QSize(PREVIEW.width() - 12, PREVIEW.height() - 12) * ratio
            pixels = QPixmap.fromImage(_fitted(preview.picture, room))
            pixels.setDevicePixelRatio(ratio)
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.setProperty("mono", False)
            self.setPixmap(pixels)
        else:
            self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self.setProperty("mono", True)
            self.setText("\n".join(preview.lines))
        self.style().polish(self)
        self.setAccessibleName(tr("Preview of {format}", format=preview.exporter.short))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin here."""
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the file out of the window."""
        far = QGuiApplication.styleHints().startDragDistance()
        if self._pressed is None or (event.position().toPoint() - self._pressed).manhattanLength() < far:
            return
        self._pressed = None
        file = self._file()
        if file is None:
            return
        drag = QDrag(self)
        drag.setMimeData(dragged(*file))
        if not self.pixmap().isNull():
            drag.setPixmap(self.pixmap().scaledToWidth(160, Qt.TransformationMode.SmoothTransformation))
        drag.exec(Qt.DropAction.CopyAction)


def dragged(name: str, data: bytes) -> QMimeData:
    """A file of that name for whoever takes it; it lies in a folder that goes when the program ends."""
    path = Path(tempfile.mkdtemp(dir=_dragged_out())) / name
    path.write_bytes(data)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


@cache
def _dragged_out() -> str:
    folder = tempfile.mkdtemp(prefix="xccviz-")
    app = QGuiApplication.instance()
    if app is not None:
        app.aboutToQuit.connect(lambda: shutil.rmtree(folder, ignore_errors=True))
    return folder


def _fitted(picture: QImage, room: QSize) -> QImage:
    if picture.width() <= room.width() and picture.height() <= room.height():
        return picture
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return picture.scaled(room, keep, smooth)
