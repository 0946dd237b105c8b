"""The signers of BIND, ldns and Knot, over made-up zones: the one place that says how each is called.

A zone has one key (ECDSA, both roles), made once for all zones of a run; Knot makes its own.
"""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.oracle.requirement import missing

__all__ = ["DENIALS", "SIGNERS", "Denial", "signed_by"]

PACKAGES = {
    "dnssec-signzone": "bind9-utils",
    "dnssec-keygen": "bind9-utils",
    "ldns-signzone": "ldnsutils",
    "kzonesign": "knot-dnssecutils",
}
SIGNERS = ("dnssec-signzone", "ldns-signzone", "kzonesign")


@dataclass(frozen=True, slots=True)
class Denial:
    """How a zone denies: NSEC, or NSEC3 with these iterations, salt (hexadecimal) and perhaps opt-out."""

    nsec3: bool = False
    iterations: int = 0
    salt: str = ""
    opt_out: bool = False


DENIALS = {
    "NSEC": Denial(),
    "NSEC3": Denial(nsec3=True),
    "NSEC3 with salt": Denial(nsec3=True, iterations=5, salt="abcd"),
    "NSEC3 with opt-out": Denial(nsec3=True, opt_out=True),
}

KNOT = """server:
  rundir: "{folder}"
database:
  storage: "{folder}/database"
policy:
  - id: policy
    single-type-signing: on
    cds-cdnskey-publish: always
    nsec3: {nsec3}
    nsec3-iterations: {iterations}
    nsec3-salt-length: {salt}
    nsec3-opt-out: {opt_out}
zone:
  - domain: "{origin}"
    file: "{folder}/zone"
    dnssec-signing: on
    dnssec-policy: policy
    zonefile-sync: 0
    journal-content: none
    semantic-checks: off
"""


def signed_by(signer, text, origin, denial):
    """The zone's text, signed; None where the signer will not have it (and says why)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "zone").write_text(text)
        command = _commands(signer, folder, origin, denial)
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, cwd=folder)
        made = folder / "signed" if signer != "kzonesign" else folder / "made" / "zone"
        return made.read_text() if done.returncode == 0 else None


def _commands(signer, folder, origin, denial):
    if signer == "kzonesign":
        for each in ("made", "database"):
            (folder / each).mkdir()
        configuration = KNOT.format(
            folder=folder,
            origin=origin,
            nsec3="on" if denial.nsec3 else "off",
            iterations=denial.iterations,
            salt=len(denial.salt) // 2,
            opt_out="on" if denial.opt_out else "off",
        )
        (folder / "configuration").write_text(configuration)
        return [_program(signer), "-c", "configuration", "-o", "made", origin]
    key = f"K{origin}+013+{_key()[0]}"
    for ending, content in zip((".key", ".private"), _key()[1:], strict=True):
        (folder / f"{key}{ending}").write_text(content.replace("example.", origin))
    command = [_program(signer), "-o", origin, "-f", "signed"]
    if signer == "dnssec-signzone":
        command += ["-S", "-P", "-z", "-n", "1"]
        if denial.nsec3:
            command += ["-3", denial.salt or "-", "-H", str(denial.iterations), *(["-A"] if denial.opt_out else [])]
        return [*command, "zone"]
    if denial.nsec3:
        command += ["-n", "-t", str(denial.iterations), *(["-s", denial.salt] if denial.salt else [])]
        command += ["-p"] if denial.opt_out else []
    return [*command, "zone", key]


@lru_cache(maxsize=1)
def _key():
    """A key's tag, public and private file, for `example.`; its tag is the same for every zone, as it is not made from the name."""
    with tempfile.TemporaryDirectory() as folder:
        command = [_program("dnssec-keygen"), "-q", "-a", "13", "-f", "KSK", "-K", folder, "example."]
        key = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout.strip()
        public, private = ((Path(folder) / f"{key}{ending}").read_text() for ending in (".key", ".private"))
        return key.rpartition("+")[2], public, private


def _program(name):
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if program is None:
        missing(name, f"apt-get install {PACKAGES[name]}")
    return program
