"""Settings come from rows and the environment that is handed in, never from anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from xccviz.model.errors import UserError
from xccviz.settings.declared import (
    NETWORKS,
    SETTINGS,
    default_cache_dir,
    default_config_dir,
    find_network,
    read_settings,
    split_addresses,
)

HOME = {"HOME": "/home/someone"}


def test_the_defaults_hold_in_an_empty_environment() -> None:
    settings = read_settings(HOME)
    assert settings.network == "mainnet"
    assert settings.rpc == ()
    assert settings.timeout_seconds == 30
    assert settings.theme == "system"


def test_the_environment_overrides() -> None:
    settings = read_settings(
        {
            **HOME,
            "XCCVIZ_NETWORK": "testnet",
            "XCCVIZ_RPC": "http://a http://b,http://a",
            "XCCVIZ_CACHE_DIR": "/c",
        }
    )
    assert settings.network == "testnet"
    assert settings.rpc == ("http://a", "http://b")
    assert settings.cache_dir == Path("/c")


def test_the_api_key_is_not_shown() -> None:
    settings = read_settings({**HOME, "XCCVIZ_API_KEY": "s3cret"})
    assert settings.api_key == "s3cret"
    assert "s3cret" not in repr(settings)


def test_names_and_variables_are_declared_once() -> None:
    assert len({row.name for row in SETTINGS}) == len(SETTINGS)
    variables = [row.env for row in SETTINGS if row.env]
    assert len(set(variables)) == len(variables)
    assert {"XCCVIZ_RPC", "XCCVIZ_NETWORK", "XCCVIZ_CACHE_DIR", "XCCVIZ_CONFIG_DIR", "XCCVIZ_API_KEY"} == set(
        variables
    )


def test_archival_endpoints_come_last() -> None:
    for network in NETWORKS.values():
        marks = [endpoint.archival for endpoint in network.endpoints]
        assert marks == sorted(marks)
        assert not marks[0]


def test_every_public_network_is_asked_over_tls() -> None:
    for name in ("mainnet", "testnet"):
        assert all(endpoint.url.startswith("https://") for endpoint in NETWORKS[name].endpoints)


def test_an_unknown_network_is_named_with_the_known_ones() -> None:
    with pytest.raises(UserError) as caught:
        find_network("mainet")
    assert "mainet" in caught.value.message
    assert "mainnet" in caught.value.hint


@pytest.mark.parametrize(
    ("platform", "environ", "cache", "config"),
    [
        ("linux", HOME, "/home/someone/.cache/xccviz", "/home/someone/.config/xccviz"),
        (
            "linux",
            {**HOME, "XDG_CACHE_HOME": "/x", "XDG_CONFIG_HOME": "rel"},
            "/x/xccviz",
            "/home/someone/.config/xccviz",
        ),
        (
            "darwin",
            HOME,
            "/home/someone/Library/Caches/xccviz",
            "/home/someone/Library/Application Support/xccviz",
        ),
        ("win32", {"LOCALAPPDATA": "/l", "APPDATA": "/r", **HOME}, "/l/xccviz/Cache", "/r/xccviz"),
    ],
)
def test_folders_follow_the_platform(platform: str, environ: dict[str, str], cache: str, config: str) -> None:
    assert default_cache_dir(environ, platform) == Path(cache)
    assert default_config_dir(environ, platform) == Path(config)


def test_addresses_are_split_at_spaces_and_commas() -> None:
    assert split_addresses(" a, b  c,,a") == ("a", "b", "c")
