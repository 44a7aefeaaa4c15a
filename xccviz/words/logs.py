"""What contracts logged."""

from __future__ import annotations

from xccviz.catalogue import trn


def rolled_back(lines: int) -> str:
    """Beside so many lines of a receipt that failed."""
    return trn(
        "The receipt failed: what this line tells of was rolled back.",
        "The receipt failed: what these lines tell of was rolled back.",
        lines,
    )
