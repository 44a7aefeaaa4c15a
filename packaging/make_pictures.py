"""Draw the window as people see it, into `build/pictures`: `python packaging/make_pictures.py [--only WORD …]`.

Every bundled sample and what else a window can show (a wide fan-out, a big join, the past, an error, a fetch that
takes long, each view and each dock), light and dark, in two sizes, and a page `index.html` with all of them. Nothing
but this checkout is needed; the same checkout gives the same bytes. `--only` draws the pictures with WORD in their
names, `--quick` one size only, `--docs` also puts the README's two pictures where the README finds them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - after the path and the platform
from PySide6.QtWidgets import QApplication, QDockWidget  # noqa: E402

from tests.node.loopback import Fault, LoopbackNode, serving  # noqa: E402
from tests.reference.executor import Program, Promise, execute  # noqa: E402
from xccviz.gui import app, picture  # noqa: E402
from xccviz.gui.state.memory import memory_path  # noqa: E402
from xccviz.gui.views import VIEWS  # noqa: E402
from xccviz.gui.window import MainWindow  # noqa: E402
from xccviz.model.raw import RawDocument, RawTransaction  # noqa: E402
from xccviz.sources.files.capture import capture_to_json  # noqa: E402
from xccviz.sources.files.sample import list_samples  # noqa: E402

THEMES = ("light", "dark")
VARIANTS = (("1280x800", 1), ("1440x900", 1), ("1440x900", 2))
FAILED = "sample:tutorial-parallel-3-one-panics"
RICH = "sample:ft-transfer-call-refused"
HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
PORT = 39_030
"""Where the node that never answers listens: always the same, as the window may show it."""
NODE = ("--network", "localnet", "--rpc", f"http://127.0.0.1:{PORT}")
DOCS = {
    f"{FAILED.removeprefix('sample:')}-light-1280x800@1": "window-light",
    "past-dark-1280x800@1": "window-dark",
}
"""Which pictures the README shows."""
LONGEST_MS = 60_000

Until = Callable[[MainWindow], bool]


@dataclass(frozen=True)
class Shot:
    """One thing to show: what it is, the window's arguments, and when it is ready; `dock` names a
    panel to be raised before."""

    name: str
    title: str
    argv: tuple[str, ...] = ()
    until: Until = lambda window: window.store.state.job is None
    dock: str = ""

    @property
    def asks(self) -> bool:
        """Whether the node that never answers is asked."""
        return bool(set(NODE) & set(self.argv))


def shots() -> list[Shot]:
    """Everything there is to show; docks and views that the window has are found, not listed."""
    found = [Shot(sample.name, sample.story, (f"sample:{sample.name}",)) for sample in list_samples()]
    found += [
        Shot("past", "A step in the past: one slot has failed, one is still in flight.", (FAILED, "--step", "8")),
        Shot("start", "Before the first step.", (FAILED, "--step", "0")),
        Shot("fan-out-500", "500 calls in one receipt, some fail.", ("fan-out-500.xcc.json",)),
        Shot("join-128", "A join of 128 slots.", ("join-128.xcc.json",)),
        Shot("join-128-past", "The join, when half has arrived.", ("join-128.xcc.json", "--step", "200")),
        Shot("tabs", "Three transactions open.", (FAILED, RICH, "sample:join-of-joins")),
        Shot("empty", "The window without a transaction."),
        Shot("error", "A file that is no transaction.", ("broken.json",), lambda w: w.store.state.problem is not None),
        Shot(
            "error-beside", "A file that is no transaction, beside an open one.", (FAILED, "broken.json"),
            lambda w: w.store.state.problem is not None,
        ),
        Shot("fetch", "A node takes its time.", (HASH, *NODE), _asking),
    ]  # fmt: skip
    for view in (spec.id for spec in VIEWS):
        if view != "graph":
            for name, given in (("join", FAILED), ("rich", RICH)):
                found.append(Shot(f"view-{view}-{name}", f"The view {view}.", (given, "--view", view)))
            past = (FAILED, "--view", view, "--step", "5")
            found.append(Shot(f"view-{view}-past", f"The view {view} in the past.", past))
            found.append(
                Shot(f"view-{view}-fan-out", f"The view {view}.", ("fan-out-500.xcc.json", "--view", view))
            )
    for dock in _docks():
        for name, given in (("join", FAILED), ("rich", RICH)):
            found.append(Shot(f"dock-{dock}-{name}", f"The panel {dock}.", (given,), dock=dock))
    return found


def _asking(window: MainWindow) -> bool:
    job = window.store.state.job
    return job is not None and job.text != "starting"


def _docks() -> list[str]:
    """Object names of the docks a window has."""
    window = app.create_window([])
    window.complete()
    names = [dock.objectName() for dock in window.findChildren(QDockWidget)]
    _discard(window)
    return names


def inputs() -> dict[str, bytes]:
    """Documents that no sample holds, by file name."""
    calls = [Promise(Program(i % 97 == 60, b"%d" % i), f"worker-{i % 7}.near", []) for i in range(500)]
    slots = [Promise(Program(i in (7, 90), b"%d" % (i * i)), f"oracle-{i}.near", []) for i in range(128)]
    slots.append(Promise(Program(False, b'"median 4032"'), "app.near", list(range(128))))
    return {
        "fan-out-500.xcc.json": _capture(Program(False, b"", calls)),
        "join-128.xcc.json": _capture(Program(False, b"", slots, returns=128)),
        "broken.json": b'{"transaction": {"hash": 12',
    }


def _capture(program: Program) -> bytes:
    run = execute(program)
    documents = [RawDocument("EXPERIMENTAL_tx_status", {}, {"jsonrpc": "2.0", "id": 1, "result": run.answer})]
    for hash, height in run.heights.items():
        header = {"hash": hash, "height": height, "timestamp_nanosec": str(height * 10**9)}
        answer = {"jsonrpc": "2.0", "id": 1, "result": {"header": header, "chunks": []}}
        documents.append(RawDocument("block", {"block_id": hash}, answer))
    raw = RawTransaction(
        documents=tuple(documents), open="tx", tx_hash="tx", network="localnet", chain_id="localnet"
    )
    return capture_to_json(raw, "xccviz pictures", "2026-11-22T00:00:00Z")


def draw(shot: Shot, theme: str, size: str, scales: Sequence[int], folder: Path) -> list[str]:
    """The pictures of one window, one a scale; their names."""
    window = app.create_window([*shot.argv, "--theme", theme, "--size", size])
    window.complete()
    QApplication.setCursorFlashTime(0)  # type: ignore[attr-defined]  # a blinking caret would make two pictures differ
    try:
        _wait(window, shot.until)
        if shot.dock:
            dock = window.findChild(QDockWidget, shot.dock)
            assert dock is not None, f"the window has no dock {shot.dock}"
            dock.show()
            dock.raise_()
        # What is open is told with its folder, which has another name each time.
        told = window.frame.open_bar.edit
        told.setText(told.text().removeprefix(f"{Path.cwd()}{os.sep}"))
        told.setCursorPosition(0)
        picture.settle(window)
        names = []
        for scale in scales:
            name = f"{shot.name}-{theme}-{size}@{scale}"
            if not picture.picture(window, folder / f"{name}.png", scale):
                raise SystemExit(f"{folder / name}.png can't be written")
            names.append(name)
        return names
    finally:
        _discard(window)


def _wait(window: MainWindow, until: Until) -> None:
    loop, late = QEventLoop(), QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(LONGEST_MS)
    window.store.changed.connect(lambda _old, _new: loop.quit() if until(window) else None)
    while not until(window):
        if not late.isActive():
            raise SystemExit(f"the window shows nothing new for {LONGEST_MS / 1000:.0f} s")
        loop.exec()


def _discard(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents()
    QApplication.processEvents()


@contextmanager
def surroundings() -> Iterator[None]:
    """A folder of inputs to stand in, and settings of nobody."""
    before, kept = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in inputs().items():
            (folder / file).write_bytes(data)
        os.environ.update(XCCVIZ_CONFIG_DIR=str(folder / "config"), XCCVIZ_CACHE_DIR=str(folder / "cache"))
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(kept)


def make(folder: Path, only: Sequence[str] = (), variants: Sequence[tuple[str, int]] = VARIANTS) -> list[str]:
    """Draw into `folder` what has a word of `only` in its name (everything without any); the names of the pictures."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[tuple[Shot, list[str]]] = []
    with surroundings():
        for shot in shots():
            if only and not any(word in shot.name for word in only):
                continue
            memory_path(Path(os.environ["XCCVIZ_CONFIG_DIR"])).unlink(missing_ok=True)
            with serving(LoopbackNode(faults={"*": Fault("hang")}), PORT) if shot.asks else nullcontext():
                drawn.append((shot, _draw_all(shot, folder, variants)))
    (folder / "index.html").write_text(page(drawn), encoding="utf-8")
    return [name for _, names in drawn for name in names]


def _draw_all(shot: Shot, folder: Path, variants: Sequence[tuple[str, int]]) -> list[str]:
    names = []
    for theme in THEMES:
        for size in dict.fromkeys(size for size, _ in variants):
            names += draw(shot, theme, size, [scale for other, scale in variants if other == size], folder)
    return names


def page(drawn: Sequence[tuple[Shot, list[str]]]) -> str:
    """One page with all pictures, small; each leads to itself at full size."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>xccviz: pictures</title>",
        "<style>body{font:14px sans-serif;margin:24px;background:#f6f7f9}h2{margin:28px 0 2px}p{margin:0 0 8px}",
        "div{display:flex;flex-wrap:wrap;gap:10px}img{width:300px;border:1px solid #cbd2dc}figure{margin:0}",
        "figcaption{color:#4b5565}</style><h1>xccviz</h1>",
    ]
    for shot, names in drawn:
        parts.append(f"<h2>{escape(shot.name)}</h2><p>{escape(shot.title)}</p><div>")
        for name in names:
            file, words = escape(f"{name}.png"), escape(name.removeprefix(f"{shot.name}-"))
            parts.append(
                f'<figure><a href="{file}"><img src="{file}" loading=lazy alt="{escape(shot.name)}, {words}"></a>'
                f"<figcaption>{words}</figcaption></figure>"
            )
        parts.append("</div>")
    return "\n".join(parts) + "\n"


def main(argv: list[str]) -> int:
    """Draw them all."""
    parser = argparse.ArgumentParser(description="Draw the window in build/pictures.")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "pictures")
    args = parser.parse_args(argv)
    if not args.only:
        shutil.rmtree(args.output, ignore_errors=True)
    names = make(args.output, args.only, VARIANTS[:1] if args.quick else VARIANTS)
    for name, target in DOCS.items() if args.docs else ():
        shutil.copyfile(args.output / f"{name}.png", ROOT / "docs" / "pictures" / f"{target}.png")
    print(f"{len(names)} pictures: {args.output / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
