"""Kinds of content that a question names: webinars, white papers, articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.reading.vocabulary import RANKS, Role, filler, signs
from assistant.reading.words import Word
from kpi_core.answering.contents import ContentKind, kind_named

_LONGEST = 3  # words of a kind: "articles de blog"
_NEAR = 4  # words between what announces a kind and the kind


def kinds_at(words: Sequence[Word], start: int) -> Iterator[tuple[int, ContentKind, bool]]:
    """Yield where a kind of content that begins at *start* ends, and whether each is asked of."""
    for end in range(min(len(words), start + _LONGEST), start, -1):
        kind = content_kind(words[start:end])
        if kind is None:
            continue
        each = _one_by_one(words, start)
        if each or words[start].text not in _ALSO_VERBS:
            yield end, kind, each


_ALSO_VERBS = frozenset({"guide", "video"})  # "guide me through our leads"


def content_kind(words: Sequence[Word]) -> ContentKind | None:
    """Return the kind of content that *words* are called, None where they also say another thing."""
    alone = len(words) == 1 and words[0].text == "blog"  # a source, unless it is a post
    if alone or any(w.sign for w in words) or {w.text for w in words} & _NO_CONTENT:
        return None
    said = " ".join(w.text for w in words)
    kind = ContentKind.ARTICLE if said in _POSTS else kind_named(said)
    return None if kind is ContentKind.OTHER else kind


_POSTS = frozenset({"article de blog", "articles de blog", "blog post", "blog posts"})
#: Of attribution, of a customer, or narrower than the kind that a name with it is put under.
_NO_CONTENT_WORDS = (
    "modele modeles template templates temoignage temoignages podcast podcasts reel reels "
    "checklist checklists"
)
_NO_CONTENT = frozenset(_NO_CONTENT_WORDS.split())


def _one_by_one(words: Sequence[Word], start: int) -> bool:
    """Tell whether the words before ask for each of them: "which of our", "best", "par"."""
    for before in range(start, max(0, start - _NEAR), -1):
        if any(
            m.end == before and m.value.role in _ONE_BY_ONE
            for i in range(max(0, before - _NEAR), before)
            for m in signs().at(words[:before], i)
        ):
            return True
        if not (words[before - 1].text in filler() or words[before - 1].text.isdigit()):
            return False
    return False


_ONE_BY_ONE = frozenset({Role.BY, Role.EACH, Role.WHICH, *RANKS})
