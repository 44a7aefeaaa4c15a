"""Pictures and pages, read back by Pillow and poppler."""

# covers: xccviz/export/png.py, xccviz/export/pdf.py, xccviz/display/qt_files.py, xccviz/display/qt_threads.py

from __future__ import annotations

import io
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from PIL import Image

pytest.importorskip("PySide6.QtGui")

from PySide6.QtCore import QHashSeed

from tests.export.worse import NAMES
from tests.export.worse import opened as document
from tests.readers import program
from xccviz.cli.main import main
from xccviz.display import qt_files
from xccviz.display.qt_threads import kept
from xccviz.display.types import Text
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter
from xccviz.export.pictures import picture
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text

pytestmark = pytest.mark.usefixtures("qapp")


def written(document: Document, format: str, **options: Any) -> bytes:
    exporter = find_exporter(format)
    assert exporter is not None
    return exporter.run(document, ExportOptions(**options))


def poppler(name: str, data: bytes, *arguments: str) -> str:
    """What a program of poppler says of a PDF; it complains of nothing."""
    done = subprocess.run([program(name), *arguments], input=data, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode()


def squeezed(text: str) -> str:
    """Without spaces and line ends, which a page has where it likes, and marks apart from their letters."""
    return "".join(normalize("NFD", text).split())


@pytest.mark.parametrize("name", NAMES)
def test_pillow_reads_the_picture_and_what_it_says_of_itself(name: str) -> None:
    of = document(name)
    shown = picture(of, ExportOptions())
    with Image.open(io.BytesIO(written(of, "png"))) as image:
        image.load()
        assert image.format == "PNG"
        assert image.size == (-(-shown.width // 1), -(-shown.height // 1))
        assert len(image.convert("RGB").getcolors(1 << 24) or ()) > 20
        assert image.info["Source"] == of.trace.transaction.hash
        assert squeezed(image.info["Title"]) == squeezed(visible_text(shown.title))
        assert not any(ord(c) < 32 for words in image.info.values() if isinstance(words, str) for c in words)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_page_is_text(name: str) -> None:
    of = document(name)
    data = written(of, "pdf")
    text = squeezed(poppler("pdftotext", data, "-layout", "-", "-"))
    shown = picture(of, ExportOptions())
    assert of.trace.transaction.hash in text
    words = [p.text for p in shown.primitives if isinstance(p, Text) and p.text and p.role != "none"]
    assert len(words) > 10
    missing = [each for each in words if not _readable(each, text)]
    assert missing == []
    fonts = [line.split() for line in poppler("pdffonts", data, "-").splitlines()[2:]]
    assert fonts and all(font[-5] == "yes" for font in fonts)  # embedded
    assert "Pages:           1\n" in poppler("pdfinfo", data, "-")


def _readable(words: str, text: str) -> bool:
    """Whether the letters and digits of a text stand in another: what a font has no sign for comes from others, whose
    order poppler may see otherwise."""
    return all(
        part in text
        for part in squeezed(words).encode("ascii", "replace").decode().split("?")
        if len(part) > 3
    )


def test_a_page_is_as_large_as_the_drawing() -> None:
    of = document("join-of-joins")
    shown = picture(of, ExportOptions())
    said = poppler("pdfinfo", written(of, "pdf"), "-")
    width, height = -(-shown.width * 0.75 // 1), -(-shown.height * 0.75 // 1)
    assert f"Page size:       {width:.0f} x {height:.0f} pts" in said


def test_a_page_looks_like_the_picture() -> None:
    of = document("parallel-one-panics")
    drawn = poppler_picture(written(of, "pdf"))
    with Image.open(io.BytesIO(written(of, "png"))) as image:
        painted = image.convert("L")
        assert abs(painted.width - drawn.width) <= 1 and abs(painted.height - drawn.height) <= 1
        small = [each.resize((80, 60), Image.Resampling.BOX) for each in (painted, drawn)]
    differences = [abs(a - b) for a, b in zip(*(each.tobytes() for each in small), strict=True)]
    assert max(differences) < 40 and sum(differences) / len(differences) < 3


def poppler_picture(data: bytes) -> Image.Image:
    """A page as poppler paints it, 96 pixels an inch, in grey."""
    done = subprocess.run(
        [program("pdftoppm"), "-r", "96", "-png", "-"], input=data, capture_output=True, check=True
    )
    return Image.open(io.BytesIO(done.stdout)).convert("L")


@pytest.mark.parametrize("format", ["png", "pdf"])
def test_the_same_document_gives_the_same_bytes(format: str) -> None:
    of = document("parallel-one-panics")
    command = f"""
import sys
from tests.export.test_pixels import written
from tests.export.ten import document
sys.stdout.buffer.write(written(document("parallel-one-panics"), {format!r}))
"""
    other = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True)
    assert (written(of, format), other.stderr) == (other.stdout, b"")


def test_scale_makes_a_picture_larger_and_sharper() -> None:
    of = document("batch-ok")
    sizes = []
    for scale in (0.5, 1.0, 2.0):
        with Image.open(io.BytesIO(written(of, "png", scale=scale))) as image:
            sizes.append(image.size)
    assert sizes[2][0] - 1 <= 2 * sizes[1][0] <= sizes[2][0] + 2
    assert sizes[0][0] < sizes[1][0]


def test_what_is_too_large_is_made_smaller_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    of = document("parallel-one-panics")
    told: list[str] = []
    monkeypatch.setattr(qt_files, "MOST_PIXELS", 100_000)
    with Image.open(io.BytesIO(written(of, "png", tell=told.append))) as image:
        assert image.width * image.height <= 101_000
    (words,) = told
    whole = picture(of, ExportOptions())
    assert f"{whole.width:.0f} × {whole.height:.0f} px" in words and "svg and pdf hold it whole" in words
    monkeypatch.setattr(qt_files, "LONGEST_PAGE", 300.0)
    pages = poppler("pdfinfo", written(of, "pdf", tell=told.append), "-")
    (width, height) = (float(part) for part in re.findall(r"Page size: +([\d.]+) x ([\d.]+) pts", pages)[0])
    assert width <= 300 and abs(height / width - whole.height / whole.width) < 0.01
    assert re.search(r"4\d\.\d %", told[-1])
    monkeypatch.setattr(qt_files, "MOST_PIXELS", 100)
    with pytest.raises(UserError, match="nothing of it could be seen") as caught:
        written(of, "png")
    assert "svg or pdf" in caught.value.hint


def test_the_command_line_says_it_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(qt_files, "MOST_PIXELS", 100_000)
    path = tmp_path / "out.PNG"
    assert main(["export", "sample:tutorial-batch-ok", "--offline", "-o", str(path)]) == 0
    said = capsys.readouterr()
    assert "more than a picture can hold" in said.err and said.out == ""
    with Image.open(path) as image:
        assert image.format == "PNG"


def test_sizes_keep_the_limits() -> None:
    for width, height in ((1.0, 1.0), (60_000.0, 90_000.0), (1_076.0, 150_000.0), (10.0, 1e7)):
        scale = qt_files.scale_of_png(width, height, 4.0)
        assert scale <= 4
        assert width * scale * height * scale <= qt_files.MOST_PIXELS
        assert max(width, height) * scale <= qt_files.LONGEST_SIDE
        assert max(width, height) * 0.75 * qt_files.scale_of_pdf(width, height) <= 14_400


@pytest.mark.parametrize("format", ["png", "pdf"])
def test_a_worker_paints_the_same_while_the_window_paints(format: str) -> None:
    """Fonts, paths and brushes are each thread's own."""
    of = document("join-of-joins")
    expected = written(of, format)
    found: list[bytes] = []
    workers = [threading.Thread(target=lambda: found.append(written(of, format))) for _ in range(4)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        assert written(of, format) == expected
    for worker in workers:
        worker.join()
    assert found == [expected] * 4


def test_what_is_kept_is_kept_for_each_thread() -> None:
    @kept(2)
    def made(of: int) -> object:
        return object()

    here: object = made(1)
    assert made(1) is here
    there: list[object] = []
    other = threading.Thread(target=lambda: there.extend((made(1), made(1))))
    other.start()
    other.join()
    assert there[0] is there[1] and there[0] is not here


def in_a_process(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Python without a display, on its own."""
    import os

    environment = {
        k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment | environ
    )


def test_no_display_is_needed_and_a_window_can_follow() -> None:
    done = in_a_process(
        "from tests.export.ten import document\n"
        "from tests.export.test_pixels import written\n"
        "print(len(written(document('batch-ok'), 'png')) > 1000)\n"
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "QLabel('x').show()\n"
    )
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr


def test_a_program_without_fonts_or_libraries_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        qt_files, "QCoreApplication", type("None", (), {"instance": staticmethod(lambda: None)})
    )
    monkeypatch.setattr(qt_files, "_lacking", lambda: iter(["libEGL.so.1"]))
    with pytest.raises(UserError, match=r"libEGL\.so\.1 is missing") as caught:
        written(document("batch-ok"), "png")
    assert caught.value.kind == "output"
    monkeypatch.setattr(qt_files, "QCoreApplication", type("Plain", (), {"instance": staticmethod(object)}))
    with pytest.raises(UserError, match="plain QCoreApplication"):
        written(document("batch-ok"), "pdf")


def test_what_qt_lacks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(qt_files._lacking()) == []
    if not sys.platform.startswith("linux"):
        return

    def refuse(path: str) -> None:
        raise OSError("libfontconfig.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(qt_files.ctypes, "CDLL", refuse)
    assert list(qt_files._lacking()) == ["libfontconfig.so.1"]


def test_hashes_are_seeded_again_when_the_last_page_is_written() -> None:
    try:
        QHashSeed.resetRandomGlobalSeed()
        with qt_files._seedless():
            with qt_files._seedless():
                assert qt_files._seed() == 0
            assert qt_files._seed() == 0, "another page is still written"
        assert qt_files._seed() != 0
        QHashSeed.setDeterministicGlobalSeed()
        with qt_files._seedless():
            pass
        assert qt_files._seed() == 0, "whoever wanted none has none"
        QHashSeed.resetRandomGlobalSeed()
        with qt_files._seedless():
            pass
        assert qt_files._seed() != 0
    finally:
        QHashSeed.resetRandomGlobalSeed()
