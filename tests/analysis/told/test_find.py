"""The known text is found in whatever a tool prints around it; what is not known stays unknown."""

# covers: xccviz/analysis/told/find.py, xccviz/analysis/told/placing.py, xccviz/analysis/told/rust.py
# covers: xccviz/words/told.py, xccviz/opening/explain.py

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.opening.explain import explain

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "told"
_PANIC = "Panic.NotRegistered"

PRINTED = [
    # near-api-js before 7, with the stack of Node and with a type whose kind is what the message leaves out
    (
        "Uncaught (in promise) Error: Can't complete the action because account bob.near doesn't exist",
        "ActionErrorKind.AccountDoesNotExist",
    ),
    (
        "AccountDoesNotExist [ServerError]: Can't complete the action because account bob.near doesn't exist\n"
        "    at parseRpcError (/app/node_modules/near-api-js/lib/utils/rpc_errors.js:25:19)\n"
        "    at async Account.signAndSendTransaction (/app/account.js:1:2) {\n  type: 'AccountDoesNotExist'\n}",
        "ActionErrorKind.AccountDoesNotExist",
    ),
    # what near-api-js makes of "access key … does not exist while viewing": nobody deleted anything
    (
        "AccessKeyDoesNotExist: Can't complete the action because access key ed25519:111 doesn't exist",
        "HANDLER_ERROR.UNKNOWN_ACCESS_KEY",
    ),
    # a panic over several lines, among others of a terminal
    (
        "Log: hello\nServerTransactionError: Smart contract panicked: panicked at src/lib.rs:9:5:\n"
        "called `Option::unwrap()` on a `None` value\nTransaction Id 7hWGHfgQ9uqpyB7B",
        "Panic.Rust.UnwrapNone",
    ),
    (
        "(node:1) UnhandledPromiseRejectionWarning: ServerTransactionError: Smart contract panicked: panicked at "
        "src/lib.rs:9:5:\nassertion `left == right` failed\n  left: 1\n right: 2\n"
        "    at parseResultError (/app/rpc_errors.js:31:29) {\n  type: 'FunctionCallError'\n}",
        "Panic.Rust.Assertion",
    ),
    (
        "UnhandledPromiseRejectionWarning: Smart contract panicked: panicked at 'assertion failed: `(left == right)`\n"
        "  left: `1`,\n right: `2`', src/lib.rs:9:5",
        "Panic.Rust.Assertion",
    ),
    # copied out of JSON, with its escapes
    (
        "Smart contract panicked: panicked at src/lib.rs:4:1:\\ncalled `Option::unwrap()` on a `None` value",
        "Panic.Rust.UnwrapNone",
    ),
    (
        '{"type":"AccountDoesNotExist","index":0,"kind":{"account_id":"bob.near"}}',
        "ActionErrorKind.AccountDoesNotExist",
    ),
    (
        "Querying failed: wasm execution failed with error: FunctionCallError(MethodResolveError(MethodNotFound)).\n"
        '{\n  "error": "wasm execution failed with error: FunctionCallError(MethodResolveError(MethodNotFound))"\n}',
        "MethodResolveError.MethodNotFound",
    ),
    (
        "Error: Querying [object Object] failed: wasm execution failed with error: FunctionCallError(HostError("
        'GuestPanic { panic_msg: "The account bob.near is not registered" })).',
        _PANIC,
    ),
    (
        "[-32000] Server error: account nobody.near does not exist while viewing",
        "HANDLER_ERROR.UNKNOWN_ACCOUNT",
    ),
    ("TypedError: Exceeded 10 attempts for request to query.", "Client.RequestAttempts"),
    (
        "TypedError: [-32700] Parse error: Failed parsing args: missing field",
        "REQUEST_VALIDATION_ERROR.PARSE_ERROR",
    ),
    ('Promise rejected: {"type":"NotEnoughBalance","cost":"7"}', "InvalidTxError.NotEnoughBalance"),
    (
        "kind: {\n    AccountDoesNotExist: { account_id: 'bob.near' }\n  },",
        "ActionErrorKind.AccountDoesNotExist",
    ),
    (
        "ServerTransactionError [FunctionCallError] {\n  type: 'FunctionCallError',\n  index: 0,\n  kind: { "
        "ExecutionError: 'Smart contract panicked: The account bob.near is not registered' }\n}",
        _PANIC,
    ),
    (
        "{'index': 0, 'kind': {'FunctionCallError': {'HostError': 'GasExceeded'}}}",
        "ExecutionError.GasExceeded",
    ),
    (
        'Error: Failure during trasaction excecution, details: {"result":{"status":{"Failure":{"ActionError":{"index":'
        '0,"kind":{"FunctionCallError":{"ExecutionError":"Exceeded the prepaid gas."}}}}}},"startMs":1,"endMs":2}',
        "ExecutionError.GasExceeded",
    ),
    (
        "ServerError: Sender alice.near does not have enough balance 0.5 for operation costing 10.5 {\n  x: 'y'\n}",
        "InvalidTxError.NotEnoughBalance",
    ),
    ("[ServerError: Transaction has expired] { type: 'Expired' }", "InvalidTxError.Expired"),
    ("near_primitives::errors::InvalidTxError: Expired", "InvalidTxError.Expired"),
    # near-api-js 7
    ("ContractExecutionError: Contract panicked: The account bob.near is not registered", _PANIC),
    ("Not enough balance for alice.near (balance: 5, cost: 7)", "InvalidTxError.NotEnoughBalance"),
    # near-cli-rs
    (
        "Error: \n   0: Error: An error occurred during a `FunctionCall` action.\n"
        '      ExecutionError("Smart contract panicked: The account bob.near is not registered")\n\nLocation:\n'
        "   src/common.rs:1777",
        _PANIC,
    ),
    (
        "   0: Error: TX signer ID <alice.near> is not found in the storage.",
        "InvalidTxError.SignerDoesNotExist",
    ),
    (
        "   0: Error: Insufficient stake 1 NEAR.\n      The minimum rate must be 5 NEAR.",
        "ActionErrorKind.InsufficientStake",
    ),
    # near-workspaces
    (
        "thread 'test' panicked at src/lib.rs:9:1:\ncalled `Result::unwrap()` on an `Err` value: Error { repr: "
        "Detailed { kind: Execution, error: ExecutionResult { total_gas_burnt: NearGas { inner: 5 }, value: "
        'ActionError(ActionError { index: Some(1), kind: AccountDoesNotExist { account_id: AccountId("bob.near") } })'
        " } } }",
        "ActionErrorKind.AccountDoesNotExist",
    ),
    (
        "Action #1: The account bob.near wouldn't have enough balance to cover storage, required to have "
        "7 yoctoNEAR more",
        "ActionErrorKind.LackBalanceForState",
    ),
    # near-jsonrpc-client (Rust), near-jsonrpc-client-ts
    (
        "handler error: [An error happened during transaction execution: InvalidNonce { tx_nonce: 5, ak_nonce: 7 }]",
        "InvalidTxError.InvalidNonce",
    ),
    (
        "JsonRpcClientError: RPC Error: wasm execution failed with error: MethodResolveError(MethodNotFound)",
        "MethodResolveError.MethodNotFound",
    ),
    (
        "handler error: [An error happened during transaction execution: InvalidSignature]",
        "InvalidTxError.InvalidSignature",
    ),
    ("Err(ServerError(HandlerError(InvalidTransaction { context: Expired })))", "InvalidTxError.Expired"),
    ("JsonRpcError(ServerError(HandlerError(TimeoutError)))", "HANDLER_ERROR.TIMEOUT_ERROR"),
    (
        "ServerError(HandlerError(UnknownTransaction { requested_transaction_hash: 7hWGHfgQ9uqpyB7B }))",
        "HANDLER_ERROR.UNKNOWN_TRANSACTION",
    ),
    (
        "unable to fulfill the query request: handler error: [Access key for public key ed25519:8hSH has never been "
        "observed on the node]",
        "HANDLER_ERROR.UNKNOWN_ACCESS_KEY",
    ),
    # a node's answers
    (
        '{"jsonrpc":"2.0","error":{"name":"HANDLER_ERROR","cause":{"name":"TIMEOUT_ERROR"},"code":-32000,'
        '"message":"Server error","data":"Timeout"},"id":1}',
        "HANDLER_ERROR.TIMEOUT_ERROR",
    ),
    (
        '{"error":{"name":"HANDLER_ERROR","cause":{"info":{"requested_account_id":"bob.near","block_height":5},'
        '"name":"UNKNOWN_ACCOUNT"},"code":-32000,"message":"Server error","data":"x"}}',
        "HANDLER_ERROR.UNKNOWN_ACCOUNT",
    ),
    (
        '{"result":{"block_height":5,"error":"wasm execution failed with error: HostError(GuestPanic { panic_msg: '
        '\\"The account bob.near is not registered\\" })","logs":[]}}',
        _PANIC,
    ),
    # behind other words, or the name of its enum
    (
        "---- a stdout ----\nError: Error { repr: Custom { kind: Execution, error: Action #0: "
        'Can\'t create a new account "bob.near", because it already exists } }',
        "ActionErrorKind.AccountAlreadyExists",
    ),
    ("HANDLER_ERROR: UNKNOWN_ACCOUNT", "HANDLER_ERROR.UNKNOWN_ACCOUNT"),
    ("RPC error -32000: Server error: Timeout", "HANDLER_ERROR.TIMEOUT_ERROR"),
    (
        "rpc error: code = -32000 desc = Transaction nonce 5 must be larger than nonce of the used access key 7",
        "InvalidTxError.InvalidNonce",
    ),
    ("near_primitives::errors::InvalidTxError::Expired", "InvalidTxError.Expired"),
    ("errorMessage=Exceeded%20the%20prepaid%20gas", "ExecutionError.GasExceeded"),
    (
        "%7B%22kind%22%3A%7B%22ExecutionError%22%3A%22Exceeded%20the%20prepaid%20gas.%22%7D%7D",
        "ExecutionError.GasExceeded",
    ),
    # near-kit
    (
        "FunctionCallError: Contract call failed: shop.near.add - Exceeded the prepaid gas.",
        "ExecutionError.GasExceeded",
    ),
    ("AccountDoesNotExistError: Account does not exist: bob.near", "HANDLER_ERROR.UNKNOWN_ACCOUNT"),
    (
        "InvalidTransactionError: AccountDoesNotExist (account_id: bob.near)",
        "ActionErrorKind.AccountDoesNotExist",
    ),
    (
        "InvalidNonceError: Invalid transaction nonce: transaction nonce 5 must be greater than access key nonce 7",
        "InvalidTxError.InvalidNonce",
    ),
    # the members of a variant, as other languages show them
    (
        "Traceback (most recent call last):\n  raise error\n"
        "py_near.exceptions.provider.InvalidNonce: {'tx_nonce': 5, 'ak_nonce': 7}",
        "InvalidTxError.InvalidNonce",
    ),
    (
        "&{Code:-32000 Data:map[TxExecutionError:map[InvalidTxError:map[InvalidNonce:map[ak_nonce:7 tx_nonce:5]]]]}",
        "InvalidTxError.InvalidNonce",
    ),
    (
        "ActionError:\n  index: 1\n  kind:\n    AccountDoesNotExist:\n      account_id: bob.near\n",
        "ActionErrorKind.AccountDoesNotExist",
    ),
    ("ActionErrorKind.AccountDoesNotExist(accountId=bob.near)", "ActionErrorKind.AccountDoesNotExist"),
    (
        "'kind' => array ( 'AccountDoesNotExist' => array ( 'account_id' => 'bob.near', ), ),",
        "ActionErrorKind.AccountDoesNotExist",
    ),
    (
        '{"ActionError"=>{"index"=>0, "kind"=>{"AccountDoesNotExist"=>{"account_id"=>"bob.near"}}}}',
        "ActionErrorKind.AccountDoesNotExist",
    ),
    (
        "map[ExecutionError:Smart contract panicked: The account bob.near is not registered]]]]",
        _PANIC,
    ),
    ("Failure(Action #0: Exceeded the prepaid gas.)", "ExecutionError.GasExceeded"),
    (
        'level=error err="ActionError(ActionError { index: Some(0), kind: '
        'FunctionCallError(ExecutionError(\\"Exceeded the prepaid gas.\\")) })"',
        "ExecutionError.GasExceeded",
    ),
    (
        "HandlerError(InvalidTransaction(InvalidNonce { ak_nonce: 7, tx_nonce: 5 }))",
        "InvalidTxError.InvalidNonce",
    ),
    (
        'level=error err="InvalidTxError(LackBalanceForState { signer_id: AccountId(\\"bob.near\\"), amount: 5 })"',
        "InvalidTxError.LackBalanceForState",
    ),
    (
        "InvalidTxError:\n  LackBalanceForState:\n    signer_id: bob.near\n",
        "InvalidTxError.LackBalanceForState",
    ),
    ('{"index":0,"kind":"DelegateActionExpired"}', "ActionErrorKind.DelegateActionExpired"),
    # what pages, chats and terminals leave
    ("<code>Smart contract panicked: Method on_done is private</code>", "Panic.Private"),
    ("„Exceeded the prepaid gas.“", "ExecutionError.GasExceeded"),
    ("\ufeffExceeded the prepaid gas.", "ExecutionError.GasExceeded"),
    ("**Smart contract panicked: Method on_done is private**", "Panic.Private"),
    ("why Smart contract panicked: Method on_done is private", "Panic.Private"),
    ("^[[31mServerTransactionError: Exceeded the prepaid gas^[[0m", "ExecutionError.GasExceeded"),
    (
        "server error: [the server returned a non-OK (200) status code: [418 I'm a teapot]]",
        "Client.UnexpectedStatus",
    ),
    # what a wallet puts into the address of the application
    (
        "https://app.example/?errorCode=Error&errorMessage=%257B%2522index%2522%253A0%252C%2522kind%2522%253A%257B"
        "%2522ExecutionError%2522%253A%2522Smart%2520contract%2520panicked%253A%2520The%2520account%2520bob.near"
        "%2520is%2520not%2520registered%2522%257D%257D",
        _PANIC,
    ),
    ("https://app.example/?errorCode=Error&errorMessage=Transaction+has+expired#x", "InvalidTxError.Expired"),
    (
        "https://app.example/?errorCode=userRejected&errorMessage=User%20rejected%20transaction",
        "Client.UserRejected",
    ),
    # near-api-js, where it has no message for a kind and leaves its name out
    (
        'ServerTransactionError: {"index":0,"kind":{"delegate_nonce":5,"ak_nonce":7}}',
        "ActionErrorKind.DelegateActionInvalidNonce",
    ),
    # more words of whoever passed it on
    ("Error: Exceeded the prepaid gas. Please attach more.", "ExecutionError.GasExceeded"),
    ("ServerError: Transaction has expired (retrying in 5 s)", "InvalidTxError.Expired"),
    (
        'Can\'t create a new account "bob.near", because it already exists, choose another',
        "ActionErrorKind.AccountAlreadyExists",
    ),
    # a log's line around it
    ("Panicked: Method on_done is private", "Panic.Private"),
    (
        "2026-05-01T10:00:00Z WARN relay: tx failed: Smart contract panicked: The account bob.near is not registered",
        _PANIC,
    ),
    (
        '{"level":"error","msg":"call failed: Smart contract panicked: The account bob.near is not registered"',
        _PANIC,
    ),
]


@pytest.mark.parametrize(("said", "key"), PRINTED, ids=[said[:50] for said, _ in PRINTED])
def test_what_tools_print_is_taken_apart(said: str, key: str) -> None:
    words, error = explain(said)
    assert error is not None and error.key == key
    assert words.title != "not a text this version knows"


def test_members_may_be_named_as_javascript_does() -> None:
    for said in (
        '{"ActionError":{"index":0,"kind":{"AccountDoesNotExist":{"accountId":"bob.near"}}}}',
        "tx failed: { ActionError: { index: 0, kind: { AccountDoesNotExist: { accountId: 'bob.near' } } } }",
        '{"actionError":{"index":0,"kind":{"accountDoesNotExist":{"accountId":"bob.near"}}}}',
    ):
        assert explain(said)[0].title == "no such account: bob.near"


VIEWING = "[-32000] Server error: account nobody.near does not exist while viewing"


@pytest.mark.parametrize(
    "said",
    [
        f"Uncaught (in promise) TypedError: {VIEWING} {{ type: 'AccountDoesNotExist', context: undefined }}",
        f"TypedError {{type: 'AccountDoesNotExist', context: undefined, message: '{VIEWING}'}}",
        json.dumps({"type": "AccountDoesNotExist", "message": VIEWING, "context": {}}),
    ],
)
def test_a_query_that_found_no_account_is_no_action(said: str) -> None:
    """near-api-js calls both by one name, which it guesses from the message."""
    words, error = explain(said)
    assert error is not None and error.key == "HANDLER_ERROR.UNKNOWN_ACCOUNT"
    assert words.title == "no such account: nobody.near"


def test_what_a_contract_said_in_a_view_call_is_told_in_rusts_words_as_in_json() -> None:
    panic = 'wasm execution failed with error: HostError(GuestPanic { panic_msg: "my own words" })'
    error = {"name": "CONTRACT_EXECUTION_ERROR", "info": {"vm_error": panic}}
    in_json = explain(json.dumps({"name": "HANDLER_ERROR", "cause": error}))
    in_rust = explain(
        f"HandlerError(ContractExecutionError {{ vm_error: {json.dumps(panic)}, block_height: 1 }})"
    )
    assert in_rust == in_json and in_rust[0].title == "panicked: my own words"


def test_the_index_of_an_action_is_kept() -> None:
    for said in (
        '{"index":1,"kind":{"AccountDoesNotExist":{"account_id":"bob.near"}}}',
        'ActionError(ActionError { index: Some(1), kind: AccountDoesNotExist { account_id: "bob.near" } })',
    ):
        error = explain(said)[1]
        assert error is not None and (error.action_index, error.account) == (1, "bob.near")


MESSAGES = {
    "Exceeded the prepaid gas": "ExecutionError.GasExceeded",
    "ServerTransactionError": "ExecutionError.GasExceeded",
    "FunctionCallError": "ExecutionError.GasExceeded",
    "Method on_done": "Panic.Private",
    "bob.near is not registered": _PANIC,
    "Sender alice.near": "InvalidTxError.NotEnoughBalance",
    "Transaction nonce": "InvalidTxError.InvalidNonce",
    "Transaction has expired": "InvalidTxError.Expired",
    "already exists": "ActionErrorKind.AccountAlreadyExists",
    "bob.near doesn't exist": "ActionErrorKind.AccountDoesNotExist",
    "access key with": "InvalidAccessKeyError.AccessKeyNotFound",
    "find contract code": "CompilationError.CodeDoesNotExist",
    "CodeDoesNotExist": "CompilationError.CodeDoesNotExist",
    "method is not found": "MethodResolveError.MethodNotFound",
    "Timeout": "HANDLER_ERROR.TIMEOUT_ERROR",
    "12 attempts": "Client.TransactionAttempts",
    "promise result failed": "Panic.PromiseFailed",
    "result too long": "Panic.PromiseTooLong",
    "failed to resume": "Panic.Resume",
    "to cover storage": "ActionErrorKind.LackBalanceForState",
}


@pytest.mark.parametrize("said", (DATA / "messages.txt").read_text().splitlines())
def test_reported_messages_are_known(said: str) -> None:
    keys = [key for part, key in MESSAGES.items() if part in said]
    error = explain(said)[1]
    assert error is not None and error.key in keys


def test_a_whole_terminal_is_read() -> None:
    words, error = explain((DATA / "near-cli-failure.txt").read_text())
    assert error is not None and error.key == _PANIC
    assert error.account == "bob.testnet" and error.action_index == 0
    assert words.title == "panicked: The account bob.testnet is not registered"


def test_a_refused_transaction_is_explained() -> None:
    assert (
        explain((DATA / "send-tx-refused.json").read_text())[0].title == "alice.near cannot pay 2,000 yocto"
    )


def test_the_error_that_a_test_unwrapped_is_told_not_that_it_did() -> None:
    kind = 'FunctionCallError(ExecutionError("Exceeded the prepaid gas."))'
    told = f"ActionError(ActionError {{ index: Some(0), kind: {kind} }})"
    unwrapped = (
        "called `Result::unwrap()` on an `Err` value: Error { repr: Custom { kind: Execution, error: %s } }"
    )
    for around in ("%s", "thread 'a' panicked at tests/a.rs:1:2:\n%s\nnote: run with `RUST_BACKTRACE=1`"):
        assert explain(around % (unwrapped % told))[0].title == "exceeded its attached gas"


UNKNOWN = [
    "garbage",
    "SomethingNew",
    "TypeError: not a function",
    "Error: boom",
    "TypeError: Cannot read properties of undefined (reading 'foo')\n    at main (/app/index.js:1:2)",
    "panicked at Box<dyn Any>, src/lib.rs:1:1",
    "hello: world: again",
    "nothing said: ''",
    '{"message": "", "data": " "}',
    '{"a": 1}',
    "[]",
    '"just text"',
    "{" * 3000,
    "Vec(" * 3000,
    "ActionError(" * 300,
    ": " * 5000,
    "https://app.example/?errorMessage=%25%25%25&errorCode=",
    "called `Result::unwrap()` on an `Err` value: Error { repr: Custom { kind: Rpc, error: RpcError } }",
    "called `Result::unwrap()` on an `Err` value: JsonRpcError(TransportError(SendError(Closed)))",
    '{"index":0,"kind":{"account_id":"bob.near"}}',  # of several kinds that have this member alone
    '{"kind":{"account_id":"bob.near","amount":"5"}}',  # without an action's index it may be anybody's
    "Transaction has expired? No, it is valid.",
    "Never mind, Timeout. Tomorrow",
    "SessionError::Expired",  # somebody else's
    "100%",
    "AccountDoesNotExist: somebody: a.near",  # no member of it
    "AccountDoesNotExist (code: 5)",
    "ActionError { index: ² }",  # a digit for Python, no number for anybody
]


PANICS = [
    ("thread 'main' panicked at src/main.rs:5:6:\nassertion failed: answer.is_success()", "src/main.rs:5:6"),
    (
        "thread 'main' panicked at 'index out of bounds: the len is 1 but the index is 2', src/main.rs:5:6",
        "src/main.rs:5:6",
    ),
    (
        "thread 't' (7) panicked at src/a.rs:5:6:\ncalled `Result::unwrap()` on an `Err` value: TooShort",
        "src/a.rs:5:6",
    ),
    (
        "running 1 test\nthread '<unnamed>' panicked at src/lib.rs:20:9:\nno value today\nnote: run with X=1",
        "src/lib.rs:20:9",
    ),
    ("panicked at 'no value today', src/lib.rs:20:9", "src/lib.rs:20:9"),
    ("panicked at src/lib.rs:20:9:\nno value today", "src/lib.rs:20:9"),
]


@pytest.mark.parametrize(("said", "place"), PANICS, ids=[said[:40] for said, _ in PANICS])
def test_a_panic_of_any_rust_program_is_told_and_not_taken_for_a_contract_s(said: str, place: str) -> None:
    words, error = explain(said)
    assert error is None
    assert words.title.startswith("panicked: ")
    assert words.title.removeprefix("panicked: ") in said
    assert f"stopped itself at {place}:" in words.explanation
    assert "note" not in words.title


@pytest.mark.parametrize("said", UNKNOWN, ids=[said[:30] for said in UNKNOWN])
def test_what_is_not_known_is_not_classified(said: str) -> None:
    words, error = explain(said)
    assert error is None
    assert words.title == "not a text this version knows"
    for claim in ("contract stopped", "JavaScript", "panicked:", "ExecutionError"):
        assert claim not in words.title + words.hint


def test_javascript_errors_are_those_of_a_contract_inside_its_panic_only() -> None:
    words, error = explain("Smart contract panicked: TypeError: not a function")
    assert error is not None and error.key == "Panic.JsError"
    assert words.explanation == "The JavaScript contract threw TypeError: not a function."
    stacked = explain("Smart contract panicked: Error: no money\n    at pay (contract.js:5)")[1]
    assert stacked is not None and stacked.key == "Panic.JsError"
    rust = explain("Smart contract panicked: ParseError: no money")[1]
    assert rust is not None and rust.key == "ExecutionError.GuestPanic"


def test_a_variant_of_the_future_is_named_as_the_network_names_it() -> None:
    words, error = explain(json.dumps({"ActionError": {"index": 0, "kind": {"FutureKind": {"limit": 3}}}}))
    assert error is not None and error.key is None
    assert words.title == "future kind"


PIECES = st.sampled_from(
    [
        "{",
        "}",
        '"',
        "'",
        "`",
        "\\",
        ": ",
        "\n",
        "    at f (a:1:2)",
        "ActionError(",
        "ActionError { ",
        ")",
        " }",
        "[",
        "]",
    ]
    + [
        "Error: ",
        "Smart contract panicked: ",
        "Transaction has expired",
        '"kind":',
        "{account_id}",
        "&quot;",
        "%7B",
        "5",
    ]
    + [
        "errorMessage=",
        "ExecutionError",
        "Failure [x]: ",
        "None",
        "AccountId(",
        "…",
        "\ud800",
        "Exceeded the prepaid gas",
        "²",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_text_ends_in_an_exception(said: str) -> None:
    words, error = explain(said)
    assert words.title and words.explanation and words.hint
    assert error is not None or words.title == "not a text this version knows"


@pytest.mark.parametrize(("said", "yocto"), [("5 NEAR", 5 * 10**24), ("1" + "0" * 21, 10**21)])
def test_an_amount_is_in_the_unit_that_it_names(said: str, yocto: int) -> None:
    """near-cli of another age left the unit out, and the amount was in yocto then."""
    text = f"The account a.near wouldn't have enough balance to cover storage, required to have {said}"
    error = explain(text)[1]
    assert error is not None and error.parameters["amount"] == str(yocto)
