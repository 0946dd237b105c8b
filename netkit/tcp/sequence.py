"""Sequence numbers: they count bytes modulo 2^32, so that after 4,294,967,295 comes 0 (RFC 9293 §3.4, RFC 1982)."""

from __future__ import annotations

__all__ = ["MODULUS", "add", "after", "ahead", "before", "distance"]

MODULUS = 1 << 32

HALF = 1 << 31


def add(number: int, count: int) -> int:
    """The number `count` bytes further on, or back where `count` is negative."""
    return (number + count) % MODULUS


def distance(start: int, end: int) -> int:
    """How many bytes lie from one number on to another, going forward: 0 to 4,294,967,295."""
    return (end - start) % MODULUS


def ahead(number: int, of: int) -> int:
    """How far a number lies ahead of another; negative where it lies behind.

    Of the two ways around the shorter one counts. Numbers exactly half the circle apart have no order (RFC 1982 §3.2); they count as
    behind.
    """
    return (number - of + HALF) % MODULUS - HALF


def before(number: int, other: int) -> bool:
    """Whether a number comes before another (RFC 9293 §3.4: compared modulo 2^32)."""
    return ahead(number, other) < 0


def after(number: int, other: int) -> bool:
    """Whether a number comes after another."""
    return ahead(number, other) > 0
