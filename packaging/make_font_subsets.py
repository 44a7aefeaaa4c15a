"""Write resources/fonts/subsets: the bundled fonts in parts by script, small enough to be put into an exported file.

Run it again whenever a font file or the table of `xccviz/display/fonts.py` changes:

    .venv/bin/python packaging/make_font_subsets.py

tests/display/test_fonts.py holds that the subsets have the outlines and widths of the fonts they are of.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from xccviz.display.fonts import SUBSETS, covered, subset_file
from xccviz.layout.measure import FONT_KEYS, font_face

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
COPYRIGHT, LICENCE = 0, 13
"""Names that a part keeps (the licence of both fonts asks for it)."""


def part(font: str, codes: frozenset[int]) -> TTFont:
    """A font with nothing but the glyphs of `codes`: no kerning and no other forms, which are never used."""
    options = subset.Options()
    options.flavor = "woff"
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [COPYRIGHT, 1, 2, LICENCE]
    made = TTFont(FONTS / font_face(font).file, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(made)
    made.flavor = "woff"
    return made


def main() -> int:
    """Write a file a font and script."""
    folder = FONTS / "subsets"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.woff"):
        old.unlink()
    for font in FONT_KEYS:
        for name in SUBSETS:
            path = folder / subset_file(font, name)
            part(font, covered(font, name)).save(path)
            print(f"{path.name}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
