"""Words a user reads, always in both languages."""

from __future__ import annotations

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

        A value that is itself a `Text` is written in the language of the sentence.
        """

        def told(lang: Lang) -> dict[str, object]:
            return {k: v[lang] if isinstance(v, Text) else v for k, v in values.items()}

        return Text(en=self.en.format(**told(Lang.EN)), fr=self.fr.format(**told(Lang.FR)))


def counted(count: int, one: Text, many: Text) -> Text:
    """
    Return *one* or *many* with its `{n}` filled: French counts 0 as one, English as many.

    Thousands are grouped as each language does.
    """
    english = one.en if count == 1 else many.en
    french = one.fr if abs(count) < 2 else many.fr  # noqa: PLR2004 - plural begins at two
    grouped = f"{count:,}"
    return Text(
        en=english.replace("{n}", grouped),
        fr=french.replace("{n}", grouped.replace(",", "\u202f")),
    )


def rows(count: int) -> Text:
    """Return "1 row", "3 rows", "0 ligne"."""
    return counted(count, Text(en="{n} row", fr="{n} ligne"), Text(en="{n} rows", fr="{n} lignes"))
