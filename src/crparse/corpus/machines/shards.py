"""Shards: parts of a corpus, built each by itself, on machines that know nothing of each other."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from crparse.corpus import Limits
from crparse.corpus.folder import OutputError
from crparse.corpus.inputs import Findings
from crparse.corpus.ledger import Ledger
from crparse.pipeline import stamp
from crparse.programs import programs_there
from crparse.wording import Message

# Takes "2/8"; leaves "2 of 8", "-1/8".
_NAMED = re.compile(r"(\d+)/(\d+)")


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One of `count` shards, numbered from 1."""

    number: int
    count: int

    def holds(self, sha256: str) -> bool:
        """Whether a content is of this shard: by its digest alone, so that a file that moves stays in it."""
        return int(sha256, 16) % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def shard_named(text: str) -> Shard:
    """The shard that "2/8" names.

    Raises:
        ValueError: It names none: what it should look like.
    """
    found = _NAMED.fullmatch(text)
    shard = Shard(*map(int, found.groups())) if found else None
    if shard is None or not 1 <= shard.number <= shard.count:
        raise ValueError(
            Message("%(text)s is no shard: 2/8 is the second of eight, from 1/8 to 8/8.", text=text)
        )
    return shard


@dataclass(frozen=True, slots=True)
class ShardState:
    """What a shard keeps in its ledger for the day when it is merged."""

    shard: Shard
    stamp: str
    """What read its documents: versions, words, weights."""
    limits: Limits
    programs: tuple[str, ...]
    listing: str
    """Digest of all files that were found with their contents, those of other shards included."""
    findings: Findings
    """What was found, of files those of this shard alone."""


_STATE = TypeAdapter(ShardState)


def state_of(ledger: Ledger) -> ShardState | None:
    """What a corpus keeps as a shard; None where it is none."""
    told = ledger.shard()
    return _STATE.validate_json(told) if told else None


def check_shard(ledger: Ledger, shard: Shard | None, corpus: Path, is_begun: bool) -> None:
    """Refuses to make a shard of a whole corpus, or of another shard.

    Raises:
        OutputError: What stands there, or a stopped run has begun, is something else.
    """
    state = state_of(ledger)
    known = state.shard if state else None
    if known == shard or not is_begun:
        return
    what = Message("shard %(known)s of a corpus", known=known) if known else Message("a whole corpus")
    asked = Message("shard %(shard)s", shard=shard) if shard else Message("a whole one")
    advice = (
        Message("give --shard %(known)s, or choose another folder", known=known)
        if known
        else Message("choose another folder")
    )
    raise OutputError(
        Message(
            "%(corpus)s is %(what)s, not %(what_asked)s: %(what_to_do)s.",
            corpus=corpus,
            what=what,
            what_asked=asked,
            what_to_do=advice,
        )
    )


def keep_shard(ledger: Ledger, shard: Shard, findings: Findings, limits: Limits) -> Findings:
    """Of what was found what belongs to a shard, which is kept for `merge`."""
    files = sorted((one.file.path, one.file.sha256) for one in findings.met)
    listing = hashlib.sha256(repr(files).encode()).hexdigest()
    own = replace(findings, met=tuple(one for one in findings.met if shard.holds(one.file.sha256)))
    state = ShardState(shard, stamp(), limits, programs_there(), listing, own)
    ledger.set_shard(_STATE.dump_json(state).decode())
    return own
