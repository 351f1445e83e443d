"""What can go wrong with a file, or with words of the lexicon, as an archivist understands it."""


class ReadError(Exception):
    """A file that cannot be read: what is wrong and what to do about it, in one line.

    `code` is stable (ledgers are grouped by it), `message` says what happened and `advice` what to do.
    """

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(f"{message} {advice}")
        self.code = code
        self.message = message
        self.advice = advice


class LexiconError(Exception):
    """A line of the lexicon that cannot be used: what is wrong with it.

    `file` and `line` say where; line 0 is the file itself.
    """

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}, line {line}: {message}" if line else f"{file}: {message}")
        self.file = file
        self.line = line
        self.message = message


class ExportError(Exception):
    """A corpus that cannot be written in a format, or not to that place: why, in one line."""


class CorpusChanged(RuntimeError):
    """A corpus was brought up to date while it was read: what is read now is not of one state."""
