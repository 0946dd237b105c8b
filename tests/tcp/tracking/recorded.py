"""The tracker's verdicts beside what the sender's kernel said of each retransmission."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from netkit import capture as captures
from netkit.capture.streams.passing import passing
from netkit.tcp.tracking.story import Story
from netkit.tcp.tracking.verdict import Kind

__all__ = ["PLACES", "Score", "score_of", "story_of"]

PLACES = ("sender", "middle", "receiver")
KNOWN = {"timer", "probe", "fast", "partial_ack", "sack"}


@dataclass
class Score:
    """Retransmissions by outcome and by the kernel's word, and what was called one and is none; `faults` in words.

    `right` is the kernel's word; `untold` says that it can't be told; `unseen` is a copy whose first was lost before the place, told as
    likely new, or as overtaken; `wrong` another word, stated as likely; `false` as sure.
    """

    counts: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, name, place, truth, verdict):
        told = None if verdict.trigger is None else verdict.trigger.value
        if verdict.kind is not Kind.RETRANSMISSION:
            outcome = "false" if verdict.sure else "unseen"
        elif told is None:
            outcome = "untold"
        else:
            outcome = "right" if told == truth else "false" if verdict.sure else "wrong"
        self.counts[place, truth, outcome] += 1
        if outcome in ("false", "wrong"):
            self.faults.append(f"{outcome}: {name} {place} packet {verdict.number}: {verdict.rule}, the kernel {truth}")

    def total(self, place, outcome=None):
        return sum(
            count for (where, _, what), count in self.counts.items() if where == place and outcome in (None, what)
        )


def story_of(path):
    """The one stream of a capture, told."""
    story = None
    with captures.open(path) as records:
        for each in passing(records):
            if story is None:
                story = Story(each.stream, each.source.text, each.destination.text)
            story.take(each.packet, each.time, 0 if each.forward else 1, each.segment)
    return story


def score_of(folder, names=None):
    """The score of all recordings in a folder."""
    score = Score()
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text())
        for place in PLACES:
            verdicts = {each.packet: each.verdict for each in story_of(folder / f"{path.stem}.{place}.pcap.gz").told}
            again = set()
            for each in truth["told"]:
                if not each["again"]:
                    continue
                for packet in each["packets"].get(place, ()):
                    again.add(packet)
                    if each["trigger"] in KNOWN:
                        score.add(path.stem, place, each["trigger"], verdicts[packet])
            for packet, verdict in verdicts.items():
                if verdict.kind is Kind.RETRANSMISSION and packet not in again:
                    outcome = "false" if verdict.sure else "wrong"
                    score.counts[place, "none", outcome] += 1
                    score.faults.append(f"{outcome}: {path.stem} {place} packet {packet} is no retransmission")
    return score


def table(score):
    """The score as lines of Markdown."""
    columns = (
        "captured",
        "why",
        "sent again",
        "right",
        "can't be told",
        "first copy unseen",
        "wrong, as likely",
        "wrong, as sure",
    )
    yield f"| {' | '.join(columns)} |"
    yield "|---|---|---|---|---|---|---|---|"
    for place in PLACES:
        for truth in ("sack", "fast", "partial_ack", "timer", "probe", "none"):
            found = {what: score.counts[place, truth, what] for what in ("right", "untold", "unseen", "wrong", "false")}
            if sum(found.values()):
                yield f"| {place} | {truth} | {sum(found.values())} | " + " | ".join(map(str, found.values())) + " |"
