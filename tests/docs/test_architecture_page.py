"""docs/ARCHITECTURE.md and docs/STATE.md name what is there: every path, room and folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ARCHITECTURE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")


def exists(name: str, folder: Path) -> bool:
    """Whether a name is a module, a folder or a file below a folder."""
    return any((folder / f"{name}{ending}").exists() for ending in ("", ".py"))


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "STATE.md"])
def test_every_path_is_there(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", (ROOT / "docs" / page).read_text(encoding="utf-8"), flags=re.M | re.S)
    named = set(re.findall(r"`((?:\w[\w.]*/)+[\w.]*)`", text))
    assert len(named) > 5
    places = (
        ROOT,
        ROOT / "xccviz",
        ROOT / "xccviz" / "analysis",
        ROOT / "xccviz" / "sources",
        ROOT / "xccviz" / "cli",
    )
    assert {name for name in named if not any(exists(name, place) for place in places)} == set()


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    table = ARCHITECTURE.partition("| Room | Holds |")[2].partition("\n\n")[0]
    rows = {name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split(" | ")[0])}
    leaves = set(
        re.findall(
            r"`(\w+)/?`", ARCHITECTURE.partition("Leaves that any room may use:")[2].partition("\n\n")[0]
        )
    )
    there = {path.stem for path in (ROOT / "xccviz").iterdir() if not path.name.startswith(("_", "."))} - {
        "py"
    }
    assert rows <= there, "a row without a room"
    assert there - rows - leaves == set()


def test_the_folders_of_a_room_are_the_ones_named() -> None:
    table = ARCHITECTURE.partition("| Room | Holds |")[2].partition("\n\n")[0]
    (gui,) = (line for line in table.splitlines() if line.startswith("| `gui`"))
    folders = re.search(r"Folders by kind: `([\w ]+)`", gui)
    assert folders is not None
    there = {path.name for path in (ROOT / "xccviz" / "gui").iterdir() if (path / "__init__.py").exists()}
    assert set(folders[1].split()) == there
