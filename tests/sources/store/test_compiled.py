"""Compiled contracts are native code: they come from a folder that only the user can write, or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from xccviz.sources.store.compiled import CompiledModules

KEY, OTHER = "a" * 64, "b" * 64
needs_owners = pytest.mark.skipif(os.name != "posix", reason="folders have owners on POSIX")


@pytest.fixture
def modules(tmp_path: Path) -> CompiledModules:
    kept = CompiledModules(tmp_path / "cache" / "contracts")
    kept.put(KEY, b"native code")
    return kept


def only(modules: CompiledModules) -> Path:
    (file,) = modules.folder.iterdir()
    return file


def test_what_is_put_comes_back(modules: CompiledModules) -> None:
    assert modules.get(KEY) == b"native code"
    assert modules.get(OTHER) is None
    modules.put(KEY, b"")
    assert modules.get(KEY) == b""
    assert [path.name for path in modules.folder.iterdir()] == [f"{KEY}.module"]


@pytest.mark.parametrize("key", ["", "../" + "a" * 61, "A" * 64, "a" * 65, "a" * 64 + "\n"])
def test_names_are_hashes(modules: CompiledModules, key: str) -> None:
    modules.put(key, b"x")
    assert modules.get(key) is None
    assert len([*modules.folder.iterdir()]) == 1


@needs_owners
def test_nobody_else_can_read_or_write(modules: CompiledModules) -> None:
    assert modules.folder.stat().st_mode & 0o777 == 0o700
    assert only(modules).stat().st_mode & 0o777 == 0o600


def _writable_folder(modules: CompiledModules) -> None:
    modules.folder.chmod(0o770)


def _writable_file(modules: CompiledModules) -> None:
    only(modules).chmod(0o602)


def _linked_folder(modules: CompiledModules) -> None:
    moved = modules.folder.rename(modules.folder.with_name("moved"))
    modules.folder.symlink_to(moved)


def _linked_file(modules: CompiledModules) -> None:
    moved = only(modules).rename(modules.folder.with_name("moved"))
    (modules.folder / f"{KEY}.module").symlink_to(moved)


def _folder_is_a_file(modules: CompiledModules) -> None:
    only(modules).unlink()
    modules.folder.rmdir()
    modules.folder.write_bytes(b"")


def _file_is_a_folder(modules: CompiledModules) -> None:
    file = only(modules)
    file.unlink()
    file.mkdir()


def _file_is_a_pipe(modules: CompiledModules) -> None:
    file = only(modules)
    file.unlink()
    os.mkfifo(file)


def _cut_off(modules: CompiledModules) -> None:
    file = only(modules)
    file.write_bytes(file.read_bytes()[:-1])


def _changed(modules: CompiledModules) -> None:
    file = only(modules)
    file.write_bytes(file.read_bytes().replace(b"code", b"evil"))


def _empty(modules: CompiledModules) -> None:
    only(modules).write_bytes(b"")


def _of_another(modules: CompiledModules) -> None:
    modules.put(OTHER, b"other code")
    (modules.folder / f"{OTHER}.module").replace(modules.folder / f"{KEY}.module")


@needs_owners
@pytest.mark.parametrize(
    "spoilt",
    [_writable_folder, _writable_file, _linked_folder, _linked_file, _folder_is_a_file, _file_is_a_folder,
     _file_is_a_pipe, _cut_off, _changed, _empty, _of_another],
)  # fmt: skip
def test_what_could_be_somebody_else_s_is_not_taken(
    modules: CompiledModules, spoilt: Callable[[CompiledModules], None]
) -> None:
    spoilt(modules)
    assert modules.get(KEY) is None
    modules.put(OTHER, b"new")  # nor does it raise


@needs_owners
def test_nothing_is_put_where_others_write(modules: CompiledModules) -> None:
    modules.folder.chmod(0o777)
    modules.put(OTHER, b"new")
    assert len([*modules.folder.iterdir()]) == 1


@needs_owners
def test_what_another_user_owns_is_not_taken(
    modules: CompiledModules, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert modules.get(KEY) is None


def test_the_least_recently_used_go(tmp_path: Path) -> None:
    modules = CompiledModules(tmp_path / "contracts", most_bytes=3 * (32 + 10))
    for n, key in enumerate("0123"):
        modules.put(key * 64, b"x" * 10)
        os.utime(modules.folder / f"{key * 64}.module", (n, n))
        if key == "2":
            assert modules.get("0" * 64)
    assert modules.get("1" * 64) is None
    assert all(modules.get(key * 64) for key in "023")


def test_several_put_at_once(tmp_path: Path) -> None:
    modules = CompiledModules(tmp_path / "contracts")
    threads = [threading.Thread(target=modules.put, args=(KEY, bytes([n]) * 100_000)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = modules.get(KEY)
    assert kept is not None and kept == kept[:1] * 100_000
    assert len([*modules.folder.iterdir()]) == 1


def test_where_nothing_can_be_written_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    modules = CompiledModules(tmp_path / "file" / "contracts")
    modules.put(KEY, b"x")
    assert modules.get(KEY) is None
