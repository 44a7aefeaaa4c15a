"""Write resources/fonts/advances.json: the advance widths of the bundled fonts.

Run it again whenever a font file changes:

    .venv/bin/python packaging/make_font_table.py            # writes the table
    .venv/bin/python packaging/make_font_table.py --check    # exit 1 when the table is stale

The table lets layout, SVG and Qt measure text alike, so that a drawing made without Qt is the drawing on screen.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
OUTPUT = FONTS / "advances.json"
LAST_CODEPOINT = 0xFFFF
FACES = (
    # key, file, CSS family, CSS weight
    ("regular", "Inter-Regular.otf", "Inter", 400),
    ("medium", "Inter-Medium.otf", "Inter", 500),
    ("semibold", "Inter-SemiBold.otf", "Inter", 600),
    ("mono", "JetBrainsMono-Regular.ttf", "JetBrains Mono", 400),
)


def face_table(file: str, family: str, weight: int) -> dict[str, Any]:
    """Return one font's metrics; advances are rows of [first code point, last, width | widths in order]."""
    font = TTFont(FONTS / file)
    metrics = font["hmtx"]
    widths = {
        code: metrics[glyph][0]
        for code, glyph in sorted(font.getBestCmap().items())
        if 0x20 <= code <= LAST_CODEPOINT
    }
    em = font["head"].unitsPerEm
    return {
        "file": file,
        "family": family,
        "weight": weight,
        "units_per_em": em,
        "ascent": font["hhea"].ascent,
        "descent": -font["hhea"].descent,
        "line_gap": font["hhea"].lineGap,
        # What the font lacks comes from a fall-back font nobody knows here: rather too wide than too narrow.
        "default": max(widths[ord("0")], round(em * 0.62)) if family == "Inter" else widths[ord("0")],
        "wide_default": em,
        "advances": rows(widths),
    }


def rows(widths: dict[int, int]) -> list[list[Any]]:
    """Return runs of neighbouring code points; a run of one width is written once."""
    runs: list[tuple[int, list[int]]] = []
    for code, width in widths.items():
        if runs and code == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(width)
        else:
            runs.append((code, [width]))
    return [[first, first + len(run) - 1, run[0] if len(set(run)) == 1 else run] for first, run in runs]


def render() -> str:
    """Return the whole table as JSON, one run of code points a line."""
    parts = []
    for key, file, family, weight in FACES:
        table = face_table(file, family, weight)
        advances = ",\n".join(
            f"    {json.dumps(row, separators=(',', ':'))}" for row in table.pop("advances")
        )
        head = json.dumps(table)[1:-1]
        parts.append(f'  {json.dumps(key)}: {{{head}, "advances": [\n{advances}\n  ]}}')
    body = ",\n".join(parts)
    return f'{{"format": "xccviz-font-advances", "version": 1, "fonts": {{\n{body}\n}}}}\n'


def main(argv: list[str]) -> int:
    """Write the table, or with --check say whether the one on disk is the one the fonts give."""
    text = render()
    if "--check" in argv:
        return 0 if OUTPUT.read_text(encoding="utf-8") == text else 1
    OUTPUT.write_text(text, encoding="utf-8")
    print(f"{OUTPUT.name}: {len(text):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
