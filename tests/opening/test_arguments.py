"""The common arguments become options, whichever way in takes them."""

from __future__ import annotations

import pytest

from xccviz.model.errors import UserError
from xccviz.opening.arguments import common_options, options_from
from xccviz.opening.open import open_raw_sync
from xccviz.opening.options import OpenOptions
from xccviz.settings.rows import read_settings

HASH = "CQzTgS1mVnkVWsZqSiDYTkdJvCsC5xb1PdEiLuMxvC1R"


def options(*argv: str) -> OpenOptions:
    return options_from(common_options().parse_args([*argv, "--no-cache"]), read_settings({}), lambda _: None)


def test_several_endpoints_in_order() -> None:
    assert options("--rpc", "http://one http://two", "--rpc", "http://three").rpc == (
        "http://one", "http://two", "http://three",
    )  # fmt: skip


def test_commas_of_an_address_are_its_own() -> None:
    address = "http://one/a,b?key=1, 2"
    assert options("--rpc", address).rpc == (address,)
    assert options("--rpc", f"{address},HTTPS://two").rpc == (address, "HTTPS://two")


@pytest.mark.parametrize("blank", ["", " ", ","])
def test_an_endpoint_without_a_word_is_refused_and_nobody_else_is_asked(blank: str) -> None:
    """A script whose variable is empty must not ask public nodes."""
    with pytest.raises(UserError, match="http://") as caught:
        open_raw_sync(HASH, options("--rpc", blank))
    assert caught.value.kind == "usage"
