"""What lies on the disk beside the settings, looked at and changed beside the window: the cache and stored keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from xccviz.catalogue import tr
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.model.errors import UserError, in_window
from xccviz.opening.caching import cache_in
from xccviz.settings.keys import Place, forget_key, keep_key, keyring_trouble, where_kept
from xccviz.sources.progress import Report
from xccviz.values import frozen


@frozen
class CacheState:
    """Bytes of what is kept and of how many transactions; `trouble`: why it can't be used, "" where it can."""

    size: int
    count: int
    trouble: str = ""


@frozen
class KeysState:
    """Where the key of each network is kept, None for nowhere; `keyring`: why there is no keyring, "" where there is
    one; `file`: why the file with the key is not used, "" where nothing is wrong with it."""

    kept: Mapping[str, Place | None]
    keyring: str = ""
    file: str = ""


class Storing(QObject):
    """`cache_seen(CacheState)` or `cache_failed(Exception)`, `keys_seen(KeysState)` or `keys_failed(Exception)` follow
    what is asked here; before `keys_seen` comes `keys_changed`, where one was kept or forgotten."""

    cache_seen = Signal(object)
    cache_failed = Signal(object)
    keys_seen = Signal(object)
    keys_failed = Signal(object)
    keys_changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._asked: dict[int, str] = {}
        self._ends = False
        jobs.finished.connect(self._finished)

    def end(self) -> None:
        """Nobody asks more: it goes once what was asked is done, of which keys that change are still told."""
        self._ends = True
        self._go_if_done()

    def look_at_cache(self, folder: Path, limit: int) -> None:
        """See how much is kept."""
        self._begin("cache", _cache_state, folder, limit)

    def empty_cache(self, folder: Path, limit: int) -> None:
        """Forget all that is kept."""
        self._begin("cache", _emptied, folder, limit)

    def look_at_keys(self, folder: Path | None, networks: Iterable[str]) -> None:
        """See where keys are kept, and whether there is a keyring."""
        self._begin("keys", _keys_state, folder, tuple(networks))

    def keep_key(
        self, folder: Path | None, networks: Iterable[str], network: str, key: str, place: Place
    ) -> None:
        """Keep a key, and look again."""
        self._begin("changed keys", _kept, folder, tuple(networks), network, key, place)

    def forget_key(self, folder: Path | None, networks: Iterable[str], network: str, place: Place) -> None:
        """Forget a key, and look again."""
        self._begin("changed keys", _forgotten, folder, tuple(networks), network, place)

    def _begin(self, about: str, function: Callable[..., object], *given: Any) -> None:
        async def work(report: Report) -> object:
            return await beside(function, *given)

        self._asked[self._jobs.submit(work)] = about

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        about = self._asked.pop(job, None)
        if about == "changed keys":
            self.keys_changed.emit()  # also where it failed: what was asked before may be another one by now
        if self._ends:
            self._go_if_done()
        elif about == "cache":
            self.cache_seen.emit(result) if error is None else self.cache_failed.emit(error)
        elif about is not None:
            self.keys_seen.emit(result) if error is None else self.keys_failed.emit(error)

    def _go_if_done(self) -> None:
        if self._ends and not self._asked:
            self.deleteLater()


def _cache_state(folder: Path, limit: int) -> CacheState:
    cache = cache_in(folder, limit)
    if not cache.path.exists():  # looking makes none
        return CacheState(0, 0)
    size, count = cache.size(), cache.count()
    return CacheState(size, count, cache.trouble or "")


def _emptied(folder: Path, limit: int) -> CacheState:
    cache = cache_in(folder, limit)
    if cache.path.exists() and not cache.clear():
        raise UserError(
            tr("the cache can't be emptied: {reason}", reason=cache.trouble or cache.path),
            tr("Try again when nothing else uses it."),
            kind="output",
        )
    return _cache_state(folder, limit)


def _keys_state(folder: Path | None, networks: tuple[str, ...]) -> KeysState:
    kept: dict[str, Place | None] = {}
    wrong = ""
    for name in networks:
        try:
            kept[name] = where_kept(folder, name)
        except UserError as error:
            kept[name], wrong = None, f"{error.message}. {in_window(error.hint)}"
    return KeysState(kept, keyring_trouble(), wrong)


def _kept(folder: Path | None, networks: tuple[str, ...], network: str, key: str, place: Place) -> KeysState:
    keep_key(folder, network, key, place)
    return _keys_state(folder, networks)


def _forgotten(folder: Path | None, networks: tuple[str, ...], network: str, place: Place) -> KeysState:
    forget_key(folder, network, place)
    return _keys_state(folder, networks)
