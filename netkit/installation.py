"""How this netkit came here, so that a hint names a way that leads to it again: PEP 610's record of what pip was given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DISTRIBUTION", "Source", "again", "for_others", "newer", "source"]

DISTRIBUTION = "netkit-labs"


@dataclass(frozen=True, slots=True)
class Source:
    """What pip was given: a `folder` (to be run from there if `editable`), or an `address`; neither where it was the name in an index."""

    folder: str = ""
    address: str = ""
    editable: bool = False

    @property
    def words(self) -> str:
        """The same for a command line."""
        from shlex import quote  # noqa: PLC0415  only a hint needs it

        return f"{'-e ' if self.editable else ''}{quote(self.folder or self.address or DISTRIBUTION)}"


def source() -> Source:
    """Where this netkit is from; files that run in a checkout without having been installed are from there."""
    from importlib import metadata  # noqa: PLC0415  only a hint needs it, and it takes its time

    try:
        told = metadata.distribution(DISTRIBUTION).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        folder = Path(__file__).parents[1]
        return Source(folder=str(folder)) if (folder / "pyproject.toml").is_file() else Source()
    except OSError:
        told = None
    return _read(told) if told else Source()


def again(*options: str) -> str:
    """The line that installs it anew, with pip's `options` for an index; of a folder the files are taken as they are now."""
    found = source()
    chosen = options if found == Source() else ("--force-reinstall", "--no-deps")
    return " ".join(["pip install", *chosen, found.words])


def newer() -> str:
    """How to come to a newer one."""
    found = source()
    first = f"bring {found.folder} up to date, then " if found.folder else ""
    return first + again("--upgrade")


def for_others() -> str:
    """How somebody else comes to it: nobody else has the folder that it was installed from."""
    found = source()
    if found.folder:
        return "ask your teacher for netkit's folder; in it, python3 -m venv .venv && .venv/bin/pip install ."
    return f"pip install {found.words}"


def _read(text: str) -> Source:
    """What the record says; as from an index where it says nothing that is understood."""
    import json  # noqa: PLC0415

    try:
        record = json.loads(text)
        url, folder, system = str(record["url"]), record.get("dir_info"), record.get("vcs_info")
        if folder is not None:
            return Source(folder=_path(url), editable=bool(folder.get("editable")))
        return Source(address=f"{system['vcs']}+{url}" if system else url)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Source()


def _path(url: str) -> str:
    """The path of a `file:` address, whose odd characters are written as %20 and the like; Windows has a slash before the drive."""
    path = re.sub(r"^file:(?://[^/]*)?", "", url).encode()
    found = re.sub(rb"%([0-9A-Fa-f]{2})", lambda each: bytes.fromhex(each[1].decode()), path).decode("utf-8", "replace")
    return found[1:] if re.match(r"/[A-Za-z]:", found) else found
