"""Makes ONNX files that answer for the table of ../visits.ts, and what each says to its first rows.

Uses the environment of libs/ml/testing/foreign-models. The table is computed here as SQL computes it there; the models
learn from rows that the service does not hold out.
"""

import hashlib
import json
import math
import pathlib

import numpy as np
import onnx
import onnxruntime
import pandas as pd
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

folder = pathlib.Path(__file__).parent
shown = 40


def h(name, row):
    return int(hashlib.md5(f"{name}{row}".encode()).hexdigest()[:8], 16) / 4294967296.0


def visit(row):
    pages = float(round(h("pages", row) * 12))
    minutes = math.nan if h("gap", row) < 0.1 else h("minutes", row) * 40
    source = ["mail", "search", "link"][math.floor(h("source", row) * 3)]
    known = h("known", row) < 0.4
    noise = h("noise", row)
    score = pages / 3 + (20 if math.isnan(minutes) else minutes) / 15 + {"mail": 1.5, "search": 0.5}.get(source, 0) + known
    return {
        "id": row,
        "pages": pages,
        "minutes": minutes,
        "source": source,
        "known": float(known),
        "bought": int(score + 2 * (noise - 0.5) > 6),
        "tier": "gold" if score > 7.6 else "silver" if score + noise > 4.5 else "Aucun – autre",
        "spent": 10 * score + 8 * noise,
    }


table = pd.DataFrame([visit(row) for row in range(1, 1501)])
position = table["id"].map(lambda row: int(hashlib.sha256(str(row).encode()).hexdigest()[:8], 16) / 4294967296.0)
learned = table[position >= 0.2]
features = ["pages", "minutes", "source", "known"]
numbers = ["pages", "minutes", "known"]
inputs = [(name, StringTensorType([None, 1]) if name == "source" else FloatTensorType([None, 1])) for name in features]


def prepared(model):
    return make_pipeline(
        ColumnTransformer(
            [
                ("number", make_pipeline(SimpleImputer(), StandardScaler()), numbers),
                ("text", OneHotEncoder(handle_unknown="ignore"), ["source"]),
            ]
        ),
        model,
    )


answers = {}


def feeds_of(row):
    kinds = {name: object if name == "source" else np.float32 for name in features}
    return {name: table.iloc[[row]][[name]].to_numpy().astype(kinds[name]) for name in features}


def save(name, model, target, output, options=None):
    fitted = prepared(model).fit(learned[features], target)
    converted = convert_sklearn(fitted, name, inputs, target_opset={"": 17, "ai.onnx.ml": 3}, options=options)
    data = converted.SerializeToString(deterministic=True)
    (folder / f"{name}.onnx").write_bytes(data)
    session = onnxruntime.InferenceSession(data)
    # Row by row: together they differ in the last bits.
    given = [session.run([output], feeds_of(row))[0][0] for row in range(shown)]
    answers[name] = [row if isinstance(row, dict) else np.asarray(row).reshape(-1).tolist() for row in given]
    print(name, len(data))


save("purchase", LogisticRegression(), learned["bought"], "output_probability")
save("purchase_inverted", LogisticRegression(), 1 - learned["bought"], "output_probability")
save("tier", RandomForestClassifier(5, max_depth=4, random_state=1), learned["tier"], "probabilities", {"zipmap": False})
save("spending", GradientBoostingRegressor(n_estimators=30, max_depth=2, random_state=1), learned["spent"], "variable")

# As mlflow.onnx.save_model writes what an exporter of networks made: values of 1,024 bytes and more in a second file.
save("network", MLPRegressor(hidden_layer_sizes=(48, 24), max_iter=300, random_state=1), learned["spent"], "variable")
network = onnx.load(folder / "network.onnx")
for tensor in network.graph.initializer:
    tensor.CopyFrom(onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(tensor), tensor.name))
(folder / "network.onnx").write_bytes(network.SerializeToString(deterministic=True))
(folder / "network_split.data").unlink(missing_ok=True)
onnx.save_model(network, folder / "network_split.onnx", save_as_external_data=True, location="network_split.data")

rows = [
    {**row, "minutes": None if math.isnan(row["minutes"]) else row["minutes"], "known": row["known"] == 1}
    for row in table.iloc[:shown][features].to_dict(orient="records")
]
(folder / "answers.json").write_text(json.dumps({"rows": rows, "answers": answers}, default=str) + "\n")
