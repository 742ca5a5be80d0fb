"""Words a user reads, always in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Lang(StrEnum):
    """A language the product speaks."""

    EN = "en"
    FR = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One message in every language; a missing translation cannot be constructed."""

    en: str
    fr: str

    def __getitem__(self, lang: Lang) -> str:
        match lang:
            case Lang.EN:
                return self.en
            case Lang.FR:
                return self.fr

    def format(self, **values: object) -> Text:
        """
        Fill the same placeholders in both languages.

        A value that is itself a `Text` is written in the language of the sentence. The place
        `{n:row|rows}` is the word that agrees with the number n, as each language counts; in such a
        sentence thousands are grouped.
        """

        def told(lang: Lang) -> dict[str, object]:
            said = {k: v[lang] if isinstance(v, Text) else v for k, v in values.items()}
            return {k: _Agreed(v, lang) for k, v in said.items()} if agrees else said

        agrees = "|" in self.en or "|" in self.fr
        return Text(en=self.en.format(**told(Lang.EN)), fr=self.fr.format(**told(Lang.FR)))


class _Agreed:
    """A value in a sentence where words agree with numbers."""

    __slots__ = ("lang", "value")

    def __init__(self, value: object, lang: Lang) -> None:
        self.value, self.lang = value, lang

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if bar:
            return one if _singular(_number(self.value), self.lang) else many
        if isinstance(self.value, int) and not spec:
            return _grouped(self.value, self.lang)
        return format(self.value, spec)


def _number(value: object) -> float:
    """Return the number that stands in a sentence, which may be written out: 1,5."""
    return float(str(value).replace("\u202f", "").replace(",", "."))


def _singular(number: float, lang: Lang) -> bool:
    """Tell whether a noun after *number* is singular: in French the plural begins at two."""
    return abs(number) < 2 if lang is Lang.FR else number == 1  # noqa: PLR2004 - two


def _grouped(count: int, lang: Lang) -> str:
    grouped = f"{count:,}".replace("-", "\u2212")
    return grouped.replace(",", "\u202f") if lang is Lang.FR else grouped


def counted(count: int, one: Text, many: Text) -> Text:
    """
    Return *one* or *many* with its `{n}` filled: French counts 0 as one, English as many.

    Thousands are grouped as each language does.
    """

    def said(lang: Lang) -> str:
        form = one if _singular(count, lang) else many
        return form[lang].replace("{n}", _grouped(count, lang))

    return Text(en=said(Lang.EN), fr=said(Lang.FR))


def rows(count: int) -> Text:
    """Return "1 row", "3 rows", "0 ligne"."""
    return counted(count, Text(en="{n} row", fr="{n} ligne"), Text(en="{n} rows", fr="{n} lignes"))


def capital(text: Text) -> Text:
    """Return *text* with its first letter as that of a sentence."""
    return Text(en=text.en[:1].upper() + text.en[1:], fr=text.fr[:1].upper() + text.fr[1:])


def joined(texts: Sequence[Text], last: Text) -> Text:
    """Return *texts* as one list: "a, b or c", where *last* is " or "."""
    if len(texts) == 1:
        return texts[0]
    return Text(
        en=", ".join(t.en for t in texts[:-1]) + last.en + texts[-1].en,
        fr=", ".join(t.fr for t in texts[:-1]) + last.fr + texts[-1].fr,
    )


def others(count: int) -> Text:
    """Return " and 4 others" after a list that is not written out, nothing where it is."""
    if count <= 0:
        return Text(en="", fr="")
    return Text(en=" and {n} {n:other|others}", fr=" et {n} {n:autre|autres}").format(n=count)


def quoted(names: Sequence[str], *, shown: int = 3) -> Text:
    """Return *names* in quotation marks, the first of many: “A”, “B” and 4 more."""
    rest = others(len(names) - shown)
    return Text(
        en=", ".join(f"“{name}”" for name in names[:shown]) + rest.en,
        fr=", ".join(f"«\u00a0{name}\u00a0»" for name in names[:shown]) + rest.fr,
    )
