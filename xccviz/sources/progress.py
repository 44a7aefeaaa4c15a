"""What long work says about itself while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from xccviz.values import frozen

Stage = Literal["reading", "asking", "receipts", "blocks", "chunks", "more", "analysing", "trouble", "done"]


@frozen
class Progress:
    """`text` is one short line for people; `done` of `total` steps where they can be counted (total None: not)."""

    stage: Stage
    text: str
    done: int = 0
    total: int | None = None


Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Say nothing."""
