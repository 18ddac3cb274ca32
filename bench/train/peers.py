"""Fits one peer on one split in a fresh process and says what it took: peers.py <request as JSON>.

The request (see processes/fit-process.ts) names a folder of column files. The peer's library is imported before the
clocks of fitting and scoring start; the process as a whole is timed from outside.
"""

import json
import os
import sys
import time

import numpy


class Split:
    """Row-major matrices of a training and a held-out part; categories are codes, NaN is missing."""

    def __init__(self, folder, fold):
        def read(name, kind):
            return numpy.fromfile(os.path.join(folder, name), dtype=kind)

        with open(os.path.join(folder, "table.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        columns = manifest["columns"]
        held_out = read(manifest["folds"], "u1") == fold
        self.task = manifest["task"]
        self.categorical = [i for i, column in enumerate(columns) if column["kind"] == "categorical"]
        self.numeric = [i for i, column in enumerate(columns) if column["kind"] == "numeric"]
        self.train = numpy.empty((manifest["rowCount"] - held_out.sum(), len(columns)))
        self.held_out = numpy.empty((held_out.sum(), len(columns)))
        for position, column in enumerate(columns):
            if column["kind"] == "numeric":
                values = read(column["file"], "<f8")
            else:
                values = read(column["file"], "<i4").astype("f8")
                values[values < 0] = numpy.nan
            self.train[:, position] = values[~held_out]
            self.held_out[:, position] = values[held_out]
        self.target = read(manifest["target"], "<f8")[~held_out]


class LightGBM:
    def __init__(self, settings, threads):
        import lightgbm

        self.library, self.version = lightgbm, lightgbm.__version__
        self.rounds = settings["n_estimators"]
        self.parameters = {
            **{name: settings[name] for name in ("num_leaves", "learning_rate", "min_child_samples", "max_bin")},
            "num_threads": threads,
            "seed": settings["seed"],
            "verbose": -1,
        }

    def fit(self, split):
        objective = "regression" if split.task == "regression" else "binary"
        parameters = {**self.parameters, "objective": objective}
        rows = self.library.Dataset(
            split.train, split.target, categorical_feature=split.categorical, params=parameters
        )
        return self.library.train(parameters, rows, num_boost_round=self.rounds)

    def score(self, model, split):
        return model.predict(split.held_out)


class XGBoost:
    def __init__(self, settings, threads):
        import xgboost

        self.library, self.version = xgboost, xgboost.__version__
        self.settings, self.threads = settings, threads

    def fit(self, split):
        settings, regression = self.settings, split.task == "regression"
        types = ["c" if i in split.categorical else "q" for i in range(split.train.shape[1])]
        rows = self.library.QuantileDMatrix(
            split.train,
            split.target,
            feature_types=types,
            enable_categorical=True,
            max_bin=settings["max_bin"],
            nthread=self.threads,
        )
        parameters = {
            "objective": "reg:squarederror" if regression else "binary:logistic",
            "tree_method": "hist",
            "grow_policy": "lossguide",
            "max_depth": 0,
            "max_leaves": settings["num_leaves"],
            "max_bin": settings["max_bin"],
            "learning_rate": settings["learning_rate"],
            # It has no minimum of rows: hessians of squared error count rows, those of log loss do not.
            "min_child_weight": settings["min_child_samples"] if regression else 1,
            # The others' default.
            "reg_lambda": 0,
            "nthread": self.threads,
            "seed": settings["seed"],
        }
        return self.library.train(parameters, rows, num_boost_round=settings["n_estimators"]), types

    def score(self, model, split):
        booster, types = model
        rows = self.library.DMatrix(
            split.held_out, feature_types=types, enable_categorical=True, nthread=self.threads
        )
        return booster.predict(rows)


class HistGradientBoosting:
    """Its threads are set by OMP_NUM_THREADS, which the caller gives to every process."""

    def __init__(self, settings, _threads):
        import sklearn
        from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

        self.version = sklearn.__version__
        self.estimators = {"regression": HistGradientBoostingRegressor, "binary": HistGradientBoostingClassifier}
        self.settings = settings

    def fit(self, split):
        estimator = self.estimators[split.task](
            max_iter=self.settings["n_estimators"],
            max_leaf_nodes=self.settings["num_leaves"],
            learning_rate=self.settings["learning_rate"],
            min_samples_leaf=self.settings["min_child_samples"],
            max_bins=self.settings["max_bin"],
            categorical_features=split.categorical,
            early_stopping=False,
            random_state=self.settings["seed"],
        )
        return estimator.fit(split.train, split.target)

    def score(self, model, split):
        if split.task == "regression":
            return model.predict(split.held_out)
        return model.predict_proba(split.held_out)[:, 1]


class HistGradientBoostingDefaults:
    """As it comes: 100 rounds at most, on more than 10,000 rows stopped early by a tenth of them. Categories by name."""

    def __init__(self, settings, _threads):
        import sklearn
        from sklearn.ensemble import HistGradientBoostingClassifier

        self.version = sklearn.__version__
        self.estimator, self.seed = HistGradientBoostingClassifier, settings["seed"]

    def fit(self, split):
        model = self.estimator(categorical_features=split.categorical, random_state=self.seed)
        return model.fit(split.train, split.target)

    def score(self, model, split):
        return model.predict_proba(split.held_out)[:, 1]


class MultilayerPerceptron:
    """With the preparation that our network does by itself: medians for missing values, scaling, one-hot."""

    def __init__(self, settings, _threads):
        import warnings

        import sklearn
        from sklearn import compose, exceptions, impute, neural_network, pipeline, preprocessing

        # All epochs are asked for, so all epochs are run.
        warnings.simplefilter("ignore", exceptions.ConvergenceWarning)
        self.version = sklearn.__version__
        self.compose, self.impute, self.network = compose, impute, neural_network
        self.pipeline, self.preprocessing = pipeline, preprocessing
        self.settings = settings

    def fit(self, split):
        numbers = self.pipeline.make_pipeline(
            self.impute.SimpleImputer(strategy="median"), self.preprocessing.StandardScaler()
        )
        categories = self.preprocessing.OneHotEncoder(handle_unknown="ignore", sparse_output=False)
        regressor = self.network.MLPRegressor(
            hidden_layer_sizes=[int(size) for size in self.settings["hidden_layer_sizes"].split(",")],
            max_iter=self.settings["max_iter"],
            batch_size=self.settings["batch_size"],
            learning_rate_init=self.settings["learning_rate_init"],
            alpha=self.settings["alpha"],
            n_iter_no_change=self.settings["n_iter_no_change"],
            random_state=self.settings["seed"],
        )
        features = self.compose.make_column_transformer((numbers, split.numeric), (categories, split.categorical))
        model = self.compose.TransformedTargetRegressor(
            self.pipeline.make_pipeline(features, regressor), transformer=self.preprocessing.StandardScaler()
        )
        return model.fit(split.train, split.target)

    def score(self, model, split):
        return model.predict(split.held_out)


PEERS = {
    "lightgbm": LightGBM,
    "xgboost": XGBoost,
    "scikit-learn": HistGradientBoosting,
    "scikit-learn-defaults": HistGradientBoostingDefaults,
    "scikit-learn-mlp": MultilayerPerceptron,
}


def peak_bytes():
    """Most memory resident so far. ru_maxrss of a new process on Linux starts at its parent's, so /proc comes first."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main():
    request = json.loads(sys.argv[1])
    peer = PEERS[request["peer"]](request["settings"], request["threads"])
    start_bytes = peak_bytes()
    split = Split(request["folder"], request["fold"])
    begin = time.perf_counter()
    model = peer.fit(split)
    fitted = time.perf_counter()
    answers = peer.score(model, split)
    scored = time.perf_counter()
    numpy.asarray(answers, dtype="<f8").tofile(request["answers"])
    result = {
        "fitSeconds": fitted - begin,
        "scoreSeconds": scored - fitted,
        "cpuSeconds": time.process_time(),
        "startBytes": start_bytes,
        "peakBytes": peak_bytes(),
        "version": peer.version,
    }
    print(json.dumps(result))


main()
