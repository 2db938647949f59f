"""Schemathesis against the running server: no 500, no file outside the page, nothing that a browser would run.

`WIRELEDGER_FUZZ_SECONDS=600 pytest tests/review/test_fuzz.py -m slow -s` is the long run; without it, half a minute.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from browser import serve
from invented import FINED, QUIET, penalty, write_files
from openapi import openapi

from wireledger.review import DecisionLog, decisions_beside
from wireledger.review.fill import SLOTS
from wireledger.review.keys import record_place, story_key
from wireledger.review.server import TOKEN_HEADER

pytest.importorskip("schemathesis", reason="pip install schemathesis")
pytestmark = pytest.mark.slow
SECONDS = int(os.environ.get("WIRELEDGER_FUZZ_SECONDS", "30"))
SECRET = "canary-5f2c71"


def test_fuzzed_requests_find_nothing(tmp_path):
    records, stories = write_files(tmp_path, [penalty(), penalty(name="Ardent Tin")], [FINED, QUIET])
    (tmp_path / "secret.txt").write_text(SECRET)
    schema = tmp_path / "openapi.json"
    with serve(records, "--stories", stories) as address:
        base, token = address.split("/?token=")
        known = {
            "story": [story_key(FINED), story_key(FINED), story_key(QUIET)],
            "item": [record_place(penalty()), record_place(penalty(name="Ardent Tin"))],
            "slot": list(SLOTS),
            "text": ["Iran", "$11 million", "sought", "Tuesday", "coal trader", "<script>", "\u202e", "6"],
            "span": [{"start": start, "end": start + 9} for start in range(0, 180, 7)],
            "version": [0, 2**53, 2**53],
        }
        schema.write_text(json.dumps(openapi(token)))
        command = [
            Path(sys.executable).with_name("st"), "run", schema, "--url", base, "-H", f"{TOKEN_HEADER}:{token}", "--max-time", str(SECONDS),
            "--checks", "not_a_server_error,no_file_outside_the_page_is_read,no_script_can_run",
            "--continue-on-failure", "--max-examples", "1000000", "--no-color", "--report", "json",
            "--report-dir", tmp_path / "report",
        ]  # fmt: skip
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": "fuzz_checks", "WIRELEDGER_SECRET": SECRET,
            "WIRELEDGER_KNOWN": json.dumps(known), "PYTHONPATH": str(Path(__file__).parent)
        }  # fmt: skip
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS * 2 + 120
        )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    log = DecisionLog(decisions_beside(records), read_only=True)
    kinds = Counter(decision.kind for decision in log.all())
    print(kinds)
    assert kinds, "no request got past the first check"
