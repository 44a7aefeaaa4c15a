"""The process that calls run in, and why one could not be ended. Loads little: it starts before a document is read."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.installing import extra_hint
from xccviz.model.errors import Hint, UserError
from xccviz.opening.options import OpenOptions
from xccviz.rerun.sandbox import Sandbox, SandboxFailed
from xccviz.sources.store.compiled import FOLDER


def is_installed() -> bool:
    """Whether what runs contracts is there."""
    return find_spec("wasmtime") is not None and find_spec("Crypto") is not None


def check_installed() -> None:
    """Raises UserError (usage) where what runs contracts is not installed; it names what adds it."""
    if not is_installed():
        raise UserError(
            tr("running a call again needs the extra replay"),
            extra_hint("replay"),
            kind="usage",
        )


def sandbox_for(options: OpenOptions) -> Sandbox:
    """The process that calls run in; it starts now. A run may take as long as opening may. Contracts are kept compiled
    beside the cache, where there is one. Raises UserError (usage) without the extra."""
    check_installed()
    folder: Path | None = options.cache_dir / FOLDER if options.cache_dir is not None else None
    return Sandbox(folder, options.timeout)


def stopped(failed: SandboxFailed) -> UserError:
    """Why a run could not be ended here, for people."""
    from xccviz.words.replays import ending_words  # late: the process is to start before that is loaded

    more = f" ({failed.text})" if failed.text else ""
    return UserError(
        f"{ending_words(failed.why)}{more}",
        Hint(
            tr("Nothing is known of how it would have ended; --timeout gives it more time."),
            tr("Nothing is known of how it would have ended; the settings may give it more time."),
        ),
        kind="incomplete",
    )
