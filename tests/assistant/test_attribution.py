"""Attribution models in people's own words."""

import pytest


@pytest.mark.parametrize(
    ("question", "model"),
    [
        ("CPL par canal en attribution linéaire", "linear"),
        ("revenue by channel, first touch", "first"),
        ("CAC LinkedIn with last click", "last"),
        ("leads par canal au premier contact", "first"),
        ("CPL par canal premier contact", "first"),
        ("CA par canal, modèle en U", "u_shaped"),
        ("CPL by channel under a linear model", "linear"),
        ("revenue by channel with time decay attribution", "time_decay"),
        ("Leads by channel last non-direct click", "last_non_direct"),
        ("leads par campagne, modèle parcours complet", "full_path"),
    ],
)
def test_a_model_said_is_the_model_asked(ask, question, model):
    """
    A model is understood by its names in both languages, and its weights are said first.
    """
    assert model == ask.query(question)["model"]
    reply = ask(question)
    assert f"model={model}" in reply.formula
    assert reply.caveats[0]


def test_a_follow_up_changes_the_model_or_keeps_it(ask):
    """
    "Au dernier clic ?" after an answer asks it again under that model; what follows keeps it.
    """
    first = ask.query("CPL par canal en attribution linéaire au T3 2025", "et au dernier clic ?")
    kept = ask.query("CPL par canal en attribution linéaire au T3 2025", "et au T2 2025 ?")

    assert ("last", ["channel"]) == (first["model"], first["by"])
    assert "linear" == kept["model"]


def test_a_first_contact_in_time_is_no_model(ask):
    """
    From the first contact to the signature is a delay, not an attribution.
    """
    question = "Combien de temps s'écoule entre le premier contact d'un lead et sa signature ?"

    assert "model" not in ask.query(question)
