"""What the ONNX file of a registered version answers to ONNX Runtime alone: no MLflow model, no code of ours."""

import hashlib
from pathlib import Path

import mlflow
import numpy
import onnxruntime

types = {"tensor(double)": numpy.float64, "tensor(bool)": bool, "tensor(string)": object}


def run_file(uri, rows):
    file = Path(mlflow.artifacts.download_artifacts(uri), "model.onnx").read_bytes()
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    feeds = {port.name: array(port, [row[port.name] for row in rows]) for port in session.get_inputs()}
    names = [port.name for port in session.get_outputs()]
    columns = [values.tolist() for values in session.run(names, feeds)]
    return {
        "sha256": hashlib.sha256(file).hexdigest(),
        "rows": [dict(zip(names, values)) for values in zip(*columns, strict=True)],
    }


def array(port, values):
    kind = types[port.type]
    if kind is numpy.float64:
        values = [numpy.nan if value is None else value for value in values]
    return numpy.array(values, dtype=kind)
