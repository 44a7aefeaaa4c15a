"""The names of `import xccviz` for type checkers; at run time `__getattr__` of `__init__.py` loads each."""

from xccviz.api.checks import Assertion as Assertion
from xccviz.api.checks import CheckResult as CheckResult
from xccviz.api.diffs import Diff as Diff
from xccviz.api.diffs import Difference as Difference
from xccviz.api.entry import aopen as aopen
from xccviz.api.entry import open as open  # noqa: A004 - as in gzip
from xccviz.api.errors import Error as Error
from xccviz.api.errors import Incomplete as Incomplete
from xccviz.api.errors import MalformedData as MalformedData
from xccviz.api.errors import NetworkTrouble as NetworkTrouble
from xccviz.api.errors import NotFound as NotFound
from xccviz.api.errors import UsageError as UsageError
from xccviz.api.moments import Moment as Moment
from xccviz.api.moments import Step as Step
from xccviz.api.parts import Action as Action
from xccviz.api.parts import Event as Event
from xccviz.api.parts import Failure as Failure
from xccviz.api.parts import Gas as Gas
from xccviz.api.parts import Verdict as Verdict
from xccviz.api.receipts import PromiseResult as PromiseResult
from xccviz.api.receipts import Receipt as Receipt
from xccviz.api.replays import Outcome as Outcome
from xccviz.api.replays import Replay as Replay
from xccviz.api.transaction import Finding as Finding
from xccviz.api.transaction import Transaction as Transaction

__version__: str
