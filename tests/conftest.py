"""What every test shares: no screen, no home directory, no environment of the developer's own."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

# Whatever a script starts with `&` is deaf to interrupts, and so is all it starts: what tests interrupt would go on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Whoever wants no bytecode beside sources gets it elsewhere: else each process here would compile everything anew.
if sys.dont_write_bytecode and sys.pycache_prefix is None:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).resolve().parent.parent / ".pytest_cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

# Before anything imports Qt: a test never opens a window on the desktop it runs on.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _name in ("XCCVIZ_RPC", "XCCVIZ_NETWORK", "XCCVIZ_API_KEY", "XCCVIZ_LANGUAGE", "NO_COLOR"):
    os.environ.pop(_name, None)

import gc  # noqa: E402 - the environment comes first
from collections.abc import Callable, Iterator  # noqa: E402 - the environment comes first
from contextlib import ExitStack  # noqa: E402 - the environment comes first
from itertools import count  # noqa: E402 - the environment comes first
from typing import TYPE_CHECKING, Any  # noqa: E402 - the environment comes first

import pytest  # noqa: E402 - the environment comes first
from hypothesis import settings as hypothesis_settings  # noqa: E402 - the environment comes first
from xdist.scheduler import LoadGroupScheduling  # noqa: E402 - the environment comes first

from tests.screenless import qt_is_missing, skip_what_imports_qt  # noqa: E402 - the environment comes first

if TYPE_CHECKING:
    from tests.node.loopback import LoopbackNode

# Named here rather than found by pytest itself, which ends where Qt can't be loaded.
pytest_plugins = [] if qt_is_missing() else ["pytestqt.plugin"]
if qt_is_missing():
    from tests.screenless import qapp, qtbot  # noqa: F401 - fixtures

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

# Shared machines pause: a slow example is no failure, and CI wants the same examples each time.
hypothesis_settings.register_profile("xccviz", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.register_profile("quick", hypothesis_settings.get_profile("xccviz"), max_examples=30)
hypothesis_settings.load_profile("xccviz")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where Qt's system libraries are missing, what needs Qt is skipped, and pyproject.toml names options of a plugin
    that is not there."""
    if qt_is_missing():
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "one of pytest-qt's", type="linelist")
        skip_what_imports_qt()


def pytest_configure(config: pytest.Config) -> None:
    """Without those that take long, fewer examples are enough too: each run makes others."""
    if "not long" in (config.option.markexpr or ""):
        hypothesis_settings.load_profile("quick")


# Recordings are large and hold no circles: looking through them again and again took an eighth of the time.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: a collection that looked at them too took half a second each time."""
    gc.freeze()


def _walks_all(item: pytest.Item | None) -> bool:
    mark = item.get_closest_marker("xdist_group") if item is not None else None
    return mark is not None and mark.args == ("walks_all",)


QUICK = {
    "analysis",
    "decode",
    "display",
    "graph",
    "layout",
    "model",
    "parse",
    "query",
    "replay",
    "tables",
    "words",
}
"""Folders of tests whose files each take a moment."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no worker is left with it at the end: what walks through everything, then
    windows, then all but what is quick. Among those, files stay shuffled."""

    def turn(item: pytest.Item) -> int:
        folder = item.path.relative_to(HERE).parts[0]
        return 0 if _walks_all(item) else 1 if folder == "gui" else 3 if folder in QUICK else 2

    items.sort(key=turn)


class _Files(LoadGroupScheduling):  # type: ignore[misc]
    """A file goes to one worker, as what it opens and makes is there for all its tests; a group of tests does too."""

    def _split_scope(self, nodeid: str) -> str:
        scope: str = super()._split_scope(nodeid)
        return scope.split("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """How `--dist loadgroup` gives tests to workers: in the order of above."""
    config.option.loadscopereorder = False
    return _Files(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Free what `walks_all` (tests/reference/recorded.py) has built once its tests are done."""
    if _walks_all(item) and not _walks_all(nextitem):
        from tests.reference.recorded import forget

        forget()


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded transactions that may lie beside the checkout; tests that want it are skipped else."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the recorded transactions (../shared/data) are not beside this checkout")
    return folder


@pytest.fixture(scope="session", params=["usual", pytest.param("all", marks=pytest.mark.long)])
def recorded_files(request: pytest.FixtureRequest, shared_data: Path) -> tuple[Path, ...]:
    """Every recorded document whose shape is one transaction; the giant among them only where it may take long: what it
    exports is held to the laws in any run (tests/test_invariants.py)."""
    from tests.reference.recorded import transaction_files, usual_files

    found = usual_files(shared_data) if request.param == "usual" else tuple(transaction_files(shared_data))
    assert len(found) > 1_000
    return found


@pytest.fixture(scope="session", params=["spread", pytest.param("all", marks=pytest.mark.long)])
def recorded_spread(request: pytest.FixtureRequest, shared_data: Path) -> tuple[Path, ...]:
    """A third of the usual ones, spread over all folders; everything where it may take long."""
    from tests.reference.recorded import transaction_files, usual_files

    return (
        usual_files(shared_data)[::3] if request.param == "spread" else tuple(transaction_files(shared_data))
    )


@pytest.fixture(scope="session")
def _private_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("xccviz-home")


@pytest.fixture(autouse=True)
def _no_home(_private_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep cache and configuration out of the developer's home; each test has a cache of its own, and with it a memory
    of its own of how endpoints answered, whose ports are used again; so has what is opened without a cache."""
    health = sys.modules.get("xccviz.sources.network.health")
    if health is not None:
        health.health_in.cache_clear()
    monkeypatch.setenv("XCCVIZ_CACHE_DIR", str(_private_folders / f"cache-{next(_numbers)}"))
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(_private_folders / "config"))


_numbers = count()


@pytest.fixture
def loopback_node() -> Iterator[Callable[..., LoopbackNode]]:
    """Start loopback nodes (tests/node/loopback.py) that answer from recordings; all stop with the test.

    Arguments: names of folders in tests/data/node, then the node's settings:
    `node = loopback_node("tutorial-batch-ok", poll_seconds=0.1)`, then `node.url`, `node.requests`, `node.faults`.
    """
    from tests.node.loopback import LoopbackNode as Node
    from tests.node.loopback import serving

    with ExitStack() as stack:

        def start(*names: str, **settings: Any) -> LoopbackNode:
            node = Node(**settings)
            for name in names:
                node.add_folder(ROOT / "tests" / "data" / "node" / name)
            return stack.enter_context(serving(node))

        yield start
