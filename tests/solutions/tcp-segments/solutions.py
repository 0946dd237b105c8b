"""TCP segments: the catalogue's formulas over the texts and the bytes of the four captures."""

import re

from tests.solutions.key import TaskKey, frames_of, u16, u32


def key(recording, questions):
    n, s = map(int, re.search(r"file of (\d+) bytes .* carries at most (\d+) bytes", questions["1"]).groups())
    k = int(re.search(r"has segment (\d+) of", questions["2"])[1])
    until = int(re.search(r"segments \d+ to (\d+) arrive", questions["4"])[1])
    count = -(-n // s)
    assert f"{count} segments" not in questions["8"]  # task 1 asks for it
    rest = n - (count - 1) * s
    textbook, sent, came, pieces = (
        list(frames_of(recording.files[name]))
        for name in ("textbook.pcapng", "at-sender.pcapng", "at-receiver.pcapng", "pieces.pcapng")
    )
    moment = int(re.search(r"after packet (\d+) of", questions["9"])[1])
    return {
        "1": _number(
            count,
            {"mtu-for-mss": -(-n // 1500)}
            | ({"whole-plus-one": count + 1} if rest == s else {"rest-forgotten": count - 1}),
            {n, s, count - 1, rest % s, n // s},
        ),
        "2": _number(
            1 + (k - 1) * s,
            {"counts-segments": k, "syn-not-counted": (k - 1) * s, "end-for-start": 1 + k * s},
            {(k - 1) * s, k - 1, s},
        ),
        "3": _number(
            rest,
            {"zero-rest": 0} if rest == s else {"always-full": s, "gap-for-rest": s - rest},
            {count - 1, (count - 1) * s, n},
        ),
        "4": _number(
            1 + (k - 1) * s,
            {"acks-the-newest": 1 + until * s, "acks-the-lost": 1 + k * s, "last-byte-received": (k - 1) * s},
            {(k - 1) * s, k - 1},
        ),
        "5": _resent(textbook),
        "6": _together(pieces),
        "7": _lost(sent, came, s),
        "8": _number(
            n + count * 66,
            {"one-header": n + 66, "no-link-header": n + count * 52, "options-uncounted": n + count * 54},
            {66, n, count, count * 66},
        ),
        "9": _flight(textbook, moment, s),
    }


def _number(right, wrong, shown):
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"{right:,}", f"0x{right:x}"),
        shown=frozenset(map(str, shown)),
        wrong={slug: (str(value),) for slug, value in wrong.items()},
    )


def segments(frames):
    """Of each frame: whether the sender sent it, its relative numbers, its data, its window, and its window scale (None: none)."""
    sender, first, found = frames[0][26:30], {}, []
    for frame in frames:
        ours, header = frame[26:30] == sender, (frame[46] >> 4) * 4
        if frame[47] & 0x02:
            first[ours] = u32(frame, 38)
        ack = (u32(frame, 42) - first.get(not ours, 0)) % 2**32 if frame[47] & 0x10 else 0
        data = frame[34 + header : 14 + u16(frame, 16)]
        found.append(
            ((u32(frame, 38) - first[ours]) % 2**32, ack, data, u16(frame, 48), scale_of(frame[54 : 34 + header]), ours)
        )
    return found


def scale_of(options):
    """The window scale among a header's options; None if it is not there."""
    while options and options[0]:
        if options[0] == 3:
            return options[2]
        options = options[1 if options[0] == 1 else options[1] :]
    return None


def _resent(frames):
    """Of all numbers that are acknowledged, the one that comes four times first; what is sent again bears it."""
    acks = {}
    for number, (_, ack, data, _, _, ours) in enumerate(segments(frames), 1):
        if not ours and not data and ack > 1:
            acks.setdefault(ack, []).append(number)
    hole, numbers = next((ack, numbers) for ack, numbers in acks.items() if len(numbers) >= 4)
    again = next(
        n
        for n, (seq, _, data, *_, ours) in enumerate(segments(frames), 1)
        if ours and data and seq == hole and n > numbers[3]
    )
    return _number(
        numbers[3],
        {"first-counted": numbers[2], "at-first-sign": numbers[1], "the-resend-itself": again},
        set(numbers[:3]) | {hole},
    )


def _together(frames):
    """Each byte where its number says."""
    came = [(seq, data.decode()) for seq, _, data, *_ in segments(frames) if data]
    bytes_at = {}
    for seq, text in came:
        bytes_at |= {seq + at: letter for at, letter in enumerate(text)}
    right = "".join(bytes_at[at] for at in sorted(bytes_at))
    ordered = "".join(text for _, text in sorted(came))
    third = sorted(came)[2]
    hole = right[: third[0] - 1] + right[third[0] - 1 + len(third[1]) :]
    return TaskKey(
        kind="form",
        right=right,
        forms=(f" {right} ", f'"{right}"'),
        wrong={
            "arrival-order": ("".join(text for _, text in came).strip(),),
            "overlap-doubled": (ordered.strip(),),
            "lost-copy-only": (hole,),
        },
    )


def _lost(sent, came, s):
    left, arrived = ([seq for seq, _, data, *_, ours in segments(frames) if ours and data] for frames in (sent, came))
    starts = sorted(set(left))
    lost = [seq for seq in starts if left.count(seq) > arrived.count(seq)]
    again = [seq for seq in starts if left.count(seq) > 1]
    behind = [seq for seq in starts if seq > lost[0]]

    def said(numbers):
        return ", ".join(f"{seq}-{seq + s - 1}" for seq in numbers)

    return TaskKey(
        kind="set",
        right=said(lost),
        forms=(said(lost[::-1]), said(lost).replace(", ", "\n")),
        wrong={
            "resent-is-lost": (said(again),),
            "behind-the-hole": (said([*lost, *behind[:3]]),),
            "sack-is-lost": (said(behind[:3]),),
        },
    )


def _flight(frames, moment, s):
    seen = segments(frames)
    upto = max(seq + len(data) for seq, _, data, *_, ours in seen[:moment] if ours)
    acked = max(ack for _, ack, _, _, _, ours in seen[:moment] if not ours)
    window = next(window for _, _, _, window, _, ours in reversed(seen[:moment]) if not ours)
    scale = next(scale for *_, scale, ours in seen if not ours and scale is not None)
    right = upto - acked
    return _number(
        right,
        {"window-for-flight": window << scale, "all-sent": upto - 1, "counts-segments": right // s},
        {upto, acked},
    )
