"""Each student's own numbers: drawn from a key, never from chance, so that they are the same today, tomorrow and for the grader.

A student's key is HMAC-SHA256(course key, student id); the seed of a variant HMAC-SHA256(student's key, lab slug and version).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

__all__ = ["PRACTICE_KEY", "Draw", "student_key", "variant_seed"]

T = TypeVar("T")

PRACTICE_KEY = b"netkit practice"
"""Stands for the course's key where there is no course; public, so nothing made with it proves anything."""


def student_key(student: str, course_key: bytes = PRACTICE_KEY) -> bytes:
    """The key that a student gets, which tells nothing about the course's."""
    return hmac.digest(course_key, student.encode(), "sha256")


def variant_seed(key: bytes, slug: str, version: str) -> bytes:
    """The seed of one student's variant of one lab."""
    return hmac.digest(key, f"{slug} {version}".encode(), "sha256")


class Draw:
    """Draws that depend on nothing but the seed, the attempt and their own label, so that one more draw changes no other.

    `forced` settles what is drawn under some labels, to look at variants that differ in nothing else; `ranges` keeps how many values
    each label had to choose from.
    """

    def __init__(self, seed: bytes, attempt: int = 0, *, forced: Mapping[str, int] = MappingProxyType({})) -> None:
        self._seed = seed
        self.attempt = attempt
        self._forced = forced
        self.ranges: dict[str, int] = {}

    def number(self, label: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        self.ranges[label] = high - low + 1
        if label in self._forced:
            return low + self._forced[label]
        digest = hmac.digest(self._seed, f"{self.attempt} {label}".encode(), "sha256")
        # 256 bits over a small range: the remainder's bias is far below anything that could be noticed
        return low + int.from_bytes(digest, "big") % (high - low + 1)

    def seed(self, label: str) -> bytes:
        """What traffic is made from: 32 bytes that are this student's own, and different in every attempt."""
        return hmac.digest(self._seed, f"{self.attempt} {label} seed".encode(), "sha256")

    @property
    def forced(self) -> bool:
        """Whether some draws are settled, to look at what variants are made of and not at one of them."""
        return bool(self._forced)

    def choice(self, label: str, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.number(label, 0, len(options) - 1)]
