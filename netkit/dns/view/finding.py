"""What was noticed of the way to the servers, as a remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.view import Block, Remark, Remarks

if TYPE_CHECKING:
    from netkit.dns.interception import Finding

__all__ = ["finding_block"]


def finding_block(finding: Finding) -> Block:
    """What was seen, what it means, and what to do."""
    return Remarks(
        rows=[
            Remark(
                label="On the way",
                value=finding.headline,
                text=f"{finding.seen}. {finding.meaning}. {finding.advice}.",
                source=finding.source,
                trouble=True,
            )
        ]
    )
