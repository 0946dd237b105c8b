"""How often the tracker is right: its verdicts beside what the sender's kernel said, by class and place."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from netkit import capture as captures
from netkit.capture.streams.passing import passing
from netkit.tcp.tracking.tracker import Tracker

__all__ = ["judged", "tracked"]

PLACES = ("sender", "middle", "receiver")
AGAIN = {"timer", "probe", "fast", "partial_ack", "sack"}


def tracked(path):
    """The last word on each packet of a capture of one stream, by the packet's number."""
    tracker, found = Tracker(), []
    with captures.open(path) as records:
        first = None
        for each in passing(records):
            first = each.time if first is None else first
            found.append((each.packet, tracker.take((each.time - first) / 1e9, 0 if each.forward else 1, each.segment)))
            for settled in tracker.settled():
                packet, _ = found[settled.number]
                found[settled.number] = packet, settled
    return dict(found), tracker


def judged(folder, name, place):
    """For each packet that was sent again: (truth, verdict, the entry); and verdicts of retransmissions that were none."""
    truth = json.loads((folder / f"{name}.json").read_text())
    verdicts, tracker = tracked(folder / f"{name}.{place}.pcap.gz")
    rows, known = [], set()
    for each in truth["told"]:
        packets = each["packets"].get(place, [])
        if each["again"]:
            for packet in packets:
                rows.append((each["trigger"], verdicts[packet], each, packet))
        known.update(packets if each["again"] else ())
    false = [(packet, verdict) for packet, verdict in verdicts.items() if verdict.kind.value == "retransmission" and packet not in known]
    return rows, false, tracker, truth


def outcome(trigger, verdict):
    told = None if verdict.trigger is None else verdict.trigger.value
    if verdict.kind.value != "retransmission":
        return "hidden" if not verdict.sure else "WRONG-SURE"
    if told is None:
        return "untold"
    if told == trigger:
        return "right"
    return "WRONG-SURE" if verdict.sure else "wrong"


def main(words):
    folder = Path(words[0])
    only = words[1:] 
    table = {}
    for path in sorted(folder.glob("*.json")):
        if only and not any(each in path.stem for each in only if each not in PLACES):
            if not set(only) <= set(PLACES):
                continue
        for place in PLACES:
            if set(only) & set(PLACES) and place not in only:
                continue
            rows, false, tracker, truth = judged(folder, path.stem, place)
            for trigger, verdict, entry, packet in rows:
                result = outcome(trigger, verdict)
                if trigger not in AGAIN:
                    result = "no truth"
                table.setdefault((place, trigger), Counter())[result + ("" if not verdict.sure else "+")] += 1
                if "wrong" in result.lower() or result in ("untold", "hidden"):
                    print(f"{result:10} {path.stem} {place} #{packet} {entry['sequence']}:{entry['copy']} truth {trigger} said {verdict.rule} {verdict.sure} [{verdict.kind.value}] ca={entry.get('info', {}).get('ca_state')}")
            for packet, verdict in false:
                table.setdefault((place, "none"), Counter())["FALSE" + ("+" if verdict.sure else "")] += 1
                print(f"FALSE {path.stem} {place} #{packet} {verdict.sequence} {verdict.rule} {verdict.sure}")
    for key in sorted(table):
        print(key, dict(table[key]))


if __name__ == "__main__":
    main(sys.argv[1:])
