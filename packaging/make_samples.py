"""Make `resources/samples` from recorded transactions: `python packaging/make_samples.py [DATA]`.

DATA is the folder of recordings (default `../shared/data`). Every sample is an ordinary capture (interface.md
§3.1): the answer about the transaction, the blocks that its receipts ran in and those after them, verbatim; where a
value arrived in another way, the chunk and the receipt that show it. The output is a pure function of the input.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xccviz.document import build_document  # noqa: E402 - after the path
from xccviz.model.raw import RawDocument, RawTransaction  # noqa: E402 - after the path
from xccviz.rerun.replaying import Replayer, replayable  # noqa: E402
from xccviz.sources.files.capture import capture_to_json  # noqa: E402
from xccviz.sources.files.sample import read_sample  # noqa: E402
from xccviz.vm.call import call  # noqa: E402

CREATED_AT = "2026-11-22T00:00:00Z"
CREATED_BY = "xccviz samples"


@dataclass(frozen=True)
class Sample:
    """One sample: its name and story, where its recording lies below DATA, and which further documents it needs."""

    name: str
    story: str
    source: str
    network: str = "localnet"
    chunks: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    blocks: str = ""
    replay: bool = False
    """With what the node said around each call, so that it can be run again."""


def local(name: str, story: str, source: str = "", **more: Any) -> Sample:
    """A sample recorded on the local node at protocol version 86."""
    return Sample(name, story, f"node/pv86/{source or name}", **more)


SAMPLES = (
    local(
        "tutorial-batch-ok",
        "Two calls in one batch to one contract, then a callback that gets the second's result.",
    ),
    local(
        "tutorial-batch-fail-step-two",
        "The second call of a batch panics: the first is rolled back, the callback receives Failed.",
    ),
    local(
        "tutorial-parallel-3-ok",
        "Three contracts called in parallel and joined; one callback reads all three results.",
    ),
    local(
        "tutorial-parallel-3-one-panics",
        "Three contracts called in parallel, one panics; the callback gets two results and a failure.",
    ),
    local(
        "tutorial-js-batch-ok",
        "The same batch and callback in JavaScript, on a small library instead of near-sdk-js.",
    ),
    local(
        "callback-panics",
        "The call succeeds, its callback panics: the transaction fails and the call's effects stay.",
    ),
    local("callback-out-of-gas", "A callback with 5 Tgas runs out of gas; what it waited for had succeeded."),
    local(
        "forwarded-3-ok",
        "A contract returns another's promise, which returns a third's: that value arrives.",
    ),
    local("two-thens-one-promise", "Two callbacks wait for the same call; each gets its result."),
    local("join-of-joins", "A join of two joins: the callback has four slots."),
    local(
        "yield-resumed-by-other-tx",
        "A callback waits for somebody: another user's transaction resumes it with a payload.",
        chunks=("3117-3.json",),
        receipts=("FNBwro6fvnadrNrzeSGVZbK3326NnsoQHPdjnaeM72RE.json",),
    ),
    local(
        "delegate-inner-fails",
        "A relayer pays for a user's call: the transaction succeeds, the user's call fails.",
    ),
    local("detached-fails", "Calls that nobody waits for fail, and the transaction is called a success."),
    local(
        "ft-transfer-call-ok",
        "A token is sent with a message: transfer, notification, and the callback that settles it.",
    ),
    local(
        "ft-transfer-call-refused",
        "The receiver of a token transfer panics; the settling callback gives the tokens back.",
    ),
    Sample(
        "sdk-parallel-one-panics",
        "Three near-sdk contracts called in parallel, one panics; each call can be run again.",
        "node/pv84/sdk-parallel-one-panics",
        replay=True,
    ),
    Sample(
        "mainnet-hidden-failure",
        "Token and intent calls end well although the last check panicked on the way.",
        "public/envelopes/mainnet/AG7MwxdDRM.json",
        network="mainnet",
    ),
    Sample(
        "mainnet-yield-then-call",
        "A callback waits for a later transaction, then calls a contract and gets its answer.",
        "public/mainnet/4Rbnm1W7fE.json",
        network="mainnet",
        blocks="public/blocks/mainnet",
    ),
    Sample(
        "mainnet-intents",
        "A signed intent sends multi-tokens through a bridge contract; three callbacks settle it.",
        "public/mainnet/HoWytDmLdY.json",
        network="mainnet",
    ),
)


def make(sample: Sample, data: Path) -> bytes:
    """The capture of one sample as JSON bytes."""
    place = data / sample.source
    envelope = read(place / "tx_status.json" if place.is_dir() else place)
    status = envelope.get("result", envelope) if "transaction" not in envelope else envelope
    transaction = status["transaction"]
    params = {
        "tx_hash": transaction["hash"],
        "sender_account_id": transaction["signer_id"],
        "wait_until": status.get("final_execution_status", "FINAL"),
    }
    documents = [RawDocument("EXPERIMENTAL_tx_status", params, envelope)]
    hashes = {
        outcome["block_hash"] for outcome in (status["transaction_outcome"], *status["receipts_outcome"])
    }
    folder = place / "blocks" if place.is_dir() else data / sample.blocks if sample.blocks else None
    if folder is not None:
        documents += blocks(folder, hashes)
    for name in sample.chunks:
        chunk = read(place / "chunks" / name)
        documents.append(RawDocument("chunk", {"chunk_id": chunk["result"]["header"]["chunk_hash"]}, chunk))
    for name in sample.receipts:
        documents.append(
            RawDocument(
                "EXPERIMENTAL_receipt",
                {"receipt_id": name.removesuffix(".json")},
                read(place / "receipts" / name),
            )
        )
    if sample.replay:
        documents += around_calls(place / "replay", documents)
    raw = RawTransaction(
        documents=tuple(documents),
        open=transaction["hash"],
        tx_hash=transaction["hash"],
        sender_account_id=transaction["signer_id"],
        network=sample.network,
        chain_id=sample.network,
    )
    return capture_to_json(raw, CREATED_BY, CREATED_AT)


def blocks(folder: Path, hashes: set[str]) -> list[RawDocument]:
    """The recorded `block` answers for these hashes, and for the blocks after them, whose headers prove what ran
    (protocol.md §12), by height."""
    found: dict[int, RawDocument] = {}
    for path in folder.glob("*.json"):
        envelope = read(path)
        header = envelope.get("result", envelope)["header"]
        if header["hash"] in hashes or header["prev_hash"] in hashes:
            found[header["height"]] = RawDocument("block", {"block_id": header["hash"]}, envelope)
    return [found[height] for height in sorted(found)]


def around_calls(folder: Path, there: list[RawDocument]) -> list[RawDocument]:
    """What the node said of code, accounts, whole storages and changes (`replay/`). Code that several accounts have is
    there once: it is known by its hash."""
    found: dict[str, RawDocument] = {
        json.dumps([document.method, document.params]): document for document in there
    }
    codes: set[str] = set()
    for path in sorted(folder.glob("*.json")):
        for exchange in read(path):
            method, params = exchange["request"]["method"], exchange["request"]["params"]
            result = exchange["response"].get("result", {})
            if params.get("request_type") == "view_state" and params["prefix_base64"]:
                continue
            if "code_base64" in result and (result["hash"] in codes or codes.add(result["hash"])):
                continue
            found.setdefault(json.dumps([method, params]), RawDocument(method, params, exchange["response"]))
    return [document for document in found.values() if document not in there]


def read(path: Path) -> Any:
    """A JSON file."""
    return json.loads(path.read_bytes())


GROUPS = {
    "batch": ("tutorial-batch-ok", "tutorial-batch-fail-step-two", "tutorial-js-batch-ok"),
    "parallel": (
        "tutorial-parallel-3-ok",
        "tutorial-parallel-3-one-panics",
        "join-of-joins",
        "sdk-parallel-one-panics",
    ),
    "callback": ("callback-panics", "callback-out-of-gas", "two-thens-one-promise"),
    "elsewhere": ("forwarded-3-ok", "detached-fails", "yield-resumed-by-other-tx"),
    "tokens": ("ft-transfer-call-ok", "ft-transfer-call-refused", "delegate-inner-fails"),
    "mainnet": ("mainnet-hidden-failure", "mainnet-yield-then-call", "mainnet-intents"),
}
"""The samples by what they show, in the order in which an empty window shows them."""


def group_of(name: str) -> str:
    """The group of a sample."""
    return next(group for group, names in GROUPS.items() if name in names)


def ending(name: str) -> str:
    """How a sample ends, as the program finds it."""
    return build_document(read_sample(name)).verdict.ending


def replays(name: str) -> bool:
    """Whether a sample brings all that its calls take to run again, as running each of them shows."""
    document = build_document(read_sample(name))
    calls = [node for node in document.graph.nodes if replayable(node)]
    runs = (Replayer(document.raw, document.analysis, node, call) for node in calls)
    return bool(calls) and all(one.as_it_was().equal for one in runs)


def main(argv: list[str]) -> int:
    """Write all samples and their index; samples that are no longer listed go."""
    data = Path(argv[0]) if argv else ROOT.parent / "shared" / "data"
    target = ROOT / "resources" / "samples"
    target.mkdir(parents=True, exist_ok=True)
    names = {f"{sample.name}.xcc.json.gz" for sample in SAMPLES}
    for old in target.glob("*.xcc.json.gz"):
        if old.name not in names:
            old.unlink()
    for sample in SAMPLES:
        packed = gzip.compress(make(sample, data), 9, mtime=0)
        (target / f"{sample.name}.xcc.json.gz").write_bytes(packed)
        print(f"{len(packed):8,}  {sample.name}")
    index = [
        {
            "name": s.name,
            "story": s.story,
            "network": s.network,
            "group": group_of(s.name),
            "ending": ending(s.name),
            "replays": replays(s.name),
        }
        for s in SAMPLES
    ]
    (target / "index.json").write_text(
        json.dumps(index, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
