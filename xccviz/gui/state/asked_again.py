"""What is asked about a call that is run again. Loaded by what shows or runs a call again only."""

from __future__ import annotations

from xccviz.rerun.state_file import StateFile
from xccviz.rerun.types import Changes
from xccviz.values import frozen


@frozen
class Asked:
    """`changes`: what is to be different, or is given where nothing tells how it was; `action`: the call of a batch,
    None for the one that comes first to mind; `slots`: each slot failed in turn; `gas`: the least gas; `state`: what a
    file says of the storage; `code_name`: the file that other code is from."""

    changes: Changes = Changes()
    action: int | None = None
    slots: bool = False
    gas: bool = False
    state: StateFile | None = None
    code_name: str = ""
