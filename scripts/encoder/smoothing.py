"""Makes products fit for eight bits: values that stand out in a few columns are moved into the weights.

A product of x and W is that of x / s and s W. Eight bits have one step for all of x: columns that are far
larger than others leave these few steps. With this the error of the probabilities halves, for no time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SHARE = 0.7
"""How far the scale follows what is multiplied, not the weights: of 0.5 to 1.0 that with the least error."""

LEAST = 1e-4
"""Below it a column counts as empty."""

Window = Mapping[str, NDArray[np.float32]]


def smoothed(model: onnx.ModelProto, windows: Iterable[Window]) -> onnx.ModelProto:
    """The same function, its products fit for eight bits as the windows need it."""
    made = onnx.ModelProto()
    made.CopyFrom(model)
    constants = {one.name: one for one in made.graph.initializer}
    products = [node for node in made.graph.node if node.op_type == "MatMul" and node.input[1] in constants]
    highest = _highest(model, sorted({node.input[0] for node in products} - {"flags"}), windows)
    nodes: dict[str, Any] = {}
    for name, most in highest.items():
        own = [node for node in products if node.input[0] == name]
        weights = {node.input[1]: numpy_helper.to_array(constants[node.input[1]]) for node in own}
        widest = np.max([np.abs(weight).max(axis=1) for weight in weights.values()], axis=0)
        scale = np.maximum(most, LEAST) ** SHARE / np.maximum(widest, LEAST) ** (1 - SHARE)
        scale = scale.astype(np.float32)
        for node in own:
            held = constants[node.input[1]]
            held.CopyFrom(numpy_helper.from_array(weights[held.name] * scale[:, None], held.name))
            node.input[0] = f"{name}_smooth"
        made.graph.initializer.append(numpy_helper.from_array(1 / scale, f"{name}_scale"))
        nodes[name] = helper.make_node("Mul", [name, f"{name}_scale"], [f"{name}_smooth"])
    ordered = [part for node in made.graph.node for part in (node, *map(nodes.get, node.output)) if part]
    del made.graph.node[:]
    made.graph.node.extend(ordered)
    onnx.checker.check_model(made)
    return made


def _highest(
    model: onnx.ModelProto, names: list[str], windows: Iterable[Window]
) -> dict[str, NDArray[np.float32]]:
    """The greatest values of each column of what is multiplied."""
    told = onnx.ModelProto()
    told.CopyFrom(model)
    told.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(told.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, NDArray[np.float32]] = {}
    for window in windows:
        for name, values in zip(names, session.run(names, dict(window)), strict=True):
            found[name] = np.maximum(found.get(name, 0.0), np.abs(values).max(axis=0))
    return found
