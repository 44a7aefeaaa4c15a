"""The Python interface (interface.md §10): `import xccviz` hands its names out, each loaded when it is first asked for.

    open, aopen ─▸ Transaction ─▸ Receipt ─▸ PromiseResult, Action, Gas, Failure, Event
                        ├─ at(step) ─▸ Moment
                        ├─ check(…) ─▸ CheckResult
                        └─ diff(other) ─▸ Diff

Everything here is a view over one frozen `Document`: it looks facts up and copies nothing until it is asked for. Words
and numbers are those of the `json` export. Whatever can go wrong is an `Error` (`errors`).
"""
