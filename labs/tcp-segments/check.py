"""TCP segments: how a file is cut, counted, and put together again."""

from __future__ import annotations

from netkit.lab import Line, Question, Situation, Traffic, Wrong

PIECES = "pieces.pcapng"
HEADERS_OF_A_PIECE = 54
HEADERS = {"all": 66, "without link": 52, "without options": 54}


def how_many(now: Situation) -> Question:
    """8.1: ceil(n / s)."""
    n, s, rest = (int(now.facts[name]) for name in ("n", "s", "rest"))
    floor = n // s
    wrong = [
        Wrong(
            slug="mtu-for-mss",
            value=-(-n // 1500),
            facts={},
            why="{answer} comes out with 1500 bytes in each. That is the MTU: the headers are in it, too.",
        ),
    ]
    if rest:
        wrong.insert(
            0,
            Wrong(
                slug="rest-forgotten",
                value=floor,
                facts={},
                why="{answer} full ones do not carry all of it. A last, short one carries the rest.",
            ),
        )
    else:
        wrong.insert(
            0,
            Wrong(
                slug="whole-plus-one",
                value=floor + 1,
                facts={},
                why="Nothing is left over here: {n} is a whole number of times {s}.",
            ),
        )
    return Question(
        right=-(-n // s),
        facts={},
        because="{n} bytes, {s} in each, the last one with what is left.",
        wrong=wrong,
        working=[
            Line(text="{n} / {s}, whole segments:", value=floor, facts={}),
            Line(text="bytes left over:", value=rest),
            Line(text="so segments in all:", value=-(-n // s)),
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
            Wrong(slug="counts-segments", value=k, why="{answer} counts segments. Each byte has a number.", facts={}),
            Wrong(
                slug="syn-not-counted",
                value=before,
                facts={},
                why="{answer} leaves the SYN out, which has the number 0: the first byte has 1.",
            ),
            Wrong(slug="end-for-start", value=1 + k * s, why="{answer} is where the next one begins.", facts={}),
        ],
        working=[
            Line(text="segments before it:", value=k - 1),
            Line(text="bytes in them, {s} each:", value=before, facts={}),
            Line(text="the first byte has 1, so this one begins with", value=1 + before),
        ],
    )


def the_last_one(now: Situation) -> Question:
    """8.3: what the full ones leave."""
    n, s, count = (int(now.facts[name]) for name in ("n", "s", "count"))
    right = n - (count - 1) * s
    wrong = []
    if right != s:
        wrong = [
            Wrong(
                slug="always-full", value=s, why="{answer} is a full one. TCP does not fill up what is short.", facts={}
            ),
            Wrong(slug="gap-for-rest", value=s - right, why="{answer} is what is missing to a full one.", facts={}),
        ]
    else:
        wrong = [
            Wrong(slug="zero-rest", value=0, why="Nothing is left over, so the last one is a full one, too.", facts={})
        ]
    return Question(
        right=right,
        facts={},
        because="What the {count} segments but one had not carried.",
        wrong=wrong,
        working=[
            Line(text="segments before the last:", value=count - 1),
            Line(text="bytes in them:", value=(count - 1) * s),
            Line(text="of {n} bytes that leaves", value=right, facts={}),
        ],
    )


def a_segment_is_lost(now: Situation) -> Question:
    """8.4: the first missing byte."""
    s, k, behind = (int(now.facts[name]) for name in ("s", "k", "behind"))
    return Question(
        right=1 + (k - 1) * s,
        because="Everything before the lost segment is there, and nothing else can be said with one number.",
        wrong=[
            Wrong(
                slug="acks-the-newest",
                value=1 + (k + behind) * s,
                facts={},
                why="{answer} would say that everything before it is here, the lost segment too.",
            ),
            Wrong(slug="acks-the-lost", value=1 + k * s, facts={}, why="{answer} would say that the lost bytes came."),
            Wrong(
                slug="last-byte-received",
                value=(k - 1) * s,
                facts={},
                why="{answer} is the last byte that came in order. The next one is named.",
            ),
        ],
        working=[
            Line(text="segments before the lost one, which are all there:", value=k - 1),
            Line(text="their bytes are numbered from 1 to", value=(k - 1) * s),
            Line(text="the next one, which is missing, is", value=1 + (k - 1) * s),
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
            Wrong(
                slug="one-header",
                value=n + HEADERS["all"],
                why="{answer} has headers once. Every segment has its own.",
                facts={},
            ),
            Wrong(
                slug="no-link-header",
                value=n + count * HEADERS["without link"],
                why="{answer} leaves Ethernet's 14 bytes out.",
                facts={},
            ),
            Wrong(
                slug="options-uncounted",
                value=n + count * HEADERS["without options"],
                facts={},
                why="{answer} leaves the 12 bytes of timestamps out, which each of them carries.",
            ),
        ],
        working=[
            Line(text="headers of one: 14, 20 and 32, together", value=HEADERS["all"]),
            Line(text="of all {count}:", value=count * HEADERS["all"], facts={}),
            Line(text="and with the data's {n}", value=right, facts={}),
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
        because="Each byte stands where its number says, once.",
        wrong=[
            Wrong(
                slug="arrival-order",
                value=came.strip(),
                why="Those are the payloads as they came. Order of arrival is not order of bytes.",
            ),
            Wrong(
                slug="overlap-doubled",
                value=doubled.strip(),
                why="Some bytes are in it twice: those of two segments that overlap have the same numbers.",
            ),
            Wrong(
                slug="lost-copy-only",
                fits=lambda answer: 0 < len(answer) < len(message) and answer != hole and subsequence(answer, message),
                why="Bytes are missing in it: a later segment fills the hole.",
            ),
        ],
        working=[
            Line(
                text="the first byte has the number after the SYN's; the piece that begins there has",
                value=message[:4] + " …",
            ),
            Line(text="bytes of the message in all:", value=len(message)),
            Line(text="put in the order of their numbers, each byte once, they say", value=message),
        ],
    )


def subsequence(part: str, whole: str) -> bool:
    """Whether a text is what is left of another after a stretch was taken out."""
    head = next((at for at, (one, other) in enumerate(zip(part, whole, strict=False)) if one != other), len(part))
    return whole.endswith(part[head:]) and head + len(part[head:]) == len(part)
