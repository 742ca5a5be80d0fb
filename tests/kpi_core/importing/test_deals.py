"""What a stage, a type and a sign say of a deal."""

import pytest

from kpi_core.importing.stages import kind_of_deal, state_of
from tests.kpi_core.importing.files import rows, written


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("Closed Won", "won"),
        ("closedwon", "won"),
        ("Gagné", "won"),
        ("Gagnée", "won"),
        ("Conclue", "won"),
        ("Fermé gagné", "won"),
        ("Fermée / Gagnée", "won"),
        ("Signé", "won"),
        ("Closed Lost", "lost"),
        ("closedlost", "lost"),
        ("Perdu", "lost"),
        ("Perdue(s)", "lost"),
        ("Fermé perdu", "lost"),
        ("Abandonnée", "lost"),
        ("Négociation", "open"),
        ("Engaging", "open"),
        ("Devis à signer", "open"),
        ("Proposition envoyée", "open"),
        ("Rendez-vous planifié", "open"),
    ],
)
def test_a_stage_says_whether_a_deal_is_won(stage, state):
    """
    Stages of the usual tools, in both languages, are won, lost, or still open.
    """
    assert state_of(stage) == state


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("New Business", "new"),
        ("newbusiness", "new"),
        ("Nouvelle affaire", "new"),
        ("Existing Business", "expansion"),
        ("existingbusiness", "expansion"),
        ("Existing Customer - Upgrade", "expansion"),
        ("Client existant", "expansion"),
        ("Renewal", "renewal"),
        ("Renouvellement", "renewal"),
        ("Partner", None),
    ],
)
def test_a_type_says_what_kind_of_deal(words, kind):
    """
    A type names new business, an expansion or a renewal; any other word says nothing.
    """
    assert kind_of_deal(words) == kind


def test_a_negative_deal_is_a_credit(tmp_path):
    """
    A credit note keeps its sign and is a kind of its own, whatever its type says.
    """
    text = "Deal,Stage,Amount,Type\nA,Won,-50.5,New Business\n"

    (deal,) = rows(written(tmp_path, text), "deals")

    assert (deal["kind"], deal["amount"] < 0) == ("credit", True)


def test_an_open_deal_has_no_close(tmp_path):
    """
    The close date of an open deal is a hope: it is not stored as a close.
    """
    text = "Deal,Stage,Close date\nA,Proposal,2026-12-31\nB,Lost,2026-08-13\n"

    first, second = rows(written(tmp_path, text), "deals")

    assert first["closed_on"] is None
    assert second["closed_on"] is not None


def test_sales_without_a_stage_are_won(tmp_path):
    """
    A plain list of signed sales needs no stage.
    """
    text = "Client;Chiffre d'affaires;Signé le\nAcme;5;13/08/2026\n"

    (deal,) = rows(written(tmp_path, text), "deals")

    assert (deal["state"], deal["deal"]) == ("won", "Acme")
