"""Commands whose help leads with examples: the one sentence, what to type, then the usage and the options."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Command", "Example", "Group", "UnknownCommandError"]

Example = tuple[str, str]
"""A command line, and what it does."""


class UnknownCommandError(click.UsageError):
    """A command that doesn't exist, with those that it may have been meant to be."""

    def __init__(self, name: str, possibilities: Sequence[str], ctx: click.Context) -> None:
        super().__init__(f"there is no command {name!r} in {ctx.command_path}", ctx)
        self.possibilities = possibilities


class _Helpful(click.Command):
    """What `Command` and `Group` share: `examples`, and `-h` as short for `--help`."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples
        self.context_settings.setdefault("help_option_names", ["-h", "--help"])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The sentence, the examples, the usage, the rest of the text, the options."""
        text = inspect.cleandoc(self.help or "").partition("\f")[0]
        sentence, _, rest = text.partition("\n\n")
        if sentence:
            formatter.write_text(sentence)
            formatter.write_paragraph()
        self.format_examples(formatter)
        self.format_usage(ctx, formatter)
        if rest:
            formatter.write_paragraph()
            formatter.write_text(rest)
        if hasattr(self, "format_arguments"):  # click 8.5 lists arguments with their help
            self.format_arguments(ctx, formatter)
        self.format_options(ctx, formatter)
        self.format_epilog(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """What stands at the end, at the margin: it may have sections of its own."""
        if self.epilog:
            formatter.write_paragraph()
            formatter.write_text(inspect.cleandoc(self.epilog))

    def format_examples(self, formatter: click.HelpFormatter) -> None:
        """The examples, a line each if they fit, with what they do beside or beneath them."""
        if not self.examples:
            return
        longest = max(len(command) for command, _ in self.examples)
        beside = longest + 4 + max(len(told) for _, told in self.examples) <= formatter.width
        for command, told in self.examples:
            if beside:
                formatter.write(f"  {command:{longest}}  {told}".rstrip() + "\n")
            else:
                formatter.write(f"  {command}\n")
                with formatter.indentation(), formatter.indentation(), formatter.indentation():
                    if told:
                        formatter.write_text(told)
        formatter.write_paragraph()


class Command(_Helpful):
    """A click command with `examples=[(command line, what it does)]`, which stand first in its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; a mistake says which command it was made with, so that the right help is named."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Group(_Helpful, click.Group):
    """A group of such commands: asked for nothing, it shows its help; a slip in a name gets the near ones named."""

    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without arguments: help, which is what somebody who types only the noun wants."""
        if not args and not ctx.resilient_parsing and not self.invoke_without_command:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands first: a group's own options are few and matter less."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The named command; click before 8.4 has no suggestions of its own."""
        name = args[0]
        if not name.startswith("-") and not ctx.resilient_parsing and self.get_command(ctx, name) is None:
            from difflib import get_close_matches  # noqa: PLC0415  only after a slip

            raise UnknownCommandError(name, get_close_matches(name, self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """In the order in which they were declared, which is the order of use."""
        return list(self.commands)


Group.group_class = Group
