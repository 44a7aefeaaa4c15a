"""The bundled fonts within a file: subsets by script, so that a drawing looks everywhere as it was measured.

`packaging/make_font_subsets.py` makes them from the fonts beside them
(docs/decisions/2026-11-30-subsets-of-fonts-in-drawings.md). A file carries those that hold a character of its words;
what is in none of them is drawn by a font of the viewer, in the width that was measured.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from xccviz.layout.measure import font_face
from xccviz.resources import read_bytes

FONT_CLASSES: Mapping[str, str] = dict.fromkeys(
    ("regular", "medium", "semibold"),
    "'Helvetica Neue', Arial, 'Liberation Sans', 'Segoe UI', system-ui, sans-serif",
) | {"mono": "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"}
"""What follows each bundled font where a viewer takes no fonts from a file: such as are no wider first, for what does
not heed `textLength` either."""
_SPOKEN = "\xa0·×±°¹²³⁰⁴⁵⁶⁷⁸⁹…–—−‘’“”•‹›←↑→↓↔⇒⊘⟨⟩≠≤≥≈✓✗↩▸▾◂●○◌◆△▲□■"
"""Characters beyond ASCII that our own words and signs use."""
SUBSETS: Mapping[str, frozenset[int]] = {
    "basic": frozenset((*range(0x20, 0x7F), *map(ord, _SPOKEN))),
    "latin": frozenset((*range(0xA0, 0x250), *range(0x1E00, 0x1F00))) - frozenset(map(ord, _SPOKEN)),
    "greek": frozenset(range(0x370, 0x400)),
    "cyrillic": frozenset(range(0x400, 0x530)),
}
"""Which characters each subset holds, as far as the font has them."""


def covered(font: str, subset: str) -> frozenset[int]:
    """The characters that a subset of a font holds."""
    return SUBSETS[subset] & font_face(font).advances.keys()


def font_faces(used: Mapping[str, Collection[str]]) -> str:
    """`@font-face` rules for the characters used, by font: each subset that holds one of them, as data in the rule."""
    return "".join(_rule(font, subset) for font, subset in subsets_of(used))


def subsets_of(used: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """The subsets that hold one of the characters used, by font, in the order of their names."""
    for font in sorted(used):
        codes = frozenset(map(ord, used[font]))
        for subset in SUBSETS:
            if not codes.isdisjoint(covered(font, subset)):
                yield font, subset


def font_rules(fonts: Iterable[str]) -> str:
    """A rule for the class of each font: `.mono{font-family:…}`."""
    made = []
    for font in sorted(fonts):
        face = font_face(font)
        family = f"font-family:'{face.family}',{FONT_CLASSES[font]};font-weight:{face.weight}"
        made.append(f".{font}{{{family}}}")
    return "".join(made)


def subset_file(font: str, subset: str) -> str:
    """The name of the file in `resources/fonts/subsets`."""
    return f"{font}-{subset}.woff"


@cache
def _rule(font: str, subset: str) -> str:
    face = font_face(font)
    data = b64encode(read_bytes("fonts", "subsets", subset_file(font, subset))).decode("ascii")
    return (
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
        f"unicode-range:{unicode_range(covered(font, subset))};"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
    )


def unicode_range(codes: Collection[int]) -> str:
    """Characters as CSS lists them: `U+20-7E,U+B7`."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)
