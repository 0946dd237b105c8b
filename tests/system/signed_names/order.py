"""What a signer is asked for, and what it gives back."""

import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

import dns.rdata

__all__ = ["MNEMONICS", "Hashed", "Order", "Signed", "run", "stamp"]

MNEMONICS = {8: "RSASHA256", 13: "ECDSAP256SHA256", 15: "ED25519"}
DAY = 86_400


@dataclass(frozen=True)
class Hashed:
    """NSEC3: its salt in hex, how often names are hashed again, and whether unsigned delegations are left out."""

    salt: str = ""
    iterations: int = 0
    opt_out: bool = False


@dataclass(frozen=True)
class Order:
    """A zone to be signed: `text` is its master file, relative to `origin`.

    `single` asks for one key in place of a KSK and a ZSK. `hashed` is None for NSEC. Signatures are good from 10 days before to 20 days
    after a day that is `days` from now. `beside` makes the text of a further DNSKEY of the first of the zone's own.
    """

    origin: str
    text: str
    algorithm: int = 13
    single: bool = False
    hashed: Hashed | None = None
    days: int = 0
    beside: Callable | None = None

    @property
    def validity(self):
        """From when to when signatures are good, in seconds since 1970."""
        middle = int(time.time()) + self.days * DAY
        return middle - 10 * DAY, middle + 20 * DAY

    def whole(self, key, more=""):
        """The master file, whose first key's DNSKEY record is `key`."""
        if self.beside is not None:
            data = key.split("DNSKEY", 1)[1].split(";")[0].strip()
            more += f"@ DNSKEY {self.beside(dns.rdata.from_text('IN', 'DNSKEY', data))}\n"
        return f"$ORIGIN {self.origin}\n{self.text}\n{more}"


@dataclass(frozen=True)
class Signed:
    """A signed zone's master file with whole names, and its DS records' data, SHA-256 alone."""

    text: str
    pointers: tuple


def stamp(seconds):
    """A time as signatures and tools write it: YYYYMMDDHHMMSS."""
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(seconds))


def run(folder, name, *words):
    """What a tool says on standard output; RuntimeError with all that it said where it fails."""
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    done = subprocess.run([program, *map(str, words)], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout
