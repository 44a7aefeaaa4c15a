"""What can be done about the document in front: follow it, stop that, fetch what it lacks, or be told no more."""

from __future__ import annotations

from dataclasses import replace

from xccviz.gui.state.store import Store, with_tab
from xccviz.gui.work.following import Following
from xccviz.gui.work.opening import Opener
from xccviz.settings.networks import NETWORKS
from xccviz.sources.classify import is_account_id


class NoticeActions:
    """The links of the notice, by name in `run`."""

    def __init__(self, store: Store, opener: Opener, following: Following) -> None:
        self._store = store
        self._opener = opener
        self._following = following

    def run(self, name: str) -> None:
        """Do what a link of `Notice` says."""
        {"follow": self.follow, "stop": self._following.stop, "fetch": self.fetch, "dismiss": self.dismiss}[
            name
        ]()

    def follow(self) -> None:
        """Follow the running transaction in front until it is final."""
        self._following.follow()

    def stop(self) -> None:
        """Stop opening; when nothing is being opened, following."""
        if self._store.state.job is not None:
            self._opener.cancel()
        else:
            self._following.stop()

    def fetch(self) -> None:
        """Fetch the transaction in front from its network; what is open stays when nobody has it."""
        tab = self._store.state.tab
        if tab is not None:
            trace = tab.document.trace
            hash, signer = trace.transaction.hash, trace.transaction.signer_id
            given = f"{hash}:{signer}" if is_account_id(signer) else hash
            self._opener.open(given, network=trace.network if trace.network in NETWORKS else None)

    def dismiss(self) -> None:
        """The notice was read."""
        self._following.stop()
        self._store.update(lambda s: with_tab(s, lambda tab: replace(tab, dismissed=True)))
