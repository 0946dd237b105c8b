"""The root's servers are where IANA says they are."""

import os
from pathlib import Path

import dns.zone
import pytest

from netkit.dns.root_hints import ROOT_HINTS, ROOT_SERVERS

PUBLISHED = Path("/usr/share/dns/root.hints")


def test_they_are_those_that_iana_publishes():
    if not PUBLISHED.is_file():
        if os.environ.get("CI"):
            pytest.fail(f"{PUBLISHED} is not there (Debian's package dns-root-data)")
        pytest.skip(f"{PUBLISHED} is not there (Debian's package dns-root-data)")
    zone = dns.zone.from_file(str(PUBLISHED), origin=".", relativize=False, check_origin=False)
    published = {
        (name.to_text(omit_final_dot=True).lower(), record.address)
        for kind in ("A", "AAAA")
        for name, _, record in zone.iterate_rdatas(kind)
    }
    assert set(ROOT_HINTS) == published


def test_there_are_thirteen_with_two_addresses_each():
    assert len(ROOT_SERVERS) == 13
    assert len(set(ROOT_HINTS)) == 26
