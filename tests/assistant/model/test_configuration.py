"""A model is set up by the environment; what is wrong with it is said at once, in both languages."""

import subprocess

import pytest

from assistant.model.configuration import endpoint_of
from kpi_core.errors import KpiError
from tests.assistant.model.scripted import called, reading
from tests.command import KPI, TODAY, environment

LOCAL = {"KPI_MODEL_URL": "http://localhost:11434/v1", "KPI_MODEL": "llama"}


def test_no_variable_means_no_model():
    """
    Without an address and a name there is no model.
    """
    assert endpoint_of({}) is None
    assert endpoint_of({"KPI_MODEL_URL": " ", "KPI_MODEL": ""}) is None


def test_a_local_server_needs_no_key():
    """
    The client sends none that is empty: a word stands for it.
    """
    found = endpoint_of(LOCAL)

    assert found is not None
    assert found.key
    assert 20 == found.seconds


GOOD = [
    {"KPI_MODEL_URL": "https://api.openai.com/v1"},
    {"KPI_MODEL_URL": "https://firm.openai.azure.com/openai/v1/"},
    {"KPI_MODEL_URL": "http://127.0.0.1:8000/v1", "KPI_MODEL_KEY": "k"},
    {"KPI_MODEL_URL": "http://ollama:11434/v1", "KPI_MODEL_KEY": "k"},
    {"KPI_MODEL_URL": "http://192.168.1.20:1234/v1", "KPI_MODEL_KEY": "k"},
    {"KPI_MODEL_SECONDS": "7,5"},
    {"KPI_MODEL_COST_A_DAY": "2.50", "KPI_MODEL_PRICE_IN": "0.15", "KPI_MODEL_PRICE_OUT": "0.60"},
    {"KPI_MODEL_TOKENS_A_DAY": "100000"},
    {"KPI_MODEL_PHRASES": "1"},
]


@pytest.mark.parametrize("more", GOOD)
def test_what_can_be_set(more):
    """
    Servers of one's own, the cloud's, a budget, a deadline.
    """
    assert endpoint_of(LOCAL | more) is not None


BAD = [
    ({"KPI_MODEL": ""}, "KPI_MODEL is missing"),
    ({"KPI_MODEL_URL": ""}, "KPI_MODEL_URL is missing"),
    ({"KPI_MODEL_URL": "ftp://x/v1"}, "must be an address"),
    ({"KPI_MODEL_URL": "localhost:11434"}, "must be an address"),
    ({"KPI_MODEL_URL": "https://[::1"}, "must be an address"),
    ({"KPI_MODEL_URL": "https://x:99999/v1"}, "must be an address"),
    ({"KPI_MODEL_URL": "https://me:canary@x.example/v1"}, "neither a name, nor a password"),
    ({"KPI_MODEL_URL": "https://x.example/v1?key=canary"}, "neither a name, nor a password"),
    ({"KPI_MODEL_URL": "http://x.example/v1", "KPI_MODEL_KEY": "canary"}, "in clear"),
    ({"KPI_MODEL_KEY": "canary canary"}, "KPI_MODEL_KEY holds a blank"),
    ({"KPI_MODEL_KEY": "canaryé"}, "KPI_MODEL_KEY holds a blank"),
    ({"KPI_MODEL_SECONDS": "soon"}, "KPI_MODEL_SECONDS must be a number from 1 to 120, not “soon”"),
    ({"KPI_MODEL_SECONDS": "0"}, "KPI_MODEL_SECONDS"),
    ({"KPI_MODEL_SECONDS": "nan"}, "KPI_MODEL_SECONDS"),
    ({"KPI_MODEL_SECONDS": "inf"}, "KPI_MODEL_SECONDS"),
    ({"KPI_MODEL_TOKENS_A_DAY": "1.5"}, "whole number"),
    ({"KPI_MODEL_TOKENS_A_DAY": "-1"}, "KPI_MODEL_TOKENS_A_DAY"),
    ({"KPI_MODEL_COST_A_DAY": "2"}, "needs KPI_MODEL_PRICE_IN and KPI_MODEL_PRICE_OUT"),
    ({"KPI_MODEL_PHRASES": "maybe"}, "KPI_MODEL_PHRASES is 0 or 1"),
]  # fmt: skip


@pytest.mark.parametrize("more, said", BAD)
def test_what_is_wrong_is_said(more, said):
    """
    The sentence names the variable and what to do; no secret is in it.
    """
    with pytest.raises(KpiError) as caught:
        endpoint_of(LOCAL | more)

    assert said in caught.value.message.en
    assert caught.value.message.fr != caught.value.message.en
    assert "canary" not in caught.value.message.en + caught.value.message.fr + str(caught.value)


def test_all_faults_are_told_at_once():
    """
    Nobody mends them one by one.
    """
    with pytest.raises(KpiError) as caught:
        endpoint_of({"KPI_MODEL": "m", "KPI_MODEL_SECONDS": "x", "KPI_MODEL_PHRASES": "x"})

    for name in ("KPI_MODEL_URL", "KPI_MODEL_SECONDS", "KPI_MODEL_PHRASES"):
        assert name in caught.value.message.en


def test_a_key_is_never_printed():
    """
    Not by whoever shows the settings.
    """
    assert "canary" not in repr(endpoint_of(LOCAL | {"KPI_MODEL_KEY": "canary"}))


@pytest.fixture(name="folder", scope="module")
def _folder(new_demo, tmp_path_factory):
    return new_demo(tmp_path_factory.mktemp("demo") / "w")


def ask(folder, question, **more):
    return subprocess.run(
        [KPI, "--workspace", folder, "--today", TODAY, "--lang", "en", "ask", question],
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_asks_the_model_that_the_environment_names(folder, address, script):
    """
    `kpi ask` answers what only the model understood.
    """
    words = "flurbs torched per shiny grommet"
    script.say(called(reading(kpis=[{"id": "cac", "words": words}], period="in March 2025")))

    found = ask(folder, f"{words} in March 2025", KPI_MODEL_URL=address, KPI_MODEL="m")

    assert 0 == found.returncode
    assert "Customer acquisition cost (CAC)" in found.stdout
    assert "Read with the language model as" in found.stdout


def test_the_command_says_what_is_wrong_with_the_model(folder):
    """
    Exit 2 and a sentence, never a traceback.
    """
    found = ask(folder, "CPL", KPI_MODEL_URL="nowhere", KPI_MODEL="m")

    assert 2 == found.returncode
    assert "The language model is not set up" in found.stderr
    assert "Traceback" not in found.stderr
