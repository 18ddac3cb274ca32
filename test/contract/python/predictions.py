"""What a model of Veridict answers in Python, fed as its card says."""

import mlflow
import pandas
from mlflow.types import DataType


def predictions(uri, rows):
    model = mlflow.pyfunc.load_model(uri)
    answers = model.predict(frame_of(rows, model.metadata.get_input_schema()))
    example = model.predict(model.input_example)
    return {
        "columns": {name: str(column.dtype) for name, column in answers.items()},
        "rows": answers.to_dict(orient="records"),
        "example_rows": len(example),
        "metadata": model.metadata.metadata["veridict"],
    }


def frame_of(rows, schema):
    numbers = [column.name for column in schema if column.type == DataType.double]
    return pandas.DataFrame(rows).astype({name: "float64" for name in numbers})
