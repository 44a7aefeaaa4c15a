"""A filter without a hit: what was perhaps meant, and which part excludes everything. Wherever one is given that is
told alike."""

from __future__ import annotations

from itertools import islice

from xccviz.document import Document
from xccviz.query.columns import Columns, columns_of
from xccviz.query.complete import written_value
from xccviz.query.filter import Excluding, Filter, why_none
from xccviz.query.globs import is_wild
from xccviz.query.lexer import KEYWORDS, plain, tokens
from xccviz.query.mistakes import nearest
from xccviz.query.parser import parse
from xccviz.query.terms import NAMES, WORDS, ValueRow
from xccviz.query.tree import All, Either, Term, terms
from xccviz.values import frozen
from xccviz.words.filters import nothing_words

_TRIED, _KNOWN, _LONGEST = 20, 1_000, 64
"""So many terms are tried, against so many names of a document, and words of so many characters at most."""
_TEXT_LIKE = 0.75
"""How like a name text has to be that may stand anywhere: it need not be one."""
_NAMED = ("method", "account")
"""The names that text without a term is compared with."""


@frozen
class Meant:
    """`term` is written as it was perhaps meant, with a name of the document; `filter` is the whole so, with `hits`."""

    term: str
    filter: str
    hits: int


@frozen
class Nothing:
    """Why a filter finds nothing: `meant` and `excluding` where there are such; `alone`: its parts, each with how many
    it finds by itself, and whether `all_of_them` have to hold."""

    meant: Meant | None
    excluding: Excluding | None
    alone: tuple[tuple[str, int], ...]
    all_of_them: bool

    def words(self) -> tuple[str, ...]:
        """The same for people, each a part of a sentence: `did you mean method:get_value?`."""
        part = self.excluding
        return nothing_words(
            self.meant.term if self.meant is not None else "",
            (part.text, part.hits) if part is not None else None,
            self.alone,
            all_of_them=self.all_of_them,
        )


def nothing_of(filter: Filter, document: Document | Columns, step: int | None = None) -> Nothing | None:
    """Why it finds nothing, with a `step` by what was known after that many; None where it has hits."""
    columns = columns_of(document).at(step)
    if filter.tree.find(columns):
        return None
    tree, text = filter.tree, filter.text
    parts = tree.parts if isinstance(tree, All | Either) else ()
    alone = tuple((text[part.start : part.end], len(part.find(columns))) for part in parts)
    return Nothing(_meant(filter, columns), why_none(filter, columns), alone, isinstance(tree, All))


def _meant(filter: Filter, columns: Columns) -> Meant | None:
    """The first term that nothing matches though a name of the document is near, where that helps."""
    for term in islice(terms(filter.tree), _TRIED):
        near = _near(filter.text, term, columns) if not term.find(columns) else None
        if near is None:
            continue
        before, start, end, written = near
        text = f"{filter.text[:start]}{written}{filter.text[end:]}"
        hits = len(parse(text).tree.find(columns))
        if hits:
            return Meant(f"{before}{written}", text, hits)
    return None


def _near(text: str, term: Term, columns: Columns) -> tuple[str, int, int, str] | None:
    """What could be written otherwise, the value of a term or text without one: what stands before it, where it stands
    in the text, and how it is written then."""
    kinds = ("(", ")", "end")
    parts = [each for each in tokens(text[term.start : term.end]) if each.kind not in kinds]
    named = len(parts) == 3 and parts[1].kind == ":"
    if not named and len(parts) != 1:
        return None
    value = parts[-1]
    meant, names = plain(value.value), (parts[0].value.casefold(),) if named else _NAMED
    if is_wild(value.value) or not 1 < len(meant) <= _LONGEST:
        return None
    known: dict[str, None] = {}
    for row in map(NAMES.get, names):
        if isinstance(row, ValueRow) and row.values is not None and not row.choices:
            known.update(dict.fromkeys(name for name, _ in columns.counts(row.values).most_common(_KNOWN)))
    word = nearest(meant, known) if named else nearest(meant, known, _TEXT_LIKE)
    if word is None:
        return None
    written = written_value(word)
    if not named and (written.casefold() in WORDS or written.casefold() in KEYWORDS):
        written = f'"{written}"'
    start, end = term.start + value.start, term.start + value.end
    return (f"{parts[0].value}:" if named else ""), start, end, written
