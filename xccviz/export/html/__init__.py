"""`--to html`: one self-contained page that opens offline: verdict, drawing, failures, every receipt. Nothing of it is
fetched, nothing of the chain is markup or script, and all of it can be read without the script that makes it handier.

`page` writes one about many transactions.
"""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.export.html.many import Entry, Kept, page
from xccviz.export.html.report import call_name, report
from xccviz.export.html.sheet import whole_page
from xccviz.export.html.subject import subject_of
from xccviz.export.types import ExportOptions
from xccviz.model.text import visible_text

__all__ = ["Entry", "Kept", "page", "run"]


def run(document: Document, options: ExportOptions) -> bytes:
    """The page of one transaction."""
    body, rules = report(subject_of(document, options))
    title = tr("{call} · xccviz report", call=visible_text(call_name(document), 80))
    return whole_page(title, body, options.theme, rules)
