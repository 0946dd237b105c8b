"""What DNSViz finds in the zones of the served made-up internet; run by hand, for it takes minutes and needs a program of its own:

    python -m venv dnsviz && dnsviz/bin/pip install --no-deps dnsviz==0.11.2 && dnsviz/bin/pip install dnspython cryptography
    python -m tests.oracle.delegations_by_dnsviz dnsviz/bin/dnsviz

It writes `dnsviz_found.json` beside this file: for each zone the codes of DNSViz's errors and warnings, null where it came to no end. The
test beside it holds netkit's faults against them, and docs/delegation-faults.md shows both. All happens in a network namespace of its own,
where port 53 is free and nobody outside can be reached.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from netkit.dns.made_up import MadeUpInternet

FOUND = Path(__file__).with_name("dnsviz_found.json")
PATIENCE = 200.0
"""Seconds for a zone: with silent servers DNSViz takes minutes."""

WITHIN = 4
"""Zones that are looked at side by side."""

THEN = "2026-01-02 00:00:00 UTC"
"""A time at which the made-up internet's signatures are good."""

NAMESPACE = ["unshare", "-n"] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["unshare", "-rn"]


def main(program, zones):
    """Look at the zones, and write what was found; what was known of others stays."""
    known = json.loads(FOUND.read_text("utf-8")) if FOUND.is_file() else {}
    command = [*NAMESPACE, sys.executable, "-m", "tests.oracle.delegations_by_dnsviz", "--inside", program, *zones]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = known | json.loads(done.stdout)
    FOUND.write_text(json.dumps(dict(sorted(found.items())), indent=1) + "\n", "utf-8")


def inside(program, zones):
    """In the namespace: serve, ask, and print what was found."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        hints, anchors = Path(folder) / "root.hints", Path(folder) / "root.key"
        serving = [
            sys.executable,
            "-m",
            "netkit",
            "dns",
            "serve",
            "--port",
            "53",
            "--hints",
            hints,
            "--anchors",
            anchors,
        ]
        with subprocess.Popen([*serving, "--for", "3600"], stderr=subprocess.PIPE) as server:
            server.stderr.readline()  # it says so when it answers
            try:
                time.sleep(0.5)
                with ThreadPoolExecutor(WITHIN) as pool:
                    codes = pool.map(lambda zone: found_in(program, zone, hints, anchors, Path(folder)), zones)
                    print(json.dumps(dict(zip(zones, codes, strict=True))))  # noqa: T201
            finally:
                server.terminate()


def found_in(program, zone, hints, anchors, folder):
    """The codes of what DNSViz finds wrong with a zone; None where it comes to no end."""
    lines = [line.split() for line in hints.read_text("utf-8").splitlines()]
    roots = ",".join(f"{name}={address}" for name, _, kind, address in lines if kind == "A")
    probed = folder / f"{zone}.json"
    probe = [program, "probe", "-4", "-A", "-a", ".", "-x", f".:{roots}", "-o", probed, zone]
    try:
        subprocess.run(probe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    probed.write_text(re.sub(r"20\d\d-\d\d-\d\d [0-9:]+ UTC", THEN, probed.read_text("utf-8")), "utf-8")
    judged = subprocess.run(
        [program, "grok", "-P", "-t", anchors, "-l", "warning", "-r", probed],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    return sorted(codes_in(json.loads(judged).get(f"{zone}.", {}))) if judged.strip() else []


def codes_in(part):
    """The codes of all errors and warnings anywhere in it."""
    found = set()
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key in ("errors", "warnings") and isinstance(value, list):
            found |= {each["code"] for each in value if isinstance(each, dict)}
        elif isinstance(value, (dict, list)):
            found |= codes_in(value)
    return found


def all_zones():
    """The zones in which there is something to see: not those of the reverse tree."""
    return [each.rstrip(".") for each in MadeUpInternet().zones if each != "." and "arpa" not in each]


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--inside"]:
        inside(words[1], words[2:])
    else:
        main(str(Path(words[0]).absolute()), words[1:] or all_zones())
