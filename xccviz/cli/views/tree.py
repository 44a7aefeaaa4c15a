"""The receipt tree, indented."""

from __future__ import annotations

from xccviz.cli.terminal import Terminal
from xccviz.document import Document
from xccviz.tables.shown import WHOLE, Shown
from xccviz.tables.tree import tree_lines


def show_tree(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write the nodes in display order, each line cut to the width there is."""
    for parts in tree_lines(document, shown):
        terminal.line(*parts, cut=True)
