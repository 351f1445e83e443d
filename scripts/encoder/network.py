"""The encoder as torch trains it: the lower layers as they came, the upper ones and a head taught."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from crparse.document.reading import BEGINS, INSIDE, KINDS, OWNER
from crparse.stages.encoder import FLAGS
from encoder.examples import GROUPS, MARKS
from encoder.pretrained import Pretrained, Vocabulary

FROZEN = 6
"""Layers that stay as they came: what they make of a window is computed once for all folds and epochs."""

HALVES = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
"""Whether the processor reckons in half precision; one that does not is slower with it."""


def half() -> torch.autocast:
    """Half precision where the processor has it."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALVES)


DROPPED = 0.1
"""Share of values dropped while teaching: the usual one."""

SPREAD = 0.02
"""Of the head's weights at the start: the usual one."""

TAGS = (
    *(kind + part for kind in KINDS for part in (":outside", BEGINS, INSIDE)),
    *(mark + part for mark in MARKS for part in (":not", "")),
)
"""What the head's values stand for: three for a kind, two for a mark, whose probabilities add up to 1."""

SHARES = (*(3 for _ in KINDS), *(2 for _ in MARKS))
"""How many values of the head make one question."""


WEIGHTS = dict.fromkeys(GROUPS, 2.0) | {"person": 0.2, "organisation": 1.0, OWNER: 1.0}
WEIGHTS |= {"definition": 0.3, "term": 0.3}
"""How much each question counts: passages are learned last, people need no encoder (with all alike, decisions
were found with an average precision of 0.25 a piece after 5 epochs, with these 0.50 after 4 more)."""


class Layer(nn.Module):
    """A layer of the encoder, with the weights it came with."""

    def __init__(self, base: Pretrained, number: int) -> None:
        super().__init__()
        width, inner = base.width, base.inner
        self.heads = base.heads
        self.attend, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = (nn.LayerNorm(width, eps=base.epsilon) for _ in range(2))

        def tensor(name: str, *shape: int) -> Tensor:
            return torch.from_numpy(base.tensor(f"l{number}.{name}")).view(*shape)

        self.attend.weight.data = torch.cat([tensor(f"{x}.w", width, width) for x in "qkv"])
        self.attend.bias.data = torch.cat([tensor(f"{x}.b", width) for x in "qkv"])
        for part, name, shape in (
            (self.out, "ao", (width, width)),
            (self.up, "fi", (inner, width)),
            (self.down, "fo", (width, inner)),
            (self.norm1, "aln", (width,)),
            (self.norm2, "oln", (width,)),
        ):
            part.weight.data = tensor(f"{name}.w", *shape)
            part.bias.data = tensor(f"{name}.b", shape[0])

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """What the layer makes of states (windows, pieces, width); `mask` tells pieces from padding."""
        many, length, width = x.shape
        split = self.attend(x).view(many, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        met = _attended(query, key, value, mask[:, None, None, :])
        x = self.norm1(x + self._drop(self.out(met.transpose(1, 2).reshape(many, length, width))))
        return self.norm2(x + self._drop(self.down(functional.gelu(self.up(x)))))

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, DROPPED, self.training)


def _attended(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """What each piece takes from those that it sees."""
    if not HALVES:
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    with torch.autocast("cpu", enabled=False):
        # Plain products: in half precision they are faster than torch's own attention.
        seen = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
        return seen.masked_fill(~mask, -1e4).softmax(-1) @ value


class Lower(nn.Module):
    """The words' vectors and the layers that stay as they came."""

    def __init__(self, base: Pretrained, vocabulary: Vocabulary) -> None:
        super().__init__()
        words = torch.from_numpy(base.tensor("emb.word")).view(-1, base.width)
        self.words = words[list(vocabulary.numbers)].clone()
        self.places = torch.from_numpy(base.tensor("emb.pos")).view(-1, base.width)
        self.places = self.places + torch.from_numpy(base.tensor("emb.type")).view(-1, base.width)[0]
        self.norm = nn.LayerNorm(base.width, eps=base.epsilon)
        self.norm.weight.data, self.norm.bias.data = (
            torch.from_numpy(base.tensor(f"emb.ln.{part}")) for part in "wb"
        )
        self.layers = nn.ModuleList(Layer(base, number) for number in range(FROZEN))

    @torch.no_grad()
    def forward(self, numbers: Tensor, mask: Tensor) -> Tensor:
        """The states after the last of its layers."""
        x = self.norm(self.words[numbers] + self.places[: numbers.shape[1]])
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Upper(nn.Module):
    """The layers that are taught, told the layout, and the head that names the tags."""

    def __init__(self, base: Pretrained) -> None:
        super().__init__()
        self.flags = nn.Parameter(torch.zeros(len(FLAGS), base.width))
        self.layers = nn.ModuleList(Layer(base, number) for number in range(FROZEN, base.layers))
        self.head = nn.Linear(base.width, len(TAGS))
        nn.init.normal_(self.head.weight, std=SPREAD)
        nn.init.zeros_(self.head.bias)

    def forward(self, x: Tensor, flags: Tensor, mask: Tensor) -> Tensor:
        """The values of the tags of each piece."""
        x = x + flags @ self.flags
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(functional.dropout(x, DROPPED, self.training))


def loss(values: Tensor, labels: Tensor) -> Tensor:
    """How far the values are from the labels of the same pieces, all questions together."""
    questions = values.float().split(SHARES, dim=-1)
    each = [functional.cross_entropy(own, labels[:, i]) for i, own in enumerate(questions)]
    return torch.stack([WEIGHTS[group] * one for group, one in zip(GROUPS, each, strict=True)]).sum()


def likely(values: Tensor) -> NDArray[np.float32]:
    """The probabilities of the tags."""
    parts: Sequence[Tensor] = values.float().split(SHARES, dim=-1)
    found: NDArray[np.float32] = torch.cat([part.softmax(-1) for part in parts], -1).numpy()
    return found


def weights(lower: Lower, upper: Upper) -> Mapping[str, NDArray[np.float32]]:
    """All weights but the words' vectors as arrays, for the export, which needs no torch."""
    made = {"places": lower.places, "norm.weight": lower.norm.weight, "norm.bias": lower.norm.bias}
    made |= {"flags": upper.flags, "head.weight": upper.head.weight, "head.bias": upper.head.bias}
    for number, layer in enumerate([*lower.layers, *upper.layers]):
        made |= {f"{number}.{name}": value for name, value in layer.state_dict().items()}
    return {name: value.detach().float().numpy() for name, value in made.items()}
