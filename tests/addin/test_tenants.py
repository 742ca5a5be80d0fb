"""Two workspaces beside each other: whoever has the key of one never learns anything of the other.

The workspace comes from the credential: nothing that a request says of names, hosts, folders or
versions changes whose figures come back, nor does a cache that both share in one process.
"""

import json
import re
import threading
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.addin.client import JSON, Client
from tests.addin.test_guard import bearer
from tests.addin.test_secrets import routes
from tests.kpi_core.workspace.filled import Filled, lead, spent

# The same names where a request may say them; what tells the two apart is never asked for.
FIRMS = {
    "alpha": {"leads": 41, "spend": 7717, "own": "Zanzibarine", "e-mail": "ada"},
    "bravo": {"leads": 23, "spend": 9319, "own": "Quetzalien", "e-mail": "bob"},
}
YEAR = {"start": "2025-01-01", "end": "2025-12-31"}


class Firm:
    """A workspace behind a key, with figures of its own."""

    def __init__(self, name, folder):
        self.told = FIRMS[name]
        self.made = Filled(folder / name)
        self.made.add(
            "spend",
            spent(self.told["spend"], campaign="Spring"),
            spent(1, campaign=self.told["own"]),
        )
        who = self.told["e-mail"]
        self.made.add(
            "leads",
            *(
                lead(f"{who}{i}@firm.example", name=f"{who} {self.told['own']}")
                for i in range(self.told["leads"])
            ),
        )
        # As many changes on both sides: their versions are the same number.
        self.client = Client(self.made.store, authority={"closed": True}, api=None)
        made = self.client.admin("keys", {"create": "sheet"}, key=self.owner).json()
        self.key = made["text"]
        self.words = (self.told["own"], who, str(self.told["spend"]), str(self.told["spend"] + 1))

    owner = "owner-token-of-the-tests"

    def betrayed_by(self, text):
        """Return what *text* tells of this firm."""
        # Whole words: the digits of a figure stand in many a file's fingerprint.
        return [w for w in self.words if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)]


@pytest.fixture(name="firms", scope="module")
def _firms(tmp_path_factory):
    folder = tmp_path_factory.mktemp("firms")
    made = {name: Firm(name, folder) for name in FIRMS}
    assert 1 == len({firm.made.store.version for firm in made.values()})
    yield made
    for firm in made.values():
        firm.made.close()


NAMES = st.sampled_from(
    ["alpha", "bravo", "../bravo", "../../alpha/w", "Spring", "LinkedIn Ads", "*", "", "L1", "1"]
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "x-forwarded-host", "x-forwarded-for", "x-forwarded-prefix", "forwarded", "x-real-ip",
            "x-workspace", "x-tenant", "x-org-id", "x-user", "cookie", "if-none-match", "x-original-url",
            "x-rewrite-url", "x-http-method-override", "range", "if-modified-since", "accept-language",
        ]
    ),
    NAMES.map(lambda name: f"workspace={name}") | NAMES,
    max_size=4,
)  # fmt: skip
HOSTS = st.sampled_from(["127.0.0.1", "localhost", "localhost:8765", "bravo", "alpha.example"])
KPIS = st.lists(st.sampled_from(["lead_volume", "direct_cost", "cpl"]), min_size=1, max_size=2)
BY = st.lists(st.sampled_from(["channel", "campaign", "content"]), max_size=2, unique=True)
QUERIES = st.fixed_dictionaries({"kpis": KPIS, "by": BY, "period": st.just(YEAR)}) | (
    st.fixed_dictionaries(
        {"kpis": KPIS, "by": BY | st.just(["workspace"])},
        optional={
            "filters": st.dictionaries(
                st.sampled_from(["channel", "campaign", "workspace"]), st.lists(NAMES, max_size=2)
            ),
            "workspace": NAMES,
        },
    )
)
CELLS = st.fixed_dictionaries(
    {
        "calls": st.lists(
            st.fixed_dictionaries(
                {
                    "fn": st.sampled_from(
                        ["B2B_KPI", "B2B_TABLE", "B2B_EXPLAIN", "B2B_TREND", "B2B_ASK"]
                    ),
                    "rows": st.lists(
                        st.tuples(st.sampled_from(["cpl", "lead volume"]), NAMES, st.just("2025")),
                        min_size=1,
                        max_size=2,
                    ),
                }
            ),
            min_size=1,
            max_size=2,
        )
    },
    optional={"workspace": NAMES},
)
OTHERS = st.dictionaries(
    st.sampled_from(["question", "query", "file", "workspace", "folder", "limit", "one", "other"]),
    NAMES,
    max_size=3,
)


# Whatever is added, these are asked often.
TELLING = [
    ("POST", "/v1/query"),
    ("POST", "/v1/cells"),
    ("GET", "/v1/about"),
    ("GET", "/v1/kpis"),
]


def bodies(path):
    """Return the bodies worth trying on a route."""
    asked = st.fixed_dictionaries({"question": st.sampled_from(["leads in 2025", "cpl", "bravo"])})
    own = {"/v1/query": QUERIES, "/v1/cells": CELLS, "/v1/ask": asked}
    return own.get(path, OTHERS | QUERIES | CELLS)


def test_no_request_brings_back_anything_of_the_other_firm(firms):
    """
    Over every route, host, header, path and body: the other firm's figures and names stay there.
    """
    answers = Counter()

    @settings(
        max_examples=400,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data(), where=st.sampled_from([*FIRMS]))
    def anything(data, where):
        answers.update([ask(firms, data.draw, where)])

    anything()

    assert {200, 401, 404, 422} <= {status for _, status in answers}
    for _, path in TELLING:
        assert answers[path, 200] >= 3, answers


def ask(firms, draw, where):
    """Ask one firm's server anything, and check that neither firm is betrayed."""
    server, other = firms[where], firms[next(name for name in FIRMS if name != where)]
    every = routes(server.client.app._app)
    data = [(method, path) for method, path in every if path.startswith("/v1")]
    method, path = draw(st.sampled_from(every) | st.sampled_from(data) | st.sampled_from(TELLING))
    tail = draw(st.sampled_from(["", "", "", "/../../bravo", "?workspace=bravo", "?w=../alpha"]))
    key = draw(
        st.sampled_from([server.key, server.key, server.key, other.key, "", other.key + "x"])
    )
    body = draw(bodies(path))

    answered = server.client.send(
        method,
        path + tail,
        content=json.dumps(body).encode() if method == "POST" else None,
        headers={**JSON, **draw(HEADERS), "authorization": f"Bearer {key}"},
        host=draw(st.just("127.0.0.1") | HOSTS),
        crash=False,
    )

    assert answered.status_code != 500, answered.text
    told = answered.text + str(answered.headers)
    assert [] == other.betrayed_by(told)
    if key != server.key:
        assert [] == server.betrayed_by(told)
        assert not (path.startswith("/v1") and answered.status_code < 300), (method, path)
    return path, answered.status_code


def figures(firm, key=None):
    """Return what a firm's own key is told of its figures."""
    queried = firm.client.post(
        "/v1/query",
        {"kpis": ["lead_volume", "direct_cost"], "by": ["campaign"], "period": YEAR},
        headers=bearer(key or firm.key),
    )
    cells = firm.client.post(
        "/v1/cells",
        {"calls": [{"fn": "B2B_KPI", "rows": [["lead volume", "2025"], ["cpl", "2025"]]}]},
        headers=bearer(key or firm.key),
    )
    return queried, cells


def test_each_key_opens_its_own_workspace_and_no_other(firms):
    """
    The same request with the two keys gives the two firms' figures; at the other's door, nothing.
    """
    alpha, bravo = firms["alpha"], firms["bravo"]
    for firm, other in ((alpha, bravo), (bravo, alpha)):
        queried, cells = figures(firm)
        assert 200 == queried.status_code
        assert {firm.told["own"], "Spring"} <= {
            r["group"]["campaign"] for r in queried.json()["results"]
        }
        assert firm.told["leads"] == cells.json()["results"][0]["values"][0]
        for refused in figures(firm, other.key):
            assert 401 == refused.status_code
            assert [] == firm.betrayed_by(refused.text)


def test_two_firms_asked_at_once_get_each_their_own(firms):
    """
    Under many threads, with the same questions at the same versions, no answer crosses over.
    """
    expected = {name: [a.json() for a in figures(firm)] for name, firm in firms.items()}
    crossed = []

    def ask(name):
        for _ in range(8):
            answers = figures(firms[name])
            if [a.status_code for a in answers] == [200, 200]:
                found = [a.json() for a in answers]
                if found != expected[name]:
                    crossed.append((name, found))

    threads = [threading.Thread(target=ask, args=(name,)) for name in FIRMS for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert expected["alpha"] != expected["bravo"]
    assert [] == crossed
