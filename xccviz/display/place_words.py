"""What a place of a drawing says to those who hear it: the words of its card, and how what it shows stands."""

from __future__ import annotations

from typing import Any

from xccviz.catalogue import tr
from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Card, CardRow
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.sequence.bars import ended_words
from xccviz.layout.types import Layout, Place
from xccviz.replay.standing import progress_counts, progress_of
from xccviz.values import frozen
from xccviz.words.names import spoken_name
from xccviz.words.signs import PROGRESS


@frozen
class PlaceWords:
    """A place in words: what it is called, how it stands, and the rows of its card, a line each. `hidden`: a filter
    hides it."""

    name: str
    state: str
    told: str = ""
    hidden: bool = False


def words_of_place(
    drawing: Drawing[Any], document: Document, layout: Layout, look: Look, key: str
) -> PlaceWords:
    """The words of a place at a moment. KeyError for one that is not in the layout."""
    place = layout.by_key[key]
    card = drawing.card(document, layout, look, key) if drawing.card is not None else None
    if card is None:
        first = next(iter(place.nodes), None)
        name = spoken_name(document.graph.by_id[first]) if first is not None else key
        gone = bool(place.nodes) and look.emphasis.gone.issuperset(place.nodes)
        return PlaceWords(name, tr("hidden by the filter") if gone else "", hidden=gone)
    return PlaceWords(card.title, _state(document, place, look), "\n".join(card_lines(card)))


def _state(document: Document, place: Place, look: Look) -> str:
    """How what it shows stands: of one receipt its word, of several how many ended how."""
    if len(place.nodes) == 1:
        return PROGRESS[progress_of(document.analysis, place.nodes[0], look.moment)].word
    counts = progress_counts(document.analysis, place.nodes, look.moment)
    return ended_words(counts)


def card_lines(card: Card) -> list[str]:
    """What a card says beside its title, without what its foot tells of the mouse."""
    return [line for line in (card.aside, *(_line(row, card.heads) for row in card.rows)) if line]


def _line(row: CardRow, heads: tuple[str, ...]) -> str:
    numbers = (f"{head} {number}" for head, number in zip(heads, row.numbers, strict=False))
    words = " · ".join(part for part in (row.text, *numbers, row.aside) if part)
    return f"{row.label}: {words}" if row.label and words else words or row.label
