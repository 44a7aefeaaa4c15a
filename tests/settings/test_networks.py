"""The networks that are there without any configuration."""

from __future__ import annotations

import pytest

from xccviz.model.errors import UserError
from xccviz.settings.networks import NETWORKS, find_network


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
