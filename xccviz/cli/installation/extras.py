"""The optional parts (extras of the package): each does what it is for, or is not here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from xccviz.catalogue import tr
from xccviz.cli.installation.answers import NotHere
from xccviz.installing import extra_command
from xccviz.settings.keys import SERVICE

Environ = Mapping[str, str]

TEXT = b"near " * 100
NO_STORE = "keyring.backends.fail"
"""What stands in where the system has no keyring."""
RUN = "run"
CONTRACT = bytes.fromhex("0061736d01000000010401600000030201000707010372756e00000a040102000b")
"""The smallest contract: one method `run` that does nothing."""


def abi(environ: Environ) -> str:
    """zstandard unpacks what it packed."""
    zstandard = _loaded("abi", "zstandard")[0]
    packed = zstandard.ZstdCompressor().compress(TEXT)
    if zstandard.ZstdDecompressor().decompress(packed) != TEXT:
        raise ValueError(tr("what was packed does not come back"))
    return tr("packs and unpacks")


def keyring(environ: Environ) -> str:
    """Which store of keys there is; none is asked for a key."""
    found = _loaded("keyring", "keyring")[0].get_keyring()
    if type(found).__module__ == NO_STORE:
        return tr("its library loads, and finds no keyring here")
    return tr("keys are looked for in {place} as {service}", place=found.name, service=SERVICE)


def mcp(environ: Environ) -> str:
    """The server's library loads."""
    _loaded("mcp", "mcp.server.mcpserver")
    return tr("its library loads")


def replay(environ: Environ) -> str:
    """A contract is compiled and run in its own process, and the libraries for cryptography load."""
    _loaded("replay", "wasmtime", "Crypto.Hash.keccak", "nacl.bindings", "eth_keys")
    from xccviz.rerun.sandbox import Sandbox
    from xccviz.vm.prices import NEWEST, built_in
    from xccviz.vm.types import Context, State

    call = Context("a.near", "b.near", "c.near", bytes(33), bytes(32), 9, prepaid_gas=10**12)
    with Sandbox() as box:
        outcome = box.call(CONTRACT, RUN, call, State(), built_in(NEWEST))
    if outcome.status != "value":
        raise ValueError(tr("a contract that does nothing ended as {status}", status=outcome.status))
    return tr("a contract was run")


def _loaded(extra: str, *names: str) -> list[Any]:
    """The modules of an extra. Raises NotHere where one of the packages is not installed, ImportError where it is and
    does not load."""
    if any(find_spec(name.partition(".")[0]) is None for name in names):
        if not (command := extra_command(extra)):
            raise NotHere(tr("not in this bundle"), "")
        raise NotHere(tr("not installed"), tr("install it with: {command}", command=command))
    return [import_module(name) for name in names]
