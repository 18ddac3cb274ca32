"""Answers the requests of the specs: a line of JSON comes in, a line of JSON goes out.

One process for all of them, because importing MLflow takes seconds.
"""

import json
import sys
import traceback

from onnx_file import run_file
from predictions import predictions
from scikit_learn_pipeline import log_pipeline

requests = {"predict": predictions, "log_pipeline": log_pipeline, "run_file": run_file}


def main():
    answers = sys.stdout
    # MLflow and its friends print what they do.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        arguments = json.loads(line)
        try:
            answer = {"answer": requests[arguments.pop("request")](**arguments)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        # NaN is no JSON: an answer with one is a mistake, and said here rather than where it is read.
        print(json.dumps(answer, allow_nan=False), file=answers, flush=True)


main()
