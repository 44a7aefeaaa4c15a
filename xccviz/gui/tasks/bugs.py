"""What nobody handled is told in the window: few who use one look at its terminal."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from xccviz.gui.state.store import Store
from xccviz.values import replace

log = logging.getLogger(__name__)


@contextmanager
def told_in(front: Callable[[], Store]) -> Iterator[None]:
    """Meanwhile exceptions of slots and events go into the log, and a banner of the window in front tells each once:
    one that comes with every paint would else bring itself about."""
    told: set[tuple[str, str, int]] = set()

    def tell(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        place = _place(where)
        if not isinstance(error, Exception) or (kind.__name__, *place) in told:
            log.error("nobody handled this", exc_info=(kind, error, where))
            return
        told.add((kind.__name__, *place))
        from xccviz.gui.tasks.problems import problem_of

        store = front()
        given = store.state.tab.given if store.state.tab is not None else ""
        problem = replace(problem_of(given, error), can_retry=False)
        store.update(lambda state: replace(state, problem=problem))

    before, sys.excepthook = sys.excepthook, tell
    try:
        yield
    finally:
        sys.excepthook = before


def _place(where: TracebackType | None) -> tuple[str, int]:
    """File and line where it was raised."""
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    return (where.tb_frame.f_code.co_filename, where.tb_lineno) if where is not None else ("", 0)
