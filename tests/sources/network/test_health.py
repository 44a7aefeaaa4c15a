"""What is remembered of endpoints, and the order it makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xccviz.sources.network.answers import Answer, HandlerError, Ok, Trouble
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.health import (
    FAILED_SECONDS,
    LONGEST_BAN,
    LOOK_UPS,
    HealthBook,
    health_in,
    in_order,
)

SLOW = Trouble("timeout", "timed out")
A, B, C = Target("https://a.example", "n"), Target("https://b.example", "n"), Target("https://c.example", "n")
OLD = Target("https://old.example", "n", archival=True)
ELSEWHERE = Target("https://z.example", "m")


class Clock:
    """A clock that stands still."""

    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


def ok(result: object = None) -> Ok:
    return Ok({"result": result}, 200, "")


def error(cause: str, name: str = "HANDLER_ERROR") -> HandlerError:
    return HandlerError(name, cause, {}, "", {}, 200, "")


def book_after(
    *answers: tuple[Target, str, Answer], clock: Clock | None = None, path: Path | None = None
) -> HealthBook:
    book = HealthBook(path, now=clock or Clock())
    for target, method, answer in answers:
        book.note(target.url, method, answer, 0.25)
    return book


def test_the_configured_order_holds_among_healthy_ones_and_archival_ones_are_last() -> None:
    assert in_order([OLD, B, A], book_after()) == (B, A, OLD)


def test_of_what_is_old_archival_ones_are_asked_first() -> None:
    assert in_order([A, OLD, B], book_after(), old=True) == (OLD, A, B)


def test_one_that_failed_lately_goes_behind_and_comes_back() -> None:
    clock = Clock()
    book = book_after((A, "tx", SLOW), clock=clock)
    assert in_order([A, B, OLD], book) == (B, OLD, A)
    clock.time += FAILED_SECONDS
    assert in_order([A, B, OLD], book) == (A, B, OLD)


def test_a_good_answer_makes_good() -> None:
    book = book_after((A, "tx", SLOW), (A, "tx", error("UNKNOWN_TRANSACTION")))
    assert in_order([A, B], book) == (A, B)
    assert book.of(A.url).latency == 0.25


def test_indexers_are_asked_after_everything_else() -> None:
    indexer = Target("https://i.example", "n", indexer=True)
    book = book_after((A, "tx", SLOW), (ELSEWHERE, "tx", SLOW))
    assert in_order([indexer, OLD, A, ELSEWHERE], book, old=True) == (OLD, A, ELSEWHERE, indexer)


def test_networks_stay_in_their_order() -> None:
    book = book_after((A, "tx", SLOW), (B, "tx", SLOW))
    assert in_order([A, B, ELSEWHERE], book) == (A, B, ELSEWHERE)


def test_one_that_cannot_look_up_transactions_goes_behind() -> None:
    missing = [(A, method, error("METHOD_NOT_FOUND")) for method in sorted(LOOK_UPS)]
    assert in_order([A, B], book_after(*missing[:2])) == (A, B)
    assert in_order([A, B], book_after(*missing)) == (B, A)
    assert in_order([A, B], book_after(*missing, (A, "tx", ok()))) == (A, B)


@pytest.mark.parametrize(("asked_for", "banned"), [(7.0, 7.0), (86400.0, LONGEST_BAN)])
def test_retry_after_is_kept_within_reason(asked_for: float, banned: float) -> None:
    clock = Clock()
    book = book_after((A, "tx", Trouble("rate_limited", "no", asked_for)), clock=clock)
    assert book.of(A.url).banned(clock()) == banned
    clock.time += banned
    assert book.of(A.url).banned(clock()) == 0


def test_a_clock_that_was_set_back_bans_nobody_for_long() -> None:
    clock = Clock()
    book = book_after((A, "tx", Trouble("rate_limited", "no", 5.0)), clock=clock)
    clock.time -= 1e6
    assert not book.of(A.url).failing(clock())


def test_it_is_remembered_by_redacted_address(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "endpoints.json"
    keyed = Target("https://s3cret-key@a.example/?apiKey=s3cret-key")
    status = {"sync_info": {"earliest_block_height": 5, "latest_block_height": 9}}
    clock = Clock()
    book_after(
        (keyed, "status", ok(status)),
        (keyed, "EXPERIMENTAL_changes", error("METHOD_NOT_FOUND")),
        (B, "tx", SLOW),
        path=path,
        clock=clock,
    ).save()
    assert b"s3cret" not in path.read_bytes()
    again = HealthBook(path, now=clock)
    health = again.of(A.url)
    assert (health.earliest_height, health.latest_height) == (5, 9)
    assert health.refuses == {"EXPERIMENTAL_changes"}
    assert health.keeps() == "keeps blocks from 5 on"
    assert in_order([B, A], again) == (A, B)


def test_two_processes_keep_each_others_endpoints(tmp_path: Path) -> None:
    path, clock = tmp_path / "endpoints.json", Clock()
    one, two = HealthBook(path, now=clock), HealthBook(path, now=clock)
    one.note(A.url, "tx", SLOW, 1)
    two.note(B.url, "tx", SLOW, 1)
    one.save()
    two.save()
    assert set(json.loads(path.read_bytes())["endpoints"]) == {A.url, B.url}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"endpoints": 3}',
        b'{"endpoints": {"https://a.example": 3}}',
        b"[" * 100_000,
    ]
    + [b'{"endpoints": {"https://a.example": {"refuses": 7}}}'],
)
def test_a_damaged_file_is_forgotten(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "endpoints.json"
    path.write_bytes(data)
    book = HealthBook(path, now=Clock())
    assert in_order([A, B], book) == (A, B)
    book.note(A.url, "tx", SLOW, 1)
    book.save()
    assert HealthBook(path).of(A.url).failure == "timed out"


def test_odd_members_are_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "endpoints.json"
    odd = {
        "failed_at": "x",
        "latency": True,
        "banned_until": 1e400,
        "earliest_height": -1,
        "seen_at": 10**400,
    }
    path.write_text(json.dumps({"endpoints": {A.url: {**odd, "seen_at": "now"}}}))
    health = HealthBook(path).of(A.url)
    assert (health.failed_at, health.latency, health.banned_until, health.earliest_height) == (None,) * 4


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = HealthBook(tmp_path / "file" / "endpoints.json")
    book.note(A.url, "tx", SLOW, 1)
    book.save()


@pytest.mark.parametrize("sync", [None, 3, {"earliest_block_height": "5"}, {"earliest_block_height": True}])
def test_heights_of_odd_answers_are_not_known(sync: object) -> None:
    assert book_after((A, "status", ok({"sync_info": sync}))).of(A.url).keeps() == ""


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_knows_nothing_of_endpoints_that_another_met(turn: int) -> None:
    """Ports are used again: what is kept for the process is forgotten before each test (tests/conftest.py)."""
    assert not health_in(None).of(A.url).failure, turn
    health_in(None).note(A.url, "tx", SLOW, 0.25)
    assert health_in(None).of(A.url).failure
