"""What was said of two leads can be taken back, and then nothing was ever said."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery
from kpi_core.workspace import audit, people, safekeeping, undoing
from tests.kpi_core.workspace.filled import YEAR, Filled, lead
from tests.kpi_core.workspace.test_imports import moment

FIGURES = ("lead_volume", "mqls", "revenue", "touches_per_lead", "win_rate")
URL = "linkedin.com/in/x"


def figures(made, as_of=None):
    """Return what is answered of everything that people are counted in, alone and by channel."""
    asked = [
        KpiQuery.model_validate({"kpis": list(FIGURES), "period": YEAR, "by": by})
        for by in ([], ["channel"])
    ]
    return [
        (found.kpi, found.group, found.value)
        for query in asked
        for found in made.core.query(query, as_of=as_of)
    ]


def held(made):
    """Return the rows of the facts and of who is who, without when they were learnt."""
    found = {}
    for fact in ("leads", "touchpoints", "deals"):
        rows = made.rows(f"SELECT * EXCLUDE (recorded_at) FROM {fact}")
        found[fact] = sorted(map(str, rows))
    for table in ("identities", "made_one", "kept_apart", "keys_before"):
        found[table] = sorted(map(str, made.rows(f"SELECT * FROM {table}")))
    return found


DAYS = st.integers(1, 9).map(lambda month: f"2025-{month:02}-10")
SOURCES = st.sampled_from(["LinkedIn Ads", "Google Ads", "SEO"])
WHO = st.sampled_from([f"p{i}@firm.example" for i in range(4)])
LEADS = st.lists(
    st.fixed_dictionaries(
        {"email": WHO, "created_on": DAYS, "source": SOURCES},
        optional={
            "name": st.sampled_from(["Ana Diaz", "Zoé Martin"]),
            "linkedin_url": st.just(URL),
            "mql_on": DAYS,
            "campaign": st.sampled_from(["Spring", "Autumn"]),
        },
    ),
    min_size=4,
    max_size=4,
    unique_by=lambda row: row["email"],
)
CONTACTS = st.lists(WHO, min_size=1, max_size=2, unique=True).map(";".join)
DEALS = st.lists(
    st.fixed_dictionaries(
        {
            "deal": st.integers(1, 9).map(lambda n: f"D{n}"),
            "lead": CONTACTS,
            "state": st.sampled_from(["won", "lost", "open"]),
            "kind": st.just("new"),
            "created_on": DAYS,
            "amount": st.integers(1, 900),
        }
    ).map(lambda row: row | ({} if row["state"] == "open" else {"closed_on": "2025-10-01"})),
    max_size=4,
    unique_by=lambda row: row["deal"],
)
TOUCHES = st.lists(
    st.fixed_dictionaries({"touched_on": DAYS, "lead": WHO, "source": SOURCES}), max_size=4
)
SAID = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans()),
    min_size=1,
    max_size=3,
    unique_by=lambda word: (frozenset(word[:2]), word[2]),  # said twice is said once
)


# A failure is told as it was drawn: making it smaller takes minutes.
DRAWN = (Phase.explicit, Phase.generate)


@settings(max_examples=15, deadline=None, database=None, derandomize=True, phases=DRAWN)
@given(rows=LEADS, deals=DEALS, touches=TOUCHES, said=SAID)
def test_taking_decisions_back_leaves_what_there_was_before_each(rows, deals, touches, said):
    """
    Whatever the people, deals and decisions, each undo gives back the rows and figures of before it.

    And a report as of a moment in between says what was said then.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Filled(Path(folder) / "w")
        made.add("leads", *rows)
        if deals:
            made.add("deals", *deals)
        if touches:
            made.add("touchpoints", *touches)
        before = []
        for one, other, same in said:
            decide = people.make_one if same else people.keep_apart
            stood = held(made), figures(made), moment(made)
            try:
                decide(made.store, f"L{one}", f"L{other}", "test")
            except KpiError:  # the same lead twice, or one that is no more
                continue
            before.append(stood)
        between = [(then, figures(made, as_of=then)) for *_, then in before]
        between.append((moment(made), figures(made, as_of=moment(made))))

        for rows_before, figures_before, _ in reversed(before):
            undoing.undo(made.store, *undoing.last(made.store.cursor()), "test")
            assert rows_before == held(made)
            assert figures_before == figures(made)

        for then, told in between:
            assert told == figures(made, as_of=then)
        with pytest.raises(KpiError, match="left to take back"):
            undoing.last(made.store.cursor())
        assert audit.verify(made.store.cursor())
        made.close()


ANA = lead("ana@firm.example", "2025-03-10", name="Ana Diaz")
ZOE = lead("zoe@firm.example", "2025-02-01") | {"source": "Google Ads"}


@pytest.fixture(name="two")
def _two(made):
    """Return a workspace where two people were said to be one, by mistake: `L1` stayed."""
    made.add("leads", ANA, ZOE)
    people.make_one(made.store, "L1", "L2", "test")
    return made


@pytest.mark.parametrize("named", [("L1", "L2"), ("L2", "L1")])
def test_either_order_names_the_pair(two, named):
    """
    Whoever takes back a decision need not remember which lead stayed.
    """
    assert ("L1", "L2", True) == undoing.undo(two.store, *named, "test")

    assert {"LinkedIn Ads": 1, "Google Ads": 1} == two.grouped("lead_volume", "channel")


def test_what_came_since_goes_to_whom_it_names(two):
    """
    Deals and touches that came while the two were one go to the lead that their row names.
    """
    two.add(
        "deals",
        *(
            {"deal": deal, "lead": who, "state": "won", "kind": "new", "amount": amount}
            | {"created_on": "2025-04-01", "closed_on": "2025-05-01"}
            for deal, who, amount in (
                ("D1", "zoe@firm.example", 900),
                ("D2", "ana@firm.example", 50),
            )
        ),
    )
    two.add(
        "touchpoints",
        {"touched_on": "2025-04-01", "lead": "zoe@firm.example", "source": "SEO"},
        {"touched_on": "2025-04-01", "lead": "nobody@firm.example", "source": "SEO"},
    )
    then = moment(two)
    as_one = two.value("revenue", as_of=then, filters={"channel": ["Google Ads"]})

    undoing.undo(two.store, "L1", "L2", "test")

    assert {"LinkedIn Ads": 50, "Google Ads": 900} == two.grouped("revenue", "channel")
    assert [("L2",), (None,)] == two.rows("SELECT lead FROM touchpoints ORDER BY lead_raw DESC")
    assert as_one == two.value("revenue", as_of=then, filters={"channel": ["Google Ads"]})


def test_what_files_told_since_comes_back_with_them_to_its_own_person(two):
    """
    A file that spoke of the two as one is imported again, and each row finds its own lead.
    """
    since = [
        {"email": "zoe@firm.example", "mql_on": "2025-06-02", "external_id": "77"},
        {"email": "ana@firm.example", "sql_on": "2025-07-02"},
    ]
    two.add("leads", *since)
    undoing.undo(two.store, "L1", "L2", "test")

    two.add("leads", *since)

    assert [("L1", None, "2025-07-02"), ("L2", "2025-06-02", None)] == two.rows(
        "SELECT lead, mql_on::VARCHAR, sql_on::VARCHAR FROM leads ORDER BY lead"
    )


def test_a_decision_that_a_later_one_rests_on_is_taken_back_after_it(made):
    """
    The error names the later decision, with the words that take it back; then the first can be.
    """
    made.add("leads", *(lead(f"{name}@firm.example") for name in "abc"))
    people.make_one(made.store, "L2", "L3", "test")
    people.make_one(made.store, "L1", "L2", "test")
    before = made.everything()

    with pytest.raises(KpiError, match=r"kpi people L1 L2 --undo"):
        undoing.undo(made.store, "L2", "L3", "test")
    assert before == made.everything()

    undoing.undo(made.store, "L1", "L2", "test")
    undoing.undo(made.store, "L2", "L3", "test")
    assert 3 == made.value("lead_volume")


def test_two_said_to_be_two_may_be_proposed_again(made):
    """
    Taking back that two leads are two people asks about them anew.
    """
    made.add("leads", lead("a@x.example", linkedin_url=URL), lead("b@x.example", linkedin_url=URL))
    people.keep_apart(made.store, "L1", "L2", "test")
    assert 0 == people.count_proposals(made.store.cursor())

    assert ("L2", "L1", False) == undoing.undo(made.store, "L2", "L1", "test")

    assert 1 == people.count_proposals(made.store.cursor())


def test_what_was_not_said_is_not_taken_back(two):
    """
    A pair of which nothing was said, or whose decision was taken back already, changes nothing.
    """
    undoing.undo(two.store, "L1", "L2", "test")
    before = two.everything()

    for named in (("L1", "L2"), ("L1", "L9")):
        with pytest.raises(KpiError, match="nothing to take back"):
            undoing.undo(two.store, *named, "test")

    assert before == two.everything()


def test_the_journal_says_what_was_taken_back_and_by_whom(two):
    """
    The decision and its undoing both stand in the audit, in order.
    """
    undoing.undo(two.store, "L1", "L2", "Zoé")

    assert [("test", "one person", "L1", "L2"), ("Zoé", "people undone", "L1", "L2")] == two.rows(
        "SELECT actor, action, object, details->>'other' FROM audit ORDER BY id DESC LIMIT 2"
    )[::-1]


def test_who_was_taken_for_another_is_forgotten_alone(two):
    """
    Once they are two again, forgetting one erases nothing of the other, not even from the past.
    """
    two.add("leads", {"email": "zoe@firm.example", "name": "Zoe Quixote"})
    undoing.undo(two.store, "L1", "L2", "test")

    safekeeping.forget(two.store, "zoe@firm.example", "test")

    assert [("L1", "ana@firm.example"), ("L2", None)] == two.rows(
        "SELECT lead, email FROM leads ORDER BY lead"
    )
    two.close()
    for path in two.folder.iterdir():
        held_there = path.read_bytes().lower()
        assert b"zoe@" not in held_there, path.name
        assert b"quixote" not in held_there, path.name


def test_whoever_was_forgotten_is_not_brought_back(two):
    """
    A decision about somebody who was forgotten since stays, and the error says so.
    """
    safekeeping.forget(two.store, "zoe@firm.example", "test")
    before = two.everything()

    with pytest.raises(KpiError, match="forgotten since"):
        undoing.undo(two.store, "L1", "L2", "test")

    assert before == two.everything()
    assert [] == two.rows("FROM keys_before")
