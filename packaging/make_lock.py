"""Write requirements.lock: what `pip install xccviz[dev]` gives in a fresh environment, as plain pins.

No addresses and no hashes, so that the file serves behind any mirror. Used as constraints (`pip install -c`), and
so a package that only one platform wants may be missing from it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = "# Pins for development and CI; made by packaging/make_lock.py (make lock), used as constraints.\n"


def main() -> int:
    """Install the dev extra into a throw-away environment and write down what came."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder, "Scripts" if sys.platform == "win32" else "bin", "python"))
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"{ROOT}[dev]"], check=True)
        frozen = subprocess.run(
            [python, "-m", "pip", "freeze", "--exclude", "xccviz"], check=True, capture_output=True, text=True
        ).stdout
    pins = sorted((line for line in frozen.splitlines() if "==" in line), key=str.lower)
    LOCK.write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")
    print(f"{LOCK.name}: {len(pins)} pins")
    return 0


if __name__ == "__main__":
    sys.exit(main())
