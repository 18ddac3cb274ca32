/** Numbered: Python keeps a module that it has loaded, whichever model brought it. */
export const loaderModule = 'veridict_pyfunc_1';

/**
 * What `mlflow.pyfunc.load_model` starts. MLflow's own loader (3.17) fails on two kinds of data frames: pandas 3 keeps
 * texts in arrays that ONNX Runtime does not take, and a graph of one column is fed a matrix.
 */
export const loaderSource = `"""Opens the ONNX file beside it with mlflow.onnx and feeds it one array per column."""

import mlflow.onnx
import pandas


class Model:
    def __init__(self, model):
        self._model = model
        self._names = [graph_input.name for graph_input in model.get_raw_model().get_inputs()]

    def get_raw_model(self):
        return self._model.get_raw_model()

    def predict(self, data, params=None):
        if not isinstance(data, pandas.DataFrame):
            return self._model.predict(data, params)
        feeds = {name: _array(data[name]) for name in self._names}
        answers = self._model.predict(feeds, params)
        return pandas.DataFrame({name: answer.reshape(-1) for name, answer in answers.items()}, index=data.index)


def _array(column):
    if isinstance(column.dtype, pandas.StringDtype):
        return column.to_numpy(dtype=object)
    return column.to_numpy()


def _load_pyfunc(path):
    return Model(mlflow.onnx._load_pyfunc(path))
`;
