"""The themes of colours.json, whole whatever stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from xccviz.settings import themes
from xccviz.settings.themes import DARK, LIGHT, palettes


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    palettes.cache_clear()
    yield
    palettes.cache_clear()


def test_what_a_theme_leaves_out_is_that_of_the_light_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = palettes()
    said = {
        "roles": {}, LIGHT: dict(whole[LIGHT]), DARK: dict(whole[DARK]),
        "mine": {"bg": "#123456", "text": "red", "line": 7}, "none": [],
    }  # fmt: skip
    palettes.cache_clear()
    monkeypatch.setattr(themes, "read_text", lambda *names: json.dumps(said))
    assert palettes()["mine"] == {**whole[LIGHT], "bg": "#123456"}
    assert list(palettes()) == [LIGHT, DARK, "mine"]
