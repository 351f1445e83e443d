"""Writes the files of the package `crparse_encoder`: the layers as a graph in eight bits, and the words."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from crparse.stages.encoder import FLAGS
from encoder.pretrained import Pretrained, Vocabulary

OPSET = 17
"""Of ONNX: the first with the normalisation of layers as one step."""

FORMAT = 8
"""Of the file: what the oldest onnxruntime that is allowed reads."""

Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """A graph under construction: nodes by their results, weights by name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """The name of a value that the file holds."""
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def shape(self, *sizes: int) -> str:
        """The name of a list of sizes."""
        return self.constant(f"shape_{'_'.join(map(str, sizes))}", np.array(sizes, np.int64))

    def add(self, kind: str, *inputs: str, outputs: int = 1, **settings: object) -> str:
        """The name of what a step makes (of the first of several things)."""
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **settings))
        return names[0]

    def linear(self, x: str, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """A product with weights, and a sum."""
        product = self.add("MatMul", x, self.constant(f"{name}.weight", weight.T))
        return self.add("Add", product, self.constant(f"{name}.bias", bias))

    def normal(self, x: str, name: str, weights: Weights, epsilon: float) -> str:
        """Normalised over the width."""
        scale, bias = (self.constant(f"{name}.{p}", weights[f"{name}.{p}"]) for p in ("weight", "bias"))
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=epsilon)


def graph_of(
    weights: Weights, heads: int, epsilon: float, frozen: int, shares: Sequence[int]
) -> onnx.ModelProto:
    """From the vectors of a window's words and its flags to the probabilities of the tags."""
    graph = Graph()
    width = weights["head.weight"].shape[1]
    length = graph.add("Shape", "words", start=0, end=1)
    zero, every = graph.shape(0), graph.constant("step", np.array([1], np.int64))
    places = graph.add("Slice", graph.constant("places", weights["places"]), zero, length, zero, every)
    x = graph.normal(graph.add("Add", "words", places), "norm", weights, epsilon)
    for number in range(sum(name.endswith(".up.weight") for name in weights)):
        if number == frozen:
            told = graph.add("MatMul", "flags", graph.constant("flags.weight", weights["flags"]))
            x = graph.add("Add", x, told)
        x = _layer(graph, x, str(number), weights, (heads, width // heads), epsilon)
    values = graph.linear(x, "head", weights["head.weight"], weights["head.bias"])
    edges = np.cumsum([0, *shares])
    parts = []
    for first, last in pairwise(edges):
        part = graph.add(
            "Slice", values, graph.shape(int(first)), graph.shape(int(last)), graph.shape(1), every
        )
        parts.append(graph.add("Softmax", part, axis=-1))
    graph.nodes.append(helper.make_node("Concat", parts, ["likely"], axis=-1))
    return _model(graph, width, len(weights["flags"]), int(edges[-1]))


def _layer(graph: Graph, x: str, name: str, weights: Weights, split: tuple[int, int], epsilon: float) -> str:
    heads, size = split
    own = {
        key.removeprefix(f"{name}."): value for key, value in weights.items() if key.startswith(f"{name}.")
    }
    rows, shape = np.split(own["attend.weight"], 3), graph.shape(0, heads, size)
    biases = np.split(own["attend.bias"], 3)
    # The scale of the products goes into the weights of the questions: one step less a layer.
    scales = (size**-0.5, 1.0, 1.0)
    parts = []
    for letter, row, bias, scale in zip("qkv", rows, biases, scales, strict=True):
        part = graph.linear(x, f"{name}.{letter}", row * np.float32(scale), bias * np.float32(scale))
        turned = [1, 2, 0] if letter == "k" else [1, 0, 2]
        parts.append(graph.add("Transpose", graph.add("Reshape", part, shape), perm=turned))
    query, key, value = parts
    seen = graph.add("Softmax", graph.add("MatMul", query, key), axis=-1)
    met = graph.add("Transpose", graph.add("MatMul", seen, value), perm=[1, 0, 2])
    met = graph.add("Reshape", met, graph.shape(0, heads * size))
    out = graph.linear(met, f"{name}.out", own["out.weight"], own["out.bias"])
    x = graph.normal(graph.add("Add", x, out), f"{name}.norm1", weights, epsilon)
    inner = graph.linear(x, f"{name}.up", own["up.weight"], own["up.bias"])
    down = graph.linear(_gelu(graph, inner), f"{name}.down", own["down.weight"], own["down.bias"])
    return graph.normal(graph.add("Add", x, down), f"{name}.norm2", weights, epsilon)


def _gelu(graph: Graph, x: str) -> str:
    """In the steps that onnxruntime knows to be one."""
    root, one, half = (
        graph.constant(name, np.array(value, np.float32))
        for name, value in (("root", 2**0.5), ("one", 1.0), ("half", 0.5))
    )
    grown = graph.add("Add", graph.add("Erf", graph.add("Div", x, root)), one)
    return graph.add("Mul", graph.add("Mul", x, grown), half)


def _model(graph: Graph, width: int, flags: int, tags: int) -> onnx.ModelProto:
    sizes = {"words": width, "flags": flags, "likely": tags}
    values = {
        name: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pieces", size])
        for name, size in sizes.items()
    }
    made = helper.make_graph(
        graph.nodes, "encoder", [values["words"], values["flags"]], [values["likely"]],
        list(graph.constants.values()),
    )  # fmt: skip
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=FORMAT)
    onnx.checker.check_model(model)
    return model


def in_eight_bits(model: onnx.ModelProto, file: Path) -> None:
    """The model with the weights of its products in eight bits, a scale for each column.

    Seven of them are used: with all eight, sums overflow on processors without products of bytes (AVX2), and
    what is read there is not what others read.
    """
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, whole)
        quantize_dynamic(
            whole, file, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip


def write_words(folder: Path, base: Pretrained, vocabulary: Vocabulary) -> None:
    """The pieces and their vectors."""
    (folder / "pieces.txt").write_text(vocabulary.written(), encoding="utf-8")
    (folder / "words.bin").write_bytes(base.word_blocks(vocabulary.numbers))


def write_card(folder: Path, tags: Sequence[str], window: int, stride: int, width: int) -> None:
    """What `crparse.models.encoder` must know of the other files."""
    card = {"tags": list(tags), "flags": list(FLAGS), "window": window, "stride": stride, "width": width}
    (folder / "encoder.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
