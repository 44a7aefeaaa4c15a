"""What the views say about real transactions."""

# covers: xccviz/cli/commands/show.py, xccviz/cli/views/awaits.py, xccviz/cli/views/errors.py
# covers: xccviz/cli/views/events.py, xccviz/cli/views/gas.py, xccviz/tables/parts.py
# covers: xccviz/cli/views/summary.py, xccviz/cli/views/timeline.py, xccviz/cli/views/transfers.py
# covers: xccviz/cli/views/tree.py

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import HERE, with_changes
from xccviz.cli.main import main
from xccviz.cli.views import VIEWS
from xccviz.resources import read_bytes
from xccviz.sources.files.capture import save_capture
from xccviz.sources.files.sample import list_samples

TREE = """\
✓ alice.near → caller.near  0.31 of 300 Tgas, block 521
└─ ✓ caller.near.multiple_contracts  2.6 of 300 Tgas, block 522
   │   answers with caller.near.on_multi_done
   ├─ ✓ alpha.near.get_value  1.1 of 10 Tgas, block 523
   │      returned "value of alpha.near"
   ├─ ✗ bravo.near.get_value  1.2 of 10 Tgas, block 523
   │      panicked: no value today
   ├─ ✓ delta.near.get_value  1.1 of 10 Tgas, block 523
   │      returned "value of delta.near"
   └─ ✓ caller.near.on_multi_done  callback of a join  1.1 of 265 Tgas, block 524
          slot 0 ✓ "value of alpha.near"  from alpha.near.get_value
          slot 1 ✗ Failed  from bravo.near.get_value
          slot 2 ✓ "value of delta.near"  from delta.near.get_value
          returned [{"Ok":"\\"value of alpha.near\\""},{"Err":"failed"},{"Ok":"\\"value of delta.near\\…
+ 5 gas refunds: 0.3002 N to alice.near
"""


def show(capsys: pytest.CaptureFixture[str], opened: str, view: str) -> str:
    """The text of one view."""
    assert main(["show", opened, "--view", view]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_the_tree_of_a_join_with_one_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(capsys, "sample:tutorial-parallel-3-one-panics", "tree") == TREE


def test_a_failed_batch_says_what_was_rolled_back(capsys: pytest.CaptureFixture[str]) -> None:
    tree = show(capsys, "sample:tutorial-batch-fail-step-two", "tree")
    assert "0 ↩ step_one  rolled back" in tree
    assert "1 ✗ step_two  failed" in tree
    errors = show(capsys, "sample:tutorial-batch-fail-step-two", "errors")
    assert "the second of 2 actions, step_two, failed; step_one was rolled back" in errors


def test_the_timeline_calls_no_slot_the_last_of_those_filled_in_one_block(
    capsys: pytest.CaptureFixture[str],
) -> None:
    last = show(capsys, "sample:tutorial-parallel-3-one-panics", "timeline").rstrip().splitlines()[-1]
    assert last.endswith("caller.near.on_multi_done  slots 0, 1 and 2 arrived last, in one block")


def test_the_summary_answers_in_the_first_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(capsys, "sample:callback-panics", "summary").startswith("✗ Failed")
    assert show(capsys, "sample:tutorial-batch-ok", "summary").startswith("✓ Succeeded")


def test_the_await_table_names_slots_producers_and_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    rows = show(capsys, "sample:forwarded-3-ok", "await").split("\n")
    assert "waited" in rows[0]
    assert rows[2].split("  ")[1:] == [
        " 0",
        "✓",
        "deep value",
        "hub.near.run",
        "vault.near.run (through 1 more)",
        "block 855",
    ] or ("deep value" in rows[2] and "hub.near.run" in rows[2] and "vault.near.run" in rows[2])


def test_words_about_fates_never_say_that_a_failure_was_handled(capsys: pytest.CaptureFixture[str]) -> None:
    for sample in list_samples():
        out = show(capsys, f"sample:{sample.name}", "all")
        assert "handled" not in out and "recovered" not in out


def test_refunds_are_folded_and_deposit_refunds_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    tree = show(capsys, "sample:delegate-inner-fails", "tree")
    assert "deposit refund" in tree
    assert tree.rstrip().split("\n")[-1].startswith("+ 2 gas refunds")


def test_detached_calls_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(capsys, "sample:detached-fails", "tree").count("  detached  ") == 2


def test_a_resumed_yield_shows_its_payload(capsys: pytest.CaptureFixture[str]) -> None:
    tree = show(capsys, "sample:yield-resumed-by-other-tx", "tree")
    assert "yield, resumed" in tree
    assert "17 bytes, hex 000162696e617279207061796c6f6164ff" in tree


def test_the_timeline_counts_from_one_without_gaps_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    out = show(capsys, "sample:tutorial-batch-ok", "timeline")
    assert "   1 ✓ alice.near → caller.near" in out.replace("\n  1", "\n   1")


GAS = """\
gas  5.9 Tgas burnt of 300 Tgas attached; refunds and payouts took 0.67 Tgas more, free of charge
fee  0.0005854 N paid by alice.near; 0.3003 N of prepaid gas came back

   receipt                      burnt  of attached  passed on  got back
✓  alice.near → caller.near     0.310      300.000    300.888
✓   caller.near.batch_actions   2.106      300.000    298.782
✓    alpha.near · 2 actions     2.355       60.000               59.313
✓    caller.near.on_batch_done  1.083      236.226              236.030
"""
SPLIT = """\
How caller.near.batch_actions split its gas
   call                         given  share  burnt  got back
✓  alpha.near · 2 actions      60.000   20 %  2.355    59.313
✓  caller.near.on_batch_done  236.226   79 %  1.083   236.030
"""


def test_the_gas_view_says_what_was_given_burnt_and_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    out = show(capsys, "sample:tutorial-batch-ok", "gas")
    assert out.startswith(GAS)
    assert SPLIT in out
    assert "account      method               burnt  share" in out
    assert "FUNCTION_CALL_BASE      sending   0.600   10 %" in out


def test_a_wide_gas_view_names_the_parts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    out = show(capsys, "sample:tutorial-batch-ok", "gas")
    assert "got back   fees  contract  sending" in out
    assert "Burnt = fees + contract + sending." in out


def test_the_gas_view_marks_a_call_that_starved(
    capsys: pytest.CaptureFixture[str], shared_data: Path
) -> None:
    path = shared_data / "node" / "pv86" / "callback-out-of-gas" / "tx_status.json"
    out = show(capsys, str(path), "gas")
    assert "✗  app.near.callback    5.000    2 %  5.888     0.000  starved\n" in out
    assert "starved: it ran out of gas while another call gave back at least as much" in out


def test_receipts_alike_take_one_line_in_the_gas_view(
    capsys: pytest.CaptureFixture[str], shared_data: Path
) -> None:
    path = shared_data / "node" / "pv86" / "giant-4000" / "tx_status.json.xz"
    out = show(capsys, str(path), "gas")
    assert "bob.near (no actions) × 4,000" in out
    assert out.count("\n") < 40


def test_gas_that_no_block_can_hold_is_a_note_with_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    capture = json.loads(gzip.decompress(read_bytes("samples", "tutorial-batch-ok.xcc.json.gz")))
    for document in capture["documents"]:
        for outcome in document["envelope"]["result"].get("receipts_outcome", []):
            outcome["outcome"]["gas_burnt"] = 10**400
    path = tmp_path / "huge.xcc.json"
    path.write_text(json.dumps(capture))
    assert "at most 64 bits receipts_outcome[0].outcome.gas_burnt" in show(capsys, str(path), "summary")
    assert "?" in show(capsys, str(path), "gas")


@pytest.mark.parametrize("width", [40, 72, 200])
def test_lines_keep_to_the_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for view in ("summary", "tree", "errors", "events", "timeline"):
        out = show(capsys, "sample:mainnet-hidden-failure", view)
        assert max(map(len, out.split("\n"))) <= width


def hostile_capture(text: str) -> dict[str, Any]:
    """The batch sample with a log, a panic and a result that a contract chose."""
    capture: dict[str, Any] = json.loads(
        gzip.decompress(read_bytes("samples", "tutorial-batch-fail-step-two.xcc.json.gz"))
    )
    result = capture["documents"][0]["envelope"]["result"]
    for outcome in result["receipts_outcome"]:
        outcome["outcome"]["logs"] = [text, f'EVENT_JSON:{{"standard":"{text!r}","event":"x"}}']
        status = outcome["outcome"]["status"]
        if "Failure" in status:
            call = status["Failure"]["ActionError"]["kind"]["FunctionCallError"]
            call["ExecutionError"] = f"Smart contract panicked: {text}"
        elif "SuccessValue" in status:
            status["SuccessValue"] = base64.b64encode(text.encode("utf-8", "replace")).decode()
    result["transaction"]["signer_id"] = f"alice{text}.near"
    return capture


@pytest.mark.parametrize(
    "text", ["\x1b[2J\x1b[31mred", "a\u202eb\u2066c", "\x9b31m", "a\rb\x07\x00", "x\nxccviz: fake"]
)
def test_chain_data_cannot_play_tricks_on_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    path = tmp_path / "hostile.xcc.json"
    path.write_text(json.dumps(hostile_capture(text)))
    out = show(capsys, str(path), "all")
    assert not any(char in out for char in "\x1b\x9b\r\x07\x00\u202e\u2066")
    assert not any(line.startswith("xccviz:") for line in out.split("\n"))


def test_every_sample_in_every_view(capsys: pytest.CaptureFixture[str]) -> None:
    samples = list_samples()
    assert len(samples) >= 10
    for sample in samples:
        for view in VIEWS:
            assert show(capsys, f"sample:{sample.name}", view).strip()


def test_an_answer_without_receipts_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    capture = json.loads(gzip.decompress(read_bytes("samples", "tutorial-batch-ok.xcc.json.gz")))
    result = capture["documents"][0]["envelope"]["result"]
    del result["receipts"]
    path = tmp_path / "tx.json"
    path.write_text(json.dumps(result))
    assert "lists no receipts" in show(capsys, str(path), "summary")
    assert "lists no receipts" in show(capsys, str(path), "await")


def transfers(capsys: pytest.CaptureFixture[str], path: Path) -> str:
    return show(capsys, str(path), "transfers")


def test_transfers_say_where_each_deposit_is_now(
    capsys: pytest.CaptureFixture[str], shared_data: Path
) -> None:
    recorded = shared_data / "node" / "pv86"
    assert (
        transfers(capsys, recorded / "refund-to-other" / "tx_status.json")
        == """\
amount  from        to            where it is now
   1 N  alice.near  app.near.run  arrived
 0.5 N  app.near    ft.near.run   came back to bob.near: the call failed
3 gas refunds to alice.near: 0.2005 N

Accounts
account     role                         in − out − fees
alice.near  signer, caller, beneficiary        −1.0004 N
app.near    caller, callee                        +0.5 N
bob.near    beneficiary                           +0.5 N
A contract's share of the gas burnt in it is not counted. Without such shares, 1 other account
neither gained nor lost by what moved and by fees.
"""
    )
    lost = transfers(capsys, recorded / "refund-to-missing-account" / "tx_status.json")
    assert "ft.near.run   burnt on its way back to nobody-here.near" in lost
    again = transfers(capsys, recorded / "state-init-account--again" / "tx_status.json")
    assert "came back to alice.near: it was not needed" in again
    gone = transfers(capsys, recorded / "delete-account-payout" / "tx_status.json")
    assert "bob.near (DeleteAccount)  arrived" in gone
    assert "burnt: the account could not take it" in gone
    many = transfers(capsys, recorded / "batch-tx-100-transfers" / "tx_status.json")
    assert "100 × 1 yocto  alice.near  bob.near  arrived" in many


def test_transfers_list_the_tokens_of_events(capsys: pytest.CaptureFixture[str], shared_data: Path) -> None:
    shown = transfers(capsys, shared_data / "node" / "pv86" / "events-nep" / "tx_status.json")
    assert "No NEAR was moved, apart from gas." in shown
    words = [line.split() for line in shown.splitlines()]
    assert ["10", "alice.near", "bob.near", "app.near", "ft_transfer"] in words
    assert ["alice.near", "app.near", "·", "a-2", "nft_mint"] in words


def test_transfers_show_the_chains_own_balance_changes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    raw = with_changes(HERE / "node" / "delegate-inner-fails")
    save_capture(tmp_path / "run.xcc.json", raw, "xccviz", "2026-01-01T00:00:00Z")
    shown = transfers(capsys, tmp_path / "run.xcc.json")
    rows = [line.split("  ") for line in shown.splitlines()]
    sums = [[cell.strip() for cell in row if cell] for row in rows]
    assert ["relayer.near", "signer, relayer, caller, beneficiary", "−1.0002 N", "−1.0002 N"] in sums
    assert ["app.near", "callee", "0 N", "+0.000005499 N"] in sums
    assert "The balance change includes a contract's share of the gas burnt in it." in shown


def test_transfers_of_a_running_transaction_know_what_is_on_its_way(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = json.loads((HERE / "node" / "delegate-inner-fails" / "tx_status.json").read_bytes())["result"]
    delegate = next(r for r in answer["receipts"] if "Delegate" in json.dumps(r))
    running = {**answer, "receipts": [delegate], "receipts_outcome": [], "final_execution_status": "INCLUDED"}
    (tmp_path / "run.json").write_text(json.dumps(running))
    shown = transfers(capsys, tmp_path / "run.json")
    assert "1 N  relayer.near  app.near.run  on its way" in shown
    assert "What it comes to for each account is not known" in shown
