"""xccviz: see a NEAR transaction's cross-contract calls as a receipt tree, step by step.

    import xccviz

    tx = xccviz.open("run.xcc.json")
    print(tx.verdict.title)
    for receipt in tx.find("fail"):
        print(receipt.label, receipt.error)

`docs/python.md` has more. Importing this loads nothing; each name is loaded when it is first asked for.
"""

from __future__ import annotations

__version__ = "0.1.0"

_PLACES = {
    "checks": ("Assertion", "CheckResult"),
    "diffs": ("Diff", "Difference"),
    "entry": ("aopen", "open"),
    "errors": ("Error", "Incomplete", "MalformedData", "NetworkTrouble", "NotFound", "UsageError"),
    "moments": ("Moment", "Step"),
    "parts": ("Action", "Event", "Failure", "Gas", "Verdict"),
    "receipts": ("PromiseResult", "Receipt"),
    "replays": ("Outcome", "Replay"),
    "transaction": ("Finding", "Transaction"),
}
"""Module of `xccviz.api` → what it gives; `__init__.pyi` says the same to type checkers."""

__all__ = [
    "Action", "Assertion", "CheckResult", "Diff", "Difference", "Error", "Event", "Failure", "Finding", "Gas",
    "Incomplete", "MalformedData", "Moment", "NetworkTrouble", "NotFound", "Outcome", "PromiseResult", "Receipt",
    "Replay", "Step",
    "Transaction", "UsageError", "Verdict", "__version__", "aopen", "open",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """A name of the interface, loaded when it is first asked for. Raises AttributeError for any other."""
    for module, names in _PLACES.items():
        if name in names:
            from importlib import import_module

            found: object = getattr(import_module(f"xccviz.api.{module}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'xccviz' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names of the interface, and what is loaded already."""
    return sorted({*globals(), *__all__})
