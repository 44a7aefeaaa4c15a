"""Folders follow the platform, not the machine that runs the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from xccviz.settings.folders import default_cache_dir, default_config_dir

HOME = {"HOME": "/home/someone"}


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
