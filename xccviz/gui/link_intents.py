"""What a person can want of links: a part of `Intents`."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.gui.compare_intents import CompareIntents
from xccviz.gui.links import Link, read_link
from xccviz.gui.look.bulletin import bulletin, copy
from xccviz.gui.state.link import COMPARE, link_of
from xccviz.model.errors import UserError
from xccviz.values import replace


class LinkIntents(CompareIntents):
    """Copying a command that opens exactly what is seen, and opening one that was pasted."""

    def copy_link(self) -> None:
        """The link to what stands in front."""
        link = link_of(self._store.state)
        if link.line:
            copy(link.line, tr("Link copied: a command that opens exactly this"))
        else:
            bulletin().say(link.why_not, self)

    def open_given(self, text: str, behind: bool = False) -> None:
        """Open anything of interface.md §1, or what a link shows; `behind` the tab in front."""
        try:
            link = read_link(text)
        except UserError as error:
            self.opener.tell(text, error)
            return
        if link is None:
            self.opener.open(text, behind=behind)
        elif link.network and link.network not in self.opener.options.networks:
            message = tr("there is no network {name} here", name=link.network)
            self.opener.tell(text, UserError(message, tr("Add it in the settings."), kind="usage"))
        else:
            self._open_link(link, behind)

    def _open_link(self, link: Link, behind: bool) -> None:
        select = link.select or None
        if link.view == COMPARE:
            first, second = link.opens
            self.open_beside(first, second, link.step, select, link.filter, network=link.network or None)
            return
        if link.view and not behind:
            self._store.update(lambda s: replace(s, view=link.view))
        for n, given in enumerate(link.opens):
            self.opener.open(
                given, link.step, select, link.network or None, behind=behind or n > 0, filter=link.filter
            )
