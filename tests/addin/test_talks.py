"""Conversations that a server remembers by a number, and whether it may be asked at all."""

import pytest

from kpi_core.shared.conversations import InMemory, number, place
from tests.addin.client import KEY, Client
from tests.addin.test_guard import bearer

NEW = {"question": "leads en 2025", "conversation": "new"}


def test_one_server_remembers_too(firm):
    """
    A follow-up by number is answered as one that sends the context back.
    """
    begun = firm.post("/v1/ask", NEW).json()
    follow = {"question": "et en mai ?"}

    by_number = firm.post("/v1/ask", follow | {"conversation": begun["conversation"]}).json()
    by_context = firm.post("/v1/ask", follow | {"context": begun["context"]}).json()

    assert by_number.pop("conversation") == begun["conversation"]
    assert by_number == by_context
    assert "answer" == by_number["outcome"]


def test_a_number_that_nobody_gave_is_refused(firm):
    """
    A number that is none is misshapen; one that is unknown is over. Streamed, it is said in the stream.
    """
    assert 422 == firm.post("/v1/ask", NEW | {"conversation": "1"}).status_code
    unknown = NEW | {"conversation": "A" * 24}
    assert 404 == firm.post("/v1/ask", unknown).status_code
    streamed = firm.post("/v1/ask", unknown, headers={"accept": "text/event-stream"})
    assert "event: problem" in streamed.text
    assert "is over" in streamed.text


def test_a_conversation_belongs_to_its_key(own):
    """
    With the number and another key nothing is known of it.
    """
    client = Client(own.store, api=KEY)
    other = client.admin("keys", {"create": "other"}).json()["text"]
    begun = client.post("/v1/ask", NEW, headers=bearer(KEY)).json()["conversation"]
    follow = {"question": "et en mai ?", "conversation": begun}

    assert 404 == client.post("/v1/ask", follow, headers=bearer(other)).status_code
    assert 200 == client.post("/v1/ask", follow, headers=bearer(KEY)).status_code


def test_nothing_is_kept_where_the_settings_say_so(own):
    """
    With conversation_days at 0 a number is refused, and a context goes on as before.
    """
    own.store.change_settings({"conversation_days": 0}, "test")

    refused = own.post("/v1/ask", NEW)

    assert 404 == refused.status_code
    assert "conversation_days" in refused.json()["message"]["fr"]
    assert 200 == own.post("/v1/ask", {"question": "leads en 2025"}).status_code


@pytest.mark.parametrize(("after", "kept"), [(86_399, "context"), (86_400, None)])
def test_memory_ends_on_its_day(after, kept):
    """
    What is kept for a day is known until then, and not any more.
    """
    clock = [0.0]
    memory = InMemory(lambda: clock[0])
    at = place(number(), "key 1")
    memory.keep(at, "context", 1)
    clock[0] = after

    assert kept == memory.context(at)


def test_a_server_says_that_it_is_ready(firm):
    """
    Without a key: a proxy has none.
    """
    answered = Client(firm.store, api=KEY).get("/ready")

    assert (200, {"status": "ready"}) == (answered.status_code, answered.json())
