"""The pytest plugin: the transactions of a test that fails stand explained in its report (interface.md §10).

    def test_payment(near_transactions):
        account = Account("alice.near", key, near_transactions.url)   # all that is sent there is recorded, or
        near_transactions.add(result.transaction.hash)                # say which transactions belong to the test

pytest loads this with every run, so it loads nothing else until a test asks for the fixture.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xccviz.testing.recorder import Recorder

if TYPE_CHECKING:
    from xccviz.testing.endpoint import Endpoint

__all__ = ["Recorder", "near_transactions"]
FOLDER = ".xccviz"
"""Where captures and drawings lie unless `--near-dir` says so."""
SECTION = "NEAR transactions"

_recorder = pytest.StashKey[Recorder]()
_endpoint = pytest.StashKey["Endpoint"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    group = parser.getgroup("xccviz", "NEAR transactions (xccviz)")
    group.addoption(
        "--near-rpc",
        metavar="URL",
        help="the node that near_transactions asks, and that its url records in front of",
    )
    group.addoption(
        "--near-dir",
        metavar="DIR",
        default=FOLDER,
        help="where captures and drawings of failed tests lie (default: %(default)s)",
    )


@pytest.fixture
def near_transactions(request: pytest.FixtureRequest) -> Recorder:
    """The NEAR transactions of this test: `add` one, or send through `url`. If it fails, they are explained in its
    report, and lie as captures and drawings below --near-dir."""
    config: pytest.Config = request.config
    folder = Path(config.invocation_params.dir, config.getoption("--near-dir"))
    rpc: str | None = config.getoption("--near-rpc")

    def endpoint() -> Endpoint:
        """One for the whole run: clients that outlive a test keep their address."""
        if _endpoint not in config.stash:
            from xccviz.testing.endpoint import Endpoint  # late: few tests record

            config.stash[_endpoint] = Endpoint(rpc)
        return config.stash[_endpoint]

    node: pytest.Item = request.node
    listening = config.stash.get(_endpoint, None)
    recorder = node.stash[_recorder] = Recorder(node.nodeid, folder, rpc, endpoint, listening)
    return recorder


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """What a failed test sent is told in its report, once."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    recorder = item.stash.get(_recorder, None)
    if recorder is not None and report.failed and not recorder.told:
        recorder.told = True
        from xccviz.testing.reports import report_of  # late: most tests don't fail

        text = report_of(recorder)
        if text:
            report.sections.append((SECTION, text))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing of the run goes on after it."""
    if _endpoint in config.stash:
        config.stash[_endpoint].close()
        del config.stash[_endpoint]
