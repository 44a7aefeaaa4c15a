"""What ends a call before its method returns, with the kinds and texts of a node (`FunctionCallError` of nearcore)."""

from __future__ import annotations

from xccviz.model.raw import Json

HOST_TEXTS = {
    "BadUTF8": "String encoding is bad UTF-8 sequence.",
    "BadUTF16": "String encoding is bad UTF-16 sequence.",
    "GasExceeded": "Exceeded the prepaid gas.",
    "GasLimitExceeded": "Exceeded the maximum amount of gas allowed to burn per contract.",
    "BalanceExceeded": "Exceeded the account balance.",
    "EmptyMethodName": "Tried to call an empty method name.",
    "GuestPanic": "Smart contract panicked: {0}",
    "IntegerOverflow": "Integer overflow.",
    "InvalidPromiseIndex": "{0} does not correspond to existing promises",
    "CannotAppendActionToJointPromise": "Actions can only be appended to non-joint promise.",
    "CannotReturnJointPromise": "Returning joint promise is currently prohibited.",
    "CannotSetRefundToOnJointPromise": "Setting refund_to on a joint promise is prohibited.",
    "InvalidPromiseResultIndex": "Accessed invalid promise result index: {0}",
    "InvalidRegisterId": "Accessed invalid register id: {0}",
    "MemoryAccessViolation": "Accessed memory outside the bounds.",
    "InvalidActionIndex": "Action {1} in receipt {0} does not exist or has the wrong type of action.",
    "InvalidAccountId": "VM Logic returned an invalid account id",
    "InvalidMethodName": "VM Logic returned an invalid method name",
    "InvalidPublicKey": "VM Logic provided an invalid public key",
    "ProhibitedInView": "{0} is not allowed in view calls",
    "NumberOfLogsExceeded": "The number of logs will exceed the limit {0}",
    "KeyLengthExceeded": "The length of a storage key {0} exceeds the limit {1}",
    "ValueLengthExceeded": "The length of a storage value {0} exceeds the limit {1}",
    "TotalLogLengthExceeded": "The length of a log message {0} exceeds the limit {1}",
    "NumberPromisesExceeded": "The number of promises within a FunctionCall {0} exceeds the limit {1}",
    "NumberInputDataDependenciesExceeded": "The number of input data dependencies {0} exceeds the limit {1}",
    "ReturnedValueLengthExceeded": "The length of a returned value {0} exceeds the limit {1}",
    "ContractSizeExceeded": "The size of a contract code in DeployContract action {0} exceeds the limit {1}",
    "Deprecated": "Attempted to call deprecated host function {0}",
    "ECRecoverError": "ECDSA recover error: {0}",
    "Ed25519VerifyInvalidInput": "ED25519 signature verification error: {0}",
    "AltBn128InvalidInput": "AltBn128 invalid input: {0}",
    "BLS12381InvalidInput": "BLS12-381 invalid input: {0}",
    "P256VerifyInvalidInput": "P256 signature verification error: {0}",
    "YieldPayloadLength": "Yield resume payload is {0} bytes which exceeds the {1} byte limit",
    "DataIdMalformed": "yield resumption token is malformed",
    "YieldIdMalformed": "yield id is malformed",
    "ContractCodeHashMalformed": "contract code hash is malformed",
    "DataEntryAlreadyExists": "Data entry for given key already exists",
}
"""Kinds of errors of host functions → what a node says. Places are filled in order."""


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


def host(kind: str, *values: str | int) -> Ended:
    """A host function refused (vm.md §4). `kind`: a key of `HOST_TEXTS`, with what its text names."""
    return execution(kind, HOST_TEXTS[kind].format(*values))


def execution(kind: str, text: str) -> Ended:
    """A failure while it ran."""
    return Ended(kind, text, {"ExecutionError": text})
