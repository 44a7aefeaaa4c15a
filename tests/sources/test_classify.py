"""Everything a user may give is told from its text alone."""

# covers: xccviz/sources/recognise/addresses.py, xccviz/sources/recognise/explorers.py
# covers: xccviz/sources/recognise/near_miss.py, xccviz/sources/recognise/references.py
# covers: xccviz/sources/recognise/mention.py, xccviz/sources/recognise/asked.py
# covers: xccviz/model/ids.py, xccviz/sources/foreign_text.py

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xccviz.model import base58
from xccviz.sources.classify import classify, describe
from xccviz.sources.recognise import explorers
from xccviz.sources.recognise.explorers import EXPLORERS, Explorer, explorer_of
from xccviz.sources.recognise.references import (
    Choice,
    FileRef,
    JsonText,
    NotOpenable,
    SampleRef,
    StdinRef,
    TransactionRef,
    is_account_id,
)

HASH = "EyjaBCXW3E3K48TM1A4C2zmipkR8sbuX7BvWHXdpw5ub"
RECEIPT = "HEKTTSSgp7LF5eo9cuMfDTpH5UnnH9FYkfYQwtzhaAM2"
OTHER = "781v9VgfzQUS373dC3kLGQSiCcBEg4rZvE4u3ssCY72S"
SIGNATURE = base58.encode(bytes(range(64, 128)))

hashes = st.binary(min_size=32, max_size=32).map(base58.encode)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HASH, TransactionRef(HASH)),
        (f"  {HASH}\n", TransactionRef(HASH)),
        (f'"{HASH}"', TransactionRef(HASH)),
        (f"<{HASH}>", TransactionRef(HASH)),
        (f"{HASH}.", TransactionRef(HASH)),
        (f"\ufeff{HASH}\u200b", TransactionRef(HASH)),
        (f"{HASH}:alice.near", TransactionRef(HASH, signer="alice.near")),
        (f"{HASH} alice.near", TransactionRef(HASH, signer="alice.near")),
        (f"alice.near {HASH}", TransactionRef(HASH, signer="alice.near")),
        (f"{HASH}:a-b_c.testnet", TransactionRef(HASH, signer="a-b_c.testnet", network="testnet")),
        (f"{HASH}#{RECEIPT}", TransactionRef(HASH, select=RECEIPT)),
        ("-", StdinRef()),
        (' {"jsonrpc": "2.0"}', JsonText('{"jsonrpc": "2.0"}')),
        ("[1]", JsonText("[1]")),
        ("ExecutionFinalResult { x }", JsonText("ExecutionFinalResult { x }")),
        ("sample:tutorial-batch-ok", SampleRef("tutorial-batch-ok")),
        ("Sample: x", SampleRef("x")),
        ("run.xcc.json", FileRef("run.xcc.json")),
        ("~/run.json.xz", FileRef("~/run.json.xz")),
        ("./run", FileRef("./run")),
        ("some/where", FileRef("some/where")),
        ("my run.json.gz", FileRef("my run.json.gz")),
        (r"C:\data\run.json", FileRef(r"C:\data\run.json")),
        (f"run.json#{HASH}", FileRef("run.json", HASH)),
        ("file:///tmp/a%20b.json", FileRef("/tmp/a b.json")),
    ],
)
def test_plain_forms(text: str, expected: object) -> None:
    assert classify(text) == expected


@pytest.mark.parametrize(
    ("url", "network", "select"),
    [
        (f"https://nearblocks.io/txns/{HASH}", "mainnet", None),
        (f"https://nearblocks.io/txns/{HASH}#{RECEIPT}", "mainnet", RECEIPT),
        (f"https://nearblocks.io/txns/{HASH}?tab=execution#{RECEIPT}", "mainnet", RECEIPT),
        (f"https://www.nearblocks.io/de/txns/{HASH}/", "mainnet", None),
        (f"nearblocks.io/txns/{HASH}", "mainnet", None),
        (f"https://testnet.nearblocks.io/txns/{HASH}#{RECEIPT}", "testnet", RECEIPT),
        (f"https://explorer.near.org/transactions/{HASH}", "mainnet", None),
        (f"https://explorer.near.org/transactions/{HASH}#{RECEIPT}", "mainnet", RECEIPT),
        (f"https://explorer.testnet.near.org/transactions/{HASH}", "testnet", None),
        (f"https://explorer.mainnet.near.org/transactions/{HASH}", "mainnet", None),
        (f"https://explorer.fastnear.com/tx/{HASH}", "mainnet", None),
        (f"https://explorer.testnet.fastnear.com/tx/{HASH}", "testnet", None),
        (f"https://pikespeak.ai/transaction-viewer/{HASH}/detailed", "mainnet", None),
        (f"nearx://v1/tx/{HASH}", None, None),
        (f"https://legacy.nearblocks.io/hash/{HASH}", "mainnet", None),
        (f"https://somewhere.example/a/b/{HASH}", None, None),
        (f"https://somewhere.example/#/tx/{HASH}", None, None),
        (f"https://somewhere.example/x?hash={HASH}&network=testnet", "testnet", None),
        (f"https://somewhere.example/testnet/tx/{HASH}?receipt={RECEIPT}", "testnet", RECEIPT),
        (f"https://somewhere.example/%20{HASH}", None, None),
    ],
)
def test_addresses_of_explorers_and_wallets(url: str, network: str | None, select: str | None) -> None:
    opened = classify(url)
    assert isinstance(opened, TransactionRef)
    assert (opened.hash, opened.network, opened.select) == (HASH, network, select)


@pytest.mark.parametrize("row", EXPLORERS, ids=lambda row: row.host)
def test_every_explorers_page_opens_with_and_without_its_scheme(row: Explorer) -> None:
    page = f"{row.host}{row.path.replace('HASH', HASH)}"
    for text in (page, f"https://{page}", f"https://www.{page}"):
        opened = classify(text)
        assert isinstance(opened, TransactionRef)
        assert (opened.hash, opened.network, opened.page) == (HASH, row.network, "transaction")
    elsewhere = classify(f"https://testnet.{page}")
    assert isinstance(elsewhere, TransactionRef)
    assert elsewhere.network == "testnet"


def test_no_explorer_hides_behind_another() -> None:
    assert [explorer_of(row.host) for row in EXPLORERS] == list(EXPLORERS)
    assert explorer_of("notnearblocks.io") is None


def test_a_new_explorer_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Explorer("near-lens.example", "testnet", "/t/HASH", receipt="/r/HASH", block="/at?b=HASH")
    monkeypatch.setattr(explorers, "EXPLORERS", ())
    assert classify(f"https://near-lens.example/t/{HASH}") == TransactionRef(HASH)
    monkeypatch.setattr(explorers, "EXPLORERS", (row,))
    for page in (f"near-lens.example/t/{HASH}", f"https://www.near-lens.example/de/T/{HASH}/log"):
        assert classify(page) == TransactionRef(HASH, network="testnet", page="transaction")
    receipt = TransactionRef(RECEIPT, network="testnet", select=RECEIPT, page="receipt")
    assert classify(f"near-lens.example/r/{RECEIPT}") == receipt
    assert classify(f"near-lens.example/receipts/{RECEIPT}") == receipt
    for page in (f"near-lens.example/at?b={HASH}", f"near-lens.example/blocks/{HASH}"):
        assert isinstance(block := classify(page), NotOpenable) and block.seen == "a block's page"
    elsewhere = classify(f"near-lens.example/x/t/y/{HASH}")
    assert isinstance(elsewhere, TransactionRef) and elsewhere.page == ""


def test_an_explorer_may_have_no_word_before_the_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorers, "EXPLORERS", (Explorer("near-lens.example", path="/HASH"),))
    for path, page in (("", "transaction"), ("receipts/", "receipt"), ("other/", "")):
        opened = classify(f"https://near-lens.example/{path}{RECEIPT}")
        assert isinstance(opened, TransactionRef) and opened.page == page


def test_a_wallets_return_address_names_the_signer_and_so_the_network() -> None:
    opened = classify(f"https://app.example/?account_id=alice.testnet&transactionHashes={HASH}")
    assert isinstance(opened, TransactionRef)
    assert (opened.hash, opened.signer, opened.network) == (HASH, "alice.testnet", "testnet")


def test_a_receipts_page_selects_the_receipt() -> None:
    opened = classify(f"https://testnet.nearblocks.io/receipts/{RECEIPT}")
    assert opened == TransactionRef(RECEIPT, network="testnet", select=RECEIPT, page="receipt")
    assert describe(opened).startswith("transaction of a receipt on testnet")


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        (f"Transaction ID: {HASH}", TransactionRef(HASH)),
        (f"tx {HASH}", TransactionRef(HASH)),
        (f"TxHash={HASH}", TransactionRef(HASH)),
        (f"({HASH})", TransactionRef(HASH)),
        (f"hash: {HASH}:alice.near", TransactionRef(HASH, signer="alice.near")),
        (
            f"Transaction Id {HASH}\nOpen the explorer for more info: https://testnet.nearblocks.io/txns/{HASH}",
            TransactionRef(HASH, network="testnet", page="transaction"),
        ),
        (f"why does my transaction {HASH}, sent a minute ago, hang?", TransactionRef(HASH)),
    ],
)
def test_what_tools_print_around_a_hash_may_be_pasted_with_it(text: str, opened: TransactionRef) -> None:
    assert classify(text) == opened


CURL = (
    "curl -s https://rpc.testnet.near.org -H 'Content-Type: application/json' "
    """-d '{"jsonrpc":"2.0","id":"dontcare","method":"EXPERIMENTAL_tx_status","params":["%s","alice.testnet"]}'"""
)
ESCAPED = r'curl -d "{\"method\":\"tx\",\"params\":{\"tx_hash\":\"%s\",\"sender_account_id\":\"bob.near\"}}" http://x'


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        (f"Transaction {HASH} failed", TransactionRef(HASH)),
        (f"{HASH} pending", TransactionRef(HASH)),
        (
            f"[{HASH[:6]}…](https://nearblocks.io/txns/{HASH})",
            TransactionRef(HASH, network="mainnet", page="transaction"),
        ),
        (f"<https://somewhere.example/{HASH}>", TransactionRef(HASH)),
        (f"**{HASH}**", TransactionRef(HASH)),
        (f"`tx={HASH}`;", TransactionRef(HASH)),
        (CURL % HASH, TransactionRef(HASH, signer="alice.testnet", network="testnet")),
        (ESCAPED % HASH, TransactionRef(HASH, signer="bob.near")),
        (f'["{HASH}", "alice.near"]', TransactionRef(HASH, signer="alice.near")),
        (f'["{HASH}", "alice"]', TransactionRef(HASH, signer="alice")),
        (f'["{HASH}"]', TransactionRef(HASH)),
        (
            f'{{"jsonrpc": "2.0", "method": "tx", "params": {{"tx_hash": "{HASH}", "sender_account_id": "a.near"}}}}',
            TransactionRef(HASH, signer="a.near"),
        ),
        (f"https://app.example?transactionHashes={HASH}", TransactionRef(HASH)),
        (f"https:/nearblocks.io/txns/{HASH}", TransactionRef(HASH, network="mainnet", page="transaction")),
        (f"https:nearblocks.io/txns/{HASH}", TransactionRef(HASH, network="mainnet", page="transaction")),
        (f"http//nearblocks.io/txns/{HASH}", TransactionRef(HASH)),
        (f"/txns/{HASH}", TransactionRef(HASH)),
        (f"see nearblocks.io/txns/{HASH}.", TransactionRef(HASH, network="mainnet", page="transaction")),
        (f"Transaction alice.near:{HASH}", TransactionRef(HASH, signer="alice.near")),
        (
            f"near tx-status {HASH} --accountId a.testnet",
            TransactionRef(HASH, signer="a.testnet", network="testnet"),
        ),
        (
            f"near transaction view-status {HASH} network-config testnet",
            TransactionRef(HASH, network="testnet"),
        ),
        (f"Receipts: {RECEIPT}, {OTHER}\n\tLog [a.near]: hi\nTransaction Id {HASH}", TransactionRef(HASH)),
        (f"receipt {RECEIPT} of transaction {HASH}", TransactionRef(HASH, select=RECEIPT)),
        (f"tx {HASH} in block {OTHER}, signed with ed25519:{RECEIPT}", TransactionRef(HASH)),
        (f"block_hash: {OTHER}, hash: {HASH}", TransactionRef(HASH)),
        (f"Receipt: {RECEIPT}\n\tFailure [a.near]: Error", TransactionRef(RECEIPT, page="receipt")),
    ],
)
def test_the_one_hash_of_a_text_is_meant(text: str, opened: TransactionRef) -> None:
    assert classify(text) == opened


@pytest.mark.parametrize(
    "text",
    [
        f"Transactions {HASH} and {RECEIPT}",
        f"{HASH} {RECEIPT}",
        f'["{HASH}", "{RECEIPT}"]',
        f"https://a.example/?transactionHashes={HASH},{RECEIPT}&account_id=a.near",
        f"https://a.example/?transactionHashes={HASH}&transactionHashes={RECEIPT}",
        f"https://a.example/#/done?transactionHashes={HASH}%252C{RECEIPT}",
        f"I sent https://nearblocks.io/txns/{HASH} and https://nearblocks.io/txns/{RECEIPT}",
    ],
)
def test_two_of_a_kind_are_a_choice(text: str) -> None:
    opened = classify(text)
    assert isinstance(opened, Choice)
    assert [ref.hash for ref in opened.among] == [HASH, RECEIPT]
    assert describe(opened) == "2 transactions to choose from"


@pytest.mark.parametrize(
    "text",
    [
        f"the key ed25519:{HASH} signed",
        f"https://a.example/?account_id=a.near&public_key=ed25519%3A{HASH}&all_keys=ed25519%3A{RECEIPT}",
        f"code_hash: {HASH}",
        f"see https://nearblocks.io/blocks/{HASH} for more",
    ],
)
def test_keys_code_and_blocks_are_no_transaction(text: str) -> None:
    assert isinstance(classify(text), NotOpenable)


@pytest.mark.parametrize("text", [f"runs/{HASH}.json", f"my run {HASH}.json", f"./{HASH}", rf"C:\{HASH}"])
def test_a_path_with_a_hash_is_a_path(text: str) -> None:
    assert classify(text) == FileRef(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing"),
        (SIGNATURE, "64 bytes after base58 decoding (a signature"),
        ("0x" + "ab" * 32, "0x and 64 hex digits (an EVM transaction hash)"),
        ("0x" + "ab" * 20, "an EVM address"),
        ("ab" * 32, "64 hex digits (an implicit account"),
        (base58.encode(bytes(range(1, 32))), "31 bytes after base58 decoding; a hash has 32"),
        (base58.encode(bytes(range(1, 34))), "33 bytes after base58 decoding; a hash has 32"),
        ("0" + HASH[1:], "'0' at position 1 is not base58"),
        (HASH[:10] + "l" + HASH[11:], "'l' at position 11 is not base58"),
        (HASH[:10] + "-" + HASH[11:], "'-' at position 11 is not base58"),
        (f"{HASH}:Not_An_Account", "is no account id"),
        ("alice.near", "an account, not a transaction"),
        ("185572450", "a block height?"),
        (f"ed25519:{HASH}", "a public key"),
        (f"ed25519:{SIGNATURE}", "never paste a secret"),
        (f"https://nearblocks.io/blocks/{HASH}", "a block"),
        ("https://nearblocks.io/address/alice.near", "alice.near's page"),
        ("https://nearblocks.io/", "no transaction hash"),
        (f"https://nearblocks.io/txns/{HASH[:-2]}", "after base58 decoding; a hash has 32"),
        ("http://[", "no valid address"),
        ("sample:", "a sample without a name"),
        ("what is this", "cannot open"),
    ],
)
def test_near_misses_are_named(text: str, words: str) -> None:
    opened = classify(text)
    assert isinstance(opened, NotOpenable)
    assert words in opened.message
    assert opened.seen
    assert describe(opened) == opened.message


def test_what_may_be_a_secret_is_not_repeated() -> None:
    for text in (SIGNATURE, f"ed25519:{SIGNATURE}"):
        opened = classify(text)
        assert isinstance(opened, NotOpenable)
        assert SIGNATURE[:12] not in opened.message + opened.hint + opened.seen


def test_describe_says_what_was_recognised() -> None:
    assert describe(classify(HASH)) == "transaction or receipt"
    assert describe(classify(f"https://nearblocks.io/txns/{HASH}")) == "transaction on mainnet"
    assert describe(classify(f"{HASH}:alice.testnet")) == "transaction on testnet signed by alice.testnet"
    assert describe(classify("sample:x")) == "sample x"
    assert describe(classify("-")) == "standard input"
    assert describe(classify("{}")) == "pasted JSON"
    assert describe(classify("a.json")) == "file a.json"


@given(hashes)
@example(base58.encode(bytes(32)))
def test_every_hash_is_a_transaction(hash: str) -> None:
    assert classify(hash) == TransactionRef(hash)
    assert base58.decoded_size(hash) == 32
    opened = classify(f"https://nearblocks.io/txns/{hash}")
    assert isinstance(opened, TransactionRef)
    assert opened.hash == hash


@given(hashes, st.from_regex(r"[a-z0-9]{2,10}(\.[a-z0-9]{1,8})?", fullmatch=True))
def test_hash_and_signer_in_every_spelling(hash: str, account: str) -> None:
    assert is_account_id(account)
    words = (f"{hash} {account}", f" {hash}  {account} ") if "." in account else ()
    for text in (f"{hash}:{account}", *words):
        opened = classify(text)
        assert isinstance(opened, TransactionRef)
        assert (opened.hash, opened.signer) == (hash, account)


@given(st.binary(min_size=20, max_size=63).filter(lambda data: len(data) != 32).map(base58.encode))
def test_other_sizes_are_no_hash(text: str) -> None:
    assert not isinstance(classify(text), TransactionRef)


pieces = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            HASH,
            RECEIPT,
            "://",
            "#",
            "?",
            "%",
            "@",
            ":",
            "https://nearblocks.io/txns/",
            "sample:",
            "0x",
            "[",
            "~",
            "\\",
        ]
    ),
)


@given(st.lists(pieces, max_size=6).map("".join))
@example("http://[::1")
@example("http://\u2100/")
@example("file://")
@example("1" * 100_000)
@example("a-" * 40_000)
@example("https://x/" + "%" * 1000)
@example("\ud800" + HASH)
def test_no_text_makes_it_raise(text: str) -> None:
    assert describe(classify(text))
