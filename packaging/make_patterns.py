"""Writes resources/samples/patterns.json: the three patterns in small, drawn from the layouts of the samples that show
them; with --check it only says whether the file is up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xccviz.display.graph.draw import draw  # noqa: E402
from xccviz.display.look import Look  # noqa: E402
from xccviz.display.types import Path as Line  # noqa: E402
from xccviz.display.types import Rect  # noqa: E402
from xccviz.document import build_document  # noqa: E402
from xccviz.layout.layered.build import build_layout  # noqa: E402
from xccviz.sources.files.sample import read_sample  # noqa: E402

TARGET = ROOT / "resources" / "samples" / "patterns.json"
PATTERNS = {
    "batch": "tutorial-batch-ok",
    "parallel": "tutorial-parallel-3-ok",
    "callback": "callback-panics",
}
"""Groups of the samples, and the sample whose drawing stands for each."""
PARTS = ("card", "bar", "row")
"""What of a box is seen in small, beside its slots."""


def main(argv: list[str]) -> int:
    """Write or check the file."""
    made = json.dumps({group: small(name) for group, name in PATTERNS.items()}, separators=(",", ":")) + "\n"
    if "--check" in argv:
        return int(not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != made)
    TARGET.write_text(made, encoding="utf-8")
    return 0


def small(sample: str) -> dict[str, Any]:
    """Boxes as [x, y, width, height, fill, stroke] and lines as [role, dashed, points of a line or of cubic curves], in
    px of the graph, without words, heads, refunds and legend."""
    document = build_document(read_sample(sample))
    shown = draw(document, build_layout(document.analysis), Look())
    boxes, lines = [], []
    for item in shown.primitives:
        part = item.key.rpartition("/")[2]
        if item.owner is None or "refunds" in item.key:
            continue
        if isinstance(item, Rect) and (part in PARTS or part.startswith("slot")):
            place = [round(value) for value in (item.x, item.y, item.width, item.height)]
            boxes.append([*place, item.fill, item.stroke])
        elif isinstance(item, Line) and item.layer == "edge" and part != "head" and item.stroke != "none":
            path = [[segment.op, *(round(value) for value in segment.points)] for segment in item.segments]
            lines.append([item.stroke, bool(item.dash), path])
    return {"sample": sample, "boxes": boxes, "lines": lines}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
