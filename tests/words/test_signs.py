"""Every member of every closed set has words, and where it has a sign, one that tells it from its neighbours."""

# covers: xccviz/words/signs.py, xccviz/words/fates.py, xccviz/words/roles.py, xccviz/words/waits.py
# covers: xccviz/words/legend.py, xccviz/words/missing.py, xccviz/words/gas.py
# covers: xccviz/words/logs.py
# covers: xccviz/words/actions.py, xccviz/words/progress.py

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from xccviz.analysis.types import (
    ActionResult,
    Ending,
    Severity,
    SlotResult,
    Whereabouts,
)
from xccviz.cli.terminal import STYLES
from xccviz.display.themes import load_theme
from xccviz.model.literals import (
    AccountRole,
    Fate,
    LineKind,
    MissingKind,
    MissingReason,
    Progress,
    Role,
    SlotState,
    WaitReason,
)
from xccviz.settings.themes import theme_names
from xccviz.tables.lines import STYLE_OF_TONE
from xccviz.words.fates import FATES
from xccviz.words.gas import LEDGER, LedgerMember
from xccviz.words.legend import LEGEND
from xccviz.words.missing import KINDS
from xccviz.words.missing import REASONS as MISSING
from xccviz.words.roles import ACCOUNT_ROLES, ROLES
from xccviz.words.signs import (
    ACTIONS,
    DEPOSITS,
    MARKS,
    PROGRESS,
    SEVERITIES,
    SLOTS,
    VERDICTS,
    Shape,
    Sign,
    Tone,
)
from xccviz.words.slots import END_STATES
from xccviz.words.waits import REASONS

SIGNS = [
    (Progress, PROGRESS),
    (ActionResult, ACTIONS),
    (SlotState, SLOTS),
    (Whereabouts, DEPOSITS),
    (Ending, VERDICTS),
    (Severity, SEVERITIES),
]
WORDS = [
    (Fate, FATES),
    (Role, ROLES),
    (WaitReason, REASONS),
    (MissingReason, MISSING),
    (AccountRole, ACCOUNT_ROLES),
    (LineKind, LEGEND),
    (LedgerMember, LEDGER),
    (SlotResult, END_STATES),
    (Shape, MARKS),
    (Tone, STYLE_OF_TONE),
]


@pytest.mark.parametrize(("members", "table"), SIGNS)
def test_every_member_has_a_sign(members: Any, table: Mapping[str, Sign]) -> None:
    assert set(table) == set(get_args(members))
    for sign in table.values():
        assert sign.word and sign.shape in get_args(Shape) and sign.tone in get_args(Tone)


@pytest.mark.parametrize(("members", "table"), WORDS)
def test_every_member_has_words(members: Any, table: Mapping[str, object]) -> None:
    assert set(table) == set(get_args(members))
    assert all(words or member == "text" for member, words in table.items())


@pytest.mark.parametrize("table", [PROGRESS, ACTIONS, SLOTS])
def test_no_two_states_look_alike_without_colour(table: Mapping[str, Sign]) -> None:
    shapes = [sign.shape for sign in table.values()]
    assert len(set(shapes)) == len(shapes)
    marks = [MARKS[shape] for shape in shapes]
    assert len(set(marks)) == len(marks)


def test_every_tone_is_a_colour_of_every_theme_and_a_style_of_the_terminal() -> None:
    for name in theme_names():
        assert set(get_args(Tone)) <= set(load_theme(name).roles)
    assert {style for style in STYLE_OF_TONE.values() if style} <= set(STYLES)


def test_what_is_missing_has_words() -> None:
    assert set(KINDS) == set(get_args(MissingKind))
    assert [KINDS["data"](count) for count in (1, 2)] == ["1 promise result", "2 promise results"]


@pytest.mark.parametrize("word", ["handled", "recovered", "caught"])
def test_no_fate_is_overstated(word: str) -> None:
    """`handled` only means that what received the failure ran and succeeded (interface.md §4)."""
    assert not any(word in sentence for sentence in FATES.values())
