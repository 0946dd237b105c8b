"""A walk as a page of one file: the picture, and below it every step and the chain of trust."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from netkit.dns.picture.walk_picture import walk_picture
from netkit.dns.view.trace import trace_view
from netkit.render.tree_page import tree_page

if TYPE_CHECKING:
    from netkit.dns.result import Result
    from netkit.dns.step import Step

__all__ = ["walk_page"]


def walk_page(result: Result, steps: Sequence[Step], *, where: str) -> str:
    """The text of the page; `where` says in which internet the walk was and what was known before."""
    told = trace_view(result, steps, where=where)
    return tree_page(walk_picture(result, steps), told.blocks[1:], title=f"{result.question}?", lead=where)
