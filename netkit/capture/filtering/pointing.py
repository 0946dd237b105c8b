"""Errors of a filter: what is wrong, the place in the text with a mark under it, the rule, and what to do."""

from __future__ import annotations

from netkit.capture.filtering.tree import Place
from netkit.errors import UsageError

__all__ = ["refused"]

_SHOWN = 60
"""Characters of a filter that an error shows at most."""


def refused(what: str, text: str, at: Place, *, why: str = "", hint: str = "") -> UsageError:
    """The error `what` about a place in the text of a filter."""
    start, end = at
    first = max(0, min(start, (start + end - _SHOWN) // 2)) if len(text) > _SHOWN else 0
    shown = "".join(sign if sign.isprintable() else " " for sign in text[first : first + _SHOWN])
    lead, tail = "…" if first else "", "…" if first + _SHOWN < len(text) else ""
    mark = "^" * max(1, min(end - start, _SHOWN - (start - first)))
    return UsageError(what, where=f"{lead}{shown}{tail}\n{' ' * (len(lead) + start - first)}{mark}", why=why, hint=hint)
