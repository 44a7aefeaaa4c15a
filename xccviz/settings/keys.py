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

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
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
                    tr("Make it yours alone with: chmod 600 {path}", path=path),
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
