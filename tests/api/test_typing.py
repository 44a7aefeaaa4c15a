"""A project of somebody else that uses the interface: type checkers at their strictest find what is wrong, and no more.

Runs mypy and pyright as users do, on files outside of the checkout.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = Path(__file__).with_name("uses_everything.py")
MISUSES = '''"""What a type checker must find: each line below but blank ones is wrong."""
import xccviz; tx = xccviz.open('HASH'); receipt = tx.receipts[0]
xccviz.open("HASH", timeout="long")
xccviz.open(5)
xccviz.opne("HASH")
label: int = receipt.label
receipt.label = "x"
burnt: int = receipt.gas.burnt
receipt.args.decode()
tx[0]
tx.move("step_over", at="3")
tx.export(view="graph")
tx.export("svg", colour="red")
tx.check(no_faliure=True)
tx.check(max_blocks="8")
tx.diff("HASH")
tx.undo()
receipt.parent.id
'''
FIRST = 3
"""The first line that is wrong."""
LINES = {*range(FIRST, len(MISUSES.splitlines()) + 1)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Somebody's project: a file that is right and one that is wrong."""
    shutil.copy(GOOD, tmp_path / "right.py")
    (tmp_path / "wrong.py").write_text(MISUSES, encoding="utf-8")
    return tmp_path


@pytest.mark.timeout(600)
def test_mypy_finds_what_is_wrong_and_no_more(project: Path, repo_root: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--follow-imports",
        "silent",
        "--cache-dir",
        ".cache",
        "right.py",
        "wrong.py",
    ]
    done = subprocess.run(
        command,
        cwd=project,
        env={"MYPYPATH": str(repo_root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    found = re.findall(r"^(.+?):(\d+): error: (.*)", done.stdout, flags=re.M)
    assert {name for name, _, _ in found} == {"wrong.py"}, done.stdout + done.stderr
    assert {int(line) for _, line, _ in found} == LINES, done.stdout


@pytest.mark.long  # mypy holds the same in any run
@pytest.mark.timeout(600)
def test_pyright_finds_what_is_wrong_and_no_more(project: Path, repo_root: Path) -> None:
    pytest.importorskip("pyright", reason="pyright is not installed")
    settings = {"include": ["."], "typeCheckingMode": "strict", "extraPaths": [str(repo_root)]}
    (project / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "-p", ".", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=500)
    if done.returncode not in (0, 1) or not done.stdout.startswith("{"):
        pytest.skip(f"pyright can't run here: {(done.stderr or done.stdout).strip()[:200]}")
    found = [one for one in json.loads(done.stdout)["generalDiagnostics"] if one["severity"] == "error"]
    told = "\n".join(f"{one['file']}:{one['range']['start']['line'] + 1} {one['message']}" for one in found)
    wrong = {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found}
    assert {name for name, _ in wrong} == {"wrong.py"}, told
    assert {line for _, line in wrong} == LINES, told
