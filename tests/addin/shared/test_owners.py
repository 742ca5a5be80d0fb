"""Several servers of one workspace and its owner: who may change what, and what is refused in words."""

import json
import shutil
import signal
import subprocess
import threading
from contextlib import closing

import pytest

from addin.desk import Desk, perform
from addin.sharing import keep_password, sessions_of
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.shared.replica import Replica
from kpi_core.shared.sessions import Sessions
from kpi_core.workspace import Store
from tests.addin.shared.cluster import SECRETS, TODAY, YEAR, blocked, results, until
from tests.command import KPI, environment, kpi, refused

CPL = {"kpis": ["cpl"], "period": YEAR, "by": ["channel"]}


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
