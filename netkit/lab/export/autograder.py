"""Gradescope's autograder: a zip with netkit, a course and the two scripts that Gradescope runs.

Its rule (the documentation's "Technical Details"): the zip is unpacked into /autograder/source; `setup.sh` runs once, when the image is
made and there is a network; `run_autograder` runs for each submission, which lies in /autograder/submission, and writes
/autograder/results/results.json.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["autograder"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SCRIPT, _FILE = 0o100755, 0o100644

SETUP = """#!/usr/bin/env bash
# Runs once, when Gradescope makes the image: installs what netkit stands on. Grading itself needs no network.
set -euo pipefail
here="${AUTOGRADER:-/autograder}"
python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "netkit needs Python 3.11 or newer: choose a newer base image (Ubuntu 24.04 has 3.12)" >&2
    exit 1
fi
if ! "$python" -m venv "$here/python" 2>/dev/null; then
    apt-get update -q && apt-get install -y -q python3-venv
    "$python" -m venv "$here/python"
fi
from=()
[ ! -d "$here/source/wheels" ] || from=(--no-index --find-links "$here/source/wheels")
"$here/python/bin/pip" install -q "${from[@]}" -r "$here/source/requirements.txt"
"""

RUN = """#!/usr/bin/env bash
# Runs for each submission. Whatever happens, there is a results.json that says what.
here="${AUTOGRADER:-/autograder}"
results="$here/results/results.json"
mkdir -p "$here/results"
say() { printf '{"score": 0, "visibility": "visible", "output": "%s", "tests": []}\\n' "$1" > "$results"; }
say "The grader did not come to an end. This is no fault of yours: tell your instructor."
cd "$here/source" || exit 0
work=$(mktemp -d)
PYTHONPATH="$here/source" "$here/python/bin/python" -m netkit grade "$here/submission" --course course --jobs 1 --again \\
    --results "$work/results.jsonl" --export gradescope --out "$work" > "$work/told" 2>&1
cat "$work/told"
found=("$work"/gradescope/*.json)
if [ ! -e "${found[0]}" ]; then
    say "There is no bundle in this submission. In the lab's folder, netkit lab submit writes one: hand in that file."
elif [ "${#found[@]}" -gt 1 ]; then
    say "There are several bundles in this submission. Hand in one file."
else
    cp "${found[0]}" "$results"
fi
rm -rf "$work"
"""

SCRIPTS = MappingProxyType({"setup.sh": SETUP, "run_autograder": RUN})


def autograder(files: Mapping[str, bytes], requirements: list[str]) -> bytes:
    """The zip: the scripts, what pip is to install, and `files`: netkit in `netkit/`, the course in `course/`, perhaps wheels in `wheels/`.

    The same files give the same bytes.
    """
    made = {name: text.encode() for name, text in SCRIPTS.items()}
    made["requirements.txt"] = "".join(f"{line}\n" for line in requirements).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**files, **made}.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = (_SCRIPT if name in SCRIPTS else _FILE) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()
