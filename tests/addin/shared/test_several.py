"""Several servers of one workspace: each answers as its owner decides, whoever was asked before."""

import pytest

from addin.sharing import following, sessions_of
from kpi_core.errors import KpiError
from kpi_core.shared.conversations import InDatabase, place
from kpi_core.workspace import Store
from tests.addin.shared.cluster import SECRETS, YEAR, results, until

CPL = {"kpis": ["cpl"], "period": YEAR, "by": ["channel"]}
CELL = {"calls": [{"fn": "B2B_KPI", "rows": [["lead_volume", "2025", "LinkedIn Ads"]]}]}


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
