"""Makes models that have values in files beside them, as onnx.save_model of Python writes them, and each as one file.

Uses the environment of ../foreign-models. `together` has the values of its constants in one file, `apart` has a file per
constant, those of a node's attribute and of an inner graph among them. Each reads one column `age`, a float of [N, 1].
"""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

folder = pathlib.Path(__file__).parent
random = np.random.default_rng(3)
node = helper.make_node


def port(name, kind=TensorProto.FLOAT, shape=("N", 1)):
    return helper.make_tensor_value_info(name, kind, list(shape))


def constant(name, shape):
    return numpy_helper.from_array(random.normal(size=shape).astype(np.float32), name)


def save(name, nodes, constants, **options):
    graph = helper.make_graph(nodes, "main", [port("age")], [port("variable")], constants)
    model = helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
    (folder / f"{name}_whole.onnx").write_bytes(model.SerializeToString(deterministic=True))
    options = {"save_as_external_data": True, "size_threshold": 0, **options}
    onnx.save_model(model, folder / f"{name}.onnx", **options)


for stale in [*folder.glob("*.onnx"), *folder.glob("*.data")]:
    stale.unlink()

save(
    "together",
    [
        node("Gemm", ["age", "first_weights", "first_bias"], ["hidden"]),
        node("Relu", ["hidden"], ["positive"]),
        node("Gemm", ["positive", "last_weights"], ["variable"]),
    ],
    [constant("first_weights", (1, 8)), constant("first_bias", (8,)), constant("last_weights", (8, 1))],
    location="together.data",
)


def branch(name):
    return helper.make_graph(
        [node("Add", ["scaled", f"{name}.data"], [name])], name, [], [port(name)], [constant(f"{name}.data", (1, 1))]
    )


save(
    "apart",
    [
        node("Constant", [], ["scale"], value=constant("attribute.data", (1, 1))),
        node("Mul", ["age", "scale"], ["scaled"]),
        node("Greater", ["scaled", "limit.data"], ["rows"]),
        node("Cast", ["rows"], ["numbers"], to=TensorProto.FLOAT),
        node("ReduceMax", ["numbers"], ["any"], keepdims=0),
        node("Cast", ["any"], ["whether"], to=TensorProto.BOOL),
        node("If", ["whether"], ["variable"], then_branch=branch("above"), else_branch=branch("below")),
    ],
    [constant("limit.data", (1, 1))],
    all_tensors_to_one_file=False,
    convert_attribute=True,
)
