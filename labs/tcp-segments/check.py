"""TCP segments: how a file is cut, counted, and put together again."""

from __future__ import annotations

from netkit.lab import Question, Situation, Traffic
from netkit.lab.told import known, seen, step

PIECES = "pieces.pcapng"
HEADERS_OF_A_PIECE = 54
HEADERS = {"all": 66, "without link": 52, "without options": 54}


def how_many(now: Situation) -> Question:
    """8.1: ceil(n / s)."""
    n, s, rest = (int(now.facts[name]) for name in ("n", "s", "rest"))
    floor = n // s
    wrong = [
        known(
            "mtu-for-mss",
            -(-n // 1500),
            "{answer} comes out with 1500 bytes in each. That is the MTU: the headers are in it, too.",
        ),
    ]
    if rest:
        wrong.insert(
            0,
            known(
                "rest-forgotten",
                floor,
                "{answer} full ones do not carry all of it. A last, short one carries the rest.",
            ),
        )
    else:
        wrong.insert(
            0,
            known("whole-plus-one", floor + 1, "Nothing is left over here: {n} is a whole number of times {s}."),
        )
    return Question(
        right=-(-n // s),
        facts={},
        because="{n} bytes, {s} in each, the last one with what is left.",
        wrong=wrong,
        working=[
            step("{n} / {s}, whole segments:", floor),
            step("bytes left over:", rest),
            step("so segments in all:", -(-n // s)),
        ],
    )


def number_of_a_segment(now: Situation) -> Question:
    """8.2: 1 + (k - 1) s."""
    s, k = int(now.facts["s"]), int(now.facts["k"])
    before = (k - 1) * s
    return Question(
        right=1 + before,
        facts={"before": before},
        because="{before} bytes lie before it, and the first byte has the number 1.",
        wrong=[
            known("counts-segments", k, "{answer} counts segments. Each byte has a number."),
            known(
                "syn-not-counted", before, "{answer} leaves the SYN out, which has the number 0: the first byte has 1."
            ),
            known("end-for-start", 1 + k * s, "{answer} is where the next one begins."),
        ],
        working=[
            step("segments before it:", k - 1),
            step("bytes in them, {s} each:", before),
            step("the first byte has 1, so this one begins with", 1 + before),
        ],
    )


def the_last_one(now: Situation) -> Question:
    """8.3: what the full ones leave."""
    n, s, count = (int(now.facts[name]) for name in ("n", "s", "count"))
    right = n - (count - 1) * s
    wrong = []
    if right != s:
        wrong = [
            known("always-full", s, "{answer} is a full one. TCP does not fill up what is short."),
            known("gap-for-rest", s - right, "{answer} is what is missing to a full one."),
        ]
    else:
        wrong = [known("zero-rest", 0, "Nothing is left over, so the last one is a full one, too.")]
    return Question(
        right=right,
        facts={"before": count - 1, "carried": (count - 1) * s},
        because="The {before} segments before it carry {carried} bytes, and {n} − {carried} are left.",
        wrong=wrong,
        working=[
            step("segments before the last:", count - 1),
            step("bytes in them:", (count - 1) * s),
            step("of {n} bytes that leaves", right),
        ],
    )


def a_segment_is_lost(now: Situation) -> Question:
    """8.4: the first missing byte."""
    s, k, behind = (int(now.facts[name]) for name in ("s", "k", "behind"))
    return Question(
        right=1 + (k - 1) * s,
        because="Everything before the lost segment is there, and nothing else can be said with one number.",
        wrong=[
            known(
                "acks-the-newest",
                1 + (k + behind) * s,
                "{answer} would say that everything before it is here, the lost segment too.",
            ),
            known("acks-the-lost", 1 + k * s, "{answer} would say that the lost bytes came."),
            known(
                "last-byte-received",
                (k - 1) * s,
                "{answer} is the last byte that came in order. The next one is named.",
            ),
        ],
        working=[
            step("segments before the lost one, which are all there:", k - 1),
            step("their bytes are numbered from 1 to", (k - 1) * s),
            step("the next one, which is missing, is", 1 + (k - 1) * s),
        ],
    )


def bytes_on_the_link(now: Situation) -> Question:
    """8.8: n + ceil(n / s) (14 + 20 + 32)."""
    n, count = int(now.facts["n"]), int(now.facts["count"])
    right = n + count * HEADERS["all"]
    return Question(
        right=right,
        facts={},
        because="{n} bytes of data, and {count} times 66 bytes of headers.",
        wrong=[
            known("one-header", n + HEADERS["all"], "{answer} has headers once. Every segment has its own."),
            known("no-link-header", n + count * HEADERS["without link"], "{answer} leaves Ethernet's 14 bytes out."),
            known(
                "options-uncounted",
                n + count * HEADERS["without options"],
                "{answer} leaves the 12 bytes of timestamps out, which each of them carries.",
            ),
        ],
        working=[
            step("headers of one: 14, 20 and 32, together", HEADERS["all"]),
            step("of all {count}:", count * HEADERS["all"]),
            step("and with the data's {n}", right),
        ],
    )


def parsed(data: bytes) -> tuple[str, str]:
    """The pieces as they came, and sorted with the bytes that overlap kept twice."""
    packets = [packet for packet in Traffic("", data).packets if packet.value("tcp.flags.push")]
    texts = [(packet.value("tcp.seq_raw"), packet.dissection.data[HEADERS_OF_A_PIECE:].decode()) for packet in packets]
    return "".join(text for _, text in texts), "".join(text for _, text in sorted(texts))


def put_together(now: Situation) -> Question:
    """8.6: by sequence number, each byte once."""
    message = str(now.facts["message"])
    came, doubled = parsed(now.all_files[PIECES])
    hole = came[: len(came) // 2]
    return Question(
        right=message,
        accepts=lambda answer: str(answer).strip("\"'“”„ ") == message,
        because="Each byte stands where its number says, once.",
        wrong=[
            known(
                "arrival-order",
                came.strip(),
                "Those are the payloads as they came. Order of arrival is not order of bytes.",
            ),
            known(
                "overlap-doubled",
                doubled.strip(),
                "Some bytes are in it twice: those of two segments that overlap have the same numbers.",
            ),
            seen(
                "lost-copy-only",
                lambda answer: 0 < len(answer) < len(message) and answer != hole and subsequence(answer, message),
                "Bytes are missing in it: a later segment fills the hole.",
            ),
        ],
        working=[
            step("the first byte has the number after the SYN's; the piece that begins there has", message[:4] + " …"),
            step("bytes of the message in all:", len(message)),
            step("put in the order of their numbers, each byte once, they say", message),
        ],
    )


def subsequence(part: str, whole: str) -> bool:
    """Whether a text is what is left of another after a stretch was taken out."""
    head = next((at for at, (one, other) in enumerate(zip(part, whole, strict=False)) if one != other), len(part))
    return whole.endswith(part[head:]) and head + len(part[head:]) == len(part)
