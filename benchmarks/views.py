"""What a drawing that flows takes from the analysis to its first painted frame, and how that grows.

    python benchmarks/views.py [VIEW …]

For each (all where none is named), with 5,000 receipts that are all alike, and with as many that are not: CPU ms of
the layout, of what a window keeps of it, of a first frame of 1,076 × 610 px and of a step; their sum ÷ json.dumps of
as many receipts in the same run; and the exponent of the layout's time from 250 to 8,000 receipts (1 is linear).
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.layout.trees import Spec, analysis_of, document_of, with_heights
from xccviz.display.drawings import DRAWINGS, Drawing
from xccviz.display.look import Look
from xccviz.display.parts import ListParts
from xccviz.display.qt import paint_primitive
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.gui.canvas.drawn import Drawn
from xccviz.layout.types import LayoutOptions
from xccviz.replay import moment_at

RECEIPTS, ROUNDS = 5_000, 5
WIDTH, HEIGHT = 1_076, 610


def alike(count: int) -> Document:
    """So many calls of one method by one receipt."""
    specs = [Spec(-1), *(Spec(0, account="token.near", method="ft_transfer") for _ in range(count))]
    return document_of(with_heights(analysis_of(specs), [0]))


def unlike(count: int) -> Document:
    """A tree of calls of forty methods between twelve accounts."""
    chance = random.Random(5)
    specs = [Spec(-1)]
    for i in range(1, count):
        parent, account = chance.randint(max(0, i - 40), i - 1), f"a{chance.randint(0, 11)}.near"
        failed = chance.random() < 0.02
        specs.append(Spec(parent, account=account, method=f"m{chance.randint(0, 39)}", failed=failed))
    return document_of(with_heights(analysis_of(specs), [0, 1, 0, 2]))


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least CPU seconds of several rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def measured(drawing: Drawing, document: Document) -> tuple[float, float, float, float]:
    """Seconds of the layout, of its parts, of the first frame, and of a step with its frame."""
    options = LayoutOptions(width=WIDTH)
    layout = drawing.lay_out(document.analysis, options)
    theme = load_theme("light")
    middle = len(document.timeline) // 2
    moments = [moment_at(document.analysis, document.timeline, middle + n) for n in range(ROUNDS + 1)]

    def parts():
        if drawing.parts is not None:
            return drawing.parts(document, layout)
        return ListParts(drawing.draw(document, layout, Look()))

    def frame(drawn: Drawn) -> None:
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        area = drawn.boundingRect()
        area.setSize(image.rect().size())
        for key in drawn.within(area):
            for primitive in drawn._parts.whole(key):
                paint_primitive(painter, primitive, theme)
        painter.end()

    def first() -> None:
        frame(Drawn(parts(), theme, flows=True))

    kept = parts()
    drawn = Drawn(kept, theme, flows=True)
    steps = iter(moments)

    def step() -> None:
        look = Look(next(steps))
        if isinstance(kept, ListParts):
            kept.replaced(drawing.draw(document, layout, look))
        else:
            kept.take(look)
            assert kept.furniture
        frame(drawn)

    made = least(parts)
    return (
        least(lambda: drawing.lay_out(document.analysis, options)), made, least(first) - made, least(step),
    )  # fmt: skip


def exponent(drawing: Drawing, few: int = 250, many: int = 8_000) -> float:
    """How the layout's time grows: 1 is linear."""
    times = []
    for count in (few, many):
        analysis = unlike(count).analysis
        times.append(least(lambda given=analysis: drawing.lay_out(given, LayoutOptions()), 3))
    return log(times[1] / times[0]) / log(many / few)


def main() -> None:
    """Measure the drawings that flow."""
    app = QApplication.instance() or QApplication([])
    wanted = [row for row in DRAWINGS if row.flows and (not sys.argv[1:] or row.id in sys.argv[1:])]
    shapes = {"alike": alike, "unlike": unlike}
    built = {name: make(RECEIPTS) for name, make in shapes.items()}
    plain = [{"id": str(i), "receiver_id": "token.near", "gas": i * 10**9} for i in range(RECEIPTS)]
    yard = least(lambda: json.dumps(plain))
    for drawing in wanted:
        for name, document in built.items():
            lay, made, frame, step = measured(drawing, document)
            total = lay + made + frame
            print(
                f"{drawing.id}, {RECEIPTS:,} {name}: layout {lay * 1e3:.0f} + parts {made * 1e3:.0f} + frame "
                f"{frame * 1e3:.0f} = {total * 1e3:.0f} ms, {total / yard:.0f} × json.dumps; a step {step * 1e3:.1f} ms"
            )
        print(f"{drawing.id}: layout grows with exponent {exponent(drawing):.2f}")
    del app


if __name__ == "__main__":
    main()
