"""Recorded documents, damaged at random and put through everything that needs no window and no network.

    python -m tests.mutations --count 100000 --seed 1    from the checkout, one process; 1 if it found anything
    python -m tests.mutations --seed 1 --only 4711 -v    one of them again, with its traceback and its document

Each document has a number; seed and number make it, whatever ran before. Whatever ends otherwise than well or with a
UserError, takes longer than `--seconds`, or exports what the schema refuses, is told in one line: number, document,
mutations, step, exception. The same fault (exception and innermost line of ours) is told once and counted.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.reference.recorded import HERE, load_json
from tests.reference.schemas import schema_called
from xccviz.analysis.compare.diff import diff
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.cli.views.diff import show_diff
from xccviz.cli.views.shown import shown_of
from xccviz.display.drawings import DRAWINGS
from xccviz.document import Document, build_document
from xccviz.export import EXPORTERS, ExportOptions
from xccviz.export.differences import to_json as diff_to_json
from xccviz.export.json_graph import to_json
from xccviz.model.errors import UserError
from xccviz.model.raw import object_of
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.query import parse
from xccviz.resources import read_bytes
from xccviz.sources.classify import classify
from xccviz.sources.files.sample import FOLDER, list_samples
from xccviz.sources.files.strict_json import read_json
from xccviz.sources.files.unpack import unpack
from xccviz.sources.network.fetch_plan import wanted
from xccviz.sources.network.merge import merged
from xccviz.sources.network.wanted import EXTRAS
from xccviz.sources.recognise.references import JsonText
from xccviz.tables.shown import WHOLE
from xccviz.values import replace
from xccviz.words.differences import with_titles

LARGEST = 150_000
"""Bytes of a document: larger ones have the same parts, only more of them."""
SECONDS = 20.0
FILTERS = (
    "a",
    "text:a | id:a | account:*a* method:* event:*",
    "!(gas>1T attached>=1 unspent!=0 deposit<1N fee=0)",
    "depth>0 slots<=3 logs=0 actions>0 block>0 wait>=0 step<5",
    "fate:handled | finding:soft_failure | action:Transfer | slot:failed | state:waiting",
)
_RECORDED = 0.6
"""Share of the documents that were recorded once; the others are made from nothing."""


def _deep(levels: int) -> Any:
    value: Any = 7
    for level in range(levels):
        value = [value] if level % 2 else {"x": value}
    return value


JUNK: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2**53, 2**63, 2**64 - 1, 2**64, 2**128 - 1, 2**128, -(2**63), 10**400, 1.5, -0.0,
    1e308, float("inf"), float("nan"), "", " ", "0", "-1", "1e9", "9" * 40, "9" * 70, "9" * 5000, "x", "\ud800", "\x00",
    "\u202e", "{}", "%s %d {x}", "near", "system", "alice.near", "Unknown", "AAAA", "!!!", "1" * 32, "2" * 44,
    [], {}, [None], [[]], [7], ["x"], {"": ""}, {"a": {"b": 1}}, {"SuccessValue": 7}, {"Failure": {}}, {"Failure": []},
    {"Failure": {"ActionError": {"index": -1, "kind": {}}}},
    {"Failure": {"ActionError": {"index": 10**30, "kind": 3}}},
    {"SuccessReceiptId": "x"}, {"Action": {}}, {"Data": {}}, {"FunctionCall": 7},
    {"Delegate": {"delegate_action": {}}},
    "EVENT_JSON:{}",
    'EVENT_JSON:{"standard":"nep141","version":"1.0.0","event":"ft_transfer","data":[7,{"amount":-1}]}',
    'EVENT_JSON:{"standard":7,"event":[],"data":{}}', "Smart contract panicked: panicked at 'x', a:1:1",
    "Exceeded the prepaid gas.", "_" * 3000, _deep(60), _deep(300), list(range(300)),
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A recorded document: its name, and its JSON."""

    name: str
    value: Any


@dataclass(frozen=True)
class Found:
    """Something that went wrong: the number of the document, what was done to it, in which step, and what it was."""

    number: int
    source: str
    mutations: tuple[str, ...]
    step: str
    said: str
    place: str
    trace: str

    def __str__(self) -> str:
        return f"{self.number}: {self.source} [{'; '.join(self.mutations)}] {self.step}: {self.said} at {self.place}"


class TooSlowError(Exception):
    """A step took longer than it may."""


# ---------------------------------------------------------------------------------------------------------- documents


def sources(folders: Sequence[Path] = ()) -> tuple[Source, ...]:
    """What is damaged: the bundled samples, the recordings of the tests, and JSON files in `folders`."""
    found = [
        Source(
            f"sample:{row.name}",
            json.loads(unpack(read_bytes(FOLDER, f"{row.name}.xcc.json.gz"), row.name)),
        )
        for row in list_samples()
    ]
    for folder in (HERE, *folders):
        for path in sorted(folder.rglob("*.json*")):
            if path.stat().st_size > LARGEST or not path.name.endswith((".json", ".json.gz", ".json.xz")):
                continue
            with suppress(ValueError, RecursionError):  # some are broken on purpose
                found.append(Source(str(path.relative_to(folder)), _document(load_json(path))))
    return tuple(one for one in found if _may_open(one.value) and len(json.dumps(one.value)) <= LARGEST)


def _may_open(value: Any) -> bool:
    """Whether it is a transaction in any shape, not a block or a receipt alone."""
    inner = object_of(object_of(value).get("result")) or object_of(value)
    return bool({"transaction", "transactions", "shards", "documents"} & inner.keys()) or isinstance(
        value, list
    )


def grown(rng: random.Random) -> Any:
    """A small document made from nothing: a handful of ids that stand everywhere, members left out at random. Circles,
    a receipt with the transaction's hash, ids that meet: what recordings never hold."""
    ids = [f"{letter}{'x' * 42}" for letter in "ABCDE"[: rng.randint(1, 5)]]
    accounts = ["alice.near", "app.near", "system"]

    def some(**members: Callable[[], Any]) -> dict[str, Any]:
        return {name: make() for name, make in members.items() if rng.random() < 0.8}

    def several(make: Callable[[], Any], most: int = 4) -> Callable[[], list[Any]]:
        return lambda: [make() for _ in range(rng.randint(0, most))]

    def one_id() -> str:
        return rng.choice(ids)

    def account() -> str:
        return rng.choice(accounts)

    def gas() -> int:
        return rng.choice((0, 1, 10**12, 3 * 10**14))

    def amount() -> str:
        return rng.choice(("0", "1", "100000000", "12" * 12))

    def args() -> str:
        return rng.choice(("", "e30=", "eyJhbW91bnQiOiIxIn0=", "AAEC", "bnVsbA=="))

    def action() -> Any:
        call = some(method_name=lambda: rng.choice(("go", "on_go")), args=args, gas=gas, deposit=amount)
        inner = some(
            sender_id=account, receiver_id=account, actions=lambda: [{"Transfer": {"deposit": amount()}}]
        )
        return rng.choice(
            ("CreateAccount", {"FunctionCall": call}, {"FunctionCall": call}, {"Transfer": some(deposit=amount)},
             {"Delegate": {"delegate_action": inner}}, {"Stake": {"stake": amount()}},
             {"DeployContract": {"code": args()}},
             {"DeleteAccount": {"beneficiary_id": account()}}, {"Teleport": {}})
        )  # fmt: skip

    def status() -> Any:
        error = {"FunctionCallError": {"ExecutionError": "Smart contract panicked: x"}}
        return rng.choice(
            ("Unknown", {"SuccessValue": args()}, {"SuccessReceiptId": one_id()}, {"SuccessReceiptId": one_id()},
             {"Failure": {"ActionError": {"index": rng.choice((0, 1, 5, None)), "kind": error}}},
             {"Failure": {"InvalidTxError": "Expired"}})
        )  # fmt: skip

    def outcome() -> Any:
        body = some(
            executor_id=account, gas_burnt=gas, tokens_burnt=amount, receipt_ids=several(one_id), status=status,
            logs=several(lambda: rng.choice(("hello", JUNK[-9])), 1),
        )  # fmt: skip
        more = {"block_height": rng.choice((1, 2, 500))} if rng.random() < 0.4 else {}
        return {"id": one_id(), "block_hash": one_id(), "outcome": body, **more}

    def receipt() -> Any:
        receiver = {"data_id": one_id(), "receiver_id": account()}
        body = some(
            actions=several(action, 3), gas_price=amount, input_data_ids=several(one_id, 2), signer_id=account,
            output_data_receivers=several(lambda: receiver, 2), is_promise_yield=lambda: rng.random() < 0.3,
        )  # fmt: skip
        data = some(data_id=one_id, data=args, is_promise_resume=lambda: rng.random() < 0.5)
        what = rng.choice(
            ({"Action": body}, {"Action": body}, {"Action": body}, {"Data": data}, {"Else": {}})
        )
        return {"receipt_id": one_id(), **some(predecessor_id=account, receiver_id=account), "receipt": what}

    return {
        "transaction": {"hash": one_id(), "signer_id": account(), "receiver_id": account(),
                        **some(actions=several(action))},
        "transaction_outcome": outcome(),
        **some(
            receipts_outcome=several(outcome, 6), receipts=several(receipt, 6), status=status,
            final_execution_status=lambda: rng.choice(("FINAL", "INCLUDED", "NONE")),
        ),
    }  # fmt: skip


def _document(value: Any) -> Any:
    """Recordings of the tests that stand in a box of their own are taken out of it."""
    return value["tx_status"] if isinstance(value, dict) and "tx_status" in value else value


# ---------------------------------------------------------------------------------------------------------- mutations


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))  # deeper and faster than copy.deepcopy


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    found: list[tuple[Any, Any]] = []
    todo = [value]
    while todo:
        here = todo.pop()
        keys = list(here) if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        for key in keys:
            found.append((here, key))
            todo.append(here[key])
    return found


def damaged(all_sources: Sequence[Source], seed: int, number: int) -> tuple[Source, tuple[str, ...], Any]:
    """The document of that number: where it comes from, what was done to it, and its JSON."""
    rng = random.Random(f"{seed}:{number}")
    source = rng.choice(all_sources) if rng.random() < _RECORDED else Source("grown", grown(rng))
    value = _copy(source.value)
    before, told = _copy(value), []
    for _ in range(
        rng.choice((1, 1, 1, 2, 2, 3, 5, 8)) if source.name != "grown" else rng.choice((0, 0, 1, 3))
    ):
        all_places = places(value)
        if not all_places:
            break
        kind, mutate = rng.choice(MUTATIONS)
        holder, key = rng.choice(all_places)
        try:
            mutate(rng, holder, key, all_places, all_sources)
            before = _copy(value)
        except RecursionError:  # nested too deep to be written: enough of it
            return source, tuple(told), before
        told.append(f"{kind} {str(key)[:40]}")
    return source, tuple(told), value


def _delete(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    del holder[key]


def _retype(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    holder[key] = _copy(rng.choice(JUNK))


def _swap(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    """With another member, unless one of them would then hold itself."""
    other, name = rng.choice(places)
    one, two = _copy(holder[key]), _copy(other[name])
    holder[key] = two
    if isinstance(other, dict) or name < len(other):
        other[name] = one


def _duplicate(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    if isinstance(holder, list):
        holder[key:key] = [_copy(holder[key]) for _ in range(rng.choice((1, 1, 2, 40)))]
    else:
        holder[rng.choice(list(holder))] = _copy(holder[key])


def _number(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    """A number somewhere becomes a large, negative or merely other one, in its own spelling."""
    numbers = [
        (h, k)
        for h, k in places
        if (isinstance(h[k], int) and not isinstance(h[k], bool))
        or (isinstance(h[k], str) and h[k].isdigit())
    ]
    if numbers:
        holder, key = rng.choice(numbers)
    other = rng.choice(
        (-1, 0, 1, 10, 10**12, 10**18, 2**63, 2**64 - 1, 2**64, 2**128 - 1, 10**60, rng.randrange(10**20))
    )
    holder[key] = str(other) if isinstance(holder[key], str) else other


def _same_text(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    """A text becomes another one of the document: ids that meet, circles, foreign accounts."""
    texts = [(h, k) for h, k in places if isinstance(h[k], str)]
    if texts:
        holder, key = rng.choice(texts)
        other, name = rng.choice(texts)
        holder[key] = other[name]


def _ids(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    """The same among what links receipts."""
    names = (
        "receipt_id",
        "id",
        "data_id",
        "SuccessReceiptId",
        "hash",
        "block_hash",
        "executor_id",
        "receiver_id",
    )
    linked = [(h, k) for h, k in places if k in names and isinstance(h[k], str)]
    lists = [(h, k) for h, k in places if k in ("receipt_ids", "input_data_ids") and isinstance(h[k], list)]
    if lists and linked and rng.random() < 0.5:
        holder, key = rng.choice(lists)
        other, name = rng.choice(linked)
        holder[key].insert(rng.randrange(len(holder[key]) + 1), other[name])
    elif linked:
        holder, key = rng.choice(linked)
        other, name = rng.choice(linked)
        holder[key] = other[name]


def _foreign(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    """A member becomes the same member of another document."""
    other = places_of(rng.choice(sources))
    same = [(h, k) for h, k in other if k == key] if isinstance(key, str) else []
    there, name = rng.choice(same or other)
    holder[key] = _copy(there[name])


def places_of(source: Source) -> list[tuple[Any, Any]]:
    return places(source.value) or [({"x": None}, "x")]


def _rename(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    if isinstance(holder, dict):
        name = rng.choice([k for _, k in places if isinstance(k, str)] or ["x"])
        holder[rng.choice((name, f"{key}_", "\ud800"))] = holder.pop(key)


def _nest(rng: random.Random, holder: Any, key: Any, places: Any, sources: Any) -> None:
    for _ in range(rng.choice((1, 1, 2, 90, 250))):
        holder[key] = [holder[key]] if rng.random() < 0.5 else {"x": holder[key]}


MUTATIONS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("delete", _delete),
    ("retype", _retype),
    ("retype", _retype),
    ("retype", _retype),
    ("swap", _swap),
    ("duplicate", _duplicate),
    ("number", _number),
    ("number", _number),
    ("same text", _same_text),
    ("ids", _ids),
    ("ids", _ids),
    ("foreign", _foreign),
    ("rename", _rename),
    ("nest", _nest),
)


# -------------------------------------------------------------------------------------------------------------- steps


def steps(text: str, other: Document) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that is done with one document, by name; later steps use what earlier ones made."""
    opened: list[Document] = []

    def open_it() -> None:
        reference = classify(text)
        if isinstance(reference, JsonText):
            opened.append(open_document_sync(reference, OpenOptions(offline=True)).document)

    yield "open", open_it
    for result in _results(text):
        yield "needs", lambda result=result: wanted(result, frozenset(EXTRAS), ())
    if not opened:
        return
    document = opened[0]
    yield (
        "needs",
        lambda: [
            wanted(object_of(one.payload), frozenset(EXTRAS), document.raw.documents)
            for one in document.raw.documents
        ],
    )
    yield "json", lambda: _valid(document)
    for name, view in VIEWS.items():
        yield f"show {name}", lambda view=view: view.show(document, Terminal(io.StringIO()), WHOLE)
    for exporter in EXPORTERS:
        yield exporter.name, lambda exporter=exporter: exporter.run(document, ExportOptions())
    for drawing in DRAWINGS:
        options = ExportOptions(view=drawing.id, expand_all=True)
        yield f"svg {drawing.id}", lambda options=options: EXPORTERS[0].run(document, options)
    for text in FILTERS:
        yield f"filter {text}", lambda text=text: parse(text).matches(document)
    last = len(document.timeline)
    for step in {0, last // 2, last}:
        yield (
            f"show --step {step}",
            lambda step=step: [
                view.show(
                    document, Terminal(io.StringIO()), shown_of(document, step, parse("fail | ok wait>1"))
                )
                for view in VIEWS.values()
            ],
        )
        yield (
            "svg",
            lambda step=step: EXPORTERS[0].run(
                document, ExportOptions(step=step, collapse_refunds=False, budget=10_000)
            ),
        )
    for left, right in ((document, other), (other, document), (document, document)):
        yield "diff", lambda left=left, right=right: _compare(left, right)
    yield "merge", lambda: build_document(merged(replace(document.raw, tx_hash=other.raw.tx_hash), other.raw))


def _results(text: str) -> list[Any]:
    """What an endpoint would have answered as `result`, where the document may be such an answer."""
    value = None
    with suppress(ValueError, RecursionError):
        value = read_json(text)
    inner = object_of(object_of(value).get("result")) or object_of(value)
    return [inner] if isinstance(inner.get("transaction"), dict) else []


def _valid(document: Document) -> None:
    exported = to_json(document)
    schema_called("xccviz-graph-1").validate(json.loads(json.dumps(exported, allow_nan=False)))
    json.dumps(exported, ensure_ascii=False).encode("utf-8")


def _compare(left: Document, right: Document) -> None:
    found = with_titles(diff(left.analysis, right.analysis), left, right)
    show_diff(left, right, found, Terminal(io.StringIO()))
    json.dumps(diff_to_json(left, right, found), allow_nan=False)


def tried(
    all_sources: Sequence[Source], other: Document, seed: int, number: int, seconds: float
) -> list[Found]:
    """Everything that goes wrong with the document of that number."""
    source, mutations, value = damaged(all_sources, seed, number)
    found: list[Found] = []
    each = steps(json.dumps(value), other)
    while True:
        name = "next"
        try:
            with _limited(seconds):
                name, step = next(each, ("", None))
                if step is None:
                    return found
                step()
        except UserError as error:
            if error.kind == "bug":
                found.append(_found(number, source.name, mutations, name, error))
            if name == "open":
                return found
        except Exception as error:  # that is what is looked for
            found.append(_found(number, source.name, mutations, name, error))
            if name in ("open", "next"):
                return found


def _found(number: int, source: str, mutations: tuple[str, ...], step: str, error: BaseException) -> Found:
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "/xccviz/" in frame.filename and "/tests/" not in frame.filename
    ]
    place = f"{frames[-1].filename.split('/xccviz/')[-1]}:{frames[-1].lineno}" if frames else "?"
    said = f"{type(error).__name__} {str(error)[:120]!r}"
    trace = "".join(traceback.format_exception(error))
    return Found(number, source, mutations, step, said, place, trace[-6000:])


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """At most so many seconds of the processor, where the platform counts them."""

    def ring(number: int, frame: object) -> None:
        raise TooSlowError(f"more than {seconds:g} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try them; what was found goes to standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first number")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="this number alone")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="a step may take")
    parser.add_argument("--documents", type=Path, action="append", default=[], help="further recordings")
    parser.add_argument("-v", action="store_true", help="tracebacks; with --only the document too")
    args = parser.parse_args(arguments)
    all_sources, other = sources(args.documents), build_sample()
    numbers = [args.only] if args.only is not None else range(args.first, args.first + args.count)
    if args.only is not None and args.v:
        print(json.dumps(damaged(all_sources, args.seed, args.only)[2]))
    counted: Counter[tuple[str, str]] = Counter()
    for number in numbers:
        for found in tried(all_sources, other, args.seed, number, args.seconds):
            key = (found.said.split(" ")[0], found.place)
            counted[key] += 1
            if counted[key] == 1:
                print(found, found.trace if args.v else "", sep="\n" if args.v else "", flush=True)
        if number % 1000 == 999:
            print(f"… {number + 1}", file=sys.stderr, flush=True)
    for (said, place), times in counted.most_common():
        print(f"{times:6} × {said} at {place}")
    print(f"{len(numbers)} documents of {len(all_sources)}, seed {args.seed}: {len(counted)} faults")
    return 1 if counted else 0


def build_sample() -> Document:
    """What documents are compared with."""
    from xccviz.sources.files.sample import read_sample

    return build_document(read_sample("tutorial-parallel-3-one-panics"))


if __name__ == "__main__":
    sys.exit(main())
