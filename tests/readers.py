"""Programs of others that read what is exported; a test whose program is not there is skipped and says so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def program(name: str) -> str:
    """The path of a program; skips the test where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def node_package(name: str) -> Path:
    """The folder of an npm package, in the folder `node_modules` that XCCVIZ_NODE_MODULES names; skips the test where
    node or the package is not there."""
    program("node")
    folder = os.environ.get("XCCVIZ_NODE_MODULES")
    if not folder:
        pytest.skip("XCCVIZ_NODE_MODULES names no folder of npm packages")
    package = Path(folder) / name
    if not package.is_dir():
        pytest.skip(f"the npm package {name} is not in {folder}")
    return package
