"""The window in other languages: German has no cut words, and in a language that marks every text, and has other signs
in its numbers, nothing stands unmarked but what is from a chain, typed, or a name. Each in a
process of its own: rows are said when their modules are loaded."""

# covers: xccviz/gui/look/qt_words.py

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui.conftest import FAILED

pytestmark = pytest.mark.long

BEGIN = """
import gettext, os, re, sys
from xccviz import catalogue
{speaks}
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from xccviz.gui import handlers
from xccviz.gui.app import create_window
from tests.gui.looks import clipped, name_of, overlapping, settle
from tests.gui.faces import faces

window = create_window(["sample:{sample}", "--step", "5", "--offline"])
window.complete()
window.resize(1440, 900)
window.show()
while window.store.state.job is not None:
    QApplication.processEvents()
settle()
def every_face():
    yield from faces(window)
    window.intents.close_tab()
    settle()
    yield "empty", window
"""
END = """
sys.stdout.flush()
os._exit(0)
"""
GERMAN = """
def faults(where, widget):
    for check in (clipped, overlapping):
        for fault in check(widget):
            print(where, fault)

for where, widget in every_face():
    faults(where, widget)
print(window.menuBar().actions()[0].text(), QApplication.translate("QShortcut", "Space"))
"""
MARKED = """
from tests.gui.test_walked import NAME, TOLD, everything
from xccviz.display.types import Text
from xccviz.gui.views.drawing import DrawingView

def take(text):
    text = text.replace("\\u200b", "").strip()
    if "⟦" not in text and re.search("[A-Za-z]{2}", text):
        print(repr(text))
    if re.search(r"(?<![\\w.:-])\\d[\\d,]*[.,]\\d", text):
        print("number", repr(text))

for where, widget in every_face():
    for part in everything(widget):
        take(part.text(NAME))
        take(part.text(TOLD))
    for part in widget.findChildren(QWidget):
        take(part.toolTip())
        if isinstance(part, QLabel | QAbstractButton):
            take(part.text())
    view = window.views.get(where)
    if isinstance(view, DrawingView):
        assert view._list is not None and view._parts is not None
        painted = [*view._list.primitives, *(p for key in tuple(view._parts.keys) for p in view._parts.whole(key))]
        for primitive in painted:
            if isinstance(primitive, Text):
                take(primitive.text)
"""
MARKS = """
class Marked(gettext.NullTranslations):
    def gettext(self, text):
        return "1’234·5" if text == "1,234.5" else f"⟦{text}⟧" if text else text

    def ngettext(self, one, many, count):
        return f"⟦{one if count == 1 else many}⟧"

def language(marked=Marked()):
    return marked

language.cache_clear = lambda: None
catalogue.language = language
catalogue._numerals[0] = True
"""
CHAIN = (
    r"(alice|caller|alpha|bravo|delta)\.near|get_value|multiple_contra\S*|on_multi_done|promise_results_count|"
    r"value of|[1-9A-HJ-NP-Za-km-z]{32,}|[0-9A-Za-z]{4,8}…[0-9A-Za-z]{4,8}"
)
NAMES = (
    r"xccviz export .*|xccviz|mainnet|testnet|localnet|English|Deutsch|SVG|PNG|PDF|HTML|JSON|CSV|Markdown|Graphviz|"
    r"Mermaid|GraphML|speedscope|Perfetto|OpenTelemetry|UTC|Tgas|gas|kB|MiB|bytes|https?://\S*|/\S*|config\.toml|"
    r"MIT|Qt|PySide6|Python"
)
KEYS = r"(Ctrl|Alt|Shift|Esc|Home|End|Space|Tab|PgUp|PgDown|Return|Left|Right|Up|Down|Del|F\d+)"
OF_NODES = r"Transfer|[a-z ]+ base|new action receipt|contract loading b\S*|wasm instruction"
"""What nodes call actions and costs."""
OF_MACHINES = r"xccviz \d[.\d]*|https?://\S*|\"jsonrpc\":\"2\.0\""
"""Numbers that no language writes otherwise."""
OF_QT = "Scroll Left|Scroll Right|Close Tab|Close"


def run(program: str, speaks: str, tmp_path: Path) -> list[str]:
    """What a program prints."""
    folders = {"XCCVIZ_CONFIG_DIR": str(tmp_path), "XCCVIZ_CACHE_DIR": str(tmp_path / "cache")}
    environ = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    text = BEGIN.replace("{speaks}", speaks).replace("{sample}", FAILED) + program + END
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, encoding="utf-8", env=environ)
    assert done.returncode == 0, done.stderr[-3_000:]
    return done.stdout.splitlines()


def test_german_has_no_cut_text_and_qt_speaks_it(tmp_path: Path) -> None:
    *faults, last = run(GERMAN, 'catalogue.speak("de")', tmp_path)
    assert faults == []
    assert last == "&Datei Leertaste"


def test_every_text_goes_through_the_catalogue_and_every_number(tmp_path: Path) -> None:
    known = re.compile("|".join((CHAIN, NAMES, KEYS, OF_NODES, OF_QT)))
    printed = set(run(MARKED, MARKS, tmp_path))
    numbers = {line for line in printed if line.startswith("number ")}
    found = (re.sub(r"\\n|<[^>]*>", " ", line) for line in printed - numbers)
    bare = re.compile(r"(?<![\w.:-])\d[\d,]*[.,]\d")
    assert sorted(line for line in numbers if bare.search(re.sub(OF_MACHINES, "", line))) == []
    assert sorted(line for line in found if re.search("[A-Za-z]{2}", known.sub("", line))) == []
