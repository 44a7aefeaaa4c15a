"""What the fixture `near_transactions` gives: the transactions of one test."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from xccviz.api.transaction import Transaction
    from xccviz.recording.seen import Seen
    from xccviz.testing.endpoint import Endpoint

LONGEST = 100
"""Characters of a test's name in the names of its files."""
ENDINGS = ("xcc.json", "svg")
PATIENCE = 15.0
"""Seconds that a failed test waits for what it sent to be final."""


class Recorder:
    """The transactions of one test: those that were added, and those that were sent through `url` while it ran.

    None of them is opened before it is asked for, or before the test fails.
    """

    def __init__(
        self,
        nodeid: str,
        folder: Path,
        rpc: str | None,
        endpoint: Callable[[], Endpoint],
        listening: Endpoint | None,
    ) -> None:
        """`listening`: the endpoint of the run where an earlier test asked for it; its clients may outlive that test.
        `endpoint` makes it otherwise."""
        self.nodeid, self.folder, self.name = nodeid, folder, file_stem(nodeid)
        self.told = False
        self._rpc, self._endpoint, self._recording = rpc, endpoint, listening
        self._begun, self._lost = (listening.last, listening.unreached) if listening is not None else (0, 0)
        self._added: list[Transaction | str | bytes | PathLike[str]] = []
        self._forget_earlier_runs()

    def __repr__(self) -> str:
        """Whose they are."""
        return f"<Recorder of {self.nodeid}>"

    def add(self, given: Transaction | str | bytes | PathLike[str] | Mapping[str, object]) -> None:
        """A transaction of this test: its hash (`HASH:signer.near`; asked for at `--near-rpc`, or where `url` passes
        on to), an answer of a node as a dict, a capture, a file, or what `xccviz.open` gave. Raises
        `xccviz.UsageError` for anything else."""
        if isinstance(given, Mapping):
            from xccviz.api.entry import given_bytes
            from xccviz.api.errors import told

            with told():
                self._added.append(given_bytes(given))  # as it is now: the test may go on changing it
        elif isinstance(given, str | bytes | PathLike):
            self._added.append(given)
        else:
            from xccviz.api.errors import wrong_value
            from xccviz.api.transaction import Transaction
            from xccviz.catalogue import tr

            if not isinstance(given, Transaction):
                raise wrong_value("given", given, tr("a transaction, a text, a path, bytes or a dict"))
            self._added.append(given)

    @property
    def url(self) -> str:
        """A JSON-RPC endpoint on this machine in front of `--near-rpc` (without it, of a node on this machine), which
        passes everything through unchanged and records what is sent (interface.md §11). The same for all tests of a
        run."""
        return self._recorded_by().url

    @property
    def transactions(self) -> tuple[Transaction, ...]:
        """All of them: those added, then those sent, in that order; what is not final is waited for. Raises
        `xccviz.Error` for one that can't be opened."""
        from xccviz.api.errors import told
        from xccviz.api.transaction import Transaction

        opened = [self.opened(given) for given in self._added]
        with told():
            documents = [seen.document() for seen in self.sent()]
        opened += [Transaction(document) for document in documents if document is not None]
        return tuple(dict.fromkeys(opened))

    @property
    def added(self) -> tuple[Transaction | str | bytes | PathLike[str], ...]:
        """What was added, as it was given."""
        return tuple(self._added)

    def opened(self, given: Transaction | str | bytes | PathLike[str]) -> Transaction:
        """One of those that were added, opened; a hash is followed until it is final. Raises `xccviz.Error` where that
        can't be."""
        from xccviz.api.transaction import Transaction
        from xccviz.testing.waiting import opened_when_final

        if isinstance(given, Transaction):
            return given
        asked = self._rpc or (self._recording.url if self._recording is not None else None)
        found = opened_when_final(given, asked, PATIENCE)
        self._added = [found if each is given else each for each in self._added]
        return found

    def sent(self) -> tuple[Seen, ...]:
        """What was sent through `url` while this test ran, as far as it became final; in that order."""
        if self._recording is None:
            return ()
        return self._recording.since(self._begun, PATIENCE)

    def lost(self) -> str:
        """What is said of questions to `url` that did not reach the node while this test ran; "" for none."""
        return self._recording.lost_since(self._lost) if self._recording is not None else ""

    def unread(self) -> tuple[str, ...]:
        """What is said of questions to `url` that could not be read, whichever test of the run asked them."""
        return tuple(self._recording.unread) if self._recording is not None else ()

    def _recorded_by(self) -> Endpoint:
        if self._recording is None:
            self._recording = self._endpoint()
        return self._recording

    def _forget_earlier_runs(self) -> None:
        """Files of this test that an earlier run left: what lies there is of the last one."""
        if self.folder.is_dir():
            of_this_test = re.compile(rf"{re.escape(self.name)}-\d{{3}}-\w+\.(?:{'|'.join(ENDINGS)})")
            for path in self.folder.iterdir():
                if of_this_test.fullmatch(path.name):
                    path.unlink(missing_ok=True)


_PLAIN = re.compile(
    r"(?:[A-Za-z0-9_]\w*/)*\w+\.py(?:::\w+)*(?:\[[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*\])?", re.ASCII
)
"""Names of tests that read differently also as names of files."""


def file_stem(nodeid: str) -> str:
    """The name of a test as files can have it; a number tells apart what would read the same."""
    plain = re.sub(r"[^A-Za-z0-9_.]+", "-", nodeid).strip("-.")
    if _PLAIN.fullmatch(nodeid) and len(plain) <= LONGEST:
        return plain
    return f"{plain[-LONGEST:].strip('-.') or 'test'}-{crc32(nodeid.encode('utf-8', 'surrogatepass')):08x}"
