"""Errors that point: the text as it was written, a mark under the place, the rule, and what would be right."""

from __future__ import annotations

from netkit.errors import AddressError

__all__ = ["pointed", "shortened", "within"]

_SHOWN = 60
"""Characters of a text that an error shows at most."""


def pointed(
    what: str, text: str, start: int = 0, length: int = 0, *, found: str = "", why: str = "", hint: str = ""
) -> AddressError:
    """The error `what`, with a mark under `length` characters of `text` from `start` on, beside which stands what was `found` there.

    With a `length` of 0 the mark stands where something is missing.
    """
    first = max(0, min(start, start + length - _SHOWN // 2)) if len(text) > _SHOWN else 0
    shown = text[first : first + _SHOWN]
    lead = "…" if first else ""
    tail = "…" if first + _SHOWN < len(text) else ""
    mark = "^" * max(1, min(length, _SHOWN - (start - first)))
    where = f"{lead}{shown}{tail}\n{' ' * (len(lead) + start - first)}{mark} {found}".rstrip()
    return AddressError(what, where=where, why=why, hint=hint, text=text, start=start, length=length, found=found)


def within(what: str, text: str, offset: int, error: AddressError, *, hint: str | None = None) -> AddressError:
    """The `error` of a part that begins `offset` characters into `text`, told of the whole; `hint` in place of its own."""
    return pointed(
        what,
        text,
        offset + error.start,
        error.length,
        found=error.found,
        why=error.why,
        hint=error.hint if hint is None else hint,
    )


def shortened(text: str) -> str:
    """`text` for a sentence: cut where it is too long to be read."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
