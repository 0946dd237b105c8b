"""Many display filters in one run of tshark, which takes a fifth of a second to start: each is a tap of its own."""

import os
import subprocess
import tempfile
from pathlib import Path

from tests.oracle import tshark

__all__ = ["FILTERS", "FILTERS_OF_STREAMS", "selected"]


def _listed(name):
    text = (Path(__file__).parent / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


FILTERS = _listed("filters.txt")
"""The filters that are held against tshark."""

FILTERS_OF_STREAMS = _listed("filters_of_streams.txt")
"""Those that need to have seen the whole capture; sequence numbers are relative in them."""

TAPS = """
local number = 0
for text in io.lines(os.getenv("NETKIT_FILTERS")) do
  number = number + 1
  local id, found = number, {}
  local good, tap = pcall(Listener.new, "frame", text)
  if good then
    tap.packet = function(packet) found[#found + 1] = packet.number end
    tap.draw = function() print("netkit", id, table.concat(found, ",")) end
  else
    print("netkit", id, "refused")
  end
end
"""


def selected(path, filters, usual=tshark.PREFERENCES, **preferences):
    """For each filter the numbers of the packets that tshark's -Y would select of a capture; None for a filter that it refuses.

    `usual` are preferences by their names; those given besides have `__` for a dot.
    """
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder) / "taps.lua", Path(folder) / "filters"
        script.write_text(TAPS)
        listed.write_text("\n".join(filters) + "\n", "utf-8")
        command = [tshark.program(), "-n", "-q", "-X", f"lua_script:{script}", "-r", str(path)]
        told = {name.replace("__", "."): value for name, value in preferences.items()}
        for name, value in (usual | told).items():
            command += ["-o", f"{name}:{value}"]
        environment = os.environ | {
            "WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC", "NETKIT_FILTERS": str(listed)
        }  # fmt: skip
        done = subprocess.run(command, capture_output=True, env=environment, check=True)
    found = {}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        mark, *rest = line.split("\t")
        if mark == "netkit":
            found[int(rest[0])] = None if rest[1] == "refused" else [int(each) for each in rest[1].split(",") if each]
    return [found[number + 1] for number in range(len(filters))]
