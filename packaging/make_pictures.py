"""Draw the window as people see it, into `build/pictures`: `python packaging/make_pictures.py [--only WORD …]`.

Every bundled sample and what else is known to be hard to draw (a wide fan-out, big joins, 4,000 calls, hostile names),
in every view, and what else a window can show (the past, an error, a fetch that takes long, each dock, little room),
light and dark, and a page `index.html` with all of them. Nothing but this checkout is needed; the same checkout gives
the same bytes. `--only` draws the pictures with a WORD in their names (`NAME[-VIEW]-THEME-SIZE@SCALE`), `--quick` one
size of each only, `--docs` also puts the pictures and drawings of README and docs/ where they are found.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - after the path and the platform
from PySide6.QtWidgets import QApplication, QDockWidget  # noqa: E402

import xccviz  # noqa: E402
from tests.node.loopback import Fault, LoopbackNode, serving  # noqa: E402
from tests.reference.executor import Run  # noqa: E402
from tests.reference.extremes import EXTREMES, fan_out, giant  # noqa: E402
from xccviz.gui import app, picture  # noqa: E402
from xccviz.gui.state.memory import memory_path  # noqa: E402
from xccviz.gui.views import VIEWS  # noqa: E402
from xccviz.gui.window import MainWindow  # noqa: E402
from xccviz.model.raw import RawDocument, RawTransaction  # noqa: E402
from xccviz.sources.files.capture import capture_to_json  # noqa: E402
from xccviz.sources.files.sample import list_samples  # noqa: E402
from xccviz.values import replace  # noqa: E402

THEMES = ("light", "dark")
Variant = tuple[str, int]
VARIANTS: tuple[Variant, ...] = (("1280x800", 1), ("1440x900", 1), ("1440x900", 2))
DRAWN: tuple[Variant, ...] = (("1280x800", 1), ("1280x800", 2))
"""What a document's views are drawn in: all that a laptop shows, and again with four times the pixels."""
NARROW: tuple[Variant, ...] = (("900x600", 1),)
FAILED = "sample:tutorial-parallel-3-one-panics"
WORKED = "sample:tutorial-parallel-3-ok"
AGAIN = "sample:sdk-parallel-one-panics"
"""Brings all that its calls need to be run again."""
CALLBACK = ("--view", "replay", "--select", "caller.near.on_multi_done")
BESIDE = ("--view", "compare", WORKED)
RICH = "sample:ft-transfer-call-refused"
PAST = "random-0076.xcc.json.gz"
"""Accounts, failures, joins, deposits that come back: at a step in its middle, every state is in sight."""
RECORDED = ROOT / "tests" / "data" / "pictured"
HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
PORT = 39_030
"""Where the node that never answers listens: always the same, as the window may show it."""
NODE = ("--network", "localnet", "--rpc", f"http://127.0.0.1:{PORT}")
DOCS = {
    f"{FAILED.removeprefix('sample:')}-graph-light-1280x800@1": "window-light",
    "past-dark-1280x800@1": "window-dark",
    "what-if-light-1280x800@1": "replay",
}
"""Which pictures README and docs/ show."""
DRAWN_FOR_DOCS = {
    "pattern-batch": ("sample:tutorial-batch-ok", "graph"),
    "pattern-parallel": (WORKED, "graph"),
    "pattern-callback": (FAILED, "graph"),
    "tour-sequence": (FAILED, "sequence"),
    "tour-timeline": (FAILED, "timeline"),
    "tour-gas": (FAILED, "gas"),
}
"""Which drawings docs/ shows, of what, and in which view."""
LONGEST_MS = 60_000
FIRST_SECOND = 1_795_350_000
"""When the first block of documents made by hand was, in seconds since 1970: as that of those recorded."""

Until = Callable[[MainWindow], bool]
Act = Callable[[MainWindow], None]


@dataclass(frozen=True)
class Shot:
    """One thing to show: what it is, the window's arguments, and when it is ready. `views` are drawn one after the
    other in one window (without any: the one in front); `dock` names a panel to be raised before; what is to be done in
    the window once it is ready is `act`, after which it has to get ready again."""

    name: str
    title: str
    argv: tuple[str, ...] = ()
    until: Until = lambda window: window.store.state.job is None
    act: Act | None = None
    dock: str = ""
    views: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = VARIANTS

    @property
    def asks(self) -> bool:
        """Whether the node that never answers is asked."""
        return bool(set(NODE) & set(self.argv))

    def pictures(self, theme: str, variants: Sequence[Variant]) -> dict[str, tuple[str, Variant]]:
        """The names of its pictures in one theme, and the view and the variant of each, view by view."""
        return {
            f"{self.name}{view and '-'}{view}-{theme}-{size}@{scale}": (view, (size, scale))
            for view in self.views or ("",)
            for size, scale in variants
        }


def shots() -> list[Shot]:
    """Everything there is to show. Samples, recordings, extremes, views and docks are found, not listed."""
    views = tuple(spec.id for spec in VIEWS)
    documents = {f"sample:{sample.name}": sample.story for sample in list_samples()}
    documents |= {path.name: "Recorded." for path in sorted(RECORDED.iterdir())}
    documents |= {f"{name}.xcc.json": "Made by hand." for name in runs()}
    found = [
        Shot(given.removeprefix("sample:").partition(".")[0], story, (given,), views=views, variants=DRAWN)
        for given, story in documents.items()
    ]
    found += [
        Shot("past", "A step in the past: one slot has failed, one is still in flight.", (FAILED, "--step", "8")),
        Shot("start", "Before the first step.", (FAILED, "--step", "0")),
        Shot("join-128-past", "The join, when half has arrived.", ("join-128.xcc.json", "--step", "200")),
        Shot("past-step", "A step in the past, view by view.", (PAST, "--step", "24"), views=views, variants=DRAWN),
        Shot("filtered", "A filter, view by view.", (PAST, "--filter", "fail"), views=views, variants=DRAWN),
        Shot("narrow", "Little room.", (FAILED,), views=views, variants=NARROW),
        Shot("narrow-past", "Little room.", (PAST, "--step", "24"), views=views, variants=NARROW),
        Shot("narrow-wide", "Little room for much.", ("fan-out-500.xcc.json",), views=views, variants=NARROW),
        Shot("tabs", "Three transactions open.", (FAILED, RICH, "sample:join-of-joins")),
        Shot("compare", "Two runs side by side.", (*BESIDE, FAILED), _compares, views=views, variants=DRAWN),
        Shot("compare-past", "Two runs at a step in the past.", (*BESIDE, FAILED, "--step", "8"), _compares),
        Shot("compare-unlike", "Two programs side by side.", (*BESIDE, "sample:join-of-joins"), _compares),
        Shot("compare-alike", "A run beside itself.", (*BESIDE, WORKED), _compares),
        Shot("what-if", "A call run again, with a slot that failed.", (*CALLBACK, AGAIN), _ran_again, _without_slot),
        Shot("empty", "The window without a transaction."),
        Shot("error", "A file that is no transaction.", ("broken.json",), lambda w: w.store.state.problem is not None),
        Shot(
            "error-beside", "A file that is no transaction, beside an open one.", (FAILED, "broken.json"),
            lambda w: w.store.state.problem is not None,
        ),
        Shot("fetch", "A node takes its time.", (HASH, *NODE), _asking),
    ]  # fmt: skip
    for dock in _docks():
        for name, given in (("join", FAILED), ("rich", RICH)):
            found.append(Shot(f"dock-{dock}-{name}", f"The panel {dock}.", (given,), dock=dock))
    return found


def _compares(window: MainWindow) -> bool:
    return window.store.state.pair is not None


def _ran_again(window: MainWindow) -> bool:
    run = window.store.state.rerun
    return run is not None and run.answer is not None and not run.running and run.told == run.wanted


def _without_slot(window: MainWindow) -> None:
    window.intents.ask_again(lambda asked: replace(asked, changes=replace(asked.changes, slots={0: None})))


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


def runs() -> dict[str, Run]:
    """Documents made by hand, by name: what nobody recorded, or only in files too large to be kept here."""
    return {**EXTREMES, "fan-out-500": fan_out(), "giant-4000": giant()}


def inputs() -> dict[str, bytes]:
    """Documents that no sample holds, by file name."""
    return {
        **{path.name: path.read_bytes() for path in RECORDED.iterdir()},
        **{f"{name}.xcc.json": _capture(run) for name, run in runs().items()},
        "broken.json": b'{"transaction": {"hash": 12',
    }


def _capture(run: Run) -> bytes:
    documents = [RawDocument("EXPERIMENTAL_tx_status", {}, {"jsonrpc": "2.0", "id": 1, "result": run.answer})]
    for hash, height in run.heights.items():
        header = {"hash": hash, "height": height, "timestamp_nanosec": str((FIRST_SECOND + height) * 10**9)}
        answer = {"jsonrpc": "2.0", "id": 1, "result": {"header": header, "chunks": []}}
        documents.append(RawDocument("block", {"block_id": hash}, answer))
    raw = RawTransaction(
        documents=tuple(documents), open="tx", tx_hash="tx", network="localnet", chain_id="localnet"
    )
    return capture_to_json(raw, "xccviz pictures", "2026-11-22T00:00:00Z")


def draw(shot: Shot, theme: str, size: str, wanted: Mapping[str, tuple[str, Variant]], folder: Path) -> None:
    """The `wanted` pictures of one window, a name each: the view it shows, and its variant."""
    window = app.create_window([*shot.argv, "--theme", theme, "--size", size])
    window.complete()
    QApplication.setCursorFlashTime(0)  # type: ignore[attr-defined]  # a blinking caret would make two pictures differ
    try:
        _wait(window, shot.until)
        if shot.act is not None:
            shot.act(window)
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
        before = ""
        for name, (view, (_, scale)) in wanted.items():
            if view != before or not before:
                if view:
                    window.intents.show_view(view)
                picture.settle(window)
                before = view
            if not picture.picture(window, folder / f"{name}.png", scale):
                raise SystemExit(f"{folder / name}.png can't be written")
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


def make(folder: Path, only: Sequence[str] = (), quick: bool = False) -> list[str]:
    """Draw into `folder` what has a word of `only` in its name (everything without any), with `quick` in one variant
    each; the names of the pictures."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[tuple[Shot, list[str]]] = []
    with surroundings():
        for shot in shots():
            names = [name for theme in THEMES for name in _draw(shot, theme, folder, only, quick)]
            if names:
                drawn.append((shot, names))
    (folder / "index.html").write_text(page(drawn), encoding="utf-8")
    return [name for _, names in drawn for name in names]


def _draw(shot: Shot, theme: str, folder: Path, only: Sequence[str], quick: bool) -> Iterator[str]:
    """Draw what is wanted of one thing in one theme, a window a size."""
    named = shot.pictures(theme, shot.variants[:1] if quick else shot.variants)
    wanted = {name: of for name, of in named.items() if not only or any(word in name for word in only)}
    for size in dict.fromkeys(size for _, (size, _) in wanted.values()):
        memory_path(Path(os.environ["XCCVIZ_CONFIG_DIR"])).unlink(missing_ok=True)
        mine = {name: of for name, of in wanted.items() if of[1][0] == size}
        with serving(LoopbackNode(faults={"*": Fault("hang")}), PORT) if shot.asks else nullcontext():
            draw(shot, theme, size, mine, folder)
        yield from mine


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
    names = make(args.output, args.only, args.quick)
    for name, target in DOCS.items() if args.docs else ():
        shutil.copyfile(args.output / f"{name}.png", ROOT / "docs" / "pictures" / f"{target}.png")
    for target, (given, view) in DRAWN_FOR_DOCS.items() if args.docs else ():
        drawing = ROOT / "docs" / "pictures" / f"{target}.svg"
        drawing.write_bytes(xccviz.open(given).export("svg", view=view))
    print(f"{len(names)} pictures: {args.output / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
