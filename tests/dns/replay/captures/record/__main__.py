"""Record the captures of real tools anew: `python -m tests.dns.replay.captures.record [NAME ...]`, on Linux.

It makes network namespaces for itself, which are gone with it. Beside each capture lies what the tool printed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.dns.replay.captures.record.link import far_side, recording
from tests.dns.replay.captures.record.resolvers import resolving
from tests.dns.replay.captures.record.scenes import SCENES
from tests.dns.replay.captures.record.zones import ZONES, signed
from tests.system.name_servers.servers import program

FOLDER = Path(__file__).resolve().parents[1]
UNSHARE = ("unshare", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
DIG = ("+noall", "+comments", "+question", "+answer", "+tries=1", "+timeout=30")
MARK = "NETKIT_RECORDS_WALKS"


def main():
    chosen = [each for each in SCENES if not sys.argv[1:] or each.name in sys.argv[1:]]
    for scene in chosen:
        if program(scene.resolver) is None:
            sys.stdout.write(f"{scene.name}: left as it is, {scene.resolver} is not here\n")
        elif os.environ.get(MARK) == "1":
            with tempfile.TemporaryDirectory() as folder:
                Path(folder).chmod(0o755)
                record(scene, Path(folder))
            size = (FOLDER / f"{scene.name}.pcap").stat().st_size
            sys.stdout.write(f"{scene.name}: {size:,} bytes\n")
        else:
            words = [*UNSHARE, sys.executable, "-m", "tests.dns.replay.captures.record", scene.name]
            subprocess.run(words, env=os.environ | {MARK: "1"}, check=True)


def record(scene, folder):
    zones, anchor = signed(folder) if scene.validates else (ZONES, "")
    (folder / "anchor").write_text(anchor + "\n")
    settings = {"folder": folder, "anchor": _static(anchor)}
    capture = folder / "capture.pcap"
    stub(folder)
    with far_side(scene.servers, scene.version, folder, zones, mtu=scene.mtu) as far:
        more, behind = scene.more % settings, scene.behind % settings
        with recording(capture), resolving(scene.resolver, folder, here=scene.here, more=more, behind=behind):
            printed = walked(scene, settings) if scene.tool else asked(scene, far)
    shutil.copyfile(capture, FOLDER / f"{scene.name}.pcap")
    (FOLDER / f"{scene.name}.txt").write_text(printed)


def stub(folder):
    """Let programs here look up names at this machine's own resolver."""
    for name, text in (("resolv.conf", "nameserver 127.0.0.1\n"), ("nsswitch.conf", "hosts: dns\n"), ("hosts", "")):
        (folder / name).write_text(text)
        subprocess.run(["mount", "--bind", folder / name, f"/etc/{name}"], check=True)


def walked(scene, settings):
    """What a tool that walks itself printed."""
    words = [each % settings for each in scene.tool]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


def asked(scene, far):
    """What dig printed, on the far side, of the resolver's answers."""
    printed = []
    for together in scene.asked:
        printed += far(
            *(
                [
                    "dig",
                    f"@{scene.here}",
                    "+noall",
                    "+comments",
                    "+question",
                    "+answer",
                    "+tries=1",
                    "+timeout=30",
                    *each.split(),
                ]
                for each in together
            )
        )
    return "".join(printed)


def _static(anchor):
    words = anchor.split()
    return f'{" ".join(words[3:6])} "{"".join(words[6:])}"' if words else ""


if __name__ == "__main__":
    main()
