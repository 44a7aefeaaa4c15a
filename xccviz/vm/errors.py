"""What ends a call before its method returns, with the kinds and texts of a node (`FunctionCallError` of nearcore)."""

from __future__ import annotations

from xccviz.model.raw import Json


class Ended(Exception):  # noqa: N818 - it is how the call ends on the chain, nothing went wrong here
    """The call failed as it does on the chain.

    `kind` names the error ("GasExceeded", "WasmTrap"), `text` is the node's, `node` what stands under
    `FunctionCallError` in its answer. Where `free`, nothing is burnt (vm.md §3: PrepareError, MethodNotFound,
    MethodInvalidSignature).
    """

    def __init__(self, kind: str, text: str, node: Json, free: bool = False) -> None:
        super().__init__(text)
        self.kind, self.text, self.node, self.free = kind, text, node, free


class Stopped(Exception):  # noqa: N818 - the call itself is not at fault
    """The run took longer than it may take here, where a node would have gone on."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"stopped after {seconds:g} seconds")
        self.seconds = seconds


def prepare(kind: str) -> Ended:
    """The code is no module that a node takes."""
    return Ended(
        "PrepareError", f"PrepareError: {kind}", {"CompilationError": {"PrepareError": kind}}, free=True
    )


def method_resolve(kind: str) -> Ended:
    """The method can't be called: MethodEmptyName, MethodNotFound, MethodInvalidSignature."""
    return Ended(kind, kind, {"MethodResolveError": kind}, free=kind != "MethodEmptyName")


def link(text: str) -> Ended:
    """The module asks for something that the host does not have."""
    return execution("LinkError", f"Link Error: {text}")


def trap(text: str) -> Ended:
    """An instruction trapped."""
    return execution("WasmTrap", f"WebAssembly trap: {text}")


def execution(kind: str, text: str) -> Ended:
    """A failure while it ran."""
    return Ended(kind, text, {"ExecutionError": text})
