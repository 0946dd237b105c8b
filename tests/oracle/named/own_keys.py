"""Keys that Wireshark does not have: for bytes that it shows without a field, or under a whole of which netkit shows the parts."""

import functools
import subprocess

from tests.oracle import tshark

__all__ = ["NAMED", "names"]

NAMED = {"netkit's own key": "Wireshark has no field for these bytes by themselves; netkit gives every byte one"}


@functools.cache
def fields_of_tshark():
    """The names of all fields that tshark knows."""
    listing = subprocess.run([tshark.program(), "-G", "fields"], capture_output=True, check=True, text=True).stdout
    return frozenset(line.split("\t")[2] for line in listing.splitlines() if line.startswith("F\t"))


def names(case):
    """The names that fit a difference."""
    if case.difference.kind == "ours" and case.key not in fields_of_tshark():
        yield "netkit's own key"
