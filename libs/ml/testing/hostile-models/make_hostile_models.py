"""Makes files that are valid ONNX and must not be served: they loop, eat memory, crash, or answer nonsense.

Uses the environment of ../foreign-models. Each reads one column `age`, a float of [N, 1].
"""

import pathlib

import numpy as np
from onnx import TensorProto, helper, numpy_helper

folder = pathlib.Path(__file__).parent


def port(name, kind=TensorProto.FLOAT, shape=("N", 1)):
    return helper.make_tensor_value_info(name, kind, list(shape))


def constant(name, values):
    return numpy_helper.from_array(np.asarray(values), name)


def save(name, nodes, constants=(), shape=("N", 1), extra_sets=()):
    graph = helper.make_graph(nodes, "main", [port("age")], [port("variable", shape=shape)], list(constants))
    sets = [helper.make_opsetid("", 17), *extra_sets]
    model = helper.make_model(graph, ir_version=8, opset_imports=sets)
    (folder / f"{name}.onnx").write_bytes(model.SerializeToString(deterministic=True))


node = helper.make_node
going = helper.make_graph(
    [node("Identity", ["keep"], ["going"]), node("Identity", ["state"], ["next"])],
    "body",
    [port("turn", TensorProto.INT64, []), port("keep", TensorProto.BOOL, []), port("state")],
    [port("going", TensorProto.BOOL, []), port("next")],
)
always = constant("always", np.array(True))
save("endless", [node("Loop", ["", "always", "age"], ["variable"], body=going)], [always])

growing = helper.make_graph(
    [node("Identity", ["keep"], ["going"]), node("Concat", ["state", "state"], ["next"], axis=1)],
    "body",
    [port("turn", TensorProto.INT64, []), port("keep", TensorProto.BOOL, []), port("state", shape=("N", "M"))],
    [port("going", TensorProto.BOOL, []), port("next", shape=("N", "M"))],
)
save("growing", [node("Loop", ["", "always", "age"], ["variable"], body=growing)], [always], shape=("N", "M"))

huge = helper.make_tensor("value", TensorProto.FLOAT, [1], [1.0])
save(
    "huge",
    [
        node("ConstantOfShape", ["shape"], ["large"], value=huge),
        node("ReduceSum", ["large"], ["sum"], keepdims=0),
        node("Mul", ["age", "sum"], ["variable"]),
    ],
    [constant("shape", np.array([200_000, 200_000], np.int64))],
)
save("not_a_number", [node("Sub", ["age", "limit"], ["less"]), node("Sqrt", ["less"], ["variable"])], [constant("limit", np.array([40], np.float32))])
save("one_for_all", [node("ReduceSum", ["age"], ["variable"], keepdims=1)], shape=(1, 1))
save("two_each", [node("Concat", ["age", "age"], ["variable"], axis=1)], shape=("N", 2))
save(
    "company",
    [node("ReduceMean", ["age"], ["mean"], keepdims=1), node("Sub", ["age", "mean"], ["variable"])],
)
save(
    "chance",
    [node("RandomUniformLike", ["age"], ["noise"]), node("Add", ["age", "noise"], ["variable"])],
)
save(
    "foreign_domain",
    [node("Gelu", ["age"], ["variable"], domain="com.microsoft")],
    extra_sets=[helper.make_opsetid("com.microsoft", 1)],
)
save("unknown_operator", [node("NoSuchOperator", ["age"], ["variable"])])
save("reads_nothing_made", [node("Add", ["age", "nowhere"], ["variable"])])
save("fails_on_rows", [node("Cast", ["age"], ["index"], to=TensorProto.INT64), node("GatherND", ["list", "index"], ["picked"]), node("Unsqueeze", ["picked", "last"], ["variable"])], [constant("list", np.zeros(20, np.float32)), constant("last", np.array([1], np.int64))])
