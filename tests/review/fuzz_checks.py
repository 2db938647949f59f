"""What every answer to a fuzzed request must keep, beside not being a 500. Loaded by schemathesis (SCHEMATHESIS_HOOKS)."""

import json
import os
import random
import uuid

import schemathesis

CHANCE = random.SystemRandom()  # hypothesis seeds the plain one anew for every example
KNOWN = json.loads(os.environ["WIRELEDGER_KNOWN"])
SECRET = os.environ["WIRELEDGER_SECRET"]  # stands in a file beside the run, and in none that may be served


@schemathesis.hook
def map_body(context, body):
    """Aim three of four requests: at what is there, under a name of their own (one asked before is not applied again)."""
    if not isinstance(body, dict) or CHANCE.random() < 0.25:
        return body
    aims = {name: CHANCE.choice(values) for name, values in KNOWN.items() if name in body or "act" in body}
    aims.pop(CHANCE.choice(["text", "span"]), None)
    return body | aims | ({"request": uuid.uuid4().hex} if "request" in body else {})


@schemathesis.check
def no_file_outside_the_page_is_read(ctx, response, case):
    assert SECRET not in response.text
    assert "root:x:0" not in response.text


@schemathesis.check
def no_script_can_run(ctx, response, case):
    headers = {name.lower(): " ".join(values) for name, values in response.headers.items()}
    # 400 is uvicorn's own, to what is no HTTP at all; it is plain text.
    if response.status_code != 400 or "content-security-policy" in headers:
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    kind = headers.get("content-type", "")
    page = case.path == "/" and response.status_code == 200
    assert page or "html" not in kind
