"""Several servers of one workspace: each answers as its owner decides, whoever was asked before."""

import json
import shutil
import signal
import subprocess
import threading
from contextlib import closing

import pytest

from addin.desk import Desk, perform
from addin.sharing import following, keep_password, sessions_of
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.shared.conversations import InDatabase, place
from kpi_core.shared.replica import Replica
from kpi_core.shared.sessions import Sessions
from kpi_core.workspace import Store
from tests.addin.shared.cluster import SECRETS, TODAY, YEAR, blocked, until
from tests.command import KPI, environment, kpi, refused

CPL = {"kpis": ["cpl"], "period": YEAR, "by": ["channel"]}
CELL = {"calls": [{"fn": "B2B_KPI", "rows": [["lead_volume", "2025", "LinkedIn Ads"]]}]}


def results(answered):
    """Return what was answered, and nothing of how."""
    status, told = answered
    assert 200 == status, told
    return told["results"]


def test_each_answers_as_a_single_server_does(cluster, alone):
    """
    Numbers by channel and cells are those of the one process that owns the workspace.
    """
    with alone() as client:
        key = {"authorization": f"Bearer {cluster.key}"}
        query = client.post("/v1/query", CPL, headers=key).json()["results"]
        cell = client.post("/v1/cells", CELL, headers=key).json()["results"]

    assert len(query) == 4
    for replica in cluster.alive:
        assert query == results(replica.post("/v1/query", CPL, cluster.key))
        assert cell == results(replica.post("/v1/cells", CELL, cluster.key))


def test_a_follow_up_is_understood_by_another_server(cluster, alone):
    """
    The number of the conversation is enough: what was asked first is known wherever it goes on.
    """
    one, other, third = cluster.alive
    begun = one.post(
        "/v1/ask", {"question": "leads en 2024 par canal", "conversation": "new"}, cluster.key
    )[1]
    number = begun["conversation"]
    follow = {"question": "et en 2025 ?", "conversation": number}

    asked = other.post("/v1/ask", follow, cluster.key)[1]
    again = third.post(
        "/v1/ask", {"question": "et sur LinkedIn Ads ?", "conversation": number}, cluster.key
    )[1]

    with alone() as client:
        key = {"authorization": f"Bearer {cluster.key}"}
        said = {"question": "et en 2025 ?", "context": begun["context"]}
        expected = client.post("/v1/ask", said, headers=key).json()
    assert ["channel"] == asked["query"]["by"]
    assert expected["rows"] == asked["rows"]
    assert number == asked["conversation"] == again["conversation"]
    assert {"source": ["LinkedIn Ads"]} == again["query"]["filters"] or again["query"]["filters"]
    assert "conversation" not in one.post("/v1/ask", {"question": "leads en 2025"}, cluster.key)[1]


def test_a_conversation_is_of_whoever_began_it_and_ends(cluster, server):
    """
    Another key does not go on with it; it is over on its day, and gone from the database.
    """
    one, other, _ = cluster.alive
    ask = {"question": "leads en 2025", "conversation": "new"}
    number = one.post("/v1/ask", ask, cluster.key)[1]["conversation"]
    stranger = cluster.made("stranger")
    follow = {"question": "et en 2024 ?", "conversation": number}

    assert 404 == other.post("/v1/ask", follow, stranger)[0]
    with server.connect() as connection:
        kept = connection.execute(
            "SELECT id, context, expires_at - asked_at FROM kpi.conversations"
        ).fetchall()
        connection.execute("UPDATE kpi.conversations SET expires_at = now()")
    status, told = other.post("/v1/ask", follow, cluster.key)

    assert {7} == {length.days for _, _, length in kept}
    assert not [1 for id_, context, _ in kept if number.encode() in id_ or number in context]
    assert 404 == status
    assert "is over" in told["message"]["en"]
    assert "est terminée" in told["message"]["fr"]
    cluster.set(small_sample=29)  # any publication tidies
    with server.connect() as connection:
        assert [(0,)] == connection.execute("SELECT count(*) FROM kpi.conversations").fetchall()


def test_a_person_is_forgotten_in_conversations_too(cluster, server):
    """
    `kpi forget` erases what servers keep that names the person, and nothing else; it is audited.
    """
    sessions = sessions_of(server.url("server"), "tests")
    kept = InDatabase(sessions)
    kept.keep(place("a", "x"), '{"filters": {"owner": ["Zoé.Ádám@firm.example"]}}', 7)
    kept.keep(place("b", "x"), '{"filters": {"owner": ["Bob"]}}', 7)

    said = cluster.own("forget", "zoé.ádám@firm.example").stdout

    assert "1 conversation erased" in said
    assert kept.context(place("a", "x")) is None
    assert kept.context(place("b", "x")) is not None
    sessions.close()
    with pytest.raises(KpiError, match="nothing was erased"):
        cluster.act("forget", email="nobody@firm.example")
    with server.connect() as connection:
        acts = connection.execute(
            "SELECT object, details FROM kpi.audit WHERE action = 'forget'"
        ).fetchall()
    assert [("person", "1"), ("person", "0")] == acts


def test_a_revoked_key_is_refused_by_all_at_once(cluster):
    """
    The request after the revocation is refused, whichever server gets it; its use was written down.
    """
    key = cluster.made("leaving")
    id_ = key.split("_")[1]
    assert [200] * 3 == [r.post("/v1/cells", CELL, key)[0] for r in cluster.alive]

    cluster.act("keys", revoke=id_)

    assert [401] * 3 == [r.post("/v1/cells", CELL, key)[0] for r in cluster.alive]
    listed = cluster.act("keys")["keys"]
    (used,) = [k["last_used_on"] for k in listed if k["id"] == id_]
    assert used is not None
    assert [401] * 3 == [r.post("/v1/cells", CELL, key[:-1])[0] for r in cluster.alive]


def test_no_secret_is_in_the_database(cluster, server):
    """
    What is shared holds the hashes of keys, never a key nor a password.
    """
    with server.connect() as connection:
        rows = connection.execute("SELECT decisions FROM kpi.published").fetchall()
        rows += connection.execute(
            "SELECT process || actor || object || details FROM kpi.audit"
        ).fetchall()
    told = "\n".join(row[0] for row in rows)

    assert cluster.key.split("_")[1] in told
    assert cluster.key.split("_", 2)[2] not in told
    assert SECRETS["KPI_SHARED_PASSWORD"] not in told


def test_what_the_owner_changes_is_seen_by_all(cluster, alone):
    """
    A currency, a fiscal year, an alias and the mapping itself: the next answer knows of it.
    """
    before = results(cluster.alive[0].post("/v1/query", CPL, cluster.key))
    cluster.set(fiscal_start=4)
    cluster.act("map", dimension="source", raw="bouche à oreille", member="Word of mouth")
    by = {"kpis": ["lead_volume"], "period": "this fiscal year", "by": ["source"]}

    for replica in cluster.alive:
        found = results(replica.post("/v1/query", by, cluster.key))
        assert {"2025-04-01"} == {r["period"]["start"] for r in found}
        assert "Word of mouth" in {r["group"]["source"] for r in found}

    cluster.set(currency="USD", rates={"EUR": "2"})
    toml = cluster.folder / "warehouse.toml"
    said = toml.read_text("utf-8")
    doubled = [results(r.post("/v1/query", CPL, cluster.key)) for r in cluster.alive]
    toml.write_text(said.replace('amount = "cost"', 'amount = { sql = "cost * 5" }'), "utf-8")
    cluster.act("shared", publish=True)
    tenfold = [results(r.post("/v1/query", CPL, cluster.key)) for r in cluster.alive]
    toml.write_text(said, "utf-8")
    cluster.set(currency="EUR", rates={}, fiscal_start=1)

    values = {r["group"]["channel"]: r["value"] for r in before if r["value"]}
    for times, answers in ((2, doubled), (10, tenfold)):
        for answer in answers:
            told = {r["group"]["channel"]: r["value"] for r in answer if r["value"]}
            assert {n: pytest.approx(v * times) for n, v in values.items()} == told
            assert {"USD"} == {r["currency"] for r in answer}


def test_a_server_of_the_owner_tells_what_was_edited_by_itself(cluster):
    """
    Where `kpi serve` has the workspace, an edited warehouse.toml is published without a command.
    """
    toml = cluster.folder / "warehouse.toml"
    said = toml.read_text("utf-8")
    one = cluster.alive[0]
    spend = {"kpis": ["spend"], "period": YEAR}

    def spent():
        ((told,),) = [results(one.post("/v1/query", spend, cluster.key))]
        return told["value"]

    before = spent()
    with Store(cluster.folder) as store, following(store):
        toml.write_text(said.replace('amount = "cost"', 'amount = { sql = "cost * 3" }'), "utf-8")
        until(lambda: spent() == pytest.approx(3 * before))
        toml.write_text(said, "utf-8")
        until(lambda: spent() == before)


def test_a_wrong_mapping_is_told_to_its_owner_alone(cluster):
    """
    The servers go on with the last one that was whole.
    """
    toml = cluster.folder / "warehouse.toml"
    said = toml.read_text("utf-8")
    toml.write_text(said.replace("[leads]", "[lead]"), "utf-8")
    try:
        told = cluster.own("shared", "publish", code=2).stderr
        warned = cluster.own("keys", "list", lang="fr").stderr
        assert 200 == cluster.alive[0].post("/v1/query", CPL, cluster.key)[0]
    finally:
        toml.write_text(said, "utf-8")

    assert "“lead”" in told
    assert "les autres serveurs ne le savent pas encore" in warned


def test_administration_is_the_owners(cluster):
    """
    Changing anything, or running a sheet, is refused in words by every server.
    """
    for replica in cluster.alive:
        for path in ("/v1/admin/settings", "/v1/sync/1/run"):
            status, told = replica.post(path, {"changes": {"currency": "USD"}}, cluster.key)
            assert 403 == status
            assert "owner" in told["message"]["en"]
            assert "propriétaire" in told["message"]["fr"]
        assert 403 == replica.get("/v1/sync", cluster.key)[0]


def test_a_server_may_change_nothing_that_was_decided(cluster, server):
    """
    Its user of the database reads what is published, and writes conversations and its audit only.
    """
    import psycopg

    with psycopg.connect(
        host="127.0.0.1", port=server.port, user="server", dbname="firm", autocommit=True,
        password=SECRETS["KPI_SHARED_PASSWORD"],
    ) as connection:  # fmt: skip
        for statement in (
            "UPDATE kpi.published SET decisions = ''",
            "DELETE FROM kpi.published",
            "DELETE FROM kpi.audit",
            "UPDATE kpi.audit SET actor = ''",
            "UPDATE kpi.meta SET version = 0",
            "CREATE TABLE kpi.mine (x int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_two_owners_are_refused(cluster, server, tmp_path):
    """
    Another workspace is told whose it is; a copy of the owner's folder cannot decide either.
    """
    copy = shutil.copytree(cluster.folder, tmp_path / "copy")
    other = shutil.copytree(cluster.folder, tmp_path / "other")
    (other / "shared.json").unlink()
    cluster.set(small_sample=31)  # the owner goes on: the copy knows nothing of it

    told = refused("shared", "init", server.url("decider"), folder=other, **SECRETS)
    with Store(copy) as store:
        store.change_settings({"currency": "USD"}, "test")
    unpublished = refused("shared", "publish", folder=copy, lang="fr", **SECRETS)

    assert str(cluster.folder) in told
    assert "--take" in told
    assert "Un autre espace de travail décide" in unpublished
    found = results(cluster.alive[0].post("/v1/query", CPL, cluster.key))
    assert {"EUR"} == {r["currency"] for r in found}
    cluster.act("shared", publish=True)


def test_an_owner_can_be_replaced(cluster, server, tmp_path):
    """
    With --take another workspace decides, and the first one is told so; and back again.
    """
    other = shutil.copytree(cluster.folder, tmp_path / "other")
    (other / "shared.json").unlink()

    kpi("shared", "init", server.url("decider"), "--take", folder=other, **SECRETS)
    status = cluster.own("shared", "status").stderr
    warned = cluster.set(small_sample=33)["unpublished"]["en"]
    cluster.act("shared", init=server.url("decider"), take=True)

    assert "Another workspace decides there now" in status
    assert "Another workspace decides for the servers" in warned
    assert 200 == cluster.alive[0].post("/v1/query", CPL, cluster.key)[0]


def test_an_owner_killed_while_it_publishes_leaves_the_old_version_whole(cluster, server):
    """
    The servers answer as before; the next command tells what the killed one could not.
    """
    words = [
        "--workspace",
        str(cluster.folder),
        "--today",
        TODAY,
        "settings",
        "currency=GBP",
        'rates={"EUR": "2"}',
    ]
    with server.connect() as holding:
        holding.autocommit = False
        # What is published is written, and not yet committed, when it comes to the conversations.
        holding.execute("LOCK TABLE kpi.conversations IN SHARE MODE")
        owner = subprocess.Popen(
            [KPI, *words],
            env=environment(**SECRETS),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: blocked(server, "b2b-kpi owner"))
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        during = [results(r.post("/v1/query", CPL, cluster.key)) for r in cluster.alive]
        holding.rollback()
    until(lambda: not blocked(server, "b2b-kpi owner"))

    after = [results(r.post("/v1/query", CPL, cluster.key)) for r in cluster.alive]
    assert {"EUR"} == {row["currency"] for told in during + after for row in told}
    cluster.act("shared", publish=True)
    known = [results(r.post("/v1/query", CPL, cluster.key)) for r in cluster.alive]
    assert {"GBP"} == {row["currency"] for told in known for row in told}
    cluster.set(currency="EUR", rates={})


def test_the_schema_of_another_release_is_refused(cluster, server):
    """
    A server says which side is to be updated, and goes on when it was; the owner mends an older one.
    """
    one = cluster.alive[0]
    server.run("UPDATE kpi.meta SET version = version + 1")
    try:
        status, told = one.post("/v1/query", CPL, cluster.key)
    finally:
        server.run("UPDATE kpi.meta SET version = version - 1")

    assert 503 == status
    assert "newer release" in told["message"]["en"]
    assert 200 == one.post("/v1/query", CPL, cluster.key)[0]


def test_a_setting_of_a_newer_release_is_refused_and_the_old_answers_never_mixed(cluster, server):
    """
    What cannot be read whole is not taken in part: the server says so until it is updated.
    """
    with server.connect() as connection:
        ((text, digest),) = connection.execute(
            "SELECT decisions, digest FROM kpi.published"
        ).fetchall()
        told = json.loads(text)
        told["tables"]["settings"].append(["of_tomorrow", "1"])
        from kpi_core.shared.decisions import digest as digest_of

        newer = json.dumps(told)
        change = "UPDATE kpi.published SET number = number + 1, decisions = %s, digest = %s"
        connection.execute(change, [newer, digest_of(newer)])
        status, said = cluster.alive[0].post("/v1/query", CPL, cluster.key)
        connection.execute(change, [text, digest])

    assert 503 == status
    assert "newer release" in said["message"]["en"]
    assert 200 == cluster.alive[0].post("/v1/query", CPL, cluster.key)[0]


def test_data_in_the_file_is_not_shared(made, server):
    """
    Only facts in a warehouse are answered by several: the way there is said.
    """
    with pytest.raises(KpiError) as caught:
        perform(Desk(Core(made.store)), "shared", {"init": server.url("decider")})

    assert "which one process owns" in caught.value.message.en
    assert "kpi settings warehouse=" in caught.value.message.fr
    assert {"place": None} == perform(Desk(Core(made.store)), "shared", {})


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgres://server:secret@127.0.0.1/firm", "KPI_SHARED_PASSWORD"),
        ("postgres://nobody@127.0.0.1:{port}/firm", "refuses the user nobody"),
        ("postgres://server@127.0.0.1:{port}/nowhere", "no database of that name"),
        ("postgres://server@127.0.0.1:1/firm", "does not answer"),
        ("postgres://reader@127.0.0.1:{port}/firm", "kpi shared init --for reader"),
        ("postgres://server@127.0.0.1:{port}/postgres", "Nothing is shared"),
    ],
)
def test_a_server_that_cannot_begin_says_why(server, cluster, tmp_path, address, expected):
    """
    A password in the address, a wrong user or database, nobody there, too few rights, nothing shared.
    """

    def begun():
        with closing(sessions_of(address.format(port=server.port), "tests")) as sessions:
            Replica(tmp_path, sessions).close()

    with pytest.raises(KpiError) as caught:
        begun()

    assert expected in caught.value.message.en
    assert "secret" not in caught.value.message.en


def test_who_waits_together_is_refused_together(cluster, server, tmp_path):
    """
    A database that says nothing is waited for once, not once a request that came meanwhile.
    """
    looks = []

    class Counted(Sessions):
        def ask(self, sql, *values):
            looks.append(sql)
            return super().ask(sql, *values)

    def refused_():
        with pytest.raises(KpiError, match="does not answer"):
            replica.refresh()
        told.append(True)

    told = []
    sessions = Counted(server.url("server"), SECRETS["KPI_SHARED_PASSWORD"], "tests")
    with closing(sessions), Replica(tmp_path, sessions) as replica, server.connect() as holding:
        holding.autocommit = False
        holding.execute("LOCK TABLE kpi.published IN ACCESS EXCLUSIVE MODE")
        looks.clear()
        waiting = [threading.Thread(target=refused_) for _ in range(8)]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        holding.rollback()
        replica.refresh()

    assert 8 == len(told)
    assert 2 == len(looks)


def test_a_damaged_note_is_told(cluster, tmp_path):
    """
    The owner's note of what it published is named when it cannot be read, with the way out.
    """
    copy = shutil.copytree(cluster.folder, tmp_path / "copy")
    (copy / "shared.json").write_text('{"url": 1')

    assert "shared.json is damaged" in refused("keys", "list", folder=copy, **SECRETS)


def test_a_server_without_an_address_says_where_one_is_told():
    """
    The command names the variable, and what goes in it.
    """
    assert "KPI_SHARED" in refused("serve", "--replica", "--port", "0")


def test_a_restart_of_the_database_is_survived(cluster, server, database):
    """
    While it is away every server says so in both languages; back again, they answer by themselves.
    """
    expected = results(cluster.alive[0].post("/v1/query", CPL, cluster.key))
    database.stop()
    try:
        away = [
            r.post("/v1/query", CPL, cluster.key, **{"Accept-Language": "fr"})
            for r in cluster.alive
        ]
        ready = [r.get("/ready")[0] for r in cluster.alive]
        alive = [r.get("/health")[0] for r in cluster.alive]
        warned = cluster.set(small_sample=30)["unpublished"]["en"]
    finally:
        database.start(server)

    assert [503] * 3 == [status for status, _ in away] == ready
    assert [200] * 3 == alive
    assert all("ne répond pas" in told["detail"] for _, told in away)
    assert "does not answer" in warned
    for replica in cluster.alive:
        until(lambda replica=replica: 200 == replica.get("/ready")[0])
        assert expected == results(replica.post("/v1/query", CPL, cluster.key))
    cluster.act("shared", publish=True)

    database.stop()
    database.start(server)
    for replica in cluster.alive:  # it had been away while nobody asked: nobody notices
        assert expected == results(replica.post("/v1/query", CPL, cluster.key))


def test_sharing_ends_when_its_owner_says_so(cluster, tmp_path):
    """
    Nothing is published any more, and the workspace goes on by itself.
    """
    copy = shutil.copytree(cluster.folder, tmp_path / "copy")

    stopped = kpi("shared", "stop", folder=copy, **SECRETS).stdout
    status = kpi("shared", "status", folder=copy, lang="fr").stdout

    assert "Nothing more is told to" in stopped
    assert "Un seul serveur" in status
    assert not (copy / "shared.json").exists()


def test_the_password_is_of_this_machine(cluster, server, tmp_path, monkeypatch):
    """
    Without one in the environment, what was kept for the address is used, and it is in no workspace.
    """
    monkeypatch.delenv("KPI_SHARED_PASSWORD")
    monkeypatch.setenv("KPI_CREDENTIALS", str(tmp_path / "secrets"))
    url = server.url("server")
    with closing(sessions_of(url, "tests")) as sessions, pytest.raises(KpiError, match="refuses"):
        sessions.ask("SELECT 1")

    keep_password(url, SECRETS["KPI_SHARED_PASSWORD"])

    with closing(sessions_of(url, "tests")) as sessions:
        assert [(1,)] == sessions.ask("SELECT 1")
    held = b"".join(p.read_bytes() for p in cluster.folder.iterdir() if p.is_file())
    assert SECRETS["KPI_SHARED_PASSWORD"].encode() not in held
