"""The words of the command line, in the language that is spoken: helps of the commands, and what typer says.

Typer has no catalogues of its own: what it prints is known by its English.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from crparse.wording.catalogue import LANGUAGES, PLACE, Language
from crparse.wording.message import N_
from crparse.wording.speech import language_asked, say, speak

OPTION = "--lang"
"""Tells the language, before the command or behind it."""

ANYTHING_FAILED = 1
"""Exit code where somebody has ended the command, as typer gives it."""

SHOWN: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
"""What typer shows to people; it has moved from one package to another."""

HEADINGS = (N_("Usage:"), N_("Arguments:"), N_("Options:"), N_("Commands:"))
"""What begins a part of a help."""

MARKS = (
    N_("[default: "),
    N_("[required]"),
    N_("; required]"),
    N_("COMMAND [ARGS]..."),
    N_("Show this message and exit."),
)
"""What stands in a help beside the words of crparse."""

COMPLAINTS = (
    N_("Try '%(command)s' for help."),
    N_("Error: %(what)s"),
    N_("Invalid value for %(option)s: %(what)s"),
    N_("Invalid value: %(what)s"),
    N_("Missing argument %(argument)s."),
    N_("Missing option %(option)s."),
    N_("Missing command."),
    N_("No such option: %(option)s (Possible options: %(options)s)"),
    N_("No such option: %(option)s Did you mean %(options)s?"),
    N_("No such option: %(option)s"),
    N_("No such command %(command)s. Did you mean %(commands)s?"),
    N_("No such command %(command)s."),
    N_("Option %(option)s requires an argument."),
    N_("Option %(option)s does not take a value."),
    N_("Got unexpected extra argument(s) (%(arguments)s)"),
    N_("Got unexpected extra argument (%(arguments)s)"),
    N_("Got unexpected extra arguments (%(arguments)s)"),
    N_("%(value)s is not a valid integer."),
    N_("%(value)s is not a valid float."),
    N_("%(value)s is not in the range %(range)s."),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be a valid number, unable to parse string as a number"),
    N_("Input should be greater than or equal to %(least)s"),
    N_("Input should be less than or equal to %(most)s"),
    N_("file %(file)s does not exist."),
    N_("path %(file)s does not exist."),
    N_("file %(file)s is a directory."),
    N_("Aborted!"),
)
"""What typer says of a command that it does not understand, the longer before what it begins with.

"what" is again one of these, or a text of crparse that is said already.
"""


class SpokenCommand(TyperCommand):
    """A command whose help is in the language that is spoken."""

    def get_help(self, ctx: Any) -> str:
        """The help."""
        return help_said(super().get_help(ctx))


class SpokenGroup(TyperGroup):
    """Commands whose helps and complaints are in the language that is asked for."""

    def get_help(self, ctx: Any) -> str:
        """The help."""
        return help_said(super().get_help(ctx))

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Runs a command, after the language was told by `--lang` or by the environment."""
        given = self._with_language_first(sys.argv[1:] if args is None else list(args))
        speak(_language_given(given) or language_asked(os.environ))
        _translate(self)
        stands_alone = settings.pop("standalone_mode", True)
        settings["standalone_mode"] = False
        if not stands_alone:
            return super().main(given, *rest, **settings)
        try:
            code = super().main(given, *rest, **settings)
        except SHOWN as error:
            shown = io.StringIO()
            error.show(shown)
            if shown.getvalue():  # a help that is shown for want of a command is shown already
                typer.echo("\n".join(map(complaint_said, shown.getvalue().splitlines())), err=True)
            code = error.exit_code
        except typer.Abort:
            typer.echo(say("Aborted!"), err=True)
            code = ANYTHING_FAILED
        sys.exit(code if isinstance(code, int) else 0)

    def _with_language_first(self, args: list[str]) -> list[str]:
        """The arguments with `--lang` before the command, but where it is an option of the command's own."""
        ends = args.index("--") if "--" in args else len(args)
        command = self.commands.get(next((word for word in args[:ends] if word in self.commands), ""))
        if command is None or any(OPTION in one.opts for one in command.params):
            return args
        for place, word in enumerate(args[:ends]):
            if word == OPTION or word.startswith(f"{OPTION}="):
                end = place + (2 if word == OPTION else 1)
                return [*args[place:end], *args[:place], *args[end:]]
        return args


class SpokenTyper(typer.Typer):
    """Commands that are all spoken."""

    def command(self, *args: Any, **settings: Any) -> Callable[[Any], Any]:
        """A command, as typer makes one."""
        return super().command(*args, **{"cls": SpokenCommand, **settings})


def _language_given(args: Sequence[str]) -> Language | None:
    """The language that `--lang` tells; none where it is no language, which the option complains of."""
    ends = args.index("--") if "--" in args else len(args)
    words = args[:ends]
    told = [word.partition("=")[2] for word in words if word.startswith(f"{OPTION}=")]
    told += [after for word, after in pairwise(words) if word == OPTION]
    return next((language for language in LANGUAGES if language in told), None)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help, each in one line: as the catalogues hold them."""
    return [" ".join(part.split()) for part in text.split("\n\n")]


def helps(command: Any) -> Iterator[str]:
    """The paragraphs of the helps of a command, of its options, and of the commands in it."""
    for text in (command.help, *(getattr(one, "help", None) for one in command.params)):
        yield from paragraphs(text or "")
    for one in getattr(command, "commands", {}).values():
        yield from helps(one)


def _translate(command: Any) -> None:
    """Puts the helps of a command, of its options and of the commands in it into the language."""
    for one in (command, *command.params):
        if text := getattr(one, "help", None):
            one.help = "\n\n".join(say(part) for part in paragraphs(text))
    for one in getattr(command, "commands", {}).values():
        _translate(one)


def help_said(text: str) -> str:
    """A help as typer prints it, its own words in the language that is spoken."""
    for heading in HEADINGS:
        # Takes the "Options:" that begins a line, leaves "Use: Options: …".
        text = re.sub(rf"^{heading}", lambda found: say(found.group()), text, flags=re.MULTILINE)
    for mark in MARKS:
        # Takes "Show this\n message and exit." as well: a mark may be wrapped. Leaves "Show this message".
        text = re.sub(re.escape(mark).replace(r"\ ", r"\s+"), say(mark).replace("\\", r"\\"), text)
    return text


def complaint_said(line: str) -> str:
    """A line of what typer says of a command that it does not understand, in the language that is spoken."""
    for heading in HEADINGS:
        if line.startswith(heading):
            return say(heading) + line.removeprefix(heading)
    for template in COMPLAINTS:
        # Takes "No such option: --nope" by "No such option: %(option)s", leaves "No such thing".
        if found := re.fullmatch(_pattern(template), line, re.IGNORECASE):
            told = found.groupdict()
            if "what" in told:
                told["what"] = complaint_said(told["what"])
            return say(template, **told)
    return line


def _pattern(template: str) -> str:
    """What takes the lines that a template makes."""
    pieces = PLACE.split(template)  # a name in every second place
    # "File %(file)s does not exist." takes "File 'x' does not exist.", leaves "File 'x' is there."
    return "".join(f"(?P<{one}>.*)" if place % 2 else re.escape(one) for place, one in enumerate(pieces))
