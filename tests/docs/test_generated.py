"""The reference pages, the man page and the completions are what their generators write, and work."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from xccviz.cli.main import COMMANDS
from xccviz.resources import read_text
from xccviz.settings.rows import SETTINGS

ROOT = Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "packaging" / "manual"
GENERATORS = ("make_reference", "make_manual", "make_patterns")


def generator(name: str) -> ModuleType:
    """A script of packaging/; what it shares with others lies beside it."""
    if str(MANUAL.parent) not in sys.path:
        sys.path.append(str(MANUAL.parent))
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", GENERATORS)
def test_what_is_generated_is_up_to_date(name: str) -> None:
    assert generator(name).main(["--check"]) == 0, f"stale: run packaging/{name}.py"


def test_every_error_and_every_setting_stands_in_its_page() -> None:
    dictionary = json.loads(read_text("errors", "dictionary.json"))
    errors = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    names = [name for entries in dictionary["groups"].values() for name in entries]
    names += [row["name"] for rows in dictionary["texts"].values() for row in rows]
    assert [name for name in names if f"| `{name}`" not in errors] == []
    assert all(line.replace("\\|", "").count("|") in (0, 5) for line in errors.splitlines())
    settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [row.name for row in SETTINGS if f"| `{row.name}`" not in settings] == []


def test_the_example_of_the_settings_page_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xccviz.settings.file import load_settings

    (tmp_path / "config.toml").write_text(generator("make_reference").EXAMPLE, encoding="utf-8")
    settings = load_settings({"XCCVIZ_CONFIG_DIR": str(tmp_path)})
    assert settings.networks["private"].account_suffix == ".corp"
    assert len(settings.networks["private"].endpoints) == 2


def test_the_man_page_names_every_command_and_option() -> None:
    make = generator("make_manual")
    page = make.man_page().replace("\\-", "-")
    for command in COMMANDS:
        part = page.partition(f".SS {command}\n")[2].partition("\n.S")[0]
        assert [option.names for option in make.own_options(command) if option.names[-1] not in part] == []
    assert all(row.env is None or row.env in page for row in SETTINGS)
    assert set(make.ENDINGS) == set(make.EXIT_STATUS)


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_the_man_page_is_one() -> None:
    done = subprocess.run(
        ["groff", "-ww", "-Tutf8", "-man", str(MANUAL / "xccviz.1")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == "" and "EXIT STATUS" in done.stdout.replace("\b", "").replace(
        "EEXXIITT", "EXIT"
    ).replace("SSTTAATTUUSS", "STATUS")


# ----------------------------------------------------------------------------------------------------- completions

TYPED = {
    "xccviz sh": {"show"},
    "xccviz show --vi": {"--view"},
    "xccviz show --view e": {"errors", "events"},
    "xccviz --network testnet sho": set(),
    "xccviz --network te": {"testnet"},
    "xccviz export x --to do": {"dot"},
    "xccviz show sample : tutorial-b": {"tutorial-batch-ok", "tutorial-batch-fail-step-two"},
    "xccviz show sam": {"sample:"},
    "xccviz show ru": {"run.json"},
    "xccviz fetch x -o ru": {"run.json"},
    "xccviz check x --no-f": {"--no-failure"},
    "xccviz samples ru": set(),
    "xccviz record -- ru": {"run.json"},
}
"""What was typed, its words apart as bash parts them, and what is offered."""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    script = [f"source {MANUAL / 'xccviz.bash'}"]
    for typed in TYPED:
        words = typed.split()
        script.append(f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _xccviz")
        script.append('echo "${COMPREPLY[*]}"')
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    offered = [set(line.split()) for line in done.stdout.splitlines()]
    assert dict(zip(TYPED, offered, strict=True)) == TYPED, done.stderr


@pytest.mark.parametrize(("shell", "file"), [("zsh", "_xccviz"), ("fish", "xccviz.fish")])
def test_the_other_shells_can_read_theirs(shell: str, file: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    subprocess.run([shell, "-n", str(MANUAL / file)], check=True, timeout=60)
