"""`netkit lab`: learn by doing."""

from __future__ import annotations

import click

from netkit.cli.lazy import Entry, LazyGroup

__all__ = ["lab"]


@click.group(
    cls=LazyGroup,
    entries=(
        Entry("list", "which labs there are, and how far you are", "netkit.cli.lab_list:list_labs"),
        Entry("start", "begin a lab, or take it up again", "netkit.cli.lab_start:start"),
        Entry("show", "the tasks, in your own numbers", "netkit.cli.lab_show:show_tasks"),
        Entry("answer", "answer a task; it is judged at once", "netkit.cli.lab_answer:answer"),
        Entry("why", "a line about a prediction, after you have looked", "netkit.cli.lab_why:why"),
        Entry("check", "how every task stands, and why", "netkit.cli.lab_check:check"),
        Entry("hint", "help with a task, in steps, for free", "netkit.cli.lab_hint:give_hint"),
        Entry("status", "what you did so far", "netkit.cli.lab_status:status"),
        Entry("watch", "judge what you write into a file, at each save", "netkit.cli.lab_watch:watch"),
        Entry("shell", "open your shell in the lab's own network", "netkit.cli.lab_shell:shell"),
        Entry("submit", "what you did, as one file to hand in", "netkit.cli.lab_submit:submit"),
        Entry("hold", "keep the kernel's resets away from a port", "netkit.cli.lab_hold:hold"),
        Entry("reset", "begin a lab anew; the old log is kept", "netkit.cli.lab_reset:reset"),
        Entry("new", "write a lab: a folder to begin with, which works", "netkit.cli.lab_new:new"),
        Entry("lint", "find what is wrong in labs before a student does", "netkit.cli.lab_lint:lint"),
        Entry("translate", "begin a language, or see how far one is", "netkit.cli.lab_translate:translate"),
        Entry("preview", "a lab as a student sees it, with its answers beside", "netkit.cli.lab_preview:preview"),
    ),
    examples=[
        ("netkit lab start start-here", "begin: your folder, your traffic, your tasks"),
        ("netkit lab answer 1 42", "answer task 1"),
        ("netkit lab hint 1", "a hint"),
        ("netkit lab check", "how everything stands"),
    ],
)
def lab() -> None:
    """Learn by doing: tasks, answers, checks that say why."""
