"""The bundled transactions: real ones, opened without a network (`sample:NAME`). Listing them loads no reader."""

from __future__ import annotations

import json

from xccviz import resources
from xccviz.catalogue import tr, translated
from xccviz.model.errors import Hint, UserError
from xccviz.model.raw import RawTransaction
from xccviz.values import frozen, replace

FOLDER = "samples"
GIVEN = "sample:"
"""Before its name, a sample as a user gives it."""


@frozen
class Sample:
    """One row of the list: `story` is one sentence; `select` the node worth looking at first, or None; `group` says
    with which others it belongs, `ending` how it ended ("" for both where nobody said it); `replays`: it brings all
    that its calls take to run again."""

    name: str
    story: str
    network: str | None
    select: str | None = None
    group: str = ""
    ending: str = ""
    replays: bool = False


def list_samples() -> tuple[Sample, ...]:
    """All samples in the order of their index; () if none are installed. Raises UserError (bug) if the index is
    unreadable."""
    try:
        rows = json.loads(resources.read_text(FOLDER, "index.json"))
        return tuple(
            Sample(
                row["name"],
                translated(row["story"]),
                row.get("network"),
                row.get("select"),
                row.get("group", ""),
                row.get("ending", ""),
                row.get("replays", False),
            )
            for row in rows
        )
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            tr("the list of samples is damaged"), tr("Install xccviz again."), kind="bug"
        ) from error


def find_sample(name: str) -> Sample:
    """The sample of that name. Raises UserError (usage) that names the nearest ones."""
    samples = list_samples()
    for sample in samples:
        if sample.name == name:
            return sample
    import difflib

    near = difflib.get_close_matches(name, [sample.name for sample in samples], n=3, cutoff=0.4)
    hint = (
        tr("Did you mean {names}?", names=tr(" or ").join(near))
        if near
        else Hint(tr("`xccviz samples` lists them."), tr("The empty window lists them."))
    )
    raise UserError(tr("there is no sample {name}", name=repr(name)), hint, kind="usage")


def read_sample(name: str) -> RawTransaction:
    """The documents of a sample. Raises UserError (usage) if there is none of that name."""
    from xccviz.sources.files.read import open_bytes

    sample = find_sample(name)
    try:
        data = resources.read_bytes(FOLDER, f"{sample.name}.xcc.json.gz")
    except FileNotFoundError as error:
        raise UserError(
            tr("sample {name} is listed but not installed", name=name),
            tr("Install xccviz again."),
            kind="bug",
        ) from error
    raw = open_bytes(data, f"{GIVEN}{name}")
    if not isinstance(raw, RawTransaction):
        raise UserError(tr("sample {name} is damaged", name=name), tr("Install xccviz again."), kind="bug")
    return replace(raw, open=f"{GIVEN}{name}", network=raw.network or sample.network)
