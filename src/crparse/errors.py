"""What can go wrong with a file, or with words of the lexicon, as an archivist understands it."""

from crparse.wording import N_, Message

TOLD = N_("%(what_is_wrong)s %(what_to_do)s")


class ReadError(Exception):
    """A file that cannot be read: what is wrong and what to do about it, in one line.

    `code` is stable (ledgers are grouped by it), `message` says what happened and `advice` what to do;
    `told` is both in one.
    """

    def __init__(self, code: str, message: Message, advice: Message) -> None:
        self.told = Message(TOLD, what_is_wrong=message, what_to_do=advice)
        super().__init__(self.told)
        self.code = code
        self.message = message
        self.advice = advice


class LexiconError(Exception):
    """A line of the lexicon that cannot be used: what is wrong with it.

    `file` and `line` say where; line 0 is the file itself.
    """

    def __init__(self, file: str, line: int, message: Message) -> None:
        if line:
            told = Message(
                "%(file)s, line %(line)s: %(what_is_wrong)s", file=file, line=line, what_is_wrong=message
            )
        else:
            told = Message("%(file)s: %(what_is_wrong)s", file=file, what_is_wrong=message)
        super().__init__(told)
        self.file = file
        self.line = line
        self.message = message


class ExportError(Exception):
    """A corpus that cannot be written in a format, or not to that place: why, in one line."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)


class CorpusChanged(RuntimeError):
    """A corpus was brought up to date while it was read: what is read now is not of one state."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
