"""What is installed works: samples open, are written in every format, and are drawn in a window."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import xccviz
from xccviz.catalogue import tr, trn
from xccviz.cli.installation import files
from xccviz.cli.installation.answers import NotHere
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.export import EXPORTERS, ExportOptions
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.screen import diagnose, missing_libraries, probe_display
from xccviz.settings.themes import DARK, palettes
from xccviz.sources.files.sample import list_samples
from xccviz.tables.shown import WHOLE

Environ = Mapping[str, str]

SIZE = (900, 600)
"""Pixels of the window that is drawn."""
LEAST_PART = 0.1
"""Of its pixels that at least have a colour of the theme's backgrounds."""
BACKGROUNDS, VERDICTS = ("bg", "panel", "card"), ("ok", "bad")
"""Roles that cover a window, and those in which it says of receipts how they ended."""
DRAWN = "tutorial-parallel-3-one-panics"
"""A sample with receipts that succeeded and one that failed."""
SECONDS = 60.0


def languages(environ: Environ) -> str:
    """Each translation is there, and this program speaks it where it is set."""
    found = files.languages()
    english, *others = (_help_in(name, environ) for name in found)
    deaf = [name for name, said in zip(found[1:], others, strict=True) if said == english]
    if deaf or not english:
        raise ValueError(tr("the program does not speak what is set: {names}", names=", ".join(deaf) or "en"))
    return ", ".join(found)


def _help_in(language: str, environ: Environ) -> str:
    """What the program says of itself where a language is set."""
    ended = subprocess.run(
        [*_this_program(), "--help"],
        env={**environ, "XCCVIZ_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS,
        check=False,
    )
    return ended.stdout


def samples(environ: Environ) -> str:
    """Every sample opens and reads well in every view of `show`."""
    found = list_samples()
    if not found:
        raise ValueError(tr("none are installed"))
    nowhere = Terminal(io.StringIO())
    for sample in found:
        document = open_document_sync(f"sample:{sample.name}", OpenOptions(offline=True)).document
        for view in VIEWS.values():
            view.show(document, nowhere, WHOLE)
    return trn("{count} opens and reads well", "{count} open and read well", len(found))


def exports(environ: Environ) -> str:
    """A sample is written in every format; those that fail are named."""
    document = open_document_sync(f"sample:{DRAWN}", OpenOptions(offline=True)).document
    failed = []
    for exporter in EXPORTERS:
        try:
            if not exporter.run(document, ExportOptions()):
                failed.append(exporter.name)
        except Exception as error:  # whatever is wrong is the answer
            failed.append(f"{exporter.name} ({type(error).__name__}: {error})")
    if failed:
        raise ValueError(tr("could not be written: {names}", names=", ".join(failed)))
    return ", ".join(exporter.name for exporter in EXPORTERS)


def window(environ: Environ) -> str:
    """A window on a sample is drawn in a process of its own, without a screen; what was drawn has the theme's colours
    where it should. (Not compared pixel by pixel: each version of Qt draws edges and letters a little differently.)"""
    with tempfile.TemporaryDirectory(prefix="xccviz-self-test-") as folder:
        path = Path(folder, "window.png")
        own = {"QT_QPA_PLATFORM": "offscreen", "XCCVIZ_CONFIG_DIR": folder, "XCCVIZ_CACHE_DIR": folder}
        size = "x".join(map(str, SIZE))
        ended = subprocess.run(
            [*_this_program(), "gui", f"sample:{DRAWN}", "--offline", "--theme", DARK, "--size", size]
            + ["--screenshot", str(path)],
            env={**environ, **own},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
        if ended.returncode or not path.is_file():
            raise _not_drawn(ended.stderr, ended.returncode)
        from xccviz.display.qt_files import colours_in  # late: the libraries that it wants may be missing

        colours = colours_in(path)
    if colours.total() != SIZE[0] * SIZE[1]:
        raise ValueError(tr("the picture has another size"))
    check_colours(colours, palettes()[DARK])
    return tr("{width} × {height} pixels in the colours of the theme", width=SIZE[0], height=SIZE[1])


def check_colours(colours: Counter[str], palette: Mapping[str, str]) -> None:
    """Raises ValueError where the theme's colours don't cover the picture, or don't say how receipts ended."""
    backgrounds = sum(colours[colour] for colour in {palette[role].upper() for role in BACKGROUNDS})
    if backgrounds < LEAST_PART * colours.total():
        raise ValueError(tr("the picture is not in the colours of the theme"))
    for role in VERDICTS:
        if not colours[palette[role].upper()]:
            raise ValueError(tr("the picture does not show how receipts ended"))


def display(environ: Environ) -> str:
    """Whether a window can be opened here. Raises NotHere where not: that is no matter of this installation."""
    probe = probe_display(environ)
    if not probe.ok:
        raise NotHere(tr("a window cannot be opened here: {reason}", reason=probe.reason), probe.hint)
    return tr("a window can be opened")


def _not_drawn(stderr: str, status: int) -> ValueError:
    """Why the window could not be drawn, with the packages that are missing where it is for want of libraries."""
    probe = diagnose(stderr, status, missing_libraries())
    return ValueError(f"{probe.reason}; {probe.hint}" if probe.hint else probe.reason)


def _this_program() -> list[str]:
    """What starts another of this program; a frozen one calls itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    # -P: a file called json.py in the current directory is nobody's. Where the package lies comes last.
    root = os.path.dirname(os.path.dirname(xccviz.__file__))
    code = f"import sys; sys.path.append({root!r}); from xccviz.__main__ import run; sys.exit(run())"
    return [sys.executable, "-P", "-c", code]
