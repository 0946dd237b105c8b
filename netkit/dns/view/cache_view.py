"""What a cache holds, as a view and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.dns.durations import seconds_text
from netkit.dns.name_text import name_text
from netkit.dns.view.records import data_text, records_json, type_text
from netkit.view import Block, Heading, Json, Paragraph, Table

if TYPE_CHECKING:
    from netkit.dns.cache import Cache

__all__ = ["cache_blocks", "cache_json"]

MOST = 3
"""Records of a set that are shown."""


def cache_blocks(cache: Cache, *, now: float) -> list[Block]:
    """What is known at `now`, and what is known not to be there."""
    rows = []
    for entry in cache.entries(now=now):
        told = [data_text(rdata) for _, rdata in zip(range(MOST), entry.rrset, strict=False)]
        more = f" and {len(entry.rrset) - MOST} more" if len(entry.rrset) > MOST else ""
        believed = entry.credibility.name.lower().replace("_", " ")
        rows.append(
            (
                name_text(entry.rrset.name),
                type_text(entry.rrset.rdtype),
                seconds_text(entry.remaining(now)),
                believed,
                ", ".join(told) + more,
            )
        )
    for negative in cache.negatives(now=now):
        nothing = "no such name" if negative.rdtype is None else "no such record"
        rows.append(
            (
                name_text(negative.name),
                "any" if negative.rdtype is None else type_text(negative.rdtype),
                seconds_text(negative.remaining(now)),
                "denial",
                nothing,
            )
        )
    if not rows:
        return [Heading(text="The cache"), Paragraph(text="nothing is in it")]
    return [
        Heading(text="The cache"),
        Table(columns=("name", "type", "still good for", "learned as", "what"), rows=rows, right=(2,)),
    ]


def cache_json(cache: Cache, *, now: float) -> list[Json]:
    """The same for a program; `remaining` is in seconds."""
    found: list[Json] = [
        {
            "name": name_text(entry.rrset.name),
            "type": type_text(entry.rrset.rdtype),
            "remaining": entry.remaining(now),
            "credibility": entry.credibility.name.lower(),
            "records": records_json([entry.rrset]),
            "denied": None,
        }
        for entry in cache.entries(now=now)
    ]
    found += [
        {
            "name": name_text(negative.name),
            "type": None if negative.rdtype is None else type_text(negative.rdtype),
            "remaining": negative.remaining(now),
            "credibility": None,
            "records": [],
            "denied": "NXDOMAIN" if negative.rdtype is None else "NOERROR",
        }
        for negative in cache.negatives(now=now)
    ]
    return found
