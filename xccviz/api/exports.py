"""Files of a transaction: which format, and what may be asked of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

from xccviz.annotations import Mark, marked_too
from xccviz.api.errors import UsageError, wrong_value
from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.document import Document, checked_step
from xccviz.export import EXPORTERS, Exporter, ExportOptions, exporter_for, file_name, find_exporter
from xccviz.export.types import TABLE_SORTS
from xccviz.model.errors import UserError
from xccviz.settings.themes import theme_names
from xccviz.sources.files.capture import packed

CAPTURE = "capture"
SCALES = 0.25, 8.0
_Row = TypeVar("_Row")
_PACKED = (".xcc.json.gz", ".xcc.json.xz")


def exporter_called(name: str) -> Exporter:
    """The exporter of that name. Raises UsageError where there is none."""
    return _one_of("format", name, find_exporter(name), [row.name for row in EXPORTERS])


def export_options(
    document: Document,
    *,
    view: str | None,
    theme: str | None,
    step: int | None,
    filter: str | None,
    marks: Sequence[Mark],
    hides: bool,
    expand: str,
    collapse: str | None,
    selected: str | None,
    scale: float,
    table: str | None,
    tell: Callable[[str], None],
) -> ExportOptions:
    """The options of an export, checked. Raises UsageError, or UserError (usage), for what can't be meant."""
    if view is not None:
        from xccviz.display.drawings import DRAWINGS, find_drawing  # late: loading all drawings takes a while

        _one_of("view", view, find_drawing(view), [row.id for row in DRAWINGS])
    if theme is not None:
        _one_of("theme", theme, theme if theme in theme_names() else None, theme_names())
    _one_of("expand", expand, {"all": 1, "auto": 1}.get(expand), ("all", "auto"))
    if collapse is not None:
        _one_of("collapse", collapse, {"refunds": 1}.get(collapse), ("refunds",))
    if table is not None:
        _one_of("table", table, table if table in TABLE_SORTS else None, TABLE_SORTS)
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not SCALES[0] <= scale <= SCALES[1]:
        raise wrong_value("scale", scale, tr("a number from 0.25 to 8"))
    wanted = None
    if filter is not None:
        from xccviz.query import parse  # late: few exports are filtered

        wanted = parse(filter)
    return ExportOptions(
        view=view,
        theme=theme,
        step=checked_step(document, step),
        collapse_refunds=collapse == "refunds",
        expand_all=expand == "all",
        selected=selected,
        filter=wanted,
        annotations=marked_too(document.raw.extra, marks) if marks else None,
        hides=hides,
        scale=float(scale),
        table=table,
        tell=tell,
    )


def place_for(document: Document, path: str | os.PathLike[str]) -> tuple[str, Exporter]:
    """Where a file is to be written, and its format: by the ending, a capture without one. In a folder it is named
    after the hash. Raises UsageError for an ending that is none of a format."""
    if not isinstance(path, str | os.PathLike):
        raise wrong_value("path", path, tr("a text or a path"))
    place = os.fsdecode(path)
    capture = exporter_called(CAPTURE)
    if os.path.isdir(place):
        return os.path.join(place, file_name(capture, document)), capture
    if place.lower().endswith(_PACKED) or not os.path.splitext(place)[1]:
        return place, capture
    found = exporter_for(place)
    if found is None:
        ending = os.path.splitext(place)[1]
        raise UsageError(
            tr("{ending} is the ending of no format", ending=ending),
            tr("A capture ends in .xcc.json; the formats are {names}.", names=_names()),
        )
    return place, found


def write(place: str, data: bytes) -> None:
    """Write a file, packed where its name says so: the old one or the whole new one. Raises UserError (output)."""
    try:
        write_atomic(place, packed(place, data))
    except UserError as error:
        raise UserError(
            error.message, tr("Choose another place; nothing was changed."), kind="output"
        ) from error


def _names() -> str:
    return ", ".join(row.name for row in EXPORTERS)


def _one_of(name: str, given: object, found: _Row | None, known: Sequence[str]) -> _Row:
    if found is None:
        raise wrong_value(name, given, tr("one of {names}", names=", ".join(known)))
    return found
