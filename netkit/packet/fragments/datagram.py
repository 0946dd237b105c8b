"""One packet that becomes whole: its fragments come in, one after the other, and it says what it lacks or why it can't be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netkit.packet.fragments.arrival import Fragment
from netkit.packet.fragments.first import found_in_first
from netkit.packet.fragments.headers import congestion_of, stated_size, whole_header
from netkit.packet.fragments.problems import (
    RFC,
    FragmentProblem,
    Refusal,
    found_in_headers,
    found_in_overlaps,
    in_header,
)
from netkit.packet.fragments.result import Incomplete, LeftOut, Reassembled
from netkit.packet.fragments.rules import refused_by_another, refused_by_itself, refused_for_overlap, too_large
from netkit.packet.overlap import Decision, IntervalStore, Piece, Policy
from netkit.packet.place import byte_range

__all__ = ["Datagram"]

SPARE = 16
"""Fragments without bytes that are kept before anyone looks."""


class Datagram:
    """The fragments of one packet so far; `refusal` says why there will be none, once that is known.

    A `lean` one keeps only the fragments that still have bytes in the packet, and no account of the decisions: so a flood of copies takes
    no room.
    """

    def __init__(self, policy: Policy, *, lean: bool = False) -> None:
        self.policy = policy
        self.fragments: list[Fragment] = []
        self.packet_bytes = 0
        """Bytes of the packets in which they came."""
        self.refusal: Refusal | None = None
        self.whole_with: int | None = None
        self._decisions: list[Decision] = []
        self._store = IntervalStore(policy, None if lean else self._decisions.append)
        self._lean = lean
        self._last: Fragment | None = None
        self._furthest: Fragment | None = None

    def add(self, fragment: Fragment) -> None:
        """Take in a fragment of this packet; after a refusal it is only counted."""
        self.fragments.append(fragment)
        self.packet_bytes += len(fragment.packet.data)
        if self.refusal is None:
            self.refusal = (
                refused_by_itself(fragment)
                or refused_by_another(fragment, self._last, self._furthest)
                or refused_for_overlap(fragment, self._store, self.policy)
            )
        if self.refusal is None:
            self._keep(fragment)

    def _keep(self, fragment: Fragment) -> None:
        """Put a fragment with which nothing is wrong where it belongs."""
        if not fragment.more:
            self._last = fragment
        if self._furthest is None or fragment.end > self._furthest.end:
            self._furthest = fragment
        self._store.put(fragment.start, fragment.data, fragment.number, fragment.end)
        self._prune()
        if self.whole_with is None and self._last is not None and self._store.held == self._last.end:
            self.whole_with = fragment.number

    def _prune(self) -> None:
        """Forget the fragments of which nothing is left, now and then."""
        if self._lean and len(self.fragments) > 2 * self._store.count + SPARE:
            owners = {piece.number for piece in self._store.parts()}
            named = {each.number for each in (self._last, self._furthest) if each is not None}
            self.fragments = [fragment for fragment in self.fragments if fragment.number in owners | named]
            self.packet_bytes = sum(len(fragment.packet.data) for fragment in self.fragments)

    @property
    def overlapped(self) -> bool:
        """Whether the packet was refused because fragments overlap."""
        return self.refusal is not None and self.refusal.rule == "fragments.dropped"

    @property
    def held(self) -> int:
        """Bytes of the data that are there."""
        return self._store.held

    @property
    def size(self) -> int | None:
        """How many bytes of data there are in all, once the last fragment has said so."""
        return self._last.end if self._last is not None else None

    @property
    def lacks(self) -> str:
        """What is missing, in words: `bytes 1480–2959 are missing, and the last fragment has not come`."""
        return self._missing().text

    @property
    def has_first(self) -> bool:
        """Whether the fragment with byte 0 has come, without which no error message may be sent (RFC 792)."""
        return any(not fragment.start for fragment in self.fragments)

    def result(self, left_out: Sequence[LeftOut] = ()) -> Reassembled | Incomplete:
        """What the fragments come to."""
        pieces = list(self._store.pieces())
        arrived = {fragment.number: fragment for fragment in self.fragments}
        problems = [problem for fragment in self.fragments for problem in found_in_headers(fragment)]
        problems += found_in_overlaps(self._decisions, arrived)
        first = self._first(pieces, arrived)
        if first is not None:
            problems += found_in_first(first)
        refusal = self.refusal
        if refusal is None and self._last is not None and first is not None:
            refusal = too_large(stated_size(first, self._last.end), self._last)
        if refusal is not None:
            return self._incomplete(refusal, left_out, problems)
        if first is None or self._last is None or self._store.held < self._last.end:
            return self._incomplete(self._missing(), left_out, problems)
        congestion, torn = congestion_of(first, self.fragments)
        if torn:
            problems.append(_torn(first))
        return Reassembled(
            policy=self.policy,
            fragments=tuple(self.fragments),
            pieces=tuple(pieces),
            decisions=tuple(self._decisions),
            problems=tuple(problems),
            left_out=tuple(left_out),
            version=first.identity.version,
            header=whole_header(first, self._last.end, congestion),
            data=b"".join(piece.data for piece in pieces),
            whole_with=self.whole_with or self.fragments[-1].number,
        )

    def _first(self, pieces: Sequence[Piece], arrived: Mapping[int, Fragment]) -> Fragment | None:
        """The fragment that keeps byte 0, whose header becomes the packet's."""
        if pieces:
            return None if pieces[0].start else arrived[pieces[0].number]
        return next((fragment for fragment in self.fragments if fragment.atomic), None)

    def _incomplete(
        self, refusal: Refusal, left_out: Sequence[LeftOut], problems: Sequence[FragmentProblem]
    ) -> Incomplete:
        return Incomplete(
            policy=self.policy,
            fragments=tuple(self.fragments),
            pieces=tuple(self._store.pieces()),
            decisions=tuple(self._decisions),
            problems=tuple(problems),
            left_out=tuple(left_out),
            reason=refusal.text,
            rule=refusal.rule,
            rfc=refusal.rfc,
            holes=tuple(self.holes),
        )

    @property
    def holes(self) -> list[tuple[int, int]]:
        """The stretches of the data that are missing, up to the end or, where that is not known, up to the furthest byte."""
        end = self._last.end if self._last else self._furthest.end if self._furthest else 0
        return list(self._store.holes(0, end))

    def _missing(self) -> Refusal:
        """What is missing, as the reason why there is no packet."""
        if not self.fragments:
            return Refusal(rule="fragments.none", text="there is no fragment of an IP packet", rfc=RFC[4])
        told = [byte_range(start, end - start).partition(" ")[2] for start, end in self.holes]
        one = len(self.holes) == 1 and self.holes[0][1] - self.holes[0][0] == 1
        there = _listed(told, "more stretches")
        parts = [f"{'byte' if one else 'bytes'} {there} {'is' if one else 'are'} missing"] if told else []
        if self._last is None:
            parts.append("the last fragment has not come")
        cut = [fragment for fragment in self.fragments if fragment.cut]
        if cut:
            numbers = _listed([str(fragment.number) for fragment in cut], "others")
            kept = "a part of fragment" if len(cut) == 1 else "parts of fragments"
            parts.append(f"the capture kept only {kept} {numbers}")
        rfc = RFC[self.fragments[0].identity.version]
        return Refusal(rule="fragments.missing", text=", and ".join(parts), rfc=rfc)


def _listed(words: Sequence[str], more: str) -> str:
    """`a`, `a and b`, `a, b and c`; of many the first ones and how many more there are."""
    if len(words) > 5:
        return f"{', '.join(words[:4])} and {len(words) - 4} {more}"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _torn(first: Fragment) -> FragmentProblem:
    text = (
        "one fragment met congestion, and another says that its sender does not know of ECN, so could not be told; "
        "a host may drop the packet"
    )
    return in_header(first, "fragments.ecn", "explicit_congestion_notification", text, "RFC 3168 §5.3")
