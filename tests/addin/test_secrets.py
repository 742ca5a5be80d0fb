"""Secrets and data stay where they are: no journal, no error and no refusal repeats them.

The routes and the commands are read from the application itself, so that a new one is covered.
"""

import io
import json
import logging
import re
import signal
import socket
from urllib.parse import urlsplit

import duckdb
import pytest
import typer
from fastapi.routing import APIRoute

from addin.cli import app as every_command
from addin.cli import outcome, root
from addin.server import journal
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.addin.client import KEY, OWNER, Client
from tests.addin.running import Server
from tests.command import TODAY, kpi
from tests.kpi_core.workspace.filled import Filled, lead, spent

MARK = "c4nary8811"
PEM = f"-----BEGIN PRIVATE KEY-----\\n{MARK}pem\\n-----END PRIVATE KEY-----\\n"  # gitleaks:allow
SECRETS = {
    "a key of ours": f"kpi_0123456789_{MARK}key",
    "a token": f"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ{MARK}.sig{MARK}",
    "another key": f"sk-{MARK}-model",
    "a database address": f"postgresql://reader:{MARK}pw@db.example:5432/crm",
    "a service account": json.dumps({"type": "service_account", "private_key": PEM}),
    "a person": f"{MARK}.quixote@firm.example",
    "two lines": f"{MARK}\r\nERROR forged: line",
}
PERSON = {"email": f"{MARK}@firm.example", "name": f"Ana {MARK.title()}"}
# Filled in for {name} in a path.
PLACE = re.compile(r"\{[^}]*\}")


@pytest.fixture(name="held", scope="module")
def _held(tmp_path_factory):
    """A workspace whose people, and whose campaign, bear the mark."""
    made = Filled(tmp_path_factory.mktemp("held") / "w")
    made.add("leads", lead("b@firm.example"), lead(**PERSON))
    made.add("spend", spent(1500, campaign=f"Campaign {MARK}"))
    made.close()
    return made.folder


def routes(app):
    """Return every (method, path) that the application answers, pages and mounts included."""
    found = []
    for route in app.routes:
        path = PLACE.sub("settings", route.path)
        if isinstance(route, APIRoute):
            found += [(method, path) for method in sorted(route.methods)]
        else:
            found += [("GET", path), ("GET", f"{path}/index.html")]
    return sorted({*found, *((method, "/v1/none") for method in ("GET", "POST", "DELETE"))})


def requests(app, secret):
    """Yield a request to each route with the secret in each place where one may stand."""
    quoted = secret.replace("\r\n", "%0D%0A").replace("#", "%23").replace(" ", "%20")
    one_line = secret.replace("\r\n", " ").encode("ascii", "replace").decode()
    for method, path in routes(app):
        for given in (KEY, OWNER):
            right = {"authorization": f"Bearer {given}", "content-type": "application/json"}
            yield (
                method,
                path,
                {**right, "cookie": f"session={one_line}", "x-api-key": one_line},
                {},
            )
            yield method, f"{path}?key={quoted}&lang={quoted}", right, {}
            for body in ({"password": secret}, {"calls": {"fn": secret}}, {"kpis": {"a": secret}}, [secret]):  # fmt: skip
                yield method, path, right, body
            yield method, path, right, secret.encode()
        yield method, path, {"authorization": f"Bearer {one_line}"}, {}


@pytest.fixture(name="logged")
def _logged():
    """Everything that any library logs, down to DEBUG, as the server would write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(journal.Discreet())
    main = logging.getLogger()
    before = main.level
    logging.getLogger("httpx").setLevel(logging.WARNING)  # what asks is not the server
    main.addHandler(handler)
    main.setLevel(logging.DEBUG)
    yield written
    main.removeHandler(handler)
    main.setLevel(before)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_in_any_place_of_any_request_is_nowhere_afterwards(held, logged, capfd, name):
    """
    Header, cookie, query string or body, with a right key or none: no journal or answer repeats it.
    """
    told = []
    with Store(held) as store:
        client = Client(store, api=KEY)
        asked = list(requests(client.app._app, SECRETS[name]))
        for method, path, headers, body in asked:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent = content if method in {"POST", "PUT"} else None
            answered = client.send(method, path, content=sent, headers=headers, crash=False)
            assert answered.status_code != 500, (method, path, body)
            # A redirection names the address that was asked for, to whoever asked.
            kept = [f"{n}: {v}" for n, v in answered.headers.items() if n != "location"]
            text = answered.text
            if path.startswith("/v1/scoring"):
                # Whom to call first is what was asked: the name, and nothing else of the person.
                text = text.replace(json.dumps(PERSON["name"]), "")
            told.append("\n".join([text, *kept]))

    assert len(asked) > 100
    assert not [text for text in told if MARK in text.lower()]
    printed = capfd.readouterr()
    assert MARK not in (logged.getvalue() + printed.out + printed.err).lower()
    assert not [text for text in told if KEY in text or OWNER in text]


def test_a_crash_in_any_route_says_where_and_not_of_whom(held, logged, monkeypatch):
    """
    The engine's errors quote values: neither the answer nor the journal does, and both say enough.
    """
    quoting = duckdb.ConversionException(f"Could not convert string '{MARK}' to INT32")
    crashed = []
    with Store(held) as store:
        client = Client(store, api=KEY)

        def broken(*_args, **_more):
            raise RuntimeError(f"while reading {SECRETS['a database address']}") from quoting

        for name in ("query", "snapshot", "today"):
            monkeypatch.setattr(client.core, name, broken)
        monkeypatch.setattr(client.store, "settings", broken)
        body = {"kpis": ["cpl"]}
        for method, path in routes(client.app._app):
            sent = {"/v1/query": body, "/v1/cells": {"calls": []}}.get(path, {})
            content = json.dumps(sent).encode()
            headers = {"authorization": f"Bearer {OWNER}", "content-type": "application/json"}
            try:
                client.send(method, path, content=content, headers=headers)
            except RuntimeError:
                logging.getLogger("uvicorn.error").exception("Exception in ASGI app")
                crashed.append(path)
            answered = client.send(method, path, content=content, headers=headers, crash=False)
            assert MARK not in answered.text

    written = logged.getvalue()
    assert {"/v1/cells", "/v1/about", "/v1/admin/settings"} <= set(crashed)
    assert MARK not in written
    assert "duckdb.ConversionException" in written.replace("_duckdb.", "duckdb.")
    assert "test_secrets.py" in written


def test_the_journal_of_a_real_server_holds_no_secret(held):
    """
    `kpi serve` at its most talkative: what people paste into addresses and headers is not written.
    """
    server = Server(held, KPI_API_KEY=SECRETS["another key"], KPI_LOG_LEVEL="debug").wait()
    where = urlsplit(server.address)
    for path in (f"/v1/kpis?key={MARK}", f"/{MARK}", f"/office/{MARK}"):
        for head in (
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {MARK}\r\n",
            f"GET {path} HTTP/1.1\r\nHost: {MARK}.example\r\nCookie: a={MARK}\r\n",
            f"NONSENSE {path}\r\nX-Api-Key {MARK}\r\n",
        ):
            with socket.create_connection((where.hostname, where.port), 10) as connection:
                connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
                answered = connection.recv(65_536).decode("latin-1")
            assert MARK not in answered, answered
    _, told = server.stop(signal.SIGTERM)

    assert "DEBUG" in told
    assert MARK not in told


@pytest.mark.parametrize("name", SECRETS)
def test_the_journal_hides_what_looks_like_a_secret(name):
    """
    Whatever a library writes into a message, its secrets are hidden and it stays one line.
    """
    for said in ("GET /x?api_key={}", "Authorization: Bearer {}", "{}", "{{'password': '{}'}}"):
        if name == "another key" and said == "{}":
            continue  # nothing tells such a key from a word
        text = "text two lines" if name == "two lines" else SECRETS[name]
        record = logging.LogRecord("x", logging.INFO, "", 0, said.format(text), (), None)
        assert MARK not in journal.Discreet().format(record), said
    forged = logging.LogRecord("x", logging.INFO, "", 0, "a\r\nERROR forged", (), None)
    assert "\n" not in journal.Discreet().format(forged)


def commands():
    """Return every command of `kpi`, as its words."""
    assert every_command.COMMANDS
    found = []

    def below(group, words):
        for name, command in group.commands.items():
            inner = [*words, name]
            below(command, inner) if hasattr(command, "commands") else found.append(inner)

    below(typer.main.get_command(root.app), [])
    return found


def breaks_when_asked(monkeypatch):
    """Let the engine fail, with words that quote a person, once the workspace is open."""
    whole = Store.cursor

    def broken(store):
        if hasattr(store, "_version"):
            raise duckdb.ConversionException(f"Could not convert '{MARK}' of {PERSON['email']}")
        return whole(store)

    monkeypatch.setattr(Store, "cursor", broken)


# Built once: it is asked a thousand times.
COMMAND = typer.main.get_command(root.app)
# These start something, or write beside the workspace: their errors are those of their options.
STARTS = {"serve", "demo", "publish", "certificate", "workbook"}


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_no_command_tells_of_the_data_or_of_keys_when_it_fails(
    held, logged, capfd, monkeypatch, tmp_path, words
):
    """
    An option that is none, a word too many, a crash of the engine: neither people nor keys are told.
    """
    monkeypatch.chdir(tmp_path)  # a copy may be written where the command runs
    monkeypatch.setenv("KPI_WAIT", "0")
    monkeypatch.setenv("KPI_API_KEY", SECRETS["another key"])

    def run(lang, *given):
        return outcome.run(
            COMMAND, lang, ["--workspace", str(held), "--today", TODAY, *words, *given]
        )

    ended = [run(Lang.FR, *given, "--nonsense") for given in ([], ["a", "b", "c", "d"])]

    if words[0] not in STARTS:
        breaks_when_asked(monkeypatch)
        tries = ([], ["a"], ["a", "b"], ["cpl"], ["cpl", "1", "2"], [__file__])
        ended += [run(lang, *given) for lang in Lang for given in tries]
    printed = capfd.readouterr()

    assert 2 in ended
    assert {0, 1, 2} >= set(ended)
    assert MARK not in (printed.out + printed.err + logged.getvalue()).lower()
    assert "Traceback" not in printed.err


def test_a_fault_of_ours_is_said_in_the_readers_language(held, capfd, monkeypatch):
    """
    A crash ends with 1, a sentence, and the lines of code to report: no word of the exception.
    """

    breaks_when_asked(monkeypatch)
    ended = outcome.run(root.app, Lang.FR, ["--workspace", str(held), "people"])
    printed = capfd.readouterr()

    assert 1 == ended
    assert "Une panne de notre côté" in printed.err
    assert "ConversionException" in printed.err
    assert "test_secrets.py" in printed.err


def test_the_owners_token_stands_in_one_file_of_the_owner_alone(held):
    """
    The word that a server leaves is read by its owner only, and no command prints it.
    """
    server = Server(held).wait()
    token = server.left["token"]
    told = [kpi(*words, folder=held).stdout for words in (["doctor"], ["keys", "list"])]
    mode = server.word.stat().st_mode & 0o777
    _, written = server.stop()

    assert 0o600 == mode
    assert token not in "".join(told) + written
