"""What leaves for the model: the catalogue, the rules and the question; never data, never a secret."""

import json
import logging
import subprocess
import sys

import pytest

from assistant.model import prompt
from assistant.model.proposal import Proposal, offered, schema
from kpi_core.catalog import REGISTRY
from tests.assistant.model.conftest import KEY
from tests.assistant.model.scripted import called, reading

GOOD = called(reading(kpis=[{"id": "cpl", "words": "CPL"}]))


def test_the_beginning_is_the_same_for_every_question(ask, script):
    """
    Tools and catalogue come first, byte for byte, so that providers keep them.
    """
    script.say(GOOD)
    ask("CPL")
    ask("our CPL by channel in March 2025", context=ask.embedded("CAC in 2025").context)

    first, second = (a["body"] for a in script.asked)
    assert first["tools"] == second["tools"]
    assert first["messages"][0] == second["messages"][0]
    assert ["system", "user"] == [m["role"] for m in second["messages"]]


def test_no_name_of_the_data_and_no_figure_is_sent(ask, core, script):
    """
    Not even those that were filtered by in the answer before.
    """
    before = ask.embedded("CPL LinkedIn Ads by campaign in March 2025").context
    script.say(GOOD)

    ask("CPL", context=before)

    sent = json.dumps(script.asked[0]["body"], ensure_ascii=False)
    names = {
        m for members in core.snapshot().members.members.values() for m in members if len(m) > 5
    }
    assert [] == sorted(n for n in names if n in sent)
    assert '"channel' in sent


def test_no_workspace_no_tenant_and_no_path_is_sent(ask, core, script):
    """
    There is no field for them, and nothing of them in the words.
    """
    script.say(GOOD)
    ask("CPL")

    sent = json.dumps(script.asked[0]).lower()
    assert str(core.store.folder).lower() not in sent
    for word in ("tenant", "workspace", "duckdb", "select "):
        assert word not in sent


def test_the_key_travels_in_its_header_only(ask, script):
    """
    The key is in no other header and not in the body.
    """
    script.say(GOOD)
    ask("CPL")

    (asked,) = script.asked
    assert f"Bearer {KEY}" == {k.lower(): v for k, v in asked["headers"].items()}["authorization"]
    assert KEY not in json.dumps(asked["body"])
    assert 1 == json.dumps(asked["headers"]).count(KEY)


@pytest.mark.parametrize(
    "step", [GOOD, 401, 500, {"refusal": "no"}, called("{}"), {"content": "x"}]
)
def test_a_log_tells_stages_and_counts_only(make, script, caplog, step):
    """
    The question is told at DEBUG at most, the key never.
    """
    ask = make(KPI_MODEL_PHRASES="1")
    script.say(step)
    with caplog.at_level(logging.DEBUG):
        ask("CPL canaryquestion")

    told = [(r.levelno, r.getMessage() + str(r.args)) for r in caplog.records]
    assert any(level == logging.INFO and "model: " in text for level, text in told)
    assert not [text for level, text in told if level > logging.DEBUG and "canaryquestion" in text]
    assert not [text for _, text in told if KEY in text]
    assert KEY not in repr(ask.model.__dict__)


def test_every_measured_kpi_can_be_named():
    """
    The list is that of the declarations: nothing is named twice, nothing is forgotten.
    """
    assert [k.id for k in REGISTRY.values() if k.measured] == list(offered().values())
    assert all(REGISTRY.find(name).id == id_ for name, id_ in offered().items())


def _nodes(node):
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from _nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child)


def test_the_shape_is_one_that_strict_servers_take():
    """
    No map, no default, no union, no reference; every field is required.
    """
    for node in _nodes(json.loads(schema())):
        assert (
            not {"default", "oneOf", "anyOf", "$ref", "pattern", "minimum"} & node.keys()
            or "properties" in node
        )
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert sorted(node["properties"]) == sorted(node["required"])


def test_the_shape_and_the_model_of_it_are_one():
    """
    A reading that the schema describes is one that we read.
    """
    fields = json.loads(schema())["properties"]

    assert list(Proposal.model_fields) == list(fields)
    assert Proposal.model_validate(reading())


@pytest.mark.parametrize("tools", [True, False])
def test_a_request_weighs_at_most_fifteen_hundred_tokens(ask, tools):
    """
    With the whole catalogue, the longest question that is shown, the fullest context and a repair.
    """
    context = ask.embedded("CPL and CAC LinkedIn Ads by campaign in March 2025").context
    told = prompt.context(context, None) + '"period":"2025-01-01..2025-12-31"'
    messages = prompt.reading_messages("é" * (prompt.LONGEST // 2), told)

    messages = prompt.repair(messages, "x" * 80)
    weight = prompt.weight(messages if tools else prompt.in_text(messages), tools=tools)

    assert weight.tokens <= prompt.MOST_TOKENS


def test_without_a_model_nothing_of_it_is_loaded():
    """
    Asking a question loads neither the client nor what speaks to it.
    """
    code = (
        "import sys, addin.conversing, assistant.assistant; "
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in {'openai', 'httpx2'} or m.startswith('assistant.model')))"
    )

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "" == found.stdout.strip()
