"""The server is killed while decisions come in: what it confirmed is kept, what is asked again is applied once."""

import json
import threading
import urllib.error
from urllib.request import Request, urlopen

from browser import serve
from invented import FINED, penalty, write_files

from wireledger.review import DecisionLog, decisions_beside
from wireledger.review.keys import record_place, story_key

NAMES = [f"Ardent {word}" for word in ("Tin", "Zinc", "Lead", "Iron", "Gold", "Coal", "Salt", "Clay", "Lime", "Sand")]
STORY = type(FINED)("many", f"The Harbour Board fined {', '.join(NAMES)} and others.", FINED.title, "2021-03-04")


def ask(address, body=None):
    base, token = address.split("/?token=")
    path = "/api/decide" if body else f"/api/story/{story_key(STORY)}"
    headers = {"x-wireledger-token": token, "content-type": "application/json"}
    with urlopen(Request(base + path, json.dumps(body).encode() if body else None, headers), timeout=10) as answer:
        return json.load(answer)


def test_a_killed_server_loses_no_decision_and_applies_none_twice(tmp_path):
    records, stories = write_files(tmp_path, [penalty(STORY, name) for name in NAMES], [STORY])
    keys = [record_place(penalty(STORY, name)) for name in NAMES]
    wishes = [
        {"request": f"request-{n}", "story": story_key(STORY), "act": "accept", "item": key, "version": 0}
        for n, key in enumerate(keys)
    ]
    confirmed, third = [], threading.Event()

    def decide(address):
        for wish in wishes:
            try:
                ask(address, wish)
            except (OSError, urllib.error.URLError):
                return  # the server is gone
            confirmed.append(wish["request"])
            if len(confirmed) == 3:
                third.set()

    with serve(records, "--stories", stories) as address:
        person = threading.Thread(target=decide, args=(address,))
        person.start()
        assert third.wait(30)
    person.join(30)  # `serve` ends with a SIGKILL, while the person goes on deciding
    kept = [decision.request for decision in DecisionLog(decisions_beside(records)).all()]
    assert kept[: len(confirmed)] == confirmed
    assert len(kept) <= len(confirmed) + 1  # the one that was on its way may be kept, too
    with serve(records, "--stories", stories) as address:
        for wish in wishes:  # the page asks again, under the same names
            ask(address, wish)
        items = ask(address)["items"]
    assert {item["state"] for item in items} == {"accepted"}
    assert len(DecisionLog(decisions_beside(records)).all()) == len(wishes)
