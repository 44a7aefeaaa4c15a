"""What a call burns and gives away, with the node's rules for running out (vm.md §3)."""

from __future__ import annotations

from xccviz.vm import errors

MOST = (1 << 64) - 1
INSTRUCTIONS = "WASM_INSTRUCTION"


class Gas:
    """The counter of one call. `burnt` is gone, `promised` is what receipts were given, `used` both.

    The call may burn up to `limit`: what was attached, less what was promised, and never above the protocol's most for
    one call. What was burnt in vain before it ended is counted like everything else.
    """

    def __init__(self, prepaid: int, most: int, view: bool) -> None:
        self.prepaid = MOST if view else prepaid
        self.most, self.view = most, view
        self.burnt = self.promised = 0
        self.limit = min(most, self.prepaid)
        self._by_cost: dict[str, int] = {}
        self.since: dict[str, int] = {}
        """The same since whoever cares put another one here."""

    @property
    def used(self) -> int:
        """Burnt and promised together."""
        return self.burnt + self.promised

    @property
    def left(self) -> int:
        """What of the attached gas is neither burnt nor promised."""
        return max(0, self.prepaid - self.used)

    @property
    def room(self) -> int:
        """What may still be burnt."""
        return max(0, self.limit - self.burnt)

    def burn(self, gas: int) -> None:
        """Burn for instructions. Raises Ended when it is not there; then all that was there is burnt."""
        burnt = self.burnt + gas
        if burnt > MOST:
            raise errors.host("IntegerOverflow")
        if burnt > self.limit:
            raise self._over(burnt, (burnt + self.promised) & MOST)
        self.burnt = burnt

    def pay(self, cost: str, gas: int) -> None:
        """Burn for a host function, under the name of a cost. What was there counts for it when it was not enough."""
        if gas > MOST:
            raise errors.host("IntegerOverflow")
        before = self.burnt
        try:
            self.burn(gas)
        finally:
            self._count(cost, before)

    def pay_action(self, cost: str, burn: int, use: int) -> None:
        """Burn what sending an action costs now, and promise what remains of `use` to its receipt."""
        before = self.burnt
        try:
            self.promise(burn, use)
        finally:
            self._count(cost, before)

    def promise(self, burn: int, use: int) -> None:
        """The same without a name: gas that a call is given (`burn` 0)."""
        promised, burnt = self.promised + use - burn, self.burnt + burn
        if max(promised, burnt, promised + burnt) > MOST:
            raise errors.host("IntegerOverflow")
        if burnt > self.most or burnt + promised > self.prepaid:
            raise self._over(burnt, burnt + promised)
        if use != burn and not self.view:
            self.limit = min(self.most, self.prepaid - promised)
        self.burnt, self.promised = burnt, promised

    def forgive(self) -> None:
        """Nothing was burnt: the call never began (vm.md §3, loading)."""
        self.burnt = self.promised = 0
        self._by_cost.clear()

    def profile(self) -> dict[str, int]:
        """Gas by cost in a node's spelling; what no host function burnt is the instructions'."""
        named = {cost.upper(): gas for cost, gas in self._by_cost.items() if gas}
        instructions = self.burnt - sum(named.values())
        return {**named, INSTRUCTIONS: instructions} if instructions else named

    def _count(self, cost: str, before: int) -> None:
        burnt = max(0, self.burnt - before)
        self._by_cost[cost] = self._by_cost.get(cost, 0) + burnt
        self.since[cost] = self.since.get(cost, 0) + burnt

    def _over(self, burnt: int, used: int) -> errors.Ended:
        self.burnt = min(burnt, self.prepaid, self.most)
        self.promised = max(0, min(self.prepaid, used) - self.burnt)
        return errors.host("GasLimitExceeded" if burnt > self.most else "GasExceeded")
