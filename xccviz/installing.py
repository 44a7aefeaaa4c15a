"""How what is missing is installed: commands for the very Python that runs this, wherever xccviz came from.

xccviz may be installed from a checkout, a wheel or another place that no command can name; what its extras ask for it
knows from its own metadata.
"""

from __future__ import annotations

import os
import shlex
import sys
from importlib.util import find_spec

from xccviz.catalogue import tr


def install_command(*requirements: str) -> str:
    """What installs packages into the environment that runs this, for a shell; by uv where that made the environment
    and left pip out."""
    python = sys.executable or "python3"
    pip = (
        [python, "-m", "pip", "install"] if find_spec("pip") else ["uv", "pip", "install", "--python", python]
    )
    command = shlex.join([*pip, *requirements])
    return command.replace("'", '"') if os.name == "nt" else command  # its shell knows no other quotes


def extra_command(extra: str) -> str:
    """What adds an extra of xccviz; "" in a bundle, to which nothing can be added."""
    return "" if getattr(sys, "frozen", False) else install_command(*_requirements(extra))


def extra_hint(extra: str) -> str:
    """What to do where an extra is missing, as a sentence."""
    if command := extra_command(extra):
        return tr("Install it: {command}", command=command)
    return tr("This bundle comes without it.")


def _requirements(extra: str) -> tuple[str, ...]:
    """What an extra asks for; where no metadata tells, the extra itself in the folder that this runs from."""
    from importlib.metadata import PackageNotFoundError, requires  # late: takes longer than opening a file

    try:
        lines = [line.partition(";") for line in requires("xccviz") or ()]
    except PackageNotFoundError:
        lines = []
    asked = tuple(
        what.strip() for what, _, marker in lines if marker.strip().replace('"', "'") == f"extra == '{extra}'"
    )
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return asked or (f"{folder}[{extra}]",)
