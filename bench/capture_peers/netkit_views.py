"""netkit: columns that only the whole capture tells; prints how many packets have a value under each key.

python bench/capture_peers/netkit_views.py FILE KEY…
"""

import sys
import time


def main() -> None:
    began = time.perf_counter()
    from netkit.capture import columns

    loaded = time.perf_counter()
    keys = sys.argv[2:]
    found = columns(sys.argv[1], keys)
    counts = [int((~found[key].mask).sum()) for key in keys]
    done = time.perf_counter()
    print(*counts)
    print(f"{loaded - began:.3f} {done - loaded:.3f}", file=sys.stderr)


main()
