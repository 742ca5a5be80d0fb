"""From a result to an answer that a person reads; the chat's question side comes with its issue."""

from assistant.answer import comparison, sentence

__all__ = ["comparison", "sentence"]
