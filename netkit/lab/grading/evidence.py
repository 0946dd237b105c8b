"""What a bundle shows by itself that somebody may want to talk about: none of it takes a point."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from netkit.lab.bundle.reading import Bundle
from netkit.lab.grading.graded import Finding
from netkit.lab.grading.logs import answers_and_hints
from netkit.lab.grading.rules import Rules
from netkit.lab.grading.shelf import Shelved
from netkit.lab.student.progress import Earlier
from netkit.lab.verdict import Verdict

__all__ = ["findings_of", "findings_of_code"]

_CHAIN = (
    "the disk was restored from a backup, or the folder synchronised between two machines",
    "the log was opened in an editor, and saved",
    "two versions of netkit wrote it",
)
_CLOCK = ("the machine's clock was set, or its battery was empty", "the work went on at another machine")
_CODE_SLUGS = ("asks-the-network", "starts-programs", "writes-files", "reads-files")


def findings_of(bundle: Bundle, shelved: Shelved, rules: Rules) -> Iterator[Finding]:
    """What the manifest, the log and its chain show to somebody who goes by a course's `rules`."""
    manifest, chain, pinned = bundle.manifest, bundle.chain, rules.version
    if chain.broken:
        lines = ", ".join(map(str, chain.broken[:8]))
        told = f"The log does not hang together at line {lines}: a line before it was changed, taken out or put in after it was written."
        yield Finding(rule="bundle.chain.broken", text=told, innocent=_CHAIN)
    if chain.unchained:
        told = f"The log's first {chain.unchained} lines carry no hash: an older netkit wrote them, or somebody took them off."
        yield Finding(rule="bundle.chain.none", text=told, innocent=("the lab was begun with an older netkit",))
    if bundle.changed:
        told = f"Not as the manifest says: {', '.join(bundle.changed[:8])}. It is judged as it lies there."
        yield Finding(
            rule="bundle.hash.differs", text=told, innocent=("the bundle was packed anew by hand, with another file",)
        )
    if manifest.unknown:
        told = (
            f"The manifest says things that netkit never writes, and that nobody reads: {', '.join(manifest.unknown)}."
        )
        yield Finding(rule="bundle.manifest.unknown", text=told, innocent=("a newer netkit wrote it",))
    if bundle.progress.damaged:
        told = f"{len(bundle.progress.damaged)} lines of the log can't be read; the others count."
        yield Finding(rule="bundle.log.damaged", text=told, innocent=("the power went out while netkit wrote",))
    if pinned and manifest.version != pinned:
        told = f"It was worked on with version {manifest.version}, and the course lays down {pinned}. It is judged by {manifest.version}."
        yield Finding(rule="bundle.version.other", text=told, innocent=("another netkit was installed",))
    if manifest.content and manifest.content != shelved.content:
        told = "The lab's files were not the ones that are here, under the same version. It is judged by those here."
        yield Finding(
            rule="bundle.lab.changed", text=told, innocent=("the lab was mended without a new version number",)
        )
    yield from _of_an_earlier_log(bundle.progress.earlier, rules)
    yield from _of_times(bundle)


def _of_an_earlier_log(earlier: Earlier, rules: Rules) -> Iterator[Finding]:
    """That the lab was begun anew, where the course counts answers or hints: it takes nothing from anybody where they are free."""
    counted = [told for told, counts in (("answers", rules.attempts), ("hints", rules.hint_price)) if counts]
    if earlier.logs and counted:
        held = answers_and_hints(earlier.answers, earlier.hints)
        told = f"The lab was begun anew: {held} of before stayed with the student, and the course counts {' and '.join(counted)}."
        yield Finding(rule="bundle.log.anew", text=told, innocent=("it was to be done once more from the start",))


def _of_times(bundle: Bundle) -> Iterator[Finding]:
    times = [float(attempt.time) for attempt in bundle.progress.attempts if _is_time(attempt.time)]
    if any(after < before for before, after in pairwise(times)) or max(times, default=0) > float(
        bundle.manifest.submitted
    ):
        told = "The times of the answers go back somewhere, or lie after the time of handing in."
        yield Finding(rule="bundle.time.backwards", text=told, innocent=_CLOCK)


def _is_time(text: str) -> bool:
    try:
        return 0 <= float(text) < 1e12
    except ValueError:
        return False


def findings_of_code(verdict: Verdict) -> Iterator[Finding]:
    """What a function tried that it must not; the verdict says it to the student, too."""
    if verdict.misconception in _CODE_SLUGS:
        yield Finding(
            rule=f"code.{verdict.misconception}",
            text=f"The function of task {verdict.task} was stopped: {verdict.explanation}",
            task=verdict.task,
            innocent=("something left over from trying it out",),
        )
