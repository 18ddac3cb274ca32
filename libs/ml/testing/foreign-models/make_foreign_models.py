"""Makes the ONNX files of this folder with the converters that people use, and what each answers.

    python -m venv foreign && foreign/bin/pip install -r requirements.txt
    foreign/bin/python make_foreign_models.py

Everything is generated from a seed; no table goes in. answers.json holds twelve rows, missing values among them, and
what Python's onnxruntime says to them on each file as the converter wrote it.
"""

import json
import math
import pathlib
import warnings

import lightgbm
import numpy as np
import onnx
import onnxruntime
import pandas as pd
import xgboost
from onnx import TensorProto, helper, numpy_helper
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloat
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import (
    BooleanTensorType,
    DoubleTensorType,
    FloatTensorType,
    Int64TensorType,
    StringTensorType,
)
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")
folder = pathlib.Path(__file__).parent
random = np.random.default_rng(7)
count = 600

age = random.integers(18, 80, count).astype(np.float64)
income = np.round(random.lognormal(8, 0.4, count), 2)
income[random.random(count) < 0.15] = np.nan
debt = np.round(random.random(count), 3)
city = random.choice(["Lyon", "Metz", "Nice", ""], count, p=[0.4, 0.3, 0.2, 0.1])
owner = random.random(count) < 0.4
income[5] = np.nan
city[3] = ""
known = np.where(np.isnan(income), 3000, income)
signal = age / 20 + known / 2000 + 2 * debt + (city == "Lyon") + owner
amount = 1000 * signal + random.normal(0, 200, count)
bought = (signal + random.normal(0, 0.7, count) > np.median(signal)).astype(np.int64)
tier = np.where(signal > np.quantile(signal, 0.7), "gold", np.where(signal > np.quantile(signal, 0.3), "silver", "none"))

frame = pd.DataFrame({"age": age, "income": income, "debt": debt, "city": city, "owner": owner})
numbers = ["age", "income", "debt"]
matrix = np.column_stack([age, income, debt]).astype(np.float32)
filled = np.nan_to_num(matrix, nan=3000).astype(np.float32)
shown = list(range(12))

columns = [
    ("age", FloatTensorType([None, 1])),
    ("income", FloatTensorType([None, 1])),
    ("debt", FloatTensorType([None, 1])),
    ("city", StringTensorType([None, 1])),
]
prepare = ColumnTransformer(
    [
        ("number", make_pipeline(SimpleImputer(), StandardScaler()), numbers),
        ("text", OneHotEncoder(handle_unknown="ignore"), ["city"]),
    ]
)
answers = {}


def feeds_of(model, table):
    initializers = {initializer.name for initializer in model.graph.initializer}
    feeds = {}
    inputs = [port for port in model.graph.input if port.name not in initializers]
    for port in inputs:
        tensor = port.type.tensor_type
        kind = {1: np.float32, 11: np.float64, 7: np.int64, 6: np.int32, 8: object, 9: np.bool_}[tensor.elem_type]
        width = tensor.shape.dim[1].dim_value if len(tensor.shape.dim) == 2 else 0
        if width > 1:
            feeds[port.name] = table[numbers[:width]].to_numpy().astype(kind)
            continue
        name = port.name if port.name in table else port.name.replace("_", ".")
        values = table[name].to_numpy().astype(kind)
        feeds[port.name] = values.reshape(-1, 1) if len(tensor.shape.dim) == 2 else values
    return feeds


def plain(values):
    """One list per row; sequences of maps as they are, with the labels as texts."""
    if isinstance(values, list):
        return [{str(key): float(value) for key, value in row.items()} for row in values]
    rows = np.asarray(values).reshape(len(shown), -1).tolist()
    return [row if len(row) > 1 else row[0] for row in rows]


def save(name, model, table=frame, **facts):
    onnx.checker.check_model(model)
    data = model.SerializeToString(deterministic=True)
    (folder / f"{name}.onnx").write_bytes(data)
    session = onnxruntime.InferenceSession(data)
    outputs = [port.name for port in session.get_outputs()]
    given = session.run(outputs, feeds_of(model, table.iloc[shown]))
    answers[name] = {**facts, "outputs": {key: plain(value) for key, value in zip(outputs, given)}}
    print(f"{name}: {len(data)} bytes, {[(port.name, port.type, port.shape) for port in session.get_inputs()]} -> {[(port.name, port.type, port.shape) for port in session.get_outputs()]}")


options = {"target_opset": {"": 17, "ai.onnx.ml": 3}}

logistic = make_pipeline(prepare, LogisticRegression()).fit(frame, bought)
save("logistic_zipmap", convert_sklearn(logistic, "logistic", columns, **options), task="binary")
save(
    "logistic_tensor",
    convert_sklearn(logistic, "logistic", columns, options={"zipmap": False}, **options),
    task="binary",
)
texts = make_pipeline(prepare, LogisticRegression()).fit(frame, np.where(bought == 1, "true", "false"))
save("logistic_texts", convert_sklearn(texts, "logistic", columns, **options), task="binary")

forest = make_pipeline(prepare, RandomForestClassifier(4, max_depth=4, random_state=1)).fit(frame, tier)
save("forest_tiers", convert_sklearn(forest, "forest", columns, **options), task="multiclass")
save(
    "forest_tiers_tensor",
    convert_sklearn(forest, "forest", columns, options={"zipmap": False}, **options),
    task="multiclass",
)

histogram = HistGradientBoostingRegressor(max_iter=10, max_leaf_nodes=8).fit(matrix, amount)
float_matrix = [("X", FloatTensorType([None, 3]))]
save("histogram_regressor", convert_sklearn(histogram, "histogram", float_matrix, **options), task="regression")
histogram = HistGradientBoostingClassifier(max_iter=10, max_leaf_nodes=8).fit(matrix, bought)
save("histogram_classifier", convert_sklearn(histogram, "histogram", float_matrix, **options), task="binary")

dotted = frame.rename(columns={"age": "person.age", "debt": "person.debt"})
linear_frame = make_pipeline(
    ColumnTransformer([("number", "passthrough", ["person_age", "person_debt"])]), LinearRegression()
).fit(pd.DataFrame({"person_age": age, "person_debt": debt}), amount)
save(
    "linear_dotted",
    convert_sklearn(
        linear_frame,
        "linear",
        [("person_age", Int64TensorType([None, 1])), ("person_debt", DoubleTensorType([None, 1]))],
        **options,
    ),
    table=dotted,
    task="regression",
)
boolean = make_pipeline(
    ColumnTransformer([("number", "passthrough", ["age"]), ("flag", "passthrough", ["owner"])]), LinearRegression()
).fit(frame[["age", "owner"]].astype({"owner": np.float64}), amount)
save(
    "linear_flag",
    convert_sklearn(
        boolean, "linear", [("age", FloatTensorType([None, 1])), ("owner", FloatTensorType([None, 1]))], **options
    ),
    task="regression",
)

tools = [("input", ToolsFloat([None, 3]))]
small = {"n_estimators": 8, "num_leaves": 6, "verbose": -1, "random_state": 1}
booster = lightgbm.LGBMRegressor(**small).fit(matrix, amount)
save("lightgbm_regressor", convert_lightgbm(booster, initial_types=tools, target_opset=15), task="regression")
booster = lightgbm.LGBMClassifier(**small).fit(matrix, bought)
save("lightgbm_classifier", convert_lightgbm(booster, initial_types=tools, target_opset=15), task="binary")
booster = lightgbm.LGBMClassifier(**small).fit(matrix, tier)
save(
    "lightgbm_tiers",
    convert_lightgbm(booster, initial_types=tools, target_opset=15, zipmap=False),
    task="multiclass",
)

trees = {"n_estimators": 6, "max_depth": 3, "random_state": 1}
booster = xgboost.XGBRegressor(**trees).fit(matrix, amount)
save("xgboost_regressor", convert_xgboost(booster, initial_types=tools, target_opset=15), task="regression")
booster = xgboost.XGBClassifier(**trees).fit(matrix, bought)
save("xgboost_classifier", convert_xgboost(booster, initial_types=tools, target_opset=15), task="binary")
codes = np.unique(tier, return_inverse=True)[1]
booster = xgboost.XGBClassifier(**trees).fit(matrix, codes)
save("xgboost_tiers", convert_xgboost(booster, initial_types=tools, target_opset=15), task="multiclass")


def port(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def constant(name, values):
    return numpy_helper.from_array(np.asarray(values), name)


def model_of(nodes, inputs, outputs, constants, opset=17, ir=8):
    graph = helper.make_graph(nodes, "main", inputs, outputs, constants)
    return helper.make_model(graph, ir_version=ir, opset_imports=[helper.make_opsetid("", opset)])


weights = np.array([[0.02], [0.0001], [0.5]], np.float32)
nodes = [
    helper.make_node("MatMul", ["features", "weight"], ["age"]),
    helper.make_node("Add", ["age", "bias"], ["debt"]),
    helper.make_node("Sigmoid", ["debt"], ["probability"]),
]
save(
    "network_binary",
    model_of(
        nodes,
        [port("features", TensorProto.FLOAT, ["batch", 3])],
        [port("probability", TensorProto.FLOAT, ["batch", 1])],
        [constant("weight", weights), constant("bias", np.array([-1.5], np.float32))],
    ),
    table=frame.fillna({"income": 3000}),
    task="binary",
)

# Before IR 4 every constant was an input too.
save(
    "old_constants",
    model_of(
        [helper.make_node("Mul", ["age", "factor"], ["prediction"])],
        [port("age", TensorProto.DOUBLE, ["N", 1]), port("factor", TensorProto.DOUBLE, [1])],
        [port("prediction", TensorProto.DOUBLE, ["N", 1])],
        [constant("factor", np.array([2.5]))],
        opset=9,
        ir=3,
    ),
    task="regression",
)

# Inner graphs that read outer values, one of which has the name of a column, and one hidden by an inner name.
doubled = helper.make_graph(
    [helper.make_node("Add", ["income", "income"], ["prediction"])],
    "doubled",
    [],
    [port("prediction", TensorProto.FLOAT, ["N", 1])],
)
halved = helper.make_graph(
    [helper.make_node("Mul", ["income", "factor"], ["debt"])],
    "halved",
    [],
    [port("debt", TensorProto.FLOAT, ["N", 1])],
    [constant("factor", np.array([0.5], np.float32))],
)
body = helper.make_graph(
    [
        helper.make_node("Identity", ["keep"], ["going"]),
        helper.make_node("Add", ["sum_in", "income"], ["sum_out"]),
    ],
    "body",
    [
        port("turn", TensorProto.INT64, []),
        port("keep", TensorProto.BOOL, []),
        port("sum_in", TensorProto.FLOAT, ["N", 1]),
    ],
    [port("going", TensorProto.BOOL, []), port("sum_out", TensorProto.FLOAT, ["N", 1])],
)
nodes = [
    helper.make_node("Add", ["age", "one"], ["income"]),
    helper.make_node("If", ["always"], ["debt"], then_branch=doubled, else_branch=halved),
    helper.make_node("Loop", ["three", "always", "debt"], ["result"], body=body),
]
save(
    "inner_graphs",
    model_of(
        nodes,
        [port("age", TensorProto.FLOAT, ["N", 1])],
        [port("result", TensorProto.FLOAT, ["N", 1])],
        [
            constant("one", np.array([1], np.float32)),
            constant("always", np.array(True)),
            constant("three", np.array(3, np.int64)),
        ],
    ),
    task="regression",
)

rows = {
    name: [None if isinstance(value, float) and math.isnan(value) else value for value in values[shown].tolist()]
    for name, values in [("age", age), ("income", income), ("debt", debt), ("city", city), ("owner", owner)]
}
(folder / "answers.json").write_text(json.dumps({"rows": rows, "models": answers}, indent=1) + "\n")
