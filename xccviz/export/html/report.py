"""The page of one transaction, most wanted first: how it ended, the drawing, what callbacks received, what failed and
why, what else is worth knowing, every receipt, money, logs and gas."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Iterator
from itertools import islice

from xccviz import __version__
from xccviz.analysis.time.extent import extent_of
from xccviz.annotations import Annotations
from xccviz.catalogue import numeral, tr, trn
from xccviz.display.drawings import DRAWINGS, find_drawing
from xccviz.display.svg import number, svg_element
from xccviz.document import Document
from xccviz.export.about import about, said_first
from xccviz.export.capture import run as capture
from xccviz.export.html.lists import events, gas, transfers
from xccviz.export.html.markup import Html, Inside, element, joined, text, words_within
from xccviz.export.html.parts import (
    facts,
    head_cell,
    id_words,
    more_words,
    scrolled,
    section,
    sign,
)
from xccviz.export.html.receipt import failure_words, receipt_details, receipt_row
from xccviz.export.html.sheet import drawn_theme
from xccviz.export.html.slots import slots_of_all
from xccviz.export.html.subject import Subject, in_table
from xccviz.export.pictures import asked_words, drawing_of
from xccviz.model.amounts import format_gas
from xccviz.pieces import let_go, watched
from xccviz.tables.findings import evidence_line, finding_rows
from xccviz.tables.gas import totals_at
from xccviz.tables.money import (
    FEES,
    fee_rows,
)
from xccviz.tables.receipts import RECEIPTS
from xccviz.values import replace
from xccviz.words.checks import incomplete_chip, missing_sentence
from xccviz.words.costs import so_far
from xccviz.words.extent import extent_words, more_to_come
from xccviz.words.filters import matching_words
from xccviz.words.ids import distinct
from xccviz.words.names import spoken_name
from xccviz.words.places import block_words
from xccviz.words.proof import proven_sentence
from xccviz.words.sentences import capital, stopped
from xccviz.words.signs import SEVERITIES, VERDICTS, Sign
from xccviz.words.titles import name_of
from xccviz.words.values import value_words

FAILURES, FINDINGS, LINKS = 30, 60, 8
DETAILS = 420_000
"""Characters of markup that the details of receipts may take; those of failed receipts come first."""
PRIMITIVES = 12_000
"""Parts of a drawing: of so many it is some two megabytes large."""
SHRUNK = 0.8
CAPTURE = 240_000
"""Bytes of a capture, packed, that goes along."""
CAPTURE_RECEIPTS = 1_000
"""Receipts of which it is tried to pack one."""
COLUMNS = ("what", "slots", "gas", "deposit", "logs", "block")
PAST = Sign("ready", "ind", tr("in the past"))


def call_name(document: Document) -> str:
    """What the transaction called, as its first receipt is named; else who signed what."""
    root = document.graph.root
    first = next(iter(document.graph.children.get(root.id, ())), None)
    return spoken_name(document.graph.by_id[first]) if first is not None else spoken_name(root)


def verdict_band(subject: Subject, level: str = "p") -> Html:
    """How it ended, as far as that is known by the moment, with its sign."""
    title, explanation = said_first(subject.document, subject.moment)
    shown = VERDICTS[subject.document.verdict.ending] if subject.moment is None else PAST
    words = element(
        "div",
        element(level, text(title, None), class_="title"),
        element("p", text(explanation, None)) if explanation else None,
    )
    return element("div", sign(shown), words, class_=f"verdict {shown.tone}")


def drawing(subject: Subject) -> tuple[Html, str]:
    """The drawing, and the rule that lets it shrink to four fifths of its size and no further: then it scrolls. One
    that would be too large unfolded is folded."""
    own = replace(
        subject.options, annotations=Annotations(subject.annotations.marks)
    )  # notes stand in the text
    shown = drawing_of(subject.document, own)
    folded = len(shown.primitives) > PRIMITIVES
    if folded:
        options = replace(own, expand_all=False, expanded=frozenset(), collapse_refunds=True)
        primitives = [*shown.primitives]
        shown = drawing_of(subject.document, options)
        let_go(primitives)
    drawn = svg_element(shown, drawn_theme(), f"{subject.prefix}drawing-", go_on=own.go_on)
    id = f"{subject.prefix}drawing"
    name = tr("Drawing")
    frame = element(
        "div",
        Html(drawn.opening + drawn.rest),
        class_="drawing",
        id=id,
        tabindex="0",
        role="region",
        aria_label=name,
    )
    remarks = (
        tr("Unfolded it is too large for a page.") if folded else "",
        asked_words(subject.document, subject.options),
        stopped(capital(shown.note)) if shown.note else "",
    )
    note = joined(element("p", text(words), class_="mute") for words in remarks if words)
    width, least = number(shown.width), number(SHRUNK * shown.width)
    rule = f"#{id} svg{{width:100%;height:auto;max-width:{width}px;min-width:{least}px}}"
    return joined((frame, note)), rule


def _drawn(subject: Subject) -> str:
    """What stands above the drawing."""
    named = find_drawing(subject.options.view) if subject.options.view is not None else None
    return tr("What called what") if named is None or named is DRAWINGS[0] else named.name


def report(subject: Subject) -> tuple[Html, list[str]]:
    """The page, and the rules that only it needs."""
    document = subject.document
    figure, rule = drawing(subject)
    hash, identity = about(document, None)
    head = element(
        "header",
        element("p", tr("xccviz report"), class_="made"),
        element("h1", text(call_name(document), 200)),
        element("p", identity, class_="mute"),
        element("p", id_words(hash)),
    )
    parts = [
        section(_drawn(subject), figure, id="drawing-part"),
        section(tr("What each callback received"), slots_of_all(subject), id="slots"),
        section(tr("Failures explained"), *_failures(subject), id="failures"),
        section(tr("Findings"), *_findings(subject), id="findings"),
        _receipts(subject),
        section(tr("Transfers"), *transfers(subject), id="transfers"),
        section(tr("Events and logs"), events(subject), id="events"),
        section(tr("Where the gas went"), gas(subject), id="gas"),
    ]
    body = element(
        "main",
        head,
        verdict_band(subject),
        _figures(subject),
        *_notes(subject),
        *parts,
        _capture(subject),
        _made(document),
    )
    return body, [rule]


def _figures(subject: Subject) -> Html:
    document, analysis, moment = subject.document, subject.document.analysis, subject.moment
    result = analysis.verdict.result if moment is None else None
    fees = [
        ", ".join(
            told for name in ("total", "payer", "others") if (told := FEES.column(name).words(row, "line"))
        )
        for row in fee_rows(document, moment)
    ]
    more = so_far(analysis) if moment is None else ""
    rows = [
        (tr("receipts"), extent_words(extent_of(document.graph)) if moment is None else ""),
        (
            tr("gas burnt") if moment is None else tr("gas burnt so far"),
            format_gas(totals_at(document, moment).total_burnt) + more,
        ),
        (tr("fee"), "".join(fees) + more if fees else ""),
        (tr("result"), value_words(result, "card") if result is not None else ""),
    ]
    return facts([(name, words_within(words, 200) if words else None) for name, words in rows], "figures")


def _notes(subject: Subject) -> Iterator[Html]:
    """What a reader has to know of the page: a filter, what is missing, what could not be read."""
    document, analysis = subject.document, subject.document.analysis
    wanted = subject.options.filter
    if wanted is not None:
        hits, count = len(subject.emphasis.hits), len(document.graph.nodes)
        past = subject.moment.index if subject.moment is not None else None
        found = matching_words(hits, count, wanted.words(), past)
        yield element("p", text(found), class_="note")
    if subject.moment is not None:
        return
    if not analysis.complete:
        yield element(
            "p", f"{capital(incomplete_chip(analysis))}: {missing_sentence(analysis)}", class_="note wait"
        )
    if analysis.proven:
        yield element("p", proven_sentence(analysis), class_="note")
    for problem in document.problems[:10]:
        yield element("p", f"{problem.message} {problem.where}".strip(), class_="note wait")


def _failures(subject: Subject) -> Iterator[Html | None]:
    """Each receipt that failed by then, root causes first."""
    document = subject.document
    causes = {id: place for place, id in enumerate(document.analysis.verdict.root_causes)}
    failed = [
        node
        for node in document.graph.nodes
        if document.analysis.facts[node.id].failed and subject.ran(node.id) and not subject.gone(node.id)
    ]
    if subject.moment is None:  # which of them led to the end is known at the end
        failed.sort(key=lambda node: causes.get(node.id, len(causes)))
    for node in failed[:FAILURES]:
        row = subject.row(node.id)
        head = element(
            "h3",
            sign(RECEIPTS.sign(row)) if RECEIPTS.sign else None,
            subject.link(node.id, spoken_name(node)),
            element("small", block_words(node)),
        )
        said = failure_words(subject, row.facts)
        classes = " ".join(filter(None, ("failure", subject.dimmed(node.id))))
        yield element("article", head, said, class_=classes)
    yield more_words(len(failed) - FAILURES) if len(failed) > FAILURES else None


def _findings(subject: Subject) -> Iterator[Html | None]:
    """What is worth knowing; it speaks of the end."""
    if subject.moment is not None:
        return
    rows = [
        row
        for row in finding_rows(subject.document)
        if not row.nodes or not all(map(subject.gone, row.nodes))
    ]
    items = []
    for row in rows[:FINDINGS]:
        links: list[Inside] = []
        told = row.nodes[:LINKS]
        names = distinct([(name_of(subject.document.graph, node), node) for node in told])
        for node, name in zip(told, names, strict=True):
            links += [subject.link(node, name), Html(" · ")]
        where = element("p", *links[:-1], class_="mute") if links else None
        evidence = evidence_line(row)
        numbers = element("p", evidence, class_="mute") if evidence else None
        shown = SEVERITIES[row.severity]
        items.append(
            element(
                "li",
                element("p", sign(shown), element("strong", row.title)),
                element("p", row.explanation),
                numbers,
                where,
            )
        )
    if items:
        yield element("ul", *items, class_="findings")
    yield more_words(len(rows) - FINDINGS) if len(rows) > FINDINGS else None


def _receipts(subject: Subject) -> Html | None:
    """The table of all receipts, each with what it opens to as long as there is room."""
    document, facts_of = subject.document, subject.document.analysis.facts
    rows = [subject.row(node.id) for node in document.graph.nodes if node.id in subject.listed]
    if not rows:
        return None
    used = [
        id for id in COLUMNS if id == "what" or any(RECEIPTS.column(id).words(row, "card") for row in rows)
    ]
    room, details = DETAILS, dict[str, Html]()
    failed_first = sorted(rows, key=lambda row: not (facts_of[row.node.id].failed and row.happened))
    for row in watched(failed_first, subject.options.go_on):
        made = receipt_details(subject, row)
        if len(made) <= room:
            room -= len(made)
            details[row.node.id] = made
    bodies = [
        receipt_row(subject, row, used, details.get(row.node.id))
        for row in watched(rows, subject.options.go_on)
    ]
    columns = [RECEIPTS.column(id) for id in ("call", *used)]
    heads = [head_cell(column.title, "number" if column.number else "") for column in columns]
    table = element(
        "table",
        element("caption", tr("Every receipt"), class_="unseen"),
        element("thead", element("tr", *heads, head_cell(tr("ID"), "id"))),
        *bodies,
        class_="receipts",
    )
    hidden = sum(in_table(subject, node) for node in document.graph.nodes) - len(rows)
    after = [
        trn("and {count} more receipt", "and {count} more receipts", hidden) if hidden else "",
        tr(
            "Details of {count} are not in this page; the capture has them all.",
            count=numeral(len(rows) - len(details)),
        )
        if len(details) < len(rows)
        else "",
        more_to_come([node for node in document.graph.nodes if not subject.row(node.id).created]),
    ]
    return section(
        tr("Every receipt"),
        _controls(),
        scrolled(table, tr("Every receipt")),
        *(element("p", words, class_="mute") for words in after if words),
        id="receipts",
        note=tr("open a row for its details"),
    )


def _controls() -> Html:
    """What only a script can do: it shows them."""
    field = element(
        "input",
        type="search",
        class_="find",
        aria_label=tr("Show only receipts with this text"),
        placeholder=tr("Show only receipts with…"),
    )
    openers = (
        element("button", tr("Open all"), type="button", class_="open-all"),
        element("button", tr("Close all"), type="button", class_="close-all"),
    )
    words = {"data_copied": tr("copied"), "data_copy": tr("Copy")}
    return element(
        "div", field, element("output", class_="count"), *openers, class_="controls", hidden=True, **words
    )


def _capture(subject: Subject) -> Html | None:
    """All that nodes said, to be opened again: at the end, and as long as it is small."""
    document = subject.document
    if subject.moment is not None or len(document.graph.nodes) > CAPTURE_RECEIPTS:
        return None
    packed = gzip.compress(capture(document, subject.options), mtime=0)
    if len(packed) > CAPTURE:
        return None
    name = f"{document.trace.transaction.hash}.xcc.json.gz"
    words = tr(
        "The capture: save it and open it with xccviz ({size} kB)", size=numeral(round(len(packed) / 1000))
    )
    data = f"data:application/gzip;base64,{b64encode(packed).decode('ascii')}"
    return element("p", element("a", words, href=data, download=name), class_="capture")


def _made(document: Document) -> Html:
    """What made the page, out of what: methods where a query or a capture says that they were asked."""
    documents = document.raw.documents
    asked = [each.method for each in documents if each.params is not None or each.endpoint is not None]
    methods = ", ".join(islice(dict.fromkeys(asked), 6))
    if not asked:
        source = tr("a document that does not say where it comes from")
    elif len(asked) < len(documents):
        source = tr(
            "a document that does not say where it comes from, and from what was answered ({methods})",
            methods=methods,
        )
    else:
        source = tr("what was answered ({methods})", methods=methods)
    words = tr("Made by xccviz {version} from {source}.", version=__version__, source=source)
    return element("footer", element("p", text(words)))
