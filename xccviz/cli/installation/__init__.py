"""What `xccviz self-test` looks at: one function a part of an installation, one row here.

A check returns what is well, in words. It raises whatever is wrong, or `NotHere` for what an installation may lack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.catalogue import tr
from xccviz.cli.installation import extras, files, work
from xccviz.values import frozen


@frozen
class Check:
    """One line of the answer: its name, and what finds the words behind it in this environment. Where one that is
    `needed` fails, nothing else is tried."""

    name: str
    run: Callable[[Mapping[str, str]], str]
    needed: bool = False


CHECKS: tuple[Check, ...] = (
    Check(tr("version"), files.version),
    Check(tr("files"), files.folder, needed=True),
    Check(tr("error dictionary"), files.dictionary),
    Check(tr("schemas"), files.schemas),
    Check(tr("themes"), files.themes),
    Check(tr("fonts"), files.fonts),
    Check(tr("icon"), files.icon),
    Check(tr("languages"), work.languages),
    Check(tr("samples"), work.samples),
    Check(tr("exports"), work.exports),
    Check(tr("window, drawn without a screen"), work.window),
    Check(tr("extra {name}", name="abi"), extras.abi),
    Check(tr("extra {name}", name="keyring"), extras.keyring),
    Check(tr("extra {name}", name="mcp"), extras.mcp),
    Check(tr("extra {name}", name="replay"), extras.replay),
    Check(tr("display"), work.display),
)
"""In the order in which they are made: what others need comes first."""
