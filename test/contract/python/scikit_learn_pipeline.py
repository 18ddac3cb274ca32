"""A pipeline as somebody writes it who knows nothing of Veridict, from the rows that a run of ours left in MLflow."""

import mlflow
import numpy
import onnxruntime
import pandas
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def log_pipeline(name, data, target, is_classifier, texts, rows):
    """:return: what scikit-learn and ONNX Runtime say to the rows, and where the model is."""
    table = pandas.read_csv(mlflow.artifacts.download_artifacts(data))
    learned = table[table["split"] == "training"].drop(columns="split")
    features = ready(learned.drop(columns=target), texts)
    numbers = [column for column in features if column not in texts]
    pipeline = make_pipeline(
        ColumnTransformer(
            [
                ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
                ("texts", OneHotEncoder(handle_unknown="ignore"), texts),
            ]
        ),
        LogisticRegression(C=0.5) if is_classifier else GradientBoostingRegressor(n_estimators=40, random_state=1),
    ).fit(features, learned[target].astype(int if is_classifier else float))
    inputs = [(column, (StringTensorType if column in texts else FloatTensorType)([None, 1])) for column in features]
    onnx_model = to_onnx(pipeline, initial_types=inputs, target_opset={"": 17, "ai.onnx.ml": 3})

    asked = ready(pandas.DataFrame(rows)[list(features)], texts)
    said = pipeline.predict_proba(asked)[:, 1] if is_classifier else pipeline.predict(asked)
    with mlflow.start_run(run_name=name):
        logged = mlflow.onnx.log_model(
            onnx_model,
            name="model",
            registered_model_name=name,
            signature=infer_signature(asked, said),
        )
    return {
        "uri": f"models:/{name}/{logged.registered_model_version}",
        "scikit_learn": said.tolist(),
        "onnxruntime": answers(onnx_model.SerializeToString(), asked, texts, is_classifier),
    }


def ready(frame, texts):
    """Text that is missing is empty, and a yes or no is a number: what the ONNX file can be told, too."""
    return pandas.DataFrame(
        {name: column.fillna("") if name in texts else column.astype("float64") for name, column in frame.items()}
    )


def answers(file, asked, texts, is_classifier):
    session = onnxruntime.InferenceSession(file)
    columns = {
        name: asked[[name]].to_numpy().astype(object if name in texts else numpy.float32) for name in asked.columns
    }
    # Row by row, as the service asks it: together they differ in the last bits.
    given = [
        session.run(None, {name: values[row : row + 1] for name, values in columns.items()}) for row in range(len(asked))
    ]
    return [float(outputs[1][0][1] if is_classifier else outputs[0][0][0]) for outputs in given]
