"""API keys: the environment, else the system's keyring, else a file that only its owner can read (interface.md §6).

A key is looked for only when an endpoint that takes one is about to be asked: a keyring may want to be unlocked. It is
never part of a message.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.whole import read_handle

FILE_NAME = "api_key"
SERVICE = "xccviz"
_LARGEST = 4096


def stored_key(folder: Path | None, network: str | None) -> str | None:
    """The key in the keyring (service `xccviz`, user: the network's name), else in the file `api_key` of `folder`.

    Raises UserError (usage) for a file that others can read.
    """
    found = _from_keyring(network) if network else None
    return found or (_from_file(folder / FILE_NAME) if folder is not None else None)


def key_finder(folder: Path | None) -> Callable[[str | None], str | None]:
    """`stored_key` of a folder, for one run: each network's key is looked for once, when it is first wanted."""
    return functools.cache(functools.partial(stored_key, folder))


# ------------------------------------------------------------------------------------------------------------ keeping

Place = Literal["keyring", "file"]
"""Where a key may be kept."""


def keyring_trouble() -> str:
    """Why no key can be kept in a keyring here, in words; "" where it can. May ask the desktop, so it may take long."""
    try:
        import keyring

        backend = keyring.get_keyring()
        usable = float(backend.priority) > 0
    except ImportError:
        return tr("the extra keyring is not installed")
    except Exception as error:  # back ends fail in ways of their own
        return tr("the keyring does not answer ({kind})", kind=type(error).__name__)
    return "" if usable else tr("this desktop has no keyring that answers")


def where_kept(folder: Path | None, network: str) -> Place | None:
    """Where the key of a network is kept, None for nowhere. Raises UserError (usage) as `stored_key`."""
    if _from_keyring(network):
        return "keyring"
    return "file" if folder is not None and _from_file(folder / FILE_NAME) else None


def keep_key(folder: Path | None, network: str, key: str, place: Place) -> None:
    """Keep a key in the keyring, for one network, or in the file, for all of them; what was there goes. Raises
    UserError: usage for what is no key, output where it can't be kept."""
    if not key or len(key) > _LARGEST or not key.isascii() or not key.isprintable() or " " in key:
        raise UserError(
            tr("this is no key"), tr("A key is one word of plain letters, digits and signs."), kind="usage"
        )
    try:
        if place == "keyring":
            import keyring

            keyring.set_password(SERVICE, network, key)
        else:
            _write_file(_folder(folder), key)
    except UserError as error:
        raise UserError(error.message, tr("Nothing was changed."), kind="output") from None
    except Exception as error:  # back ends fail in ways of their own; what they say may hold the key
        raise UserError(
            tr("the key can't be kept ({kind})", kind=type(error).__name__),
            tr("Nothing was changed."),
            kind="output",
        ) from None


def forget_key(folder: Path | None, network: str, place: Place) -> None:
    """Remove a key from where it is kept. Raises UserError (output) where that can't be done."""
    try:
        if place == "keyring":
            import keyring

            keyring.delete_password(SERVICE, network)
        else:
            (_folder(folder) / FILE_NAME).unlink(missing_ok=True)
    except Exception as error:  # the same
        raise UserError(
            tr("the key can't be removed ({kind})", kind=type(error).__name__),
            tr("Remove it where it is kept."),
            kind="output",
        ) from None


def _folder(folder: Path | None) -> Path:
    if folder is None:
        raise UserError(tr("there is no home folder to keep a key in"), kind="output")
    return folder


def _write_file(folder: Path, key: str) -> None:
    """A file that from its first byte on only its owner can read."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    new = not path.exists()
    if new:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    else:
        path.chmod(0o600)
    try:
        write_atomic(path, f"{key}\n".encode("ascii"))
    except UserError:
        if new:
            path.unlink(missing_ok=True)
        raise


# ------------------------------------------------------------------------------------------------------------ reading


def _from_keyring(network: str) -> str | None:
    """None also without the `keyring` extra, without a keyring, or when it stays locked: that is no error."""
    # Back ends fail in ways of their own, D-Bus and the like included.
    with contextlib.suppress(Exception):
        import keyring

        found = keyring.get_password(SERVICE, network)
        return found.strip() or None if isinstance(found, str) else None
    return None


def _from_file(path: Path) -> str | None:
    try:
        # Without blocking: what stands there may be a pipe.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            state = os.fstat(file.fileno())
            if os.name == "posix" and stat.S_IMODE(state.st_mode) & 0o077:
                raise UserError(
                    tr("{path} is not used: others can read or change it", path=path),
                    Hint(
                        tr("Make it yours alone with: chmod 600 {path}", path=path),
                        tr("Let nobody but you read or change it, or put the key in anew here."),
                    ),
                    kind="usage",
                )
            text = read_handle(file.fileno(), _LARGEST).decode("ascii").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise UserError(
                tr("cannot read {path}: {reason}", path=path, reason=error.strerror or error),
                tr("Repair or remove it."),
                kind="usage",
            ) from error
        text = "\n"
    except UnicodeDecodeError:
        text = "\n"  # told below, without the decoder's view of the bytes
    if "\n" in text or "\r" in text or not text.isprintable():
        raise UserError(
            tr("{path} holds something else than one key", path=path),
            tr("It must be one line of plain text."),
            kind="usage",
        )
    return text or None
