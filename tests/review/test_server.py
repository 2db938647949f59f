"""The server: who is let in, what is served, what is refused, and that nothing makes it stumble."""

import json
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import FINED, QUIET, penalty
from starlette.testclient import TestClient

from wireledger.review import DecisionLog, Desk
from wireledger.review.keys import story_key
from wireledger.review.material import make_material
from wireledger.review.server import MOST_BYTES, make_app

TOKEN = "the-token"
KEY = story_key(FINED)


@pytest.fixture
def client(desk):
    with TestClient(
        make_app(desk, TOKEN), base_url="http://127.0.0.1:8000", headers={"x-wireledger-token": TOKEN}
    ) as client:
        yield client


def wish(client, **changes):
    item = client.get(f"/api/story/{KEY}").json()["items"][0]
    return {
        "request": "request-1",
        "story": KEY,
        "act": "accept",
        "item": item["key"],
        "version": item["version"],
    } | changes


def test_the_page_opens_with_the_token_alone(client):
    assert client.get(f"/?token={TOKEN}").status_code == 200
    assert client.get("/").status_code == 403
    assert client.get("/?token=\xe4").status_code == 403


@pytest.mark.parametrize("path", ["/api/queue", f"/api/story/{KEY}"])
def test_data_needs_the_token(client, path):
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"x-wireledger-token": "guess"}).status_code == 403


@pytest.mark.parametrize("path", ["/api/decide", "/api/undo", "/api/preview"])
def test_acts_need_the_token(client, path):
    assert client.post(path, content="{}", headers={"x-wireledger-token": ""}).status_code == 403


def test_other_hosts_names_are_refused(client):
    assert client.get(f"/?token={TOKEN}", headers={"host": "evil.example:8000"}).status_code == 421


@pytest.mark.parametrize(
    "path",
    ["/page/../server.py", "/page/..%2fserver.py", "/page/%2e%2e/desk.py", "/page//etc/passwd", "/decisions.sqlite"],
)
def test_no_file_but_the_pages_own_is_served(client, path):
    assert client.get(path).status_code == 404


def test_every_answer_is_fenced(client):
    for path in ("/", f"/?token={TOKEN}", "/page/main.js", "/api/queue", "/nothing"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_large_requests_are_refused(client):
    answer = client.post("/api/decide", content=b" " * (MOST_BYTES + 1))
    assert answer.status_code == 413


def test_wrong_requests_are_told_what_is_wrong(client):
    assert client.post("/api/decide", content="no json").status_code == 422
    answer = client.post("/api/decide", json=wish(client, colour="red"))
    assert (answer.status_code, "colour" in answer.json()["error"]) == (422, True)
    answer = client.post("/api/decide", json=wish(client, act="correct", slot="colour", text="red"))
    assert (answer.status_code, "there is no slot 'colour'" in answer.json()["error"]) == (400, True)
    assert client.post("/api/decide", json=wish(client, item="text:0-1:0")).status_code == 404
    assert client.get("/api/story/none").status_code == 404
    assert client.get("/api/queue?least=2").status_code == 422


def test_a_decision_is_answered_with_what_stands_now(client):
    answer = client.post("/api/decide", json=wish(client)).json()
    assert answer["story"]["items"][0]["state"] == "accepted"
    assert answer["progress"] == {"open": 1, "total": 2}
    again = client.post("/api/decide", json=wish(client, version=0)).json()  # the same request, sent twice
    assert again["last"] == answer["last"]
    assert client.post("/api/decide", json=wish(client, request="request-2", version=0)).status_code == 409
    undone = client.post("/api/undo", json={"request": "request-3", "refers": answer["last"]["id"]}).json()
    assert undone["story"]["items"][0]["state"] == "open"


def test_a_locked_file_is_said_and_the_same_request_may_come_again(client, log):
    body = wish(client)
    log._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(log.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answer = client.post("/api/decide", json=body)
    assert (answer.status_code, "nothing was saved" in answer.json()["error"]) == (503, True)
    other.execute("ROLLBACK")
    other.close()
    assert client.post("/api/decide", json=body).json()["story"]["items"][0]["state"] == "accepted"


def test_what_words_become_is_shown_before_they_are_kept(client):
    item = client.get(f"/api/story/{KEY}").json()["items"][0]["key"]
    asked = {"story": KEY, "item": item, "slot": "amount", "text": "$11 million"}
    assert client.post("/api/preview", json=asked).json()["values"][0]["text"] == "11,000,000 USD"
    assert client.post("/api/preview", json=asked | {"text": "much"}).status_code == 400
    assert client.get(f"/api/story/{KEY}").json()["items"][0]["state"] == "open"


def test_the_queue_is_filtered(client):
    def labels(query):
        return [row["label"] for row in client.get(f"/api/queue?{query}").json()["rows"]]

    assert labels("action=penalty&status=imposed&method=rules&words=BRINDLE") == ["Brindle Ore"]
    assert labels("least=0.9&state=todo") == ["no records"]
    assert labels("authority=Harbour%20Board&most=0.5") == []
    assert labels("limit=1&offset=1") == ["no records"]


def test_records_of_a_missing_story_can_be_judged(log):
    client = TestClient(
        make_app(Desk(make_material([penalty()], []), log, "ana"), TOKEN),
        base_url="http://localhost",
        headers={"x-wireledger-token": TOKEN},
    )
    (row,) = client.get("/api/queue").json()["rows"]
    story = client.get(f"/api/story/{row['story']}").json()
    assert story["missing"] and "Brindle Ore" in story["text"]
    body = {"request": "request-1", "story": row["story"], "act": "accept", "item": row["item"], "version": 0}
    assert client.post("/api/decide", json=body).status_code == 200
    body |= {"request": "request-2", "act": "correct", "slot": "role", "text": "trader", "version": 1}
    assert "--stories FILE" in client.post("/api/decide", json=body).json()["error"]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_SPANS = st.fixed_dictionaries(
    {"start": st.integers(-5, 400), "end": st.integers(-5, 400), "field": st.sampled_from(["text", "title"])}
)
_BODIES = st.fixed_dictionaries(
    {},
    optional={
        "request": st.text(min_size=8, max_size=12) | _VALUES,
        "story": st.sampled_from([KEY, story_key(QUIET), "x"]) | _VALUES,
        "item": st.sampled_from(["text:46-57:40", "x", None]) | _VALUES,
        "act": st.sampled_from(["accept", "reject", "correct", "clear", "add", "no_action"]) | _VALUES,
        "version": st.integers(-1, 300) | _VALUES,
        "slot": st.sampled_from(["amount", "date", "role", "target", "aliases", "measures", "authority", "count"])
        | _VALUES,
        "text": st.text(max_size=30) | _VALUES,
        "span": _SPANS | _VALUES,
        "index": st.integers(-1, 3) | _VALUES,
        "refers": st.integers(-1, 50) | _VALUES,
    },
)


def batter(client, n):
    @settings(max_examples=n, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(["decide", "undo", "preview"]), _BODIES, st.binary(max_size=40), st.booleans())
    def post(endpoint, body, raw, is_raw):
        content = raw if is_raw else json.dumps(body).encode()
        answer = client.post(f"/api/{endpoint}", content=content)
        assert answer.status_code < 500, answer.text

    @settings(max_examples=n, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        st.dictionaries(
            st.sampled_from(["action", "words", "least", "most", "offset", "limit", "state", "disputed", "x"]),
            st.text(max_size=20),
        ),
        st.text(max_size=20),
    )
    def get(query, path):
        assert client.get("/api/queue", params=query).status_code < 500
        for prefix in ("/page", "/api/story", ""):
            try:
                answer = client.get(f"{prefix}/{path}")
            except (ValueError, UnicodeError, TypeError, Exception) as error:
                assert "InvalidURL" in type(error).__name__
                continue
            assert answer.status_code < 500
            assert "root:" not in answer.text

    post()
    get()


def test_nothing_that_is_sent_makes_the_server_stumble(client):
    batter(client, 60)


@pytest.mark.slow
def test_nothing_makes_the_server_stumble_for_longer(client):
    batter(client, 3_000)


def test_ten_thousand_records_are_filtered_quickly(tmp_path):
    import time

    stories = [type(FINED)(f"s{n}", f"{FINED.text} {n}", FINED.title, "2021-03-04") for n in range(2_000)]
    records = [penalty(story, confidence=n / 5) for story in stories for n in range(1, 6)]
    desk = Desk(make_material(records, stories), DecisionLog(tmp_path / "d.sqlite"), "ana")
    client = TestClient(make_app(desk, TOKEN), base_url="http://127.0.0.1", headers={"x-wireledger-token": TOKEN})
    begin = time.perf_counter()
    assert client.get("/api/queue?words=brindle&state=todo").json()["total"] == 10_000
    assert time.perf_counter() - begin < 2  # 0.1 s where nothing else runs
