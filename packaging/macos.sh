#!/bin/sh
# Bundle for macOS: packaging/macos.sh (Python 3.11 or newer). Unsigned and not notarised; not tried yet.
set -eu
if [ "$(uname -s)" != Darwin ]; then
  echo "no bundle for macOS: it is made on macOS only (PyInstaller does not cross-compile)" >&2
  exit 1
fi
exec "${PYTHON:-python3}" "$(dirname "$0")/make_package.py" wheel bundle
