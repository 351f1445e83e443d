"""The command line: one function a command; the work is done elsewhere."""

import json
import os
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn, cast

import typer

from crparse.corpus import DEFAULT_LIMITS, Limits
from crparse.corpus.remote.urls import Url, place_named
from crparse.text import printable
from crparse.wording import LANGUAGES, N_, Language, Message, no_such_language, said, say
from crparse.wording.command_line import OPTION, SpokenGroup, SpokenTyper

if TYPE_CHECKING:
    from crparse.corpus.build import Report
    from crparse.corpus.machines.shards import Shard
    from crparse.corpus.tables import Corpus
    from crparse.corpus.workers import Engine
    from crparse.record import Minutes

app = SpokenTyper(
    cls=SpokenGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # boxes around the help would cost as much as all the rest of it
    help="Reads French minutes (Word, PDF, ODT, text…): who attended, what was decided, what comes next.",
)

lexicon_app = SpokenTyper(
    cls=SpokenGroup,
    no_args_is_help=True,
    help="Check the French words that crparse knows, and yours.",
)
app.add_typer(lexicon_app, name="lexicon")


def _check_format(format: str | None) -> str | None:
    if format is None:
        return None
    from crparse.readers import FORMATS

    if format not in FORMATS:
        _refuse(
            "There is no format %(format)s: there are %(formats)s.", format=format, formats=", ".join(FORMATS)
        )
    return format


FormatOption = Annotated[
    str | None,
    typer.Option(
        callback=_check_format,
        metavar="FORMAT",
        help="The format (docx, pdf, odt…), where the content is not to be trusted to tell.",
    ),
]

LexiconOption = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        metavar="DIR",
        help="A folder of words of your own; by default that of the variable CRPARSE_LEXICON, if it is set.",
    ),
]

LONGEST_LINE = 80
"""Characters of a line of the lexicon that the terminal shows: some regular expressions fill pages."""

NO_CORPUS = N_("%(folder)s holds no crparse corpus.")
AS_IT_WAS = N_("Stopped: %(folder)s is as it was.")

MOST_NAMED = 5
"""Folders that a message names: it stays one line."""

VIEW_PACKAGES = frozenset({"jinja2", "snowballstemmer", "starlette", "uvicorn"})
"""What the viewer needs beside what crparse does."""

SERVICE_PACKAGES = frozenset({"starlette", "uvicorn"})
"""What the service needs beside what crparse does."""

SOME_FAILED, UNUSABLE, BUG, STOPPED = 1, 2, 3, 130
"""Exit codes; 130 is what a shell gives for a program that Ctrl-C ends."""


def main() -> None:
    """Runs the command line."""
    # A page's matrices are too small to share: threads would spend more time on each other than on them.
    # numpy reads it when it is loaded, and the processes that `build` starts inherit it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except Exception:  # Python's own exit code for a bug is that of a bad file
        traceback.print_exc()
        sys.exit(BUG)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"crparse {version('crparse')}")
        raise typer.Exit


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(printable(said(message)), err=True)
    raise typer.Exit(code)


def _told(error: Exception) -> str:
    """What an error tells, as it was raised: so that it can be said in another language."""
    return error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)


def _refuse(template: str, **parameters: object) -> NoReturn:
    """Says that an option is not as it should be, and ends."""
    raise typer.BadParameter(say(template, **parameters))


def _check_language(language: str | None) -> str | None:
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter(said(no_such_language(language)))
    return language


def _use_lexicon(folder: Path | None) -> None:
    """Loads the lexicon before any document is read: a mistake in it would cost every one of them."""
    from crparse import lexicon
    from crparse.errors import LexiconError

    try:
        lexicon.use(folder)
    except LexiconError as error:
        _stop(_told(error), UNUSABLE)


@app.callback()
def crparse(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(
            OPTION,
            metavar="LANGUAGE",
            callback=_check_language,
            help="Speak it: fr or en. By default LC_ALL, LC_MESSAGES or LANG tell.",
        ),
    ] = None,
) -> None:
    """Options of every command."""


WorkersOption = Annotated[
    int | None,
    typer.Option(min=0, help="Processes; by default as many as suit the machine, 0: none, and no limits."),
]
PruneOption = Annotated[bool, typer.Option("--prune", help="Take out the records of files that are gone.")]
AllOption = Annotated[bool, typer.Option("--all", help="Have in the tables what is no minutes as well.")]
StrictOption = Annotated[
    bool,
    typer.Option("--strict", help="Let a bug of crparse end the run, with its traceback."),
]
RetryOption = Annotated[bool, typer.Option("--retry", help="Read again what failed.")]
TimeOption = Annotated[float, typer.Option(min=1, metavar="SECONDS", help="What one document may take.")]
MemoryOption = Annotated[
    int, typer.Option(min=1, metavar="MB", help="What one document may take (Linux only).")
]
RecordOption = Annotated[int, typer.Option(min=1, metavar="MB", help="What one record may hold.")]
TextOption = Annotated[
    int, typer.Option(min=1, metavar="CHARACTERS", help="What one document's text may hold.")
]


NO_NAME = N_("An empty name is no file and no folder: “.” is the one you are in.")


def _named(text: str) -> Path:
    """A file or folder by its name; an empty one, of an unset variable, is not the working folder."""
    if not text:
        _refuse(NO_NAME)
    return Path(text)


def _given(text: str) -> Path | Url:
    """What is to be read: a file or folder by its name, or a URL."""
    _named(text)  # refuses an empty name
    return place_named(text)


ShardOption = Annotated[
    str | None,
    typer.Option(
        metavar="I/N", help="Build the I-th of N shards alone, for `crparse merge` to join with the others."
    ),
]


def _shard(text: str | None) -> "Shard | None":
    if text is None:
        return None
    from crparse.corpus.machines.shards import shard_named

    try:
        return shard_named(text)
    except ValueError as error:
        raise typer.BadParameter(said(_told(error))) from error


SchedulerOption = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Have the workers of a Dask scheduler parse: tcp://HOST:8786."),
]
ClusterOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Have the jobs of a cluster parse, which a short TOML file describes."),
]

NO_MACHINES = nullcontext[None]()
"""No other machines than this one."""


@contextmanager
def _machines(scheduler: str | None, cluster: Path | None) -> "Iterator[Engine | None]":
    """The machines that parse, beside this one: those of a Dask scheduler, or of a cluster."""
    if scheduler is None and cluster is None:
        yield None
        return
    try:
        from crparse.corpus.machines.cluster_file import jobs_started
        from crparse.corpus.machines.on_dask import on_scheduler
    except ModuleNotFoundError as error:
        if error.name not in ("dask", "distributed", "dask_jobqueue"):
            raise
        _stop(Message('Other machines need Dask: pip install "crparse[dask]"'), UNUSABLE)
    with ExitStack() as opened:
        address = opened.enter_context(jobs_started(cluster)) if cluster else str(scheduler)
        yield opened.enter_context(on_scheduler(address))


PathsArgument = Annotated[
    list[Path],  # or URLs: typer knows no union of types
    typer.Argument(
        metavar="PATH...",
        parser=_given,
        help="Files, ZIP archives, folders to go through, and URLs (s3://…).",
    ),
]


@app.command()
def build(
    paths: PathsArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", parser=_named, help="The corpus folder to write.")
    ],
    workers: WorkersOption = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Read everything again, what is unchanged as well.")
    ] = False,
    retry: RetryOption = False,
    prune: PruneOption = False,
    all_kinds: AllOption = False,
    strict: StrictOption = False,
    shard: ShardOption = None,
    scheduler: SchedulerOption = None,
    cluster: ClusterOption = None,
    time_limit: TimeOption = DEFAULT_LIMITS.seconds,
    memory_limit: MemoryOption = DEFAULT_LIMITS.memory,
    record_limit: RecordOption = DEFAULT_LIMITS.record,
    text_limit: TextOption = DEFAULT_LIMITS.characters,
    lexicon: LexiconOption = None,
) -> None:
    """Build a corpus from files and folders, or bring it up to date.

    What is unchanged is kept, what is new or has changed is read, what is gone is told and kept until
    --prune. The new state appears in its place when all is done; a run that is stopped, killed even, leaves
    the one before, and the same command goes on where it was. What cannot be read is listed in errors.jsonl.
    Exit code: 0 all done, 1 some files failed or there was no document, 2 nothing could be started.
    """
    limits = Limits(time_limit, memory_limit, record_limit, text_limit)
    choices: dict[str, Any] = {"overwrite": overwrite, "retry": retry, "prune": prune}
    choices |= {"all_kinds": all_kinds, "strict": strict}
    if sum(option is not None for option in (workers, scheduler, cluster)) > 1:
        _refuse("Of --workers, --scheduler and --cluster one can be given.")
    choices |= {"workers": workers, "limits": limits, "shard": _shard(shard)}
    _update(paths, output, lexicon, machines=_machines(scheduler, cluster), **choices)


@app.command()
def add(
    paths: PathsArgument,
    corpus: Annotated[
        Path, typer.Option("--to", metavar="CORPUS", parser=_named, help="The corpus that they go to.")
    ],
    workers: WorkersOption = None,
    retry: RetryOption = False,
    all_kinds: AllOption = False,
    strict: StrictOption = False,
    time_limit: TimeOption = DEFAULT_LIMITS.seconds,
    memory_limit: MemoryOption = DEFAULT_LIMITS.memory,
    record_limit: RecordOption = DEFAULT_LIMITS.record,
    text_limit: TextOption = DEFAULT_LIMITS.characters,
    lexicon: LexiconOption = None,
) -> None:
    """Add files and folders to a corpus, beside what it is made of.

    As build does; what came from elsewhere stays as it is. Exit codes are those of build, and tell of the
    whole corpus.
    """
    limits = Limits(time_limit, memory_limit, record_limit, text_limit)
    choices = {"retry": retry, "all_kinds": all_kinds, "strict": strict, "beside": True}
    _update(paths, corpus, lexicon, workers=workers, limits=limits, **choices)


def _update(paths: list[Path], output: Path, lexicon: Path | None, **choices: Any) -> None:
    """Builds, and ends with the exit code that tells how it went."""
    report = _built(paths, output, lexicon, **choices)
    if report.failures or not (report.found or report.is_elsewhere):
        raise typer.Exit(SOME_FAILED)


def _built(
    paths: Sequence[Path | Url],
    output: Path,
    lexicon: Path | None,
    machines: "AbstractContextManager[Engine | None]" = NO_MACHINES,
    **choices: Any,
) -> "Report":
    """Builds, shows how it goes, and prints the summary."""
    from crparse.corpus.build import Stopped, build, summary
    from crparse.corpus.entries import GONE, RECORD_KEPT
    from crparse.corpus.folder import OutputError
    from crparse.corpus.workers import NoProcess
    from crparse.programs import stopped_by_signals
    from crparse.reporting.progress import ErrorStream, watch

    if all(map(_is_missing, paths)):
        _stop(Message("There is no %(paths)s.", paths=", ".join(map(str, paths))), UNUSABLE)
    _use_lexicon(lexicon)
    start = time.monotonic()
    try:
        with stopped_by_signals(), machines as engine:
            choices["engine"] = engine
            with watch(ErrorStream()) as watcher:
                report = build(paths, output, watcher=watcher, **choices)
            left = report.count(GONE) + report.count(RECORD_KEPT)
            if left and not (choices.get("prune") or choices.get("beside")) and _agrees_to_prune(left):
                report = build(paths, output, **choices | {"prune": True})
    except (OutputError, NoProcess) as error:
        _stop(_told(error), UNUSABLE)
    except Stopped as stopped:
        done = Message(
            "Stopped: %(folder)s is as it was. %(done)s of %(total)s documents are done; "
            "the same command goes on from there.",
            folder=output,
            done=stopped.done,
            total=stopped.total,
        )
        _stop(done, STOPPED)
    except KeyboardInterrupt:
        _stop(Message(AS_IT_WAS, folder=output), STOPPED)
    typer.echo(summary(report, time.monotonic() - start))
    return report


def _is_missing(path: Path | Url) -> bool:
    """Whether there is nothing of that name; what cannot be looked at may be there, and so may a URL."""
    if isinstance(path, Url):
        return False
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _agrees_to_prune(records: int) -> bool:
    """Asks whoever sits at the terminal; nobody there is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return typer.confirm(
        say("%(records)s records are of files that are gone. Take them out?", records=records), err=True
    )


@app.command()
def merge(
    shards: Annotated[
        list[Path],
        typer.Argument(metavar="SHARD...", parser=_named, help="The folders that build --shard wrote."),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", parser=_named, help="The corpus folder to write.")
    ],
    prune: PruneOption = False,
    all_kinds: AllOption = False,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Merge shards that are not all there or were not made alike."),
    ] = False,
    lexicon: LexiconOption = None,
) -> None:
    """Join the shards of a corpus, as if one build had read everything.

    Given again, it brings the corpus up to date with them; ids of people and organisations stay.
    Exit code: 0 all done, 1 some files failed or there was no document, 2 the shards do not make a corpus.
    """
    from crparse.corpus.build import summary
    from crparse.corpus.folder import OutputError
    from crparse.corpus.machines.merge import merge as merge_shards
    from crparse.programs import stopped_by_signals
    from crparse.reporting.progress import ErrorStream, watch

    _use_lexicon(lexicon)
    start = time.monotonic()
    try:
        with stopped_by_signals(), watch(ErrorStream()) as watcher:
            report = merge_shards(
                shards, output, prune=prune, all_kinds=all_kinds, anyway=anyway, watcher=watcher
            )
    except OutputError as error:
        _stop(_told(error), UNUSABLE)
    except KeyboardInterrupt:
        _stop(Message(AS_IT_WAS, folder=output), STOPPED)
    typer.echo(summary(report, time.monotonic() - start))
    if report.failures or not report.found:
        raise typer.Exit(SOME_FAILED)


@app.command()
def publish(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder that build wrote.")],
    url: Annotated[str, typer.Argument(metavar="URL", help="Where it goes: s3://bucket/folder.")],
) -> None:
    """Put a corpus under a URL, for others to read there.

    Its readers see the state that was published before, or this one (docs/scale.md).
    Exit code: 0 done, 2 nothing was, and what was published before is as it was.
    """
    from crparse.corpus.folder import OutputError
    from crparse.corpus.remote.publication import publish as publish_at
    from crparse.errors import CorpusChanged

    if "://" not in url:
        _stop(Message("%(url)s is no URL: s3://bucket/folder, file:///folder…", url=url), UNUSABLE)
    try:
        done = publish_at(corpus, url)
    except (OutputError, CorpusChanged) as error:
        _stop(_told(error), UNUSABLE)
    typer.echo(printable(done.line()))


@app.command()
def status(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder that build wrote.")],
    retry: RetryOption = False,
    workers: WorkersOption = None,
    lexicon: LexiconOption = None,
) -> None:
    """Say what a corpus holds, and what failed and why.

    What is stale, gone, or changed by hand is told as well.
    Exit code: 0 all is well, 1 some files failed, 2 there is no corpus, or nothing that could be read again.
    """
    from crparse.corpus.folder import OutputError, is_corpus
    from crparse.corpus.status import folders, told

    if not is_corpus(corpus):
        _stop(Message(NO_CORPUS, folder=corpus), UNUSABLE)
    _use_lexicon(lexicon)
    try:
        if retry:
            there = _those_there(folders(corpus), corpus)
            _built(there, corpus, None, retry=True, beside=True, workers=workers)
        lines, is_well = told(corpus)
    except OutputError as error:
        _stop(_told(error), UNUSABLE)
    typer.echo("\n".join(lines))
    if not is_well:
        raise typer.Exit(SOME_FAILED)


def _those_there(folders: list[Path | Url], corpus: Path) -> list[Path | Url]:
    """Of the files and folders that a corpus was made of those that are there; names the others."""
    there = [one for one in folders if isinstance(one, Url) or os.path.exists(one)]
    gone = [str(folder) for folder in folders if folder not in there]
    named = ", ".join(gone[:MOST_NAMED]) + ", …" * (len(gone) > MOST_NAMED)
    if not folders:
        _stop(
            Message(
                "%(folder)s does not tell what it was made of: give it to `crparse build` again.",
                folder=corpus,
            ),
            UNUSABLE,
        )
    if not there:
        _stop(
            Message(
                "Nothing that %(corpus)s was made of is there: %(folders)s. Is the drive connected?",
                corpus=corpus,
                folders=named,
            ),
            UNUSABLE,
        )
    if gone:
        typer.echo(
            printable(say("No longer there, and so not read again: %(folders)s.", folders=named)), err=True
        )
    return there


def _list_exports(wanted: bool) -> None:
    if wanted:
        from crparse.exports import EXPORTS

        typer.echo("\n".join(f"{name:12}{say(one.meaning)}" for name, one in EXPORTS.items()))
        raise typer.Exit


@app.command()
def export(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder that build wrote.")],
    format: Annotated[str, typer.Option("--to", metavar="FORMAT", help="Which: --list tells.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="The folder to write.")
    ] = None,
    formats: Annotated[
        bool,
        typer.Option("--list", callback=_list_exports, is_eager=True, help="List the formats."),
    ] = False,
    bom: Annotated[
        bool | None, typer.Option("--bom", help="Begin CSV files with the mark that spreadsheets look for.")
    ] = None,
    separator: Annotated[
        str | None, typer.Option(metavar="SIGN", help="Between the columns of CSV files.")
    ] = None,
    licence: Annotated[
        str | None, typer.Option(metavar="NAME", help="Under which it is published, as etalab-2.0.")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="Whence the minutes are.")] = None,
    parse: Annotated[
        bool | None, typer.Option("--parse", help="Lemmas and syntax in CoNLL-U as well: takes its time.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--lang", metavar="|".join(LANGUAGES), help="Of the pages (site).")
    ] = None,
    authority: Annotated[str | None, typer.Option(metavar="NAME", help="Of the town (SCDL).")] = None,
    siret: Annotated[str | None, typer.Option(metavar="NUMBER", help="Of the town (SCDL).")] = None,
    matter_code: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of the nomenclature ACTES, as 7.1 (SCDL).")
    ] = None,
    matter: Annotated[str | None, typer.Option(metavar="NAME", help="Its two levels (SCDL).")] = None,
    members: Annotated[int | None, typer.Option(min=1, help="How many may vote (SCDL).")] = None,
    pseudonymise: Annotated[
        bool, typer.Option("--pseudonymise", help="Codes in the place of people, texts masked.")
    ] = False,
    keys: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The table of codes and names; one that is there is gone on with."),
    ] = None,
) -> None:
    """Write a corpus in a form that others work with.

    Each meeting stands in it once. The folder is a new one, an empty one, or one that holds an earlier
    export, which it replaces. Exit code: 0 written, 2 nothing was.
    """
    from crparse.errors import ExportError
    from crparse.exports import EXPORTS
    from crparse.exports import export as write

    if format not in EXPORTS:
        _refuse("--to names one of %(formats)s.", formats=", ".join(EXPORTS))
    if output is None:
        _refuse("--output names the folder to write.")
    given: dict[str, Any] = {"bom": bom, "separator": separator, "licence": licence, "source": source}
    given |= {"parse": parse, "authority": authority, "siret": siret, "matter_code": matter_code}
    given |= {"matter": matter, "members": members, "language": language}
    chosen = {name: value for name, value in given.items() if value is not None}
    if pseudonymise != (keys is not None):
        _refuse("--pseudonymise and --keys go together.")
    try:
        if keys is None:
            told = write(_open_corpus(corpus), format, output, **chosen)
        else:
            from crparse.exports.pseudonyms import export_pseudonymised

            told = export_pseudonymised(_open_corpus(corpus), format, output, keys, **chosen)
    except ExportError as error:
        _stop(_told(error), UNUSABLE)
    for line in told:
        typer.echo(printable(said(line)), err=True)
    typer.echo(printable(f"{format}: {output}"))


def _open_corpus(folder: Path) -> "Corpus":
    """The corpus in a folder; says so and ends where there is none."""
    from crparse.corpus.tables import open_corpus

    try:
        return open_corpus(folder)
    except FileNotFoundError:
        _stop(Message(NO_CORPUS, folder=folder), UNUSABLE)


@app.command("forget")
def forget_person(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder that build wrote.")],
    name: Annotated[str, typer.Argument(help="A name of the person in the corpus, or the id there.")],
    exports: Annotated[
        list[Path] | None, typer.Option("--export", metavar="DIR", help="An export to write anew.")
    ] = None,
) -> None:
    """Take a person out of a corpus and of its exports.

    The files that the minutes came in are not touched: they are named at the end.
    Exit code: 0 done, 2 nothing was.
    """
    from crparse.corpus.folder import OutputError
    from crparse.errors import ExportError, ReadError
    from crparse.exports.forgetting import forget, told

    _open_corpus(corpus)
    try:
        done = forget(corpus, name, exports or ())
    except (ExportError, OutputError, ReadError) as error:
        _stop(_told(error), UNUSABLE)
    typer.echo("\n".join(map(printable, told(done))))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A corpus folder, as of before an upgrade.")],
    new: Annotated[Path, typer.Argument(help="Another, of the same documents.")],
    as_json: Annotated[bool, typer.Option("--json", help="Everything, a document a line.")] = False,
) -> None:
    """Say what is otherwise in another corpus of the same documents.

    Places, rules and probabilities are left aside: what records say is compared.
    Exit code: 0 nothing is otherwise, 1 something is, 2 there is no corpus.
    """
    from crparse.evaluation.differences import differences, summary_of

    for folder in (old, new):
        _open_corpus(folder)
    found = []
    for one in differences(old, new):
        found.append(one.counted())
        if as_json:
            typer.echo(json.dumps(one.as_json(), ensure_ascii=False).encode())
        elif one.is_otherwise:
            typer.echo("\n".join(map(printable, one.lines())))
    typer.echo(summary_of(found), err=as_json)
    if any(counts.is_otherwise for counts in found):
        raise typer.Exit(SOME_FAILED)


@app.command()
def doubts(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder that build wrote.")],
    first: Annotated[int, typer.Option("--first", "-n", min=1, help="How many documents.")] = 20,
) -> None:
    """List the documents in which most errors are expected.

    Where in the corpus they are, and what was doubted in them.
    """
    from crparse.corpus.doubts import doubtful
    from crparse.corpus.folder import MANIFEST

    if not (corpus / MANIFEST).is_file():
        _stop(Message(NO_CORPUS, folder=corpus), UNUSABLE)
    lines = list(doubtful(corpus, first))
    if not lines:
        _stop(Message("%(folder)s holds no minutes.", folder=corpus), SOME_FAILED)
    typer.echo("\n".join(lines))


@app.command()
def parse(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help="The minutes, or URLs; - for standard input."),
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--all", help="A record for each meeting of the file, each on a line (JSON Lines)."),
    ] = False,
    listed: Annotated[
        str | None,
        typer.Option(
            "--list", metavar="FILE", help="A file that names one on each line; - for standard input."
        ),
    ] = None,
    lines: Annotated[bool, typer.Option("--jsonl", help="A record a line, of one file as well.")] = False,
    name: Annotated[str | None, typer.Option(help="What the record calls the file.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but what failed.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Say it as JSON Lines.")] = False,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
) -> None:
    """Print the record of a document as JSON; folders are for build.

    Of several, each record is on a line (JSON Lines), and what fails costs itself alone. Of a file that holds
    several meetings it is that of the first, and a line says how many there are. Of a mail it is that of its
    text; where that says little and one document is attached, of that document. No limit of time or memory
    holds. Exit code: 0 all was read, 1 a file could not be, 2 nothing could be started, 3 a bug of crparse,
    with its traceback.
    """
    from crparse.corpus.folder import record_json
    from crparse.errors import ReadError
    from crparse.parsing.files import STDIN, files_listed, parse_files
    from crparse.programs import stopped_by_signals
    from crparse.reporting.logs import told_on_stderr

    given = files or []
    try:
        given = [*given, *(files_listed(listed) if listed else ())]
    except ReadError as error:
        _stop(f"{listed}: {said(_told(error))}", UNUSABLE)
    if not given:
        _refuse("Name a file, or a --list that names some.")
    if given.count(STDIN) + (listed == STDIN) > 1:
        _refuse("Standard input can be read once.")
    alone = len(given) == 1 and listed is None
    if alone:
        _check_file(given[0])
    elif name is not None:
        _refuse("--name is for one file.")
    _use_lexicon(lexicon)

    def write(records: "Sequence[Minutes]") -> None:
        if alone and not (every or lines):
            typer.echo(record_json(records[0]), nl=False)
        else:
            typer.echo("\n".join(record.model_dump_json(by_alias=True) for record in records).encode())

    try:
        with stopped_by_signals(), told_on_stderr(as_json=log_json, quiet=quiet):
            tally = parse_files(given, write, every=every, format=format, name=name, path=not alone)
    except KeyboardInterrupt:
        _stop(Message("Stopped."), STOPPED)
    if tally.refused or tally.bugs:
        raise typer.Exit(BUG if tally.bugs else SOME_FAILED)


def _check_file(file: str) -> None:
    """Says so and ends where a name given is that of no file."""
    if not file:
        _stop(Message(NO_NAME), UNUSABLE)
    if os.path.isdir(file):
        told = Message(
            "%(file)s is a folder: `crparse build FOLDER --output CORPUS` makes a corpus "
            "of the documents in it.",
            file=file,
        )
        _stop(told, UNUSABLE)
    if file != "-" and _is_missing(place_named(file)):
        _stop(Message("There is no file %(file)s.", file=file), UNUSABLE)


@contextmanager
def _opened(file: str, lexicon: Path | None) -> Iterator[str | BinaryIO]:
    """One file or standard input, to be read inside; says so and ends where it cannot be read."""
    from crparse.errors import ReadError
    from crparse.programs import stopped_by_signals

    _check_file(file)
    _use_lexicon(lexicon)
    try:
        with stopped_by_signals():
            yield sys.stdin.buffer if file == "-" else file
    except ReadError as error:
        _stop(f"{file}: {said(_told(error))}", SOME_FAILED)
    except KeyboardInterrupt:
        _stop(Message("Stopped."), STOPPED)


@app.command()
def explain(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The minutes, or their URL; - for standard input.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Everything that is known, as JSON.")] = False,
    stage: Annotated[
        list[str] | None, typer.Option(metavar="STAGE", help="What these stages say alone: outline, dates…")
    ] = None,
    meeting: Annotated[int, typer.Option(min=1, help="Which meeting, of a file that holds several.")] = 1,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
) -> None:
    """Show why the record of a document is as it is.

    Line by line: what the stages took it for (+), refused (-) and doubt (!), with the rule, the reason
    and the probability.
    """
    from rich.console import Console

    from crparse.document.meetings import meetings_of
    from crparse.explain import STAGES, explain_document, show
    from crparse.parsing import UNNAMED, content_of, name_of
    from crparse.readers import read_document

    if unknown := set(stage or ()) - set(STAGES):
        _refuse(
            "There is no stage %(stage)s: there are %(stages)s.", stage=min(unknown), stages=", ".join(STAGES)
        )
    with _opened(file, lexicon) as source:
        name = UNNAMED if file == "-" else name_of(file)
        parts = meetings_of(read_document(content_of(source), name=name, format=format))
        if meeting > len(parts):
            _refuse(
                "%(file)s holds %(meetings)s meeting(s), there is no meeting %(meeting)s.",
                file=file,
                meetings=len(parts),
                meeting=meeting,
            )
        told = explain_document(parts[meeting - 1])
    if as_json:
        typer.echo(json.dumps(asdict(told), ensure_ascii=False, indent=1).encode())
    else:
        show(told, Console(highlight=False), stage or ())


@app.command()
def doctor() -> None:
    """List what is installed, and what each absent part would bring.

    Exit code: 0 everything that crparse needs is there, 1 a Python package is absent.
    """
    from crparse.models.encoder import presence
    from crparse.programs import extras, packages, report
    from crparse.readers import read_with

    found = packages()
    typer.echo("\n".join([*report(found, read_with), *extras(), presence()]))
    if None in found.values():
        raise typer.Exit(SOME_FAILED)


@lexicon_app.command("check")
def check_lexicon(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="A folder of words of your own, to check with ours."),
    ] = None,
) -> None:
    """Check every file, line and example of the lexicon.

    Exit code: 0 all is well, 1 something is wrong: a line each, with its file and number.
    """
    from crparse.lexicon import own_folder
    from crparse.lexicon.lexicon import check

    found, mistakes = check(folder or own_folder())
    for mistake in mistakes:
        typer.echo(printable(said(_told(mistake))))
    entries = sum(len(words.entries) for words in found.lists.values())
    counts = {"lists": len(found.lists), "entries": entries}
    if mistakes:
        typer.echo(
            say("%(lists)s lists, %(entries)s entries: %(wrong)s to mend.", wrong=len(mistakes), **counts)
        )
    else:
        typer.echo(say("%(lists)s lists, %(entries)s entries: nothing to mend.", **counts))
    if mistakes:
        raise typer.Exit(SOME_FAILED)


@lexicon_app.command("try")
def try_lexicon(
    line: Annotated[str, typer.Argument(help='A line of minutes: "Présents : Mme Roux".')],
    lexicon: LexiconOption = None,
) -> None:
    """Print which lists of the lexicon take a line, and by which of their entries."""
    from crparse.lexicon import current
    from crparse.lexicon.lexicon import lists_that_take

    _use_lexicon(lexicon)
    for words, entry, taken in lists_that_take(current(), line):
        told = say("%(list)s takes “%(taken)s”", list=f"{words.file} [{words.name}]", taken=taken)
        if entry:
            told += say(", line %(line)s: %(entry)s", line=entry.line, entry=entry.text[:LONGEST_LINE])
        typer.echo(printable(told))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from crparse.record import record_schema

    typer.echo(json.dumps(record_schema(), ensure_ascii=False, indent=1).encode())


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Option(exists=True, help="Gold records: a folder of .json files or a .jsonl file.")
    ],
    pred: Annotated[
        Path, typer.Option(exists=True, help="Predicted records: a corpus, a folder or a .jsonl file.")
    ],
    per_file: Annotated[
        bool, typer.Option("--per-file", help="The core fields of each file as well.")
    ] = False,
    errors: Annotated[str | None, typer.Option(metavar="FIELD", help="What is wrong in a field.")] = None,
    by: Annotated[str | None, typer.Option(metavar="KEY", help="Means by a key of the manifest.")] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A .jsonl file with a line for each gold file."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures there.")
    ] = None,
) -> None:
    """Score predicted records against gold records."""
    if (by is None) != (manifest is None):
        _refuse("--by and --manifest go together.")
    from crparse.evaluation import evaluate as evaluation
    from crparse.evaluation.scoring import FIELDS

    if errors is not None and errors not in FIELDS:
        _refuse("There is no field %(field)s: there are %(fields)s.", field=errors, fields=", ".join(FIELDS))
    try:
        found = evaluation.evaluate_folders(gold, pred)
    except evaluation.EvaluationError as error:
        _stop(_told(error), UNUSABLE)
    lines = [*evaluation.figures(found)]
    lines += evaluation.by_file(found) if per_file else ()
    groups = evaluation.read_groups(manifest, by) if manifest and by else {}
    lines += evaluation.by_group(found.grouped(groups)) if by else ()
    lines += evaluation.errors(found.mismatches(errors)) if errors else ()
    typer.echo("\n".join(lines))
    if json_file:
        json_file.write_text(json.dumps(found.as_json(), indent=1) + "\n", encoding="utf-8")


@app.command()
def view(
    corpus: Annotated[Path, typer.Argument(parser=_named, help="The corpus folder that build wrote.")],
    language: Annotated[
        str, typer.Option("--lang", metavar="LANGUAGE", help="What the pages are in: fr or en.")
    ] = "fr",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of this machine; 0: any that is free.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Show a corpus in the browser, to search and to correct.

    It is shown to this machine alone, until Ctrl-C; nothing leaves it.
    """
    from crparse.corpus.folder import is_corpus
    from crparse.errors import CorpusChanged, ReadError

    try:
        from crparse.view.server import listen, serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in VIEW_PACKAGES:
            raise
        _stop(
            Message('The viewer needs %(package)s: pip install "crparse[view]"', package=error.name), UNUSABLE
        )
    _check_language(language)
    if not is_corpus(corpus):
        _stop(Message(NO_CORPUS, folder=corpus), UNUSABLE)

    def announce(address: str) -> None:
        typer.echo(f"{printable(str(corpus))}: {address}")
        typer.echo(say("Ctrl-C ends it."))
        if browser:
            import webbrowser

            webbrowser.open(address)

    try:
        listening = listen(port)
    except OSError as error:
        told = Message(
            "Port %(port)s cannot be used (%(error)s): without --port any is taken.",
            port=port,
            error=error.strerror,
        )
        _stop(told, UNUSABLE)
    try:
        serve(corpus, cast(Language, language), listening, announce)
    except (CorpusChanged, ReadError) as error:
        _stop(_told(error), UNUSABLE)


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen at; 0.0.0.0: any machine may ask.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8765,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Documents read at a time; by default one a processor.")
    ] = None,
    waiting: Annotated[int, typer.Option(min=1, help="Documents that may wait beside these.")] = 32,
    largest: Annotated[int, typer.Option(min=1, metavar="MB", help="What a file may have.")] = 100,
    time_limit: TimeOption = DEFAULT_LIMITS.seconds,
    memory_limit: MemoryOption = DEFAULT_LIMITS.memory,
    record_limit: RecordOption = DEFAULT_LIMITS.record,
    text_limit: TextOption = DEFAULT_LIMITS.characters,
    lexicon: LexiconOption = None,
) -> None:
    """Answer programs over HTTP: a document in, its record out.

    POST /parse takes a file and gives its record (docs/service.md); /openapi.json tells the rest. It knows
    no users: whoever reaches the port may ask. Ctrl-C ends it, and it keeps nothing.
    Exit code: 0 stopped, 2 it could not be started.
    """
    from crparse.corpus.workers import NoProcess
    from crparse.lanes import processors
    from crparse.programs import stopped_by_signals

    try:
        from crparse.service.server import ServiceLimits, listen_at
        from crparse.service.server import serve as answer
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in SERVICE_PACKAGES:
            raise
        _stop(
            Message('The service needs %(package)s: pip install "crparse[serve]"', package=error.name),
            UNUSABLE,
        )
    _use_lexicon(lexicon)
    limits = Limits(time_limit, memory_limit, record_limit, text_limit)
    try:
        listening = listen_at(host, port)
    except OSError as error:
        told = Message(
            "%(address)s cannot be listened at (%(error)s): choose another --port.",
            address=f"{host}:{port}",
            error=error.strerror,
        )
        _stop(told, UNUSABLE)

    def announce(address: str) -> None:
        typer.echo(say("crparse answers at %(address)s", address=address))
        typer.echo(say("Ctrl-C ends it."))

    try:
        with stopped_by_signals():
            answer(listening, limits, ServiceLimits(waiting, largest), processes or processors(), announce)
    except NoProcess as error:
        _stop(_told(error), UNUSABLE)
    except KeyboardInterrupt:
        typer.echo(say("Stopped."), err=True)
