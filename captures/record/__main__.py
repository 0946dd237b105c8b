"""The command line: ``python -m captures.record [--list] [--only NAME ...]``."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from . import catalogue, isolation
from .catalogue import Made
from .processes import RecordingError
from .recorder import record
from .scene import Scene
from .scenes import all_scenes

FOLDER = Path(__file__).resolve().parent.parent


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m captures.record",
        description="Record the captures that ship with netkit anew (Linux, as root). Without options: all of them.",
    )
    parser.add_argument("--list", action="store_true", help="list the scenes and record nothing")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="record only these scenes")
    return parser.parse_args(words)


def _chosen(scenes: Sequence[Scene], names: Sequence[str]) -> list[Scene]:
    known = {scene.name: scene for scene in scenes}
    wanted = [name.removesuffix(".pcapng") for name in names] or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise SystemExit(f"no scene is called {', '.join(unknown)}; --list shows their names")
    return [known[name] for name in wanted]


def _keep(capture: Path, target: Path) -> None:
    """Put a finished recording in its place in one step, so that a kill never leaves half a file."""
    draft = target.with_name(f".{target.name}.new")
    shutil.copyfile(capture, draft)
    draft.chmod(0o644)
    draft.replace(target)


def _record_all(chosen: Sequence[Scene], scenes: Sequence[Scene]) -> None:
    isolation.furnish()
    path = FOLDER / "catalogue.toml"
    made = catalogue.read_made(path)
    versions: dict[tuple[str, ...], str] = {}
    for scene in chosen:
        if scene.programs not in versions:
            versions[scene.programs] = catalogue.program_versions(scene.programs)
        capture, records = record(scene, isolation.WORK_FOLDER)
        target = FOLDER / scene.file
        _keep(capture, target)
        made[scene.file] = Made(sha256=catalogue.sha256(target), records=records, with_=versions[scene.programs])
        # After each scene, so that an interrupted run leaves files and catalogue in step.
        catalogue.write(path, scenes, made)
        print(f"{scene.file}: {records} records, {target.stat().st_size} bytes", flush=True)


def main(words: Sequence[str]) -> int:
    """List or record; gives the exit status."""
    options = _arguments(words)
    scenes = all_scenes()
    if options.list:
        print("\n".join(f"{scene.name:24} {scene.title}" for scene in scenes))
        return 0
    chosen = _chosen(scenes, options.only)
    lacks = isolation.missing_requirements()
    if lacks:
        print("\n".join(lacks), file=sys.stderr)
        return 4
    if not isolation.is_isolated():
        return isolation.isolate(words)
    try:
        _record_all(chosen, scenes)
    except RecordingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 4
    except KeyboardInterrupt:
        return isolation.INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
