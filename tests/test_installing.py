"""The command that adds what is missing: of this Python, with what the extra asks for."""

# covers: xccviz/installing.py

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import NoReturn

import pytest

from xccviz import installing
from xccviz.installing import extra_command, extra_hint, install_command

pytestmark = pytest.mark.skipif(os.name == "nt", reason="its shell quotes otherwise")
PIP = [sys.executable, "-m", "pip", "install"]


def test_the_command_is_of_this_python_and_a_shell_reads_it_as_it_is_meant() -> None:
    wanted = [*PIP, "wasmtime<51,>=50"]
    assert shlex.split(install_command("wasmtime<51,>=50")) == wanted
    said = subprocess.run(
        f"printf '%s\\n' {install_command('wasmtime<51,>=50')}", shell=True, capture_output=True, text=True
    )
    assert said.stdout.splitlines() == wanted


def test_an_environment_without_pip_is_filled_by_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "find_spec", lambda name: None)
    assert shlex.split(install_command("mcp"))[:5] == ["uv", "pip", "install", "--python", sys.executable]


@pytest.mark.parametrize("extra", ["abi", "keyring", "mcp", "replay"])
def test_an_extra_is_what_the_project_says(extra: str, repo_root: Path) -> None:
    project = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["optional-dependencies"][extra]
    told = shlex.split(extra_command(extra))
    assert told[:4] == PIP

    def parts(requirements: list[str]) -> list[tuple[str, ...]]:
        """Metadata has names in small letters and its limits in another order."""
        split = [one.lower().replace("<", ",<").replace(">", ",>").split(",") for one in requirements]
        return sorted(tuple(sorted(filter(None, one))) for one in split)

    assert parts(told[4:]) == parts(asked)


def test_where_no_metadata_tells_it_is_the_folder_that_it_runs_from(
    monkeypatch: pytest.MonkeyPatch, repo_root: Path
) -> None:
    def unknown(name: str) -> NoReturn:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.requires", unknown)
    assert shlex.split(extra_command("replay")) == [*PIP, f"{repo_root}[replay]"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: None)
    assert extra_hint("mcp") == f"Install it: {shlex.join([*PIP, f'{repo_root}[mcp]'])}"


def test_to_a_bundle_nothing_can_be_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert (extra_command("replay"), extra_hint("replay")) == ("", "This bundle comes without it.")
