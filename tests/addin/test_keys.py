"""Keys: shown once, kept as hashes, closed when they say so, and for one workspace only."""

import datetime as dt
import re
import shutil

import pytest

from addin.server.access import Authority, Keys
from addin.server.rates import Rates
from kpi_core.workspace import Store, keys
from tests.addin.client import KEY, OWNER, Client
from tests.addin.test_guard import bearer
from tests.command import answer, kpi, refused

CELL = {"calls": [{"fn": "B2B_CPL", "rows": [[1500, 50]]}]}
QUERY = {"kpis": ["lead_volume"], "period": "2025"}


@pytest.fixture(name="make")
def _make(made):
    """Return what makes a key as the owner does, and the interface it opens."""
    client = Client(made.store)

    def make(**asked):
        told = client.admin("keys", {"create": "sheet", **asked}).json()
        return told["key"]["id"], told["text"]

    make.client = client
    return make


def status(client, path, key, body=None):
    """Return how a request with a key is answered."""
    if body is None:
        return client.get(path, headers=bearer(key)).status_code
    return client.post(path, body, headers=bearer(key)).status_code


def test_with_no_key_made_the_machine_itself_may_ask(make):
    """
    On one's own machine nothing is asked; from the first key on, everything is.
    """
    assert 200 == make.client.post("/v1/cells", CELL).status_code

    make()

    assert 401 == make.client.post("/v1/cells", CELL).status_code
    assert 401 == make.client.get("/v1/about").status_code
    assert 200 == make.client.get("/health").status_code


def test_a_key_opens_what_its_scope_says(make):
    """
    A sheet's own key computes cells and lists functions; questions and changes stay closed to it.
    """
    _, read = make()
    _, cells = make(scope="cells")

    asked = [("/v1/cells", CELL), ("/v1/kpis", None), ("/v1/query", QUERY)]
    assert [200, 200, 200] == [status(make.client, p, read, b) for p, b in asked]
    assert [200, 200, 401] == [status(make.client, p, cells, b) for p, b in asked]
    for key in (read, cells):
        assert 401 == make.client.admin("settings", {}, key=key).status_code


SPOILT = {
    "a letter less": lambda key: key[:-1],
    "a letter more": lambda key: key + "A",
    "no prefix": lambda key: key.replace("kpi_", "", 1),
    "capitals": lambda key: key.upper(),
    "no secret": lambda key: key.rpartition("_")[0] + "_",
    "another number": lambda key: "kpi_0000000000_" + key.split("_", 2)[2],
    "an accent before it": lambda key: "é" + key,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_key_wrong_by_one_letter_opens_nothing(make, spoil):
    """
    Neither half a key, nor one with another number, nor the same in capitals is the key.
    """
    _, key = make()

    headers = [(b"authorization", f"Bearer {spoil(key)}".encode("latin-1", "replace"))]
    assert 401 == make.client.send("GET", "/v1/kpis", headers=headers).status_code


def test_a_revoked_key_opens_nothing_from_that_moment(make):
    """
    Revoking is at once, for a running server too, and other keys stay open.
    """
    id_, key = make()
    _, other = make()
    assert 200 == status(make.client, "/v1/kpis", key)

    make.client.admin("keys", {"revoke": id_})

    assert [401, 200] == [status(make.client, "/v1/kpis", k) for k in (key, other)]


def test_a_key_ends_on_its_day(made):
    """
    An hour before its end a key opens, at its end it does not.
    """
    made_at = dt.datetime(2026, 3, 1, 9)
    _, text = keys.create(made.store, "s", "read", 30, actor="test", now=made_at)
    clock = [made_at]
    authority = Authority(Keys.of(None, OWNER), made.store, now=lambda: clock[0])

    found = []
    for moment in (dt.timedelta(0), dt.timedelta(days=30, hours=-1), dt.timedelta(days=30)):
        clock[0] = made_at + moment
        found.append(authority.access("/v1/kpis", text) is not None)

    assert [True, True, False] == found


def test_a_key_opens_the_workspace_it_was_made_in_and_no_other(make, tmp_path):
    """
    Who asks never says which workspace: the key does, and another workspace does not know it.
    """
    _, key = make()
    with Store(tmp_path / "other", create=True) as store:
        other = Client(store, authority={"closed": True})

        assert 401 == status(other, "/v1/kpis", key)


def test_no_key_stands_in_the_file_the_journal_or_a_copy(make, made, tmp_path):
    """
    A copy of the workspace opens nothing: it holds what keys are compared with, not the keys.
    """
    _, key = make()
    secret = key.split("_", 2)[2]
    made.close()

    copied = shutil.copytree(made.folder, tmp_path / "copy")
    held = b"".join(path.read_bytes() for path in copied.rglob("*") if path.is_file())

    assert secret.encode() not in held
    assert keys.hashed(secret) in held


def test_the_last_day_of_use_is_told(make):
    """
    The list says when a key was last used, so that a forgotten one can be revoked.
    """
    _, key = make()
    before = make.client.admin("keys", {}).json()["keys"]
    status(make.client, "/v1/kpis", key)
    for _ in range(200):
        (told,) = make.client.admin("keys", {}).json()["keys"]
        if told["last_used_on"]:
            break

    assert [None] == [k["last_used_on"] for k in before]
    assert dt.datetime.now(dt.UTC).date().isoformat() == told["last_used_on"]


def test_two_keys_are_never_alike(make):
    """
    Each key has 256 bits of its own.
    """
    made = {make()[1] for _ in range(5)}

    assert 5 == len(made)
    assert {43} == {len(key.split("_", 2)[2]) for key in made}


def test_the_command_shows_a_key_once(tmp_path):
    """
    `kpi keys create` prints the key alone, `list` never does, and `revoke` takes its number.
    """
    folder = tmp_path / "w"
    kpi("import", _leads(tmp_path), folder=folder)
    ran = kpi("keys", "create", "Zoé", "--days", "30", folder=folder, lang="fr")
    key = ran.stdout.strip()

    listed = kpi("keys", "list", folder=folder, lang="fr").stdout
    kpi("keys", "revoke", key.split("_")[1], folder=folder)
    (told,) = answer("keys", "list", folder=folder)["keys"]

    assert "ne pourra plus être affichée" in ran.stderr
    assert key.split("_", 2)[2] not in listed
    assert "Zoé" in listed
    assert not re.search(r"\d{4}-\d{2}-\d{2}", listed)
    assert told["revoked_at"]
    assert not told["open"]


def test_what_cannot_be_a_key_is_refused_in_words(tmp_path):
    """
    A scope that is none, a life of no days, a number that no key has: a sentence and exit code 2.
    """
    folder = tmp_path / "w"
    kpi("import", _leads(tmp_path), folder=folder)

    assert "admin" in refused("keys", "create", "x", "--scope", "admin", folder=folder)
    assert "3650" in refused("keys", "create", "x", "--days", "0", folder=folder)
    assert "kpi keys list" in refused("keys", "revoke", "abc", folder=folder)


def test_a_server_for_other_machines_starts_with_a_key_only(tmp_path):
    """
    Under a public name, or on another address, a workspace without any key is not served.
    """
    folder = tmp_path / "w"
    kpi("import", _leads(tmp_path), folder=folder)

    everywhere = ("--host", "0.0.0.0")  # noqa: S104 - it is refused
    for words, more in ((everywhere, {}), ((), {"KPI_HOSTS": "kpi.example.org"})):
        said = refused("serve", "--port", "0", *words, folder=folder, **more)
        assert "kpi keys create" in said


def test_each_key_has_its_own_share_of_cells(made):
    """
    Too many cells of one key wait their turn, with the seconds to wait; another key goes on.
    """
    clock = [0.0]
    rates = Rates(a_second=10, burst=20, clock=lambda: clock[0])
    client = Client(made.store, api=KEY, rates=rates)
    body = {"calls": [{"fn": "B2B_CPL", "rows": [[1500, 50]] * 15}]}

    first = client.post("/v1/cells", body, headers=bearer(KEY))
    second = client.post("/v1/cells", body, headers=bearer(KEY))
    owner = client.post("/v1/cells", body, headers=bearer(OWNER))
    clock[0] += 1
    third = client.post("/v1/cells", body, headers=bearer(KEY))

    assert [200, 429, 200, 200] == [a.status_code for a in (first, second, owner, third)]
    assert 1 <= int(second.headers["retry-after"]) <= 2
    assert "UPSTREAM" == second.json()["kind"]


def test_a_request_larger_than_the_share_is_let_through_and_owed():
    """
    A whole workbook may exceed the share once; it is paid for before the next cell.
    """
    clock = [0.0]
    rates = Rates(a_second=10, burst=20, clock=lambda: clock[0])

    assert 0 == rates.take("a", 50)
    assert 3.1 == pytest.approx(rates.take("a", 1))
    clock[0] += 3.1
    assert 0 == rates.take("a", 1)


def test_a_page_of_another_address_is_not_answered(made):
    """
    A browser that shows somebody else's page gets nothing for it; a listed address does, exactly.
    """
    ours = "https://intranet.example.org"
    client = Client(made.store, origins=frozenset({ours}))
    asked = {"access-control-request-method": "POST", "origin": ours}

    answers = {
        origin: client.post("/v1/cells", CELL, headers={"origin": origin})
        for origin in (
            ours,
            "https://evil.example",
            ours + ".evil.example",
            "null",
            "http://127.0.0.1:8765",
        )
    }
    allowed = client.send("OPTIONS", "/v1/cells", headers=asked)
    refused_ = client.send(
        "OPTIONS", "/v1/cells", headers={**asked, "origin": "https://evil.example"}
    )

    assert [200, 403, 403, 403, 200] == [a.status_code for a in answers.values()]
    told = [a.headers.get("access-control-allow-origin") for a in answers.values()]
    assert [ours, None, None, None, None] == told
    assert (204, ours) == (allowed.status_code, allowed.headers["access-control-allow-origin"])
    assert "authorization" in allowed.headers["access-control-allow-headers"]
    assert 403 == refused_.status_code
    assert "access-control-allow-origin" not in refused_.headers


def _leads(folder):
    path = folder / "leads.csv"
    path.write_text("e-mail,date the lead was created\na@x.example,2025-03-02\n", encoding="utf-8")
    return path
