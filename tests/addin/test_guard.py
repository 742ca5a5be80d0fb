"""What no request passes without: a known host, the right key, a bounded body, its turn."""

import asyncio
import gzip
import json
import logging
import threading

import httpx
import pytest

from addin.server import access, guard
from addin.server.access import Access, Authority, Keys
from addin.server.guard import Guard
from tests.addin.client import JSON, KEY, OWNER

CALLS = json.dumps({"calls": []}).encode()
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def bearer(key):
    """Return the headers of a JSON request with a key."""
    return {**JSON, "authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "host", "status"),
    [
        ("GET", "/", {}, "localhost", 200),
        ("GET", "/pane/index.html", {}, "127.0.0.1", 200),
        ("GET", "/health", {}, "127.0.0.1", 200),
        ("GET", "/v1/kpis", bearer(KEY), "127.0.0.1", 200),
        ("GET", "/openapi.json", bearer(KEY), "127.0.0.1", 200),
        ("POST", "/v1/cells", bearer(KEY), "127.0.0.1", 200),
        ("POST", "/v1/query", bearer(KEY), "127.0.0.1", 422),
        ("GET", "/v1/kpis", {}, "127.0.0.1", 401),
        ("GET", "/v1/kpis", {}, "evil.example", 400),
        ("GET", "/nothing", {}, "127.0.0.1", 404),
        ("GET", "/v1/cells", bearer(KEY), "127.0.0.1", 405),
        ("POST", "/v1/cells", {**bearer(KEY), "content-type": "text/plain"}, "127.0.0.1", 415),
        ("POST", "/v1/cells", {**bearer(KEY), "content-length": "99999999"}, "127.0.0.1", 413),
        ("POST", "/v1/admin/nothing", bearer(OWNER), "127.0.0.1", 404),
        ("GET", "/v1/sync", bearer(KEY), "127.0.0.1", 200),
        ("POST", "/v1/sync/1/run", bearer(OWNER), "127.0.0.1", 422),
        ("POST", "/v1/sync/1/pause", bearer(KEY), "127.0.0.1", 401),
    ],
)  # fmt: skip
def test_every_answer_carries_the_protecting_headers(keyed, method, path, headers, host, status):
    """
    Pages, data, refusals and errors alike say what a browser may do with them.
    """
    content = CALLS if method == "POST" else None

    answered = keyed.send(method, path, headers=headers, host=host, content=content)

    assert status == answered.status_code, answered.text
    assert EVERYWHERE == {name: answered.headers[name] for name in EVERYWHERE}
    rules = dict(
        r.strip().split(" ", 1) for r in answered.headers["content-security-policy"].split(";")
    )
    assert "'none'" == rules["default-src"]
    assert {"'self'"} == {rules[name] for name in ("script-src", "style-src", "connect-src")}
    assert "'self' data:" == rules["img-src"]
    assert {"'none'"} == {rules[name] for name in ("base-uri", "frame-ancestors")}
    assert not [name for name in answered.headers if name.startswith("access-control")]
    assert "set-cookie" not in answered.headers
    assert "server" not in answered.headers


def test_a_crash_tells_nothing_of_its_inside(made, own, monkeypatch):
    """
    A fault of ours is one sentence: no trace, no value, no path; the headers stand there too.
    """

    def broken(*_args, **_more):
        raise RuntimeError("canary-4711 in /secret/path")

    monkeypatch.setattr(own.core, "query", broken)

    answered = own.post("/v1/query", {"kpis": ["canary-4711"]}, crash=False)

    assert 500 == answered.status_code
    assert "canary" not in answered.text
    assert "/secret" not in answered.text
    assert "nosniff" == answered.headers["x-content-type-options"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "[::2]", "10.0.0.1"]
)
def test_a_foreign_host_name_is_refused(client, host):
    """
    A page that rebinds its own name to this machine gets nothing, not even /health.
    """
    for path in ("/health", "/", "/v1/kpis"):
        assert 400 == client.get(path, host=host).status_code


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST", "localhost:8765", "[::1]:8765"]
)
def test_the_machines_own_names_are_served(client, host):
    """
    Whatever this machine calls itself, with or without the port.
    """
    assert 200 == client.send("GET", "/health", headers={"host": host}).status_code


def test_an_empty_or_absent_host_is_refused(client):
    """
    A request that does not say whom it asks is not answered.
    """
    assert 400 == client.send("GET", "/health", headers={"host": ""}).status_code


@pytest.mark.parametrize(
    "key", ["", "nonsense", KEY[:-1], KEY[:-1] + "t", KEY + "s", KEY.upper(), "sésame", "é" * 5000]
)
def test_a_wrong_key_is_refused(keyed, key):
    """
    A key that is wrong by one character is as wrong as any other.
    """
    headers = [(b"authorization", f"Bearer {key}".encode("latin-1", "replace"))]

    answered = keyed.send("GET", "/v1/kpis", headers=headers)

    assert 401 == answered.status_code
    assert "AUTH" == answered.json()["kind"]
    assert key not in answered.text or not key


def test_two_keys_are_one_too_many(keyed):
    """
    A request with two Authorization headers is refused, even when both are right.
    """
    twice = [("authorization", f"Bearer {KEY}")] * 2

    assert 400 == keyed.send("GET", "/v1/kpis", headers=twice).status_code


def test_the_owners_key_opens_everything_and_the_readers_does_not(keyed, client):
    """
    Changing data asks for the owner's key, on a loopback without any other key too.
    """
    asked = {"headers": bearer(OWNER)}

    assert 200 == keyed.get("/v1/kpis", **asked).status_code
    assert 200 == keyed.admin("settings", {}).status_code
    for opened, key in ((keyed, KEY), (keyed, ""), (client, ""), (client, "anything")):
        assert 401 == opened.admin("settings", {}, key=key).status_code


def test_keys_are_kept_as_hashes_and_compared_in_one_time(monkeypatch):
    """
    No key stands in the server's memory of keys, and each try compares as many hashes.
    """
    authority = Authority(Keys.of("reader", "owner"))
    compared = []
    monkeypatch.setattr(
        access.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or a == b
    )

    tries = {
        given: authority.access("/v1/kpis", given)
        for given in ("reader", "x", "kpi_0123456789_x", "owner", "")
    }

    let_in = {given: found.subject for given, found in tries.items() if found}
    assert {"reader": "api", "owner": "owner"} == let_in
    assert Access("owner") == tries["owner"]
    assert 15 == len(compared)
    assert {32} == {len(side) for pair in compared for side in pair}
    assert b"reader" not in repr(authority).encode()


@pytest.mark.parametrize("path", ["/v1/cells", "/v1/query", "/v1/admin/import"])
def test_a_long_body_without_a_length_is_stopped_while_it_is_read(keyed, path):
    """
    An endless body is refused once 4 MB came, not kept until memory ends.
    """
    sent = 0

    async def endless():
        nonlocal sent
        while sent < 16 * guard.MOST_BYTES:  # enough of an end for a failure to be one
            sent += 65_536
            yield b" " * 65_536

    answered = keyed.send("POST", path, content=endless(), headers=bearer(OWNER))

    assert 413 == answered.status_code
    assert "LIMIT" == answered.json()["kind"]
    assert sent <= guard.MOST_BYTES + 2 * 65_536


def test_four_megabytes_are_read(client):
    """
    The limit is what the sentence says: a body just below it is answered.
    """
    body = b'{"calls":[]' + b" " * (guard.MOST_BYTES - 12) + b"}"

    assert 200 == client.post("/v1/cells", body).status_code
    assert 413 == client.post("/v1/cells", body[:-1] + b" }").status_code


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "GZIP", "identity, gzip"])
def test_an_encoded_body_is_refused(client, encoding):
    """
    What unpacks to more than it weighs is not unpacked.
    """
    answered = client.post(
        "/v1/cells", gzip.compress(CALLS), headers={"content-encoding": encoding}
    )

    assert 415 == answered.status_code


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_any_web_page_could_send_is_refused(client, kind):
    """
    A form or plain text from a stranger's page never reaches the data.
    """
    for path in ("/v1/cells", "/v1/query", "/v1/admin/settings"):
        headers = {**bearer(OWNER), "content-type": kind}
        assert 415 == client.send("POST", path, content=CALLS, headers=headers).status_code


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:8765"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_other_site_may_read_an_answer(client, origin, method):
    """
    No CORS header is ever sent, to nobody.
    """
    headers = {"origin": origin, "access-control-request-method": "POST"}

    answered = client.send(method, "/v1/kpis", headers=headers)

    assert not [name for name in answered.headers if name.startswith("access-control")]


def test_a_secret_reaches_no_log_and_no_answer(keyed, caplog, capfd):
    """
    A key or a value pushed through every route, wrong ones included, is nowhere afterwards.
    """
    canary = "canary-c4f3-8811"
    caplog.set_level(logging.DEBUG)
    logging.getLogger("uvicorn").setLevel(logging.DEBUG)
    texts = []
    for key in (canary, KEY, OWNER):
        headers = {**bearer(key), "cookie": f"session={canary}", "x-api-key": canary}
        for method, path in (
            ("GET", "/v1/kpis"), ("POST", "/v1/cells"), ("POST", "/v1/query"), ("GET", "/v1/nothing"),
            ("POST", "/v1/admin/nothing"), ("POST", "/v1/admin/query"), ("POST", "/v1/admin/import"),
        ):  # fmt: skip
            body = {"calls": [], "secret": {"password": canary}}
            content = json.dumps(body).encode() if method == "POST" else None
            answered = keyed.send(method, path, content=content, headers=headers, crash=False)
            texts.append(answered.text + str(answered.headers))
    printed = capfd.readouterr()

    assert not [text for text in texts if canary in text]
    assert canary not in caplog.text
    assert canary not in printed.out + printed.err
    for secret in (KEY, OWNER):
        assert secret not in caplog.text + "".join(texts)


class Slow:
    """An application that answers when it is told to."""

    def __init__(self):
        self.go = asyncio.Event()
        self.inside = 0

    async def __call__(self, scope, receive, send):
        self.inside += 1
        await self.go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


def test_past_what_it_can_hold_it_says_come_back():
    """
    Of a hundred requests at once 40 are held and answered, the others get 503 with Retry-After.
    """

    async def storm():
        slow = Slow()
        app = Guard(slow, hosts=frozenset({"localhost"}), authority=Authority(Keys.of(None, OWNER)))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            sent = [asyncio.create_task(client.get("/v1/kpis")) for _ in range(100)]
            await asyncio.sleep(0.5)
            held = slow.inside
            healthy = asyncio.create_task(client.get("/health"))
            await asyncio.sleep(0.01)
            slow.go.set()
            answers = [await task for task in sent]
            return held, answers, await healthy, await client.get("/v1/kpis")

    held, answers, healthy, after = asyncio.run(storm())

    assert 40 == held
    assert {200: 40, 503: 60} == {s: sum(a.status_code == s for a in answers) for s in (200, 503)}
    refused = [a for a in answers if a.status_code == 503]
    assert {"1"} == {a.headers["retry-after"] for a in refused}
    assert {"UPSTREAM"} == {a.json()["kind"] for a in refused}
    assert (200, 200) == (healthy.status_code, after.status_code)


def test_a_place_is_given_back_whatever_happens():
    """
    Requests that break, or that are too large, do not use up the places.
    """

    async def broken(_scope, _receive, _send):
        raise RuntimeError

    async def storm():
        app = Guard(
            broken,
            hosts=frozenset({"localhost"}),
            authority=Authority(Keys.of(None, OWNER)),
            most_waiting=1,
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            large = b" " * (guard.MOST_BYTES + 1)
            return [
                (await client.get("/v1/kpis")).status_code,
                (await client.post("/v1/cells", content=iter_(large), headers=JSON)).status_code,
                (await client.get("/v1/kpis")).status_code,
            ]

    async def iter_(body):
        yield body

    assert [500, 413, 500] == asyncio.run(storm())


def test_real_answers_under_a_storm(demo):
    """
    With forty clients at once every accepted answer is the right one.
    """
    (expected,) = demo.query("cpl", period="2025-Q3")
    found, busy = [], []

    def ask():
        for _ in range(3):
            answered = demo.post("/v1/query", {"kpis": ["cpl"], "period": "2025-Q3"})
            (found if answered.status_code == 200 else busy).append(answered)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 120 == len(found) + len(busy)
    assert found
    assert {expected["value"]} == {a.json()["results"][0]["value"] for a in found}
    assert {503} >= {a.status_code for a in busy}
