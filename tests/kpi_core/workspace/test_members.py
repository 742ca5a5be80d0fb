"""What spellings mean is a table that people edit: audited, and applied to old and new rows alike."""

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import members
from tests.kpi_core.workspace.filled import spent

CYRILLIC = "L\u0456nkedIn Ads"  # the first i is Ukrainian


def test_a_spelling_is_mapped_in_stored_and_in_future_rows(made):
    """
    `kpi map product GTXPro "GTX Pro"` moves what is stored and what will be imported.
    """
    made.add("spend", spent(100, product="GTXPro"), spent(50, product="GTX Pro"))

    changed = members.map_member(made.store, "product", "GTXPro", "GTX Pro", "test")
    made.add("spend", spent(7, "2025-05-05", product="gtxpro"))

    assert 1 == changed
    assert {"GTX Pro": 157} == made.grouped("direct_cost", "product")


def test_a_source_takes_the_channel_of_what_it_means(made):
    """
    A source said to be LinkedIn Ads counts under LinkedIn, in stored and in future rows.
    """
    made.add("spend", spent(100), spent(50, source="LKD sponsored"))
    assert {"LinkedIn": 100, "LKD sponsored": 50} == made.grouped("direct_cost", "platform")

    members.map_member(made.store, "source", "LKD sponsored", "LinkedIn Ads", "test")
    made.add("spend", spent(7, "2025-05-05", source="lkd sponsored"))

    assert {"LinkedIn": 157} == made.grouped("direct_cost", "platform")


def test_mapping_twice_leaves_one_row_a_row(made):
    """
    A spelling that was mapped is still the same row when its file comes again.
    """
    made.add("spend", spent(100, product="GTXPro"))
    members.map_member(made.store, "product", "GTXPro", "GTX Pro", "test")

    told = made.add("spend", spent(100, product="GTXPro"))

    assert 0 == told.added["spend"]
    assert {"GTX Pro": 100} == made.grouped("direct_cost", "product")


def test_a_mapping_can_be_taken_back(made):
    """
    What was said of a spelling can be said otherwise later, for every row.
    """
    made.add("spend", spent(100, product="GTXPro"))
    members.map_member(made.store, "product", "GTXPro", "GTX Pro", "test")

    members.map_member(made.store, "product", "GTXPro", "GTXPro", "test")

    assert {"GTXPro": 100} == made.grouped("direct_cost", "product")


@pytest.mark.parametrize("spelling", ["ÉTÉ 2025", "  été   2025 ", "ete 2025", "Été_2025"])
def test_case_accents_and_blanks_tell_no_two_members_apart(made, spelling):
    """
    People who type a campaign in a hurry mean the campaign.
    """
    made.add("spend", spent(100, campaign="Été 2025"))
    made.add("spend", spent(10, "2025-05-05", campaign=spelling))

    assert {"Été 2025": 110} == made.grouped("direct_cost", "campaign")


def test_another_alphabets_letter_is_never_merged(made):
    """
    A name that only looks like another stays a member of its own, and is listed as unplaced.
    """
    made.add("spend", spent(100), spent(10, source=CYRILLIC))

    assert {"LinkedIn Ads": 100, CYRILLIC: 10} == made.grouped("direct_cost", "source")
    (found,) = members.unplaced(made.store.cursor())
    assert (CYRILLIC, 1) == (found.source, found.rows)


def test_another_alphabets_letter_is_named_in_a_question(made):
    """
    Asked for a look-alike, the answer says that it holds another alphabet's letter.
    """
    made.add("spend", spent(100))

    with pytest.raises(KpiError) as caught:
        made.value("direct_cost", filters={"source": [CYRILLIC]})

    assert Kind.NOT_FOUND is caught.value.kind
    assert "another alphabet" in caught.value.message.en
    assert "autre alphabet" in caught.value.message.fr


def test_a_source_is_placed_for_stored_and_future_rows(made):
    """
    A trade fair placed under Events counts there, with what was stored before it was placed.
    """
    made.add("spend", spent(100, source="Salon SaaS"))
    assert {"Salon SaaS": 100} == made.grouped("direct_cost", "channel")

    members.place_source(made.store, "Salon SaaS", "Events", "Fairs", kind="offline", actor="test")
    made.add("spend", spent(20, "2025-06-01", source="salon saas"))

    assert {"Events": 120} == made.grouped("direct_cost", "channel")
    assert {"Fairs": 120} == made.grouped("direct_cost", "platform")
    assert [] == members.unplaced(made.store.cursor())


def test_a_known_source_may_be_placed_otherwise(made):
    """
    The hierarchy that every team starts with is theirs to change.
    """
    made.add("spend", spent(100))

    members.place_source(made.store, "LinkedIn Ads", "Social", "Social", kind="paid", actor="test")

    assert {"Social": 100} == made.grouped("direct_cost", "platform")


@pytest.mark.parametrize(
    ("source", "near"),
    [
        ("Linkdin Ads", ("LinkedIn Ads",)),
        ("Gogle Ads", ("Google Ads",)),
        ("Salon Big Data", ()),
        ("Recommandation partenaire", ()),
    ],
)
def test_only_near_spellings_are_proposed(made, source, near):
    """
    A source is said to resemble what it may be a slip for, not what shares a few letters.
    """
    made.add("spend", spent(100, source=source))

    (found,) = members.unplaced(made.store.cursor())

    assert near == found.resembles[:1]
    assert near or not found.resembles


@pytest.mark.parametrize(
    ("dimension", "command"),
    [
        ("channel", "kpi map source SEO --channel X"),
        ("platform", "kpi map source SEO --channel SEO --platform X"),
    ],
)
def test_a_channel_is_placed_and_the_command_is_told(made, dimension, command):
    """
    A channel has no spellings: whoever maps one is given the command that places the source.
    """
    with pytest.raises(KpiError) as caught:
        members.map_member(made.store, dimension, "SEO", "X", "test")

    assert caught.value.message.fr.endswith(command)
    assert caught.value.message.en.endswith(command)


def test_members_add_up_to_the_total(made):
    """
    The sum over members is the total, with what carries no member in a row of its own.
    """
    made.add("spend", spent(100, campaign="A"), spent(10, campaign="B"), spent(1))

    by = made.grouped("direct_cost", "campaign")

    assert {"A": 100, "B": 10, None: 1} == by
    assert sum(by.values()) == made.value("direct_cost")


def test_every_mapping_is_in_the_journal(made):
    """
    Who said that a spelling means something can be read afterwards.
    """
    members.map_member(made.store, "product", "GTXPro", "GTX Pro", "ana")
    members.place_source(made.store, "Salon", "Events", "Events", kind="offline", actor="ana")

    assert [
        ("ana", "map", "product", "GTX Pro", None),
        ("ana", "map", "source Salon", None, "Events"),
    ] == made.rows(
        "SELECT actor, action, object, details->>'to', details->>'channel' FROM audit"
        " WHERE action = 'map' ORDER BY id"
    )


def test_a_dimension_that_is_not_one_is_refused(made):
    """
    Only dimensions have members, and channels follow from their sources: nothing is changed.
    """
    before = made.everything()

    for name in ("nonsense", "channel", "platform", "product; DROP TABLE leads"):
        with pytest.raises(KpiError) as caught:
            members.map_member(made.store, name, "a", "b", "test")
        assert Kind.NOT_FOUND is caught.value.kind

    assert before == made.everything()
