"""The command line: ``python -m captures.record [--list] [--only NAME ...]``."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from . import catalogue, isolation
from .catalogue import Entry, Made
from .journeys import Journey, record_journey
from .processes import RecordingError
from .recorder import record
from .scene import Scene
from .scenes import all_journeys, all_scenes

FOLDER = Path(__file__).resolve().parent.parent

Recorded = Scene | Journey


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m captures.record",
        description="Record the captures that ship with netkit anew (Linux, as root). Without options: all of them.",
    )
    parser.add_argument("--list", action="store_true", help="list the scenes and record nothing")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="record only these scenes")
    return parser.parse_args(words)


def _chosen(scenes: Sequence[Recorded], names: Sequence[str]) -> list[Recorded]:
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


def _recorded(scene: Recorded) -> Sequence[tuple[Entry, Path, int]]:
    """Each file of a scene, with the number of its records."""
    if isinstance(scene, Journey):
        return record_journey(scene, isolation.WORK_FOLDER)
    return [(scene, *record(scene, isolation.WORK_FOLDER))]


def _record_all(chosen: Sequence[Recorded], scenes: Sequence[Recorded]) -> None:
    isolation.furnish()
    path = FOLDER / "catalogue.toml"
    made = catalogue.read_made(path)
    entries = [entry for scene in scenes for entry in (scene.points if isinstance(scene, Journey) else [scene])]
    versions: dict[tuple[str, ...], str] = {}
    for scene in chosen:
        if scene.programs not in versions:
            versions[scene.programs] = catalogue.program_versions(scene.programs)
        for entry, capture, records in _recorded(scene):
            target = FOLDER / entry.file
            _keep(capture, target)
            made[entry.file] = Made(sha256=catalogue.sha256(target), records=records, with_=versions[scene.programs])
            print(f"{entry.file}: {records} records, {target.stat().st_size} bytes", flush=True)
        # After each scene, so that an interrupted run leaves files and catalogue in step.
        catalogue.write(path, entries, made)


def main(words: Sequence[str]) -> int:
    """List or record; gives the exit status."""
    options = _arguments(words)
    scenes: list[Recorded] = [*all_scenes(), *all_journeys()]
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
