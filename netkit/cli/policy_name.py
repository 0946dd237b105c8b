"""The name of an overlap policy on the command line; completes to those that there are."""

from __future__ import annotations

from collections.abc import Mapping

import click
from click.shell_completion import CompletionItem

from netkit.packet.overlap import Policy, policy_named

__all__ = ["ALL", "PolicyName"]

ALL = "all"


class PolicyName(click.ParamType[str]):
    """The name of a policy of this table, or `all` where several can be shown side by side."""

    name = "policy"

    def __init__(self, table: Mapping[str, Policy], *, several: bool = False) -> None:
        self.table = table
        self.several = several

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The name itself; UsageError names the near ones."""
        if self.several and value == ALL:
            return value
        return policy_named(value, self.table).name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The policies that begin so, with what they do."""
        told = {name: policy.rule for name, policy in self.table.items()}
        if self.several:
            told[ALL] = "all of them, side by side"
        return [CompletionItem(name, help=rule) for name, rule in told.items() if name.startswith(incomplete)]
