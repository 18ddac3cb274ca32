"""Logistic regression of scikit-learn on the folds that bench/attrition.ts deals: JSON in, JSON out.

The same raw columns and derived features; the mean pay per position is learnt from each fold's training rows. The
threshold has the highest F1 on cross-validated answers to the training rows.
"""

import json
import sys
import time

import numpy
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

request = json.load(sys.stdin)
target = numpy.array(request["target"])
column = {each["name"]: numpy.array(each["values"]) for each in request["columns"]}
texts = [each["name"] for each in request["columns"] if each["kind"] == "categorical"]
numbers = [each["name"] for each in request["columns"] if each["kind"] != "categorical"]
satisfactions = [name for name in numbers if name.startswith("satisfaction_employee_")]


def rows_with_derived(rows, mean_pay):
    """Numbers, derived features, then texts, as one array of objects."""
    of = {name: values[rows] for name, values in column.items()}
    years = of["annees_dans_l_entreprise"] + 1
    since = of["annees_depuis_la_derniere_promotion"]
    means = numpy.array([mean_pay.get(name, numpy.nan) for name in of["poste"]])
    content = sum(of[name] for name in satisfactions) / 4
    derived = [
        (of["annees_sous_responsable_actuel"] + 1) / years,
        (of["annees_dans_l_entreprise"] - of["annees_dans_le_poste_actuel"]) / years,
        of["note_evaluation_actuelle"] - of["note_evaluation_precedente"],
        since / years,
        numpy.nan_to_num(of["revenu_mensuel"] / (means + 1), nan=1.0),
        of["augmentation_salaire_precedente"] / (since + 1),
        ((of["revenu_mensuel"] <= 2911) & (content <= 2.5)).astype(float),
    ]
    parts = [of[name].astype(object) for name in numbers] + [each.astype(object) for each in derived]
    return numpy.column_stack(parts + [of[name].astype(object) for name in texts])


def fitted(rows):
    pay, post = column["revenu_mensuel"][rows], column["poste"][rows]
    mean_pay = {name: pay[post == name].mean() for name in set(post)}
    width = len(numbers) + 7
    pipeline = make_pipeline(
        ColumnTransformer(
            [
                ("numbers", StandardScaler(), list(range(width))),
                ("texts", OneHotEncoder(handle_unknown="ignore"), list(range(width, width + len(texts)))),
            ]
        ),
        LogisticRegression(max_iter=5000),
    )
    pipeline.fit(rows_with_derived(rows, mean_pay), target[rows])
    return lambda others: pipeline.predict_proba(rows_with_derived(others, mean_pay))[:, 1]


def threshold_of(rows):
    answers = numpy.empty(len(rows))
    for train, held_out in StratifiedKFold(5, shuffle=True, random_state=0).split(rows, target[rows]):
        answers[held_out] = fitted(rows[train])(rows[held_out])
    precision, recall, thresholds = precision_recall_curve(target[rows], answers)
    f1 = 2 * precision * recall / numpy.maximum(precision + recall, 1e-12)
    return thresholds[numpy.argmax(f1[:-1])]


begin = time.process_time()
repeats = []
for folds in map(numpy.array, request["folds"]):
    probabilities, decisions = numpy.empty(len(target)), numpy.empty(len(target))
    for fold in range(folds.max() + 1):
        rows, held_out = numpy.flatnonzero(folds != fold), numpy.flatnonzero(folds == fold)
        probabilities[held_out] = fitted(rows)(held_out)
        decisions[held_out] = probabilities[held_out] >= threshold_of(rows)
    repeats.append({"probabilities": probabilities.tolist(), "decisions": decisions.tolist()})
fits = sum(max(folds) + 1 for folds in request["folds"])
cpu_seconds = (time.process_time() - begin) / fits
json.dump({"version": sklearn.__version__, "cpu_seconds": cpu_seconds, "repeats": repeats}, sys.stdout)
