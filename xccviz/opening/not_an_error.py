"""What was given to be explained and is no error: a transaction's address, a missing file, JSON that is cut."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.patterns import later
from xccviz.sources.classify import classify, describe
from xccviz.sources.files.strict_json import complaint, is_cut, read_json
from xccviz.sources.files.text_shapes import with_what_it_names
from xccviz.sources.recognise.log_line import event_line
from xccviz.sources.recognise.references import Choice, FileRef, SampleRef, TransactionRef
from xccviz.whole import expanded

_JSON = later(r"\s*(?:\{|\[\s*[{\[\"])")
_NAME_OF_A_FILE = later(r"(?:(?:\.{0,2}|~)/|[A-Za-z]:[\\/])\S*|\S+\.(?:json|jsonl|ndjson|gz|xz|zst|txt|log)")
"""A word that can be nothing but a path; others with a slash in them may be somebody's message."""


def not_an_error(given: str, text: str, name: str) -> UserError | None:
    """What to say instead of an explanation: of `given`, as it was given, or of the `text` it stands for, which came
    from `name`. None for a text that may be an error that nobody knows."""
    if (event := event_line(text)) is not None:
        return UserError(event.message, event.hint, kind="usage")
    if _JSON.match(text) is not None:
        return _cut(text, name)
    if given != text:
        return None
    reference = classify(text)
    if isinstance(reference, FileRef):
        return _no_file(reference.path)
    if isinstance(reference, TransactionRef):
        signed = f"{reference.hash}:{reference.signer}" if reference.signer else reference.hash
        where = ("--network", reference.network) if reference.network else ()
        command = shlex.join((signed, *where))
    elif isinstance(reference, Choice):
        command = reference.among[0].hash
    elif isinstance(reference, SampleRef):
        command = shlex.quote(f"sample:{reference.name}")
    else:
        return None
    return UserError(
        tr("this is no error that is known: {what}", what=describe(reference)),
        Hint(
            tr("`xccviz show {command}` tells what became of it.", command=command),
            tr("Open it to see what became of it."),
        ),
        kind="usage",
    )


def _cut(text: str, name: str) -> UserError | None:
    try:
        read_json(text)
    except json.JSONDecodeError as error:
        return with_what_it_names(complaint(error, name), text) if is_cut(error) else None
    except (ValueError, RecursionError):
        pass
    return None


def _no_file(path: str) -> UserError | None:
    if _NAME_OF_A_FILE.fullmatch(path) is None:
        return None
    try:
        place: Path | None = expanded(path)
    except (OSError, ValueError):
        place = None
    if place is not None and place.is_dir():
        return UserError(tr("{path} is a directory", path=path), tr("Give one file of it."), kind="usage")
    return UserError(tr("there is no file {path}", path=path), tr("Check the name."), kind="usage")
