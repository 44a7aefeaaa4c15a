"""A display list as a PNG or a PDF of one page, without a display. Import lazily (needs PySide6).

May be called in any thread: what is painted with is a thread's own (`qt_threads`). The same list gives the same bytes.
"""

from __future__ import annotations

import contextlib
import ctypes
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from math import ceil, floor, sqrt
from pathlib import Path as FilePath
from typing import cast

import PySide6
from PySide6.QtCore import QBuffer, QCoreApplication, QHashSeed, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter
from shiboken6.Shiboken import getCppPointer

from xccviz.catalogue import tr
from xccviz.display.qt import paint
from xccviz.display.types import DisplayList, Theme
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.pieces import nothing

MOST_PIXELS = 40_000_000
"""Of a picture: 160 MB while it is painted."""
LONGEST_SIDE = 65_000
"""Pixels of a side that readers of PNG take."""
LONGEST_PAGE = 14_400.0
"""Points of a side of a page (PDF 32000-1, annex C)."""
POINT = 0.75
"""Points of a px, as browsers have it."""
LEAST_SCALE = 0.02
"""Below it nothing is left to be seen."""


def scale_of_png(width: float, height: float, wanted: float) -> float:
    """The scale at which a drawing of so many px is a picture of a size that can be made; `wanted` where it can."""
    most = min(sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / max(width, height))
    return min(wanted, floor(most * 1000) / 1000)


def scale_of_pdf(width: float, height: float) -> float:
    """The same of a page; 1 where it has room."""
    return min(1.0, floor(1000 * LONGEST_PAGE / (POINT * max(width, height))) / 1000)


def to_png(
    shown: DisplayList,
    theme: Theme,
    scale: float = 1.0,
    texts: Sequence[tuple[str, str]] = (),
    go_on: Callable[[], None] = nothing,
) -> bytes:
    """A picture with `scale` pixels for a px of the drawing, `texts` (keyword, words) among what it says of itself.
    `go_on` is called while it is painted, and may raise.
    Raises UserError (output) where Qt can't be used or there is no memory for it."""
    _application()
    size = max(1, ceil(shown.width * scale)), max(1, ceil(shown.height * scale))
    image = QImage(*size, QImage.Format.Format_RGB32)
    if image.isNull():
        raise UserError(
            tr(
                "there is no memory for a picture of {width} × {height} pixels", width=size[0], height=size[1]
            ),
            tr("Make it smaller with --scale, or export svg or pdf."),
            kind="output",
        )
    for keyword, words in texts:
        image.setText(keyword, visible_text(words))
    painter = QPainter(image)
    ground = _ground(theme)
    for y in range(0, size[1], rows := max(1, _AT_ONCE // size[0])):
        painter.fillRect(0, y, size[0], rows, ground)
    painter.scale(scale, scale)
    try:
        paint(painter, shown, theme, lod=scale, background=False, go_on=go_on)
    finally:
        painter.end()
    go_on()
    buffer = _buffer()
    image.save(buffer, "PNG", _FAST)  # type: ignore[call-overload]  # takes a name as bytes or text
    return bytes(buffer.data().data())


_AT_ONCE = 2_000_000
"""Pixels of the ground that are filled in one go: a window beside gets nothing to do meanwhile."""
_FAST = 75
"""How Qt's PNG writer is told to compress a little: a drawing becomes a tenth larger, and is written in a third."""


def to_pdf(
    shown: DisplayList,
    theme: Theme,
    scale: float,
    id: str,
    made: datetime | None,
    go_on: Callable[[], None] = nothing,
) -> bytes:
    """A page as large as the drawing, `scale` times; its fonts embedded, its text as text. `id`: what its own id is
    made of; `made`: the date it has; `go_on` as for a picture. Raises UserError (output) where Qt can't be used."""
    _application()
    width, height = ceil(shown.width * scale * POINT), ceil(shown.height * scale * POINT)
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setTitle(visible_text(shown.title))
    writer.setCreator("xccviz")
    writer.setDocumentId(QUuid.createUuidV5(QUuid(_SPACE), id.encode("utf-8", "surrogatepass")))
    writer.setResolution(_DPI)
    size = QSizeF(width, height)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.fillRect(painter.viewport(), _ground(theme))
    painter.scale(scale * POINT * _DPI / 72, scale * POINT * _DPI / 72)
    with _seedless():  # the writer lists its fonts as a hash has them
        try:
            paint(painter, shown, theme, background=False, go_on=go_on)
        finally:
            _end(painter)
    return _dated(bytes(buffer.data().data()), made or _UNDATED)


_DPI = 288
_SPACE = "{6ba7b812-9dad-11d1-80b4-00c04fd430c8}"
"""The name space of ids that are made of names (RFC 4122)."""
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def _dated(data: bytes, when: datetime) -> bytes:
    """A PDF with another date than now, which is all that its writer knows; nothing in it moves."""
    stamp = when.strftime("%Y%m%d%H%M%S").encode()
    data = re.sub(rb"^(/(?:CreationDate|ModDate) \(D:)\d{14}", rb"\g<1>" + stamp, data, flags=re.M)
    written = when.strftime("%Y-%m-%dT%H:%M:%S").encode()
    return re.sub(rb'( xmp:\w+Date=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d', rb"\g<1>" + written, data)


_seeds = threading.Lock()
_without = 0
_taken = False


@contextlib.contextmanager
def _seedless() -> Iterator[None]:
    """Hashes of Qt are in the same order each time, until the last one leaves that entered; where the process has no
    seed (QT_HASH_SEED=0) it keeps none."""
    global _without, _taken
    with _seeds:
        if _without == 0 and _seed() != 0:
            QHashSeed.setDeterministicGlobalSeed()
            _taken = True
        _without += 1
    try:
        yield
    finally:
        with _seeds:
            _without -= 1
            if _without == 0 and _taken:
                QHashSeed.resetRandomGlobalSeed()
                _taken = False


def _seed() -> int:
    """The seed, which Qt has as a number and Python can't read."""
    seed = QHashSeed.globalSeed()
    return ctypes.c_size_t.from_address(getCppPointer(seed)[0]).value


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _ground(theme: Theme) -> QColor:
    return QColor(theme.colour("bg") or "#ffffff")


def _end(painter: QPainter) -> None:
    """End painting a page, which compresses all of it in one go, without Python's lock where the call can be found: a
    window would wait for a large one. What is called is the same."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(str(FilePath(PySide6.__path__[0], "Qt", "lib", "libQt6Gui.so.6")))
            end = library["_ZN8QPainter3endEv"]
            end.argtypes, end.restype = [ctypes.c_void_p], ctypes.c_bool
            end(getCppPointer(painter)[0])
            return
    painter.end()


_kept: list[QGuiApplication] = []


def _application() -> None:
    """That of the window, else one without a display: fonts need it."""
    found = QCoreApplication.instance()
    if isinstance(found, QGuiApplication):
        return
    if found is not None:
        raise UserError(
            tr("pictures need Qt's QGuiApplication, and this program has made a plain QCoreApplication"),
            tr("Export svg, which needs no Qt."),
            kind="output",
        )
    for name in _lacking():
        raise UserError(
            tr("Qt can't be used without a display: {name} is missing", name=name),
            tr("Install the package that holds it, or export svg, which needs no Qt."),
            kind="output",
        )
    from PySide6.QtWidgets import QApplication

    # Of widgets: a window that the same process opens later finds it, and could not use a smaller one.
    _kept.append(QApplication(["xccviz", "-platform", "offscreen", "-style", "Fusion"]))


def _lacking() -> Iterator[str]:
    """What Qt's platform without a display can't be loaded for. Qt itself would end the process."""
    folder = FilePath(PySide6.__path__[0])
    for plugin in (
        folder.glob("Qt/plugins/platforms/libqoffscreen.so") if sys.platform.startswith("linux") else ()
    ):
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            yield str(error).partition(":")[0]


def colours_in(path: FilePath) -> Counter[str]:
    """How many pixels of a picture have which colour (`#RRGGBB`); none of a file that is no picture."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    found: Counter[bytes] = Counter()
    for y in range(image.height()):
        row = bytes(cast("memoryview", image.constScanLine(y))[: 3 * image.width()])
        found.update(row[i : i + 3] for i in range(0, len(row), 3))
    return Counter({f"#{colour.hex().upper()}": count for colour, count in found.items()})
