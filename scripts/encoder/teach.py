"""Teaches the upper layers on windows of annotated minutes; what was begun is taken up again."""

import os
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from crparse.document.reading import OWNER
from crparse.stages.encoder import FLAGS, KEPT
from encoder.examples import GROUPS, Example
from encoder.network import TAGS, Lower, Upper, half, likely, loss
from encoder.pretrained import Pretrained

WINDOW = 254
"""Pieces read at a time; with begin and end 256."""

HALF = WINDOW // 2
"""Where the windows of every second epoch begin, so that what stands at an edge stands inside then."""

SHORTEST = 16
"""Pieces of the shortest window that is worth a step (chosen, not measured)."""

BATCH = 4
"""Windows a step."""

RATE = 1.5e-4
"""Of learning, for the topmost layer; `FALL` times that for each below it. By twice that one part of three
learned nothing: the mean loss of its steps was 1.6 after 1,700, where the others were at 0.6."""

FALL = 0.9
"""Share of the rate that the layer below has."""

HEAD_RATE = 1e-3
"""Of learning, for what is new: the head and the flags."""

WARM_UP = 0.06
"""Share of the steps in which the rate rises."""

SHARES = {"item": 1.0, "organisation": 0.4, "none": 0.2}
"""How many of the windows an epoch takes, by the rarest of what they hold (chosen, not measured)."""

KEEP_EVERY = 50
"""Steps after which what was learned is kept, to be taken up again."""

MEASURED = 20
"""Examples by whose windows the weights are made fit for eight bits."""

FOLDS = 5
"""Parts in which bodies are held out."""

Row = tuple[int, int, int]
"""A window: of which example, from which piece to which."""


def folds(examples: Sequence[Example], count: int = FOLDS) -> dict[str, int]:
    """For each body the part in which it is held out; the parts hold about as many pieces."""
    sizes: dict[str, int] = {}
    for one in examples:
        sizes[one.body] = sizes.get(one.body, 0) + len(one.pieces)
    load = [0] * count
    found = {}
    for body in sorted(sizes, key=lambda body: (-sizes[body], body)):
        found[body] = lightest = load.index(min(load))
        load[lightest] += sizes[body]
    return found


@dataclass(frozen=True)
class States:
    """The windows of one of the two cuts of all examples, with what the lower layers make of them."""

    rows: Sequence[Row]
    values: NDArray[np.uint16]
    """Of each window and piece, begin and end included; the upper half of each float."""


def rows_of(examples: Sequence[Example], first: int) -> list[Row]:
    """The windows that begin at `first` and each window's length after it, by length."""
    rows = [
        (number, start, min(start + WINDOW, len(one.pieces)))
        for number, one in enumerate(examples)
        for start in range(first, max(len(one.pieces), 1 - first), WINDOW)
    ]
    found = [row for row in rows if row[1] == 0 or row[2] - row[1] >= SHORTEST]
    return sorted(found, key=lambda row: (row[2] - row[1], row))


def states(examples: Sequence[Example], first: int, lower: Lower, file: Path) -> States:
    """What the lower layers make of the windows, computed once and kept in a file."""
    rows = rows_of(examples, first)
    if not file.exists():
        part = file.with_suffix(".part.npy")
        shape = (len(rows), WINDOW + 2, lower.words.shape[1])
        made = np.lib.format.open_memmap(part, "w+", np.uint16, shape)
        for at in range(0, len(rows), BATCH):
            numbers, mask = _numbers(examples, rows[at : at + BATCH])
            with half():
                found = lower(numbers, mask).to(torch.bfloat16)
            made[at : at + BATCH, : found.shape[1]] = found.view(torch.int16).numpy().view(np.uint16)
        made.flush()
        part.rename(file)
    return States(rows, np.load(file, mmap_mode="r"))


def _numbers(examples: Sequence[Example], rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
    """The numbers of the pieces of some windows, and which are pieces and no padding."""
    length = max(end - start for _, start, end in rows) + 2
    numbers, mask = np.ones((len(rows), length), np.int64), np.zeros((len(rows), length), bool)
    for at, (number, start, end) in enumerate(rows):
        numbers[at, 0] = 0
        numbers[at, 1 : end - start + 1] = examples[number].numbers[start:end]
        mask[at, : end - start + 2] = True
    return torch.from_numpy(numbers), torch.from_numpy(mask)


@dataclass(frozen=True)
class Batch:
    """Some windows as the upper layers take them."""

    states: Tensor
    flags: Tensor
    labels: Tensor
    mask: Tensor
    pieces: Tensor
    """Which are pieces, neither begin nor end."""


def batch(examples: Sequence[Example], cut: States, chosen: Sequence[int]) -> Batch:
    """The chosen windows of a cut."""
    length = max(cut.rows[i][2] - cut.rows[i][1] for i in chosen) + 2
    kept = np.stack([cut.values[i, :length] for i in chosen]).view(np.int16)
    size = len(chosen), length
    flags, labels = np.zeros((*size, len(FLAGS)), np.float32), np.zeros((*size, len(GROUPS)), np.int64)
    mask, pieces = np.zeros(size, bool), np.zeros(size, bool)
    for at, i in enumerate(chosen):
        number, start, end = cut.rows[i]
        inside = slice(1, end - start + 1)
        flags[at, inside] = examples[number].flags[start:end]
        labels[at, inside] = examples[number].labels[start:end]
        mask[at, : end - start + 2] = pieces[at, inside] = True
    return Batch(
        torch.from_numpy(kept).view(torch.bfloat16).float(),
        *map(torch.from_numpy, (flags, labels, mask, pieces)),
    )


def epoch(examples: Sequence[Example], cut: States, learned: Collection[str], seed: int) -> list[list[int]]:
    """The batches of an epoch: windows of the bodies that are learned from, of like length together."""
    chance = random.Random(seed)
    taken = [
        i
        for i, (number, start, end) in enumerate(cut.rows)
        if examples[number].body in learned
        and chance.random() < SHARES[_rarest(examples[number].labels[start:end])]
    ]
    chance.shuffle(taken)
    taken.sort(key=lambda i: (cut.rows[i][2] - cut.rows[i][1]) // 64)
    found = [taken[at : at + BATCH] for at in range(0, len(taken), BATCH)]
    chance.shuffle(found)
    return found


def _rarest(labels: NDArray[np.uint8]) -> str:
    held = {group for group, column in zip(GROUPS, labels.T, strict=True) if column.any()}
    if held & {"decision", "action", "example", OWNER}:
        return "item"
    return "organisation" if "organisation" in held else "none"


class Lesson:
    """One run of teaching, which keeps how far it is in a file."""

    def __init__(self, base: Pretrained, steps: int, file: Path) -> None:
        torch.manual_seed(0)
        self.upper = Upper(base)
        self.file, self.steps, self.step = file, steps, 0
        top = len(self.upper.layers) - 1
        groups = [
            {"params": list(layer.parameters()), "lr": RATE * FALL ** (top - place)}
            for place, layer in enumerate(self.upper.layers)
        ]
        groups.append({"params": [self.upper.flags, *self.upper.head.parameters()], "lr": HEAD_RATE})
        self.optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.rate = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._share)
        if file.exists():
            self._take_up(torch.load(file, weights_only=True))

    def _share(self, step: int) -> float:
        """Of the rate at a step: it rises, then falls evenly to nothing."""
        warm = WARM_UP * self.steps
        return (step + 1) / warm if step < warm else max(0.0, (self.steps - step) / (self.steps - warm))

    def _take_up(self, kept: Mapping[str, object]) -> None:
        for name, part in self._parts().items():
            part.load_state_dict(kept[name])
        self.step = int(str(kept["step"]))

    def _parts(self) -> dict[str, "nn.Module | torch.optim.Optimizer | torch.optim.lr_scheduler.LambdaLR"]:
        return {"upper": self.upper, "optimiser": self.optimiser, "rate": self.rate}

    def keep(self) -> None:
        """Writes how far it is, whole or not at all."""
        part = self.file.with_suffix(".part")
        torch.save(
            {name: one.state_dict() for name, one in self._parts().items()} | {"step": self.step}, part
        )
        os.replace(part, self.file)

    def learn(self, given: Batch) -> float:
        """One step; how far the answers were from the labels."""
        torch.manual_seed(1000 + self.step)  # what is dropped is the same when a run is taken up again
        self.upper.train()
        with half():
            values = self.upper(given.states, given.flags, given.mask)
        wrong = loss(values[given.pieces], given.labels[given.pieces])
        wrong.backward()
        nn.utils.clip_grad_norm_(self.upper.parameters(), 1.0)
        self.optimiser.step()
        self.rate.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        return float(wrong.item())


def teach(
    base: Pretrained,
    examples: Sequence[Example],
    cuts: Sequence[States],
    learned: Collection[str],
    epochs: int,
    file: Path,
) -> Upper:
    """The upper layers taught on the bodies; epochs take the cuts in turn."""
    plans = [(cuts[e % 2], epoch(examples, cuts[e % 2], learned, 100 + e)) for e in range(epochs)]
    steps = [(cut, chosen) for cut, plan in plans for chosen in plan]
    lesson = Lesson(base, len(steps), file)
    wrong: list[float] = []
    for cut, chosen in steps[lesson.step :]:
        wrong.append(lesson.learn(batch(examples, cut, chosen)))
        if lesson.step % KEEP_EVERY == 0:
            lesson.keep()
            mean = sum(wrong) / len(wrong)
            print(f"{file.stem}: step {lesson.step} of {len(steps)}, mean loss {mean:.3f}", flush=True)
            wrong.clear()
    lesson.keep()
    return lesson.upper.eval()


@torch.no_grad()
def read_examples(
    upper: Upper, examples: Sequence[Example], cuts: Sequence[States], bodies: Collection[str]
) -> dict[str, NDArray[np.float32]]:
    """For each example of the bodies the probabilities of its pieces, each from where it is deepest."""
    wanted = [number for number, one in enumerate(examples) if one.body in bodies]
    found = {i: np.zeros((len(examples[i].pieces), len(TAGS)), np.float32) for i in wanted}
    depth = {i: np.full(len(examples[i].pieces), -1) for i in wanted}
    for cut in cuts:
        rows = [i for i, row in enumerate(cut.rows) if row[0] in found]
        for at in range(0, len(rows), BATCH):
            chosen = rows[at : at + BATCH]
            given = batch(examples, cut, chosen)
            with half():
                values = likely(upper(given.states, given.flags, given.mask))
            for own, i in zip(values, chosen, strict=True):
                _lay(found, depth, cut.rows[i], own)
    return {examples[i].name: rows for i, rows in found.items()}


def _lay(
    found: Mapping[int, NDArray[np.float32]],
    depth: Mapping[int, NDArray[np.int64]],
    row: Row,
    values: NDArray[np.float32],
) -> None:
    """Takes of a window the pieces that stand deeper in it than in those before."""
    number, start, end = row
    size = len(found[number])
    places = np.arange(start, end)
    left = np.where(start == 0, size, places - start)
    right = np.where(end == size, size, end - 1 - places)
    deep = np.minimum(left, right)
    better = deep > depth[number][start:end]
    found[number][start:end][better] = values[1 : end - start + 1][better]
    depth[number][start:end][better] = deep[better]


def write_read(read: Mapping[str, NDArray[np.float32]], examples: Sequence[Example], folder: Path) -> None:
    """A file for each document that was read, as `crparse.training.annotated.kept_reading` takes it."""
    folder.mkdir(exist_ok=True, parents=True)
    columns = [TAGS.index(tag) for tag in KEPT]
    for one in examples:
        if one.name in read:
            np.savez_compressed(
                folder / f"{one.name}.npz",
                starts=[piece.start for piece in one.pieces],
                ends=[piece.end for piece in one.pieces],
                likely=read[one.name][:, columns],
            )


def some_windows(examples: Sequence[Example], lower: Lower) -> list[dict[str, NDArray[np.float32]]]:
    """The first windows of some examples, as the exported graph takes them."""
    chosen = examples[:: max(1, len(examples) // MEASURED)]
    found = []
    for one in chosen:
        numbers = [0, *one.numbers[:WINDOW].tolist(), 1]
        flags = np.zeros((len(numbers), len(FLAGS)), np.float32)
        flags[1:-1] = one.flags[:WINDOW]
        found.append({"words": lower.words[numbers].numpy(), "flags": flags})
    return found
