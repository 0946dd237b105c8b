"""A filter: a text in Wireshark's language, made out once and applied to as many batches of packets as there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from netkit.capture.columnar.batch import Batch, Rows
from netkit.capture.filtering.checking import Checker
from netkit.capture.filtering.evaluation import evaluate
from netkit.capture.filtering.parsing import parse
from netkit.capture.filtering.tree import Test, keys_of

__all__ = ["Filter", "compile_filter"]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter; `str()` gives its text, `keys` are those of all fields that it looks at."""

    text: str
    tree: Test
    keys: frozenset[str]

    def rows(self, batch: Batch) -> Rows:
        """For each packet of a batch whether the filter selects it."""
        with np.errstate(all="ignore"):  # numbers of 64 bits go round, as in Wireshark
            return evaluate(self.tree, batch)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=64)
def compile_filter(text: str) -> Filter:
    """The filter that a text means, a value that is made once; UsageError says what is wrong with it, where and why."""
    tree = Checker(text).test(parse(text))
    return Filter(text, tree, keys_of(tree))
