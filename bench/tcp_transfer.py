"""Transfers in virtual time, with every event kept: segments a second (all that cross the path, and those with data), and memory.

python -m bench.tcp_transfer                  10,000 and 100,000 segments with data, without losses and with 1 %
python -m bench.tcp_transfer 1000000          so many
"""

import resource
import sys
import time

from netkit.internet import Plan, transfer
from netkit.internet.link import LinkSettings
from netkit.internet.payload import Numbered

SEGMENT = 1448
PATHS = {
    "no loss": LinkSettings(delay=0.02),
    "100 Mbit/s, queue of 100": LinkSettings(delay=0.02, rate=1e8, queue_packets=100),
    "1 % lost": LinkSettings(delay=0.02, loss=0.01),
}


def measured(count, link):
    """A run, and the processor's seconds that it took."""
    start = time.process_time()
    run = transfer(Plan(payload=Numbered(count * SEGMENT), link=link))
    return run, time.process_time() - start


def main(counts):
    print(
        f"{'path':<26}{'with data':>10}{'crossing':>10}{'events':>11}{'seconds':>9}{'crossing/s':>12}{'with data/s':>13}{'MiB':>7}"
    )
    for name, link in PATHS.items():
        for count in counts:
            run, took = measured(count, link)
            if not run.intact or run.delivered != count * SEGMENT:
                raise SystemExit("the bytes that arrived are not those that were sent")
            crossing = len(run.crossings)
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{name:<26}{count:>10,}{crossing:>10,}{len(run.events):>11,}{took:>9.2f}{crossing / took:>12,.0f}"
                f"{count / took:>13,.0f}{most:>7,.0f}"
            )
            del run


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10_000, 100_000])
