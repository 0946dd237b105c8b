"""How much work something is, counted in calls of functions: the same on every machine, as seconds are not."""

import itertools
import sys

__all__ = ["steps"]


def steps(work):
    """The calls that `work()` makes, and what it gives."""
    calls = itertools.count()
    sys.setprofile(lambda *_: next(calls))
    try:
        result = work()
    finally:
        sys.setprofile(None)
    return next(calls), result
