"""What is recorded: the transfers in `kernel/`, and a sweep that is drawn from a seed and made anew."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.tcp.tracking.record import Scenario

__all__ = ["KINDS", "SCENARIOS", "sweep"]

NO_SACK = {"tcp_sack": "0"}
NO_STAMPS = {"tcp_timestamps": "0"}
NO_RACK = {"tcp_recovery": "0"}
NO_PROBE = {"tcp_early_retrans": "0"}
SHORT = 40_000

SCENARIOS = [
    Scenario(name="one-hole", writes=[SHORT], drop=[12]),
    Scenario(name="reno-two-holes", congestion="reno", settings=NO_SACK, writes=[SHORT], drop=[12, 14]),
    Scenario(
        name="reno-again-lost",
        congestion="reno",
        settings=NO_SACK | NO_STAMPS,
        writes=[SHORT],
        drop=[12],
        drop_again=[[16_061, 2]],
    ),
    Scenario(name="holes-no-rack", settings=NO_RACK | NO_STAMPS, writes=[SHORT], drop=[12, 14, 16]),
    Scenario(name="again-lost-rack", writes=[60_000], drop=[12], drop_again=[[15_929, 2]]),
    Scenario(
        name="again-lost-twice", settings=NO_RACK, writes=[SHORT], drop=[12], drop_again=[[15_929, 2], [15_929, 3]]
    ),
    Scenario(name="last-lost", version=6, writes=[20_000], drop=[15], linger=600),
    Scenario(name="last-three-lost", writes=[20_000, -400, 20_000], drop=[12, 13, 14]),
    Scenario(name="last-lost-no-probe", settings=NO_PROBE, writes=[20_000, -600, 20_000], drop=[13, 14]),
    Scenario(name="all-lost", writes=[14_000, -700, 14_000], drop=list(range(3, 11))),
    Scenario(name="needless", writes=[30_000, -300, 20_000], stall=[12, 300.0]),
    Scenario(name="overtaken", writes=[SHORT], hold={12: 12.0, 18: 30.0}),
    Scenario(name="acks-lost", writes=[SHORT], drop=[20], drop_acks=[6, 8, 9, 10, 11]),
    Scenario(name="slow-reader", writes=[60_000], receive_buffer=4000, reads=[[1000, 1500]]),
    Scenario(name="keep-alive", writes=[1000], keep_alive=1, linger=1400),
    Scenario(name="bbr-holes", congestion="bbr", writes=[60_000], drop=[12, 20, 21]),
]

KINDS = (
    "holes", "burst", "tail", "again", "again-reno", "acks", "stall", "reorder", "twice", "small", "chat", "thin", "long", "window",
    "random",
)  # fmt: skip


def sweep(seed: int, count: int) -> Iterator[Scenario]:
    """Scenarios drawn from a seed: of every kind alike, over settings and paths."""
    for number in range(count):
        draw = Random(f"{seed} {number}")
        yield _drawn(draw, f"{KINDS[number % len(KINDS)]}-{seed}-{number}", KINDS[number % len(KINDS)])


def _drawn(draw: Random, name: str, kind: str) -> Scenario:
    settings: dict[str, str] = {}
    for each, chance in ((NO_SACK, 0.3), (NO_STAMPS, 0.3), (NO_RACK, 0.2), (NO_PROBE, 0.25)):
        if draw.random() < chance:
            settings |= each
    if kind == "again-reno":
        settings |= NO_SACK
    size = draw.choice([30_000, 60_000, 100_000, 150_000])
    made = Scenario(
        name=name,
        version=draw.choice([4, 4, 6]),
        congestion=draw.choice(["reno", "cubic", "cubic", "bbr"]),
        settings=settings,
        delay=draw.choice([3.0, 10.0, 10.0, 20.0, 40.0, 70.0]),
        writes=[size],
        listens=draw.random() < 0.4,
        late_losses=draw.random() < 0.5,
        mtu=draw.choice([1500, 1500, 1500, 900]),
    )
    if made.version == 6:
        made.mtu = max(made.mtu, 1280)  # RFC 8200 section 5
    segments = max(4, size // (made.mtu - 52))
    _spoil(draw, made, kind, segments)
    return made


def _spoil(draw: Random, made: Scenario, kind: str, segments: int) -> None:  # noqa: C901, PLR0912, PLR0915 - a kind a branch
    some = lambda most: sorted(draw.sample(range(2, segments), min(segments - 2, draw.randint(1, most))))  # noqa: E731
    size = made.mtu - (40 if made.version == 4 else 60) - (0 if made.settings.get("tcp_timestamps") == "0" else 12)
    if kind == "holes":
        made.drop = some(5)
    elif kind == "burst":
        first = draw.randint(3, segments - 2)
        made.drop = list(range(first, first + draw.randint(2, 12)))
    elif kind == "tail":
        made.drop = list(range(segments + 1 - draw.randint(0, 3), segments + 2))
        made.writes = [made.writes[0], *([-draw.choice([50, 400, 900]), 20_000] if draw.random() < 0.5 else [])]
    elif kind in ("again", "again-reno"):
        made.drop = some(3)
        for each in made.drop[: draw.randint(1, 3)]:
            made.drop_again += [[1 + size * (each - 1), copy] for copy in range(2, 2 + draw.randint(1, 3))]
    elif kind == "acks":
        made.drop = some(2)
        made.drop_acks = sorted(draw.sample(range(3, 60), draw.randint(3, 25)))
    elif kind == "stall":
        made.stall = [float(draw.randint(4, segments - 1)), draw.choice([30.0, 120.0, 280.0, 500.0])]
        made.drop = some(1) if draw.random() < 0.3 else []
    elif kind == "reorder":
        made.hold = {each: draw.choice([0.3, 1.0, 2.0]) * made.delay for each in some(5)}
    elif kind == "twice":
        made.twice, made.drop = some(4), some(2)
    elif kind == "small":
        made.writes = [draw.randint(100, 900) for _ in range(30)]
        made.drop = sorted(draw.sample(range(1, 31), draw.randint(1, 6)))
    elif kind == "chat":
        made.writes = [draw.choice([200, 1200, 5000]) for _ in range(8)]
        made.answers = draw.choice([50, 3000])
        made.drop = sorted(draw.sample(range(1, 12), draw.randint(1, 3)))
        made.drop_acks = sorted(draw.sample(range(3, 14), draw.randint(0, 2)))
    elif kind == "thin":
        made.thin = draw.random() < 0.5
        made.writes = [part for _ in range(6) for part in (draw.randint(100, 600), -draw.choice([5, 60]))]
        made.drop = sorted(draw.sample(range(1, 7), 2))
        made.drop_again = [[draw.choice([1, 101]), 2]]
    elif kind == "long":
        made.writes = [300_000]
        made.drop = sorted(draw.sample(range(5, 200), 12))
    elif kind == "window":
        made.receive_buffer = draw.choice([5000, 9000, 20_000])
        made.reads = [[float(draw.randint(2000, 20_000)), float(draw.choice([250, 700, 1500]))] for _ in range(2)]
        made.reads.sort()
        made.writes = [60_000]
        made.drop = some(2) if draw.random() < 0.5 else []
    else:
        made.drop = sorted({each for each in range(2, segments + 1) if draw.random() < 0.06})
        made.drop_acks = [each for each in range(3, 80) if draw.random() < 0.06]
        made.hold = {each: made.delay * draw.random() for each in range(2, segments) if draw.random() < 0.03}
        made.twice = [each for each in range(2, segments) if draw.random() < 0.02]
        made.drop_syn = int(draw.random() < 0.1)
