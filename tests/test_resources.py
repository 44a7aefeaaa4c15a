"""The accessor finds what ships with xccviz, and nothing else."""

from __future__ import annotations

import json

import pytest

from xccviz import resources


def test_a_resource_is_found_by_its_parts() -> None:
    assert resources.resource_path("fonts", "Inter-Regular.otf").is_file()
    assert resources.read_bytes("fonts", "Inter-Regular.otf")[:4] == b"OTTO"


def test_the_palettes_have_the_same_roles() -> None:
    palettes = json.loads(resources.read_text("themes", "colours.json"))
    assert list(palettes)[:3] == ["roles", "light", "dark"]
    assert all(palette.keys() == palettes["roles"].keys() for palette in palettes.values())


def test_a_folder_is_listed_in_order() -> None:
    names = resources.list_names("fonts")
    assert "advances.json" in names
    assert list(names) == sorted(names)


def test_a_folder_that_is_not_there_lists_nothing() -> None:
    assert resources.list_names("no-such-folder") == ()


@pytest.mark.parametrize("name", ["../pyproject.toml", "fonts/../../LICENSE", "/etc/passwd", "a\0b"])
def test_a_name_cannot_leave_the_resources(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        resources.read_bytes(name)
