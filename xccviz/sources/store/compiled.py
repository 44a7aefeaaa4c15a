"""Contracts compiled once, in a folder that only the user can write.

What is read here is run as native code (vm.md §2), so nothing is taken from a folder or a file that somebody else could
have written: each is opened without following links, and what was opened is looked at, not its name. Where that fails
there simply is no such module, and it is compiled again. Names are made by `vm/engine.key` of the code, the rules it is
counted by, and wasmtime's version.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FOLDER: Final = "contracts"
"""Below the folder of the cache."""
MOST_BYTES: Final = 256 << 20
_ENDING: Final = ".module"
_KEY = re.compile(r"[0-9a-f]{64}")
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_DIGEST_BYTES: Final = 32
_HAS_OWNERS: Final = os.name == "posix"
_OPEN: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
# A pipe of that name is not waited for.
_OPEN_TO_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)


class CompiledModules:
    """The modules below a folder. Nothing here ever raises: what can't be kept is made again."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder, self.most_bytes = folder, most_bytes

    def get(self, key: str) -> bytes | None:
        """A module as it was put there; None where there is none, or where it may be somebody else's."""
        try:
            with self._opened(create=False) as folder, _file(folder, _name(key), _OPEN_TO_READ) as file:
                _hold(os.fstat(file), stat.S_ISREG)
                data = _whole(file)
                os.utime(file if os.utime in os.supports_fd else folder.path(_name(key)))
        except OSError:
            return None
        digest, module = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        return module if digest == _digest(key, module) else None

    def put(self, key: str, compiled: bytes) -> None:
        """Keep a module. The least recently used ones go where there are too many bytes."""
        with contextlib.suppress(OSError), self._opened(create=True) as folder:
            passing = f".{secrets.token_hex(8)}{_ENDING}"
            try:
                with _file(folder, passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
                    _write(file, _digest(key, compiled) + compiled)
                folder.rename(passing, _name(key))
            except BaseException:
                with contextlib.suppress(OSError):
                    folder.remove(passing)
                raise
            self._make_room(folder)

    def _make_room(self, folder: _Folder) -> None:
        known = []
        for name in folder.names():
            with contextlib.suppress(OSError):
                known.append((folder.stat(name), name))
        size = 0
        for told, name in sorted(known, key=lambda one: one[0].st_mtime, reverse=True):
            size += told.st_size
            if size > self.most_bytes:
                with contextlib.suppress(OSError):
                    folder.remove(name)

    @contextlib.contextmanager
    def _opened(self, create: bool) -> Iterator[_Folder]:
        """The folder, if it is the user's alone. Raises OSError."""
        if create:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                self.folder.mkdir(mode=0o700)
        if not _HAS_OWNERS:  # Windows gives a user's folders to that user alone
            yield _Folder(self.folder, None)
            return
        handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | _OPEN)
        try:
            _hold(os.fstat(handle), stat.S_ISDIR)
            yield _Folder(self.folder, handle)
        finally:
            os.close(handle)


class _Folder:
    """A folder that stays the one that was looked at, whatever its name comes to mean."""

    def __init__(self, place: Path, handle: int | None) -> None:
        self.place, self.handle = place, handle

    def path(self, name: str) -> str | Path:
        return name if self.handle is not None else self.place / name

    def open(self, name: str, flags: int) -> int:
        return os.open(self.path(name), flags | _OPEN, 0o600, dir_fd=self.handle)

    def rename(self, old: str, new: str) -> None:
        os.replace(self.path(old), self.path(new), src_dir_fd=self.handle, dst_dir_fd=self.handle)

    def remove(self, name: str) -> None:
        os.unlink(self.path(name), dir_fd=self.handle)

    def stat(self, name: str) -> os.stat_result:
        return os.stat(self.path(name), dir_fd=self.handle, follow_symlinks=False)

    def names(self) -> list[str]:
        listed = os.listdir(self.handle if self.handle is not None else self.place)
        return [name for name in listed if name.endswith(_ENDING)]


@contextlib.contextmanager
def _file(folder: _Folder, name: str, flags: int) -> Iterator[int]:
    file = folder.open(name, flags)
    try:
        yield file
    finally:
        os.close(file)


def _hold(told: os.stat_result, is_one: object) -> None:
    """Raise PermissionError for what is another user's, or what others can write."""
    assert callable(is_one)
    if not is_one(told.st_mode):
        raise PermissionError
    if _HAS_OWNERS and (told.st_uid != os.geteuid() or told.st_mode & _OTHERS_WRITE):
        raise PermissionError


def _name(key: str) -> str:
    if _KEY.fullmatch(key) is None:
        raise PermissionError
    return key + _ENDING


def _digest(key: str, module: bytes) -> bytes:
    """Tells a module that was written in part, or under another name."""
    return hashlib.sha256(key.encode() + module).digest()


def _whole(file: int) -> bytes:
    parts = []
    while part := os.read(file, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _write(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
