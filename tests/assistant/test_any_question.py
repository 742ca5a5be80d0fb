"""Whatever is typed, there is a reply: never a crash, never a number without its rows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.metrics import names
from assistant.reading.vocabulary import filler, signs
from assistant.wire import Context, Question, Reply

WORDS = sorted(
    filler() | signs().vocabulary | names().concepts.vocabulary | names().literal.vocabulary
)
MEMBERS = [
    "LinkedIn",
    "Google Ads",
    "Webinars",
    "PME",
    "Karim",
    "Salon Rhône Numérique",
    "séquence A",
    "France",
]
TIMES = [
    "en mars",
    "last quarter",
    "2025",
    "Q3 2025",
    "depuis avril",
    "vs l'an dernier",
    "le mois d'avant",
    "31/02/2025",
]
SIGNS = [
    ",",
    "?",
    "et",
    "and",
    "par",
    "by",
    "top 3",
    "50 €",
    "10 %",
    "pas",
    "plus de",
    "l'",
    "d'",
    "->",
    "“",
    "=1+1",
]

sentences = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(MEMBERS),
        st.sampled_from(TIMES),
        st.sampled_from(SIGNS),
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@settings(max_examples=1500, deadline=None)
@given(sentences)
def test_words_of_ours_in_any_order_get_a_reply(assistant, text):
    """
    Vocabulary, members and dates thrown together: an answer with rows, a question, or a reason.
    """
    sound(assistant.ask(Question(question=text)))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_gets_a_reply(assistant, text):
    """
    Control characters, other scripts, emoji, nothing at all.
    """
    sound(assistant.ask(Question(question=text)))


@settings(max_examples=400, deadline=None)
@given(st.tuples(sentences, sentences, sentences))
def test_any_conversation_goes_on(assistant, texts):
    """
    Follow-ups upon follow-ups, whatever came before.
    """
    context: Context | None = None
    for text in texts:
        reply = assistant.ask(Question(question=text, context=context))
        sound(reply)
        context = reply.context


def sound(reply):
    """Check that *reply* is whole, travels, and has no number without the core's rows."""
    assert reply.text.strip()
    assert Reply.model_validate_json(reply.model_dump_json()) == reply
    if reply.outcome == "answer":
        assert reply.context is not None
        assert reply.query is None or reply.rows is not None
    else:
        assert not reply.rows
        assert reply.chart is None
    assert len(reply.options) <= 3
    assert reply.outcome == "clarify" or not reply.options
