"""Settings come from rows and the environment that is handed in, never from anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from xccviz.cli.main import build_parser
from xccviz.model.errors import UserError
from xccviz.settings import rows
from xccviz.settings.kinds import NUMBER
from xccviz.settings.rows import (
    API_KEY,
    CACHE_SIZE,
    GROUPS,
    MAX_ANSWER,
    NETWORK,
    RPC,
    SETTINGS,
    THEME,
    TIMEOUT,
    Setting,
    read_setting,
    read_settings,
)
from xccviz.sources.network.session import MAX_ANSWER_BYTES
from xccviz.sources.store.cache import DEFAULT_LIMIT

HOME = {"HOME": "/home/someone"}


def test_the_defaults_hold_in_an_empty_environment() -> None:
    settings = read_settings(HOME)
    assert settings[NETWORK] == "mainnet"
    assert settings[RPC] == ()
    assert settings[TIMEOUT] == 30
    assert settings[THEME] == "system"


def test_the_environment_overrides() -> None:
    settings = read_settings(
        {
            **HOME,
            "XCCVIZ_NETWORK": "testnet",
            "XCCVIZ_RPC": "http://a http://b,http://a",
            "XCCVIZ_CACHE_DIR": "/c",
        }
    )
    assert settings[NETWORK] == "testnet"
    assert settings[RPC] == ("http://a", "http://b")
    assert settings.cache_dir == Path("/c")


def test_the_api_key_is_not_shown() -> None:
    settings = read_settings({**HOME, "XCCVIZ_API_KEY": "s3cret"})
    assert settings[API_KEY] == "s3cret"
    assert "s3cret" not in repr(settings)


def test_names_and_variables_are_declared_once() -> None:
    assert len({row.name for row in SETTINGS}) == len(SETTINGS)
    variables = [row.env for row in SETTINGS if row.env]
    assert len(set(variables)) == len(variables)
    promised = {"XCCVIZ_RPC", "XCCVIZ_NETWORK", "XCCVIZ_CACHE_DIR", "XCCVIZ_CONFIG_DIR", "XCCVIZ_API_KEY"}
    assert promised <= set(variables)


def test_a_text_of_the_environment_that_a_row_can_not_read_is_told_with_its_variable() -> None:
    row = Setting(
        "pause", NUMBER, 1.0, "seconds between two things", "look", env="XCCVIZ_PAUSE", in_file=True
    )
    assert read_setting(row, {"XCCVIZ_PAUSE": "2.5"}, {"pause": 3.0}) == (2.5, "environment")
    assert read_setting(row, {"XCCVIZ_PAUSE": " "}, {"pause": 3.0}) == (3.0, "file")
    assert read_setting(row, {}) == (1.0, "default")
    with pytest.raises(UserError, match="XCCVIZ_PAUSE must be a number above 0") as caught:
        read_setting(row, {"XCCVIZ_PAUSE": "soon"})
    assert caught.value.kind == "usage"


def test_every_row_is_in_the_table_and_in_a_group() -> None:
    assert [row for row in vars(rows).values() if isinstance(row, Setting)] == list(SETTINGS)
    assert {row.group for row in SETTINGS} == set(GROUPS) == set(get_args(rows.Group))


def test_what_a_row_says_of_itself_is_so() -> None:
    known = {option for action in build_parser()._actions for option in action.option_strings}
    for command in build_parser()._subparsers._group_actions[0].choices.values():  # type: ignore[union-attr]
        known |= {option for action in command._actions for option in action.option_strings}
    for row in SETTINGS:
        assert row.doc and not row.doc.endswith(".")
        assert row.option is None or row.option in known
        assert not (row.secret and row.in_file)
        assert not row.choices or row.default in row.choices
        if row.default_text:
            assert row.parse.of_text(row.default_text) == row.default


def test_sizes_are_those_that_hold_without_settings() -> None:
    assert (CACHE_SIZE.default, MAX_ANSWER.default) == (DEFAULT_LIMIT, MAX_ANSWER_BYTES)
