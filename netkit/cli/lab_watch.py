"""`netkit lab watch`: judge what is written into a file of answers, at each save."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from netkit.cli.help import Command
from netkit.cli.lab_given import answer_text
from netkit.cli.lab_place import now, of_lab, the_work
from netkit.cli.lab_wire import Wires
from netkit.cli.output import Form, form, reports, say, show, show_stream
from netkit.errors import AccessError, ExitCode, NetkitError
from netkit.lab.definition import Task
from netkit.lab.student import progress as log
from netkit.lab.student.answers_file import TEXT, TOML, parse_answers, task_of_file, template
from netkit.lab.student.folder import Work
from netkit.lab.student.results import first_open, judge_all
from netkit.lab.student.taking import Taken, take
from netkit.lab.student.watching import LARGEST, LONG_QUIET, QUIET, Stamp, Watched, read_steady, scan
from netkit.lab.views.outcome import what_next
from netkit.lab.views.status import how_far
from netkit.lab.views.verdict import answered
from netkit.view import Block, Document, Json, Next, Outcome, Paragraph, Trouble

__all__ = ["watch"]

PAUSE = 0.05
"""Seconds between two looks at the folder."""


@click.command(
    cls=Command,
    examples=[
        ("netkit lab watch", "write into answers.txt in another window; each save is judged"),
        ("netkit lab watch --once", "judge what is written there now, and end"),
    ],
)
@click.option(
    "--once", is_flag=True, help="Judge what is there now, then end; the exit code is 1 unless all of it is right."
)
@of_lab
@click.pass_context
@reports
def watch(ctx: click.Context, slug: str, folder: Path, *, once: bool) -> None:
    """Judge what you write into a file, at each save.

    In the lab's folder, answers.txt has a line for each task: its number, then your answer (answers.toml works, too). A packet's bytes may
    stand in a file that the line names, or in a file named as the task is, such as 3.hex. In the lab shell the wire is watched, too: do
    what a task asks, and it is judged. Each new answer is saved and judged as `netkit lab answer` does it. Ctrl-C ends it; nothing is
    lost by that.
    """
    watching = _Watching(the_work(slug, folder))
    watching.begin(once=once)
    try:
        while not watching.look(patient=not once) or not once:
            if once and watching.is_settled:
                break
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        if once:
            raise
        watching.end()
        return
    if once:
        watching.end_once()
        if not watching.all_right:
            ctx.exit(ExitCode.WRONG)


class _Watching:
    """A lab's folder under watch: what was judged already, and which task stands in which file."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._language = work.variant.language
        self._watched = Watched()
        self._written: dict[str, str] = {}
        self._judged: dict[str, str] = {task: answers[-1] for task, answers in work.progress.by_task().items()}
        # asked on fresh numbers, while the file still holds the answer to the old ones
        self._stale = {
            task for task, answers in work.progress.by_task().items() if answers[-1].draw < work.progress.draw(task)
        }
        self._told: set[str] = set()
        self._wires = Wires(work)
        self._parts = 0
        self.judged_now = 0
        self.is_settled = False

    def begin(self, *, once: bool) -> None:
        """A file to write into where there is none, and a word on where it is; files that are old enough need no waiting."""
        folder = self._work.folder
        files = scan(folder)
        if not {TEXT, TOML} & files.keys():
            try:
                (folder / TEXT).write_text(template(self._work.lab, self._language), encoding="utf-8")
            except OSError as error:
                raise AccessError(f"{folder / TEXT} can't be written", why=str(error.strerror)) from error
            files = scan(folder)
        written = time.time()
        self._watched.found(files, {name: written - stamp[0] / 1e9 for name, stamp in files.items()}, time.monotonic())
        name = TOML if TOML in files and TEXT not in files else TEXT
        if not once:
            told = self._language.say(
                "watch.begun", "(watching {file}: save it, and it is judged; Ctrl-C ends)", file=_shown(folder / name)
            )
            say(Paragraph(text=told, quiet=True))
            _gap(on_error=True)

    def look(self, *, patient: bool) -> bool:
        """Look at the folder once, and judge what is new in files that are written to their end; says whether anything was judged."""
        folder = self._work.folder
        files = scan(folder)
        waiting = False
        changed: list[str] = []
        for name, quiet in self._watched.changed(files, time.monotonic()).items():
            if quiet < QUIET:
                waiting = True
            elif self._read(name, files[name], quiet, patient=patient):
                self._watched.take(name, files[name])
                changed.append(name)
            else:
                waiting = True
        self.is_settled = not waiting
        seen = self._judge_wires()
        return (bool(changed) and self._judge(changed)) or seen

    def _judge_wires(self) -> bool:
        """Judge what the wire of the lab shell shows that is new; says whether anything was."""
        new = False
        for task, name in self._wires.due():
            self._work = replace(self._work, progress=log.read(self._work.folder))
            self._show(task, take(self._work, task, name, now=now()))
            new = True
        if new:
            self._standing()
        return new

    def _read(self, name: str, stamp: Stamp, quiet: float, *, patient: bool) -> bool:
        """Take up what a file says; False where it is to be read later."""
        lab = self._work.lab
        alone = task_of_file(name, lab)
        if name not in (TEXT, TOML) and (alone is None or not name.endswith(".txt")):
            if alone is not None:
                self._written[alone.id] = name
            return True
        if stamp[1] > LARGEST:
            told = self._language.say(
                "watch.too-large",
                "{file} is too large: it has {count} bytes, and {most} are read.",
                file=name,
                count=f"{stamp[1]:,}",
                most=f"{LARGEST:,}",
            )
            self._trouble([told])
            return True
        data = read_steady(self._work.folder / name, stamp)
        if data is None or (
            patient and data and not data.endswith((b"\n", b"\r")) and quiet < LONG_QUIET and name != TOML
        ):
            return False
        text = data.decode("utf-8", "replace")
        if alone is not None:
            if text.strip():
                self._written[alone.id] = " ".join(text.split())
            return True
        found = parse_answers(name, text, lab, self._language)
        for task in self._stale - found.answers.keys():
            # the line was emptied: what stands there next is an answer to the fresh numbers, the same words or others
            self._written.pop(task, None)
            self._judged.pop(task, None)
        self._stale &= found.answers.keys()
        self._written |= found.answers
        self._trouble(found.troubles)
        return True

    def _judge(self, changed: Iterable[str]) -> bool:
        """Judge each answer that is not the one judged last; one that names a file is looked at again when the file changed."""
        new = False
        for task in self._work.lab.tasks:
            words = self._written.get(task.id)
            if words is None:
                continue
            try:
                text = answer_text(self._work, task, [self._in_folder(task, words)])
                if self._judged.get(task.id) == text:
                    continue
                self._judged[task.id] = text
                # another terminal may have answered meanwhile
                self._work = replace(self._work, progress=log.read(self._work.folder))
                taken = take(self._work, task, text, now=now())
                self._stale = self._stale | {task.id} if taken.drawn_anew else self._stale - {task.id}
            except AccessError:
                raise
            except NetkitError as error:
                self._refused(task, words, error, changed)
                continue
            self._show(task, taken)
            new = True
        if new:
            self._standing()
        return new

    def _in_folder(self, task: Task, words: str) -> str:
        """An answer that names a file means the one in the lab's folder, wherever the watch was begun."""
        if task.kind not in ("packet", "code", "capture"):
            return words
        path = self._work.folder / words
        numbered = self._work.folder / words.rpartition(":")[0]
        try:
            return str(path) if path.is_file() or (":" in words and numbered.is_file()) else words
        except (OSError, ValueError):
            return words

    def _show(self, task: Task, taken: Taken) -> None:
        self.judged_now += 1
        work = replace(self._work, progress=log.read(self._work.folder))
        document = answered(work, task, taken)
        if form() is Form.JSON:
            show_stream("netkit.lab.watch/1", [document.data])
            return
        # what to do next is to write into the file, which is why this is watched
        blocks: list[Block] = [block for block in document.blocks if not isinstance(block, Next)]
        if taken.drawn_anew:
            told = self._language.say(
                "watch.same-again",
                "Should the answer be the same words again: empty the line and save, then write it.",
            )
            blocks.append(Paragraph(text=told, quiet=True))
            anew = (f"netkit lab show {task.id}", self._language.say("next.drawn-anew", "the question, on new numbers"))
            blocks.append(what_next([anew], self._language))
        elif taken.results.verdict(task.id).outcome is not Outcome.RIGHT:
            helped = (f"netkit lab hint {task.id}", self._language.say("next.help", "help"))
            blocks.append(what_next([helped], self._language))
        self._part()
        show(replace(document, blocks=blocks))

    def _part(self) -> None:
        """A blank line between what was said and what follows."""
        if self._parts:
            _gap()
        self._parts += 1

    def _refused(self, task: Task, words: str, error: NetkitError, changed: Iterable[str]) -> None:
        """What is wrong with an answer that can't be judged, once for each save of it."""
        key = f"{task.id} {words} {error.what}"
        if key in self._told and not any(name in words for name in changed):
            return
        self._told.add(key)
        details = [part for part in (error.where, error.why, error.hint) if part]
        told = self._language.say("watch.refused", "task {task}: {what}", task=task.id, what=error.what)
        self._say_trouble(told, details)

    def _trouble(self, sentences: Iterable[str]) -> None:
        for told in sentences:
            if told not in self._told:
                self._told.add(told)
                self._say_trouble(told, [])

    def _say_trouble(self, text: str, details: list[str]) -> None:
        if form() is Form.JSON:
            data: Mapping[str, Json] = {"lab": self._work.lab.slug, "trouble": text, "details": details}
            show_stream("netkit.lab.watch/1", [data])
        else:
            self._part()
            show(Document(schema="netkit.lab.watch/1", data={}, blocks=[Trouble(text=text, details=details)]))

    @property
    def all_right(self) -> bool:
        """Whether every answer that stands in the files is right."""
        results = judge_all(self._work.lab, self._work.variant, log.read(self._work.folder).by_task())
        return all(results.verdict(task).outcome is Outcome.RIGHT for task in self._written) and bool(self._written)

    def _standing(self) -> None:
        """How far the lab is, for those who look on."""
        results = judge_all(self._work.lab, self._work.variant, log.read(self._work.folder).by_task())
        _gap(on_error=True)
        blocks: list[Block] = [how_far(results, self._language)]
        if results.right == len(results.verdicts):
            blocks.append(what_next([first_open(self._work.lab, results, self._language)], self._language))
        say(*blocks)

    def end_once(self) -> None:
        """A word where there was nothing to judge."""
        if self._parts == 0 and self.judged_now == 0:
            name = _shown(self._work.folder / TEXT)
            told = (
                self._language.say(
                    "watch.nothing-new", "(nothing new in {file}: all of it was judged before)", file=name
                )
                if self._written
                else self._language.say("watch.nothing", "(nothing to judge: {file} has no answers yet)", file=name)
            )
            say(Paragraph(text=told, quiet=True))

    def end(self) -> None:
        """The last word, after Ctrl-C."""
        count = self.judged_now
        if sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write("\n")
        told = self._language.count(
            "watch.ended",
            "(no longer watching: {n} answer judged and saved)",
            "(no longer watching: {n} answers judged and saved)",
            count,
        )
        say(Paragraph(text=told, quiet=True))


def _gap(*, on_error: bool = False) -> None:
    """An empty line for those who read: programs get none."""
    if form() is not Form.JSON:
        click.echo(err=on_error)


def _shown(path: Path) -> str:
    relative = os.path.relpath(path)
    return relative if not relative.startswith("..") else str(path)
