"""An oracle that is missing on a user's machine skips its tests by name; in CI its absence is a failure."""

import os

import pytest

__all__ = ["missing"]


def missing(name, how):
    """Skip, or in CI fail: the oracle `name` is not there, and `how` says where it comes from."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing, and in CI every oracle has to be there ({how})", pytrace=False)
    pytest.skip(f"{name} is missing ({how})", allow_module_level=True)
