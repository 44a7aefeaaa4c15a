"""What a menu is opened for: whoever shows something says what of it is pointed at. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from xccviz.values import frozen, replace

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from xccviz.analysis.compare.values import Missing
    from xccviz.display.hosting import Wish


@frozen
class OwnEntry:
    """What only the place can do that a menu is opened in: `text` says it, `run` does it."""

    text: str
    run: Callable[[], None]


@frozen
class Pointed:
    """What is pointed at: a `node`, else an `account`, else nothing but the transaction around it. `key`: the place of
    a drawing that shows it; `step`: the step it stands for; `text`: what can be copied of it as it stands there, and
    `what` that is. `own`: what the place adds at the top. `slot` and `log`: the slot, or the line of the log, of `node`
    that is pointed at."""

    node: str | None = None
    account: str = ""
    key: str = ""
    step: int | None = None
    text: str = ""
    what: str = ""
    own: tuple[OwnEntry, ...] = ()
    slot: int | None = None
    log: int | None = None


def of_wish(wish: Wish | None, otherwise: Pointed) -> Pointed:
    """What a spot of a drawing is of, by what a click on it asks for; `otherwise` where it asks for something else."""
    if wish is None or wish.kind not in ("select", "step", "toggle"):
        return otherwise
    if wish.kind == "step":
        return replace(otherwise, step=int(wish.value))
    return (
        replace(otherwise, node=wish.value) if wish.kind == "select" else replace(otherwise, key=wish.value)
    )


@runtime_checkable
class OfRun(Protocol):
    """A widget that shows one of two runs side by side, and what is in it."""

    side: Missing


@runtime_checkable
class Points(Protocol):
    """A widget that has a menu."""

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """What is at a point, or has the keyboard (`at` None), and where a menu for it opens, both points on the
        screen; None for nothing at all."""
