"""Trust anchors: those that ship, and those that a file names."""

from pathlib import Path

import dns.name
import dns.rdatatype
import pytest

from netkit.dns import Walker
from netkit.dns.trust.anchors import ROOT_ANCHORS, anchors_of, is_shipped, read_anchors
from netkit.errors import UsageError

DEBIAN = Path("/usr/share/dns/root.ds")
XML = """<?xml version="1.0" encoding="UTF-8"?>
<TrustAnchor id="E9724F53-1851-4F86-85E5-F1392102940B" source="http://data.iana.org/root-anchors/root-anchors.xml">
  <Zone>.</Zone>
  <KeyDigest id="Klajeyz" validFrom="2017-02-02T00:00:00+00:00">
    <KeyTag>20326</KeyTag><Algorithm>8</Algorithm><DigestType>2</DigestType>
    <Digest>E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D</Digest>
  </KeyDigest>
  <KeyDigest id="Kmyv6jo" validFrom="2024-07-18T00:00:00+00:00">
    <KeyTag>38696</KeyTag><Algorithm>8</Algorithm><DigestType>2</DigestType>
    <Digest>683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16</Digest>
  </KeyDigest>
</TrustAnchor>
"""


@pytest.mark.skipif(not DEBIAN.exists(), reason="Debian's dns-root-data is not installed")
def test_the_keys_that_ship_are_the_roots():
    debian = anchors_of(read_anchors(DEBIAN.read_text(), source=str(DEBIAN)))
    ours = anchors_of(each.text for each in ROOT_ANCHORS)
    assert set(ours[dns.name.root]) == set(debian[dns.name.root])


def test_the_keys_that_ship_have_their_tags_and_dates():
    assert [(each.tag, each.valid_from) for each in ROOT_ANCHORS] == [(20326, "2017-02-02"), (38696, "2024-07-18")]
    for each in ROOT_ANCHORS:
        (record,) = anchors_of([each.text])[dns.name.root]
        assert record.key_tag == each.tag
        assert is_shipped(record)


def test_ianas_file_is_read():
    found = anchors_of(read_anchors(XML, source="root-anchors.xml"))
    assert set(found[dns.name.root]) == set(anchors_of(each.text for each in ROOT_ANCHORS)[dns.name.root])


@pytest.mark.parametrize(
    "text",
    [
        "example. DS 4711 13 2 " + "ab" * 32,
        "example. 3600 IN DS 4711 13 2 " + "ab" * 32,
        "; a remark\nexample.\t86400\tIN\tDS\t4711 13 2 " + "AB" * 32 + " ; another\n",
    ],
)
def test_records_are_read_as_zone_files_have_them(text):
    found = anchors_of(read_anchors(text, source="keys.txt"))
    (record,) = found[dns.name.from_text("example.")]
    assert (record.rdtype, record.key_tag) == (dns.rdatatype.DS, 4711)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no trust anchor stands"),
        ("; nothing but a remark", "no trust anchor stands"),
        ("example. A 192.0.2.1", "is no trust anchor"),
        ("example. DS 4711", "can't be read"),
        ("\x00\xff\xfe", "can't be read"),
        ("<TrustAnchor><Zone>.</Zone></TrustAnchor>", "no KeyDigest"),
        ("<TrustAnchor><KeyDigest><KeyTag>1</KeyTag></KeyDigest></TrustAnchor>", "lacks a part"),
        ("<TrustAnchor>", "not well-formed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><TrustAnchor>&a;</TrustAnchor>', "declares things of its own"),
        (XML.replace("20326", "x"), "can't be read"),
        ("x" * (1 << 21), "too long"),
    ],
)
def test_what_is_no_anchor_is_said(text, what):
    with pytest.raises(UsageError) as told:
        read_anchors(text, source="keys.txt")
    assert what in str(told.value)


def test_a_walker_takes_no_anchor_that_is_none():
    with pytest.raises(UsageError):
        Walker(("www.example.test", "A"), hints=[("a.root.test", "198.51.100.4")], now=0, trust_anchors=["no anchor"])
