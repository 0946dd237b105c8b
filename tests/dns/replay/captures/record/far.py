"""The far side of the link, in a network namespace of its own: the name servers, and whoever asks the resolver on the near side.

`python -m tests.dns.replay.captures.record.far KIND VERSION FOLDER ZONES` serves the zones of a JSON file; each line of JSON on standard
input is a command to run there, and what it printed comes back as a line.
"""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

from tests.dns.replay.captures.record.zones import SERVED, SILENT, levels
from tests.system.name_servers.servers import serving, silence


def main():
    kind, version, folder, zones = sys.argv[1], int(sys.argv[2]), sys.argv[3], json.loads(Path(sys.argv[4]).read_text())
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in [*SERVED, SILENT]:
        length = 128 if ":" in address else 32
        subprocess.run(["ip", "address", "add", f"{address}/{length}", "dev", "lo"], check=True)
    with contextlib.ExitStack() as stack:
        for each in (4, 6) if version == 0 else (version,):
            stack.enter_context(serving(kind, Path(folder), levels(zones, each)))
        stack.enter_context(silence(SILENT))
        _say("ready")
        for line in sys.stdin:
            # What is given together runs at the same time.
            running = [subprocess.Popen(each, stdout=subprocess.PIPE, text=True) for each in json.loads(line)]
            _say([each.communicate(timeout=60)[0] for each in running])


def _say(what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
