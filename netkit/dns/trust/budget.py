"""How many signatures and hashes a walk may cost: an attacker's zones must not make it reckon without end.

The attacks are CVE-2023-50387 (many keys and signatures) and CVE-2023-50868 (many hashes).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.dns.limits import Limits

__all__ = ["Budget", "BudgetSpentError"]


class BudgetSpentError(Exception):
    """A limit of the validation was reached; `rule` is the id of the sentence that says which, `count` the limit."""

    def __init__(self, rule: str, count: int) -> None:
        super().__init__(rule)
        self.rule = rule
        self.count = count


@dataclass(slots=True)
class Budget:
    """What is left of a walk's share; `spent` counts signatures that were checked, `failed` those that did not hold, `hashes` of NSEC3."""

    limits: Limits
    spent: int = 0
    failed: int = 0
    hashes: int = 0

    def check(self) -> None:
        """BudgetSpentError if no further signature may be checked."""
        if self.failed >= self.limits.failed_validations:
            raise BudgetSpentError("limit.failed-validations", self.limits.failed_validations)
        if self.spent >= self.limits.validations:
            raise BudgetSpentError("limit.validations", self.limits.validations)

    def checked(self, *, holds: bool) -> None:
        """One signature was checked."""
        self.spent += 1
        self.failed += not holds

    def hash(self) -> None:
        """One name is to be hashed; BudgetSpentError if too many were."""
        self.hashes += 1
        if self.hashes > self.limits.hashes:
            raise BudgetSpentError("limit.hashes", self.limits.hashes)
