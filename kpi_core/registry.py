"""The KPIs on offer, in reading order, found by id, by family or by what people call them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

from kpi_core.definition import Kpi
from kpi_core.errors import DeclarationError, Kind, KpiError, shown, unknown
from kpi_core.text import Lang, Text

A_KPI = Text(en="a KPI", fr="un indicateur connu")


class Registry(Mapping[str, Kpi]):
    """A read-only mapping from id to KPI."""

    def __init__(
        self,
        kpis: Iterable[Kpi],
        asked_back: Mapping[str, tuple[str, ...]] | None = None,
        declined: Mapping[str, Text] | None = None,
    ) -> None:
        self._declined = {folded(word): why for word, why in (declined or {}).items()}
        self._asked_back = {folded(word): ids for word, ids in (asked_back or {}).items()}
        self._kpis: dict[str, Kpi] = {}
        faults = []
        for kpi in kpis:
            if kpi.id in self._kpis:
                faults.append(f"{kpi.id!r} is declared twice")
            self._kpis[kpi.id] = kpi
        self._functions = {kpi.function: kpi for kpi in self._kpis.values()}
        self._names: dict[str, Kpi] = {}
        faults += self._named()
        self._asked_back = {folded(word): ids for word, ids in (asked_back or {}).items()}
        faults += self._misleading()
        if faults:
            raise DeclarationError("registry", faults)

    def _named(self) -> Iterator[str]:
        """Give each KPI its names; yield those that two of them claim."""
        for kpi in self._kpis.values():
            for name in (kpi.id, kpi.function, *((kpi.family,) if kpi.default else ())):
                self._names[folded(name)] = kpi
        for kpi in self._kpis.values():
            for alias in (*kpi.aliases[Lang.EN], *kpi.aliases[Lang.FR]):
                taken = self._names.setdefault(folded(alias), kpi)
                if taken is not kpi:
                    yield f"{alias!r} means both {taken.id!r} and {kpi.id!r}"

    def _misleading(self) -> Iterator[str]:
        """Yield the words that are asked back and should not be, or that offer nothing."""
        for word, ids in self._asked_back.items():
            if word in self._names:
                yield f"{word!r} is asked back, yet means {self._names[word].id!r}"
            yield from (f"{word!r} offers {id_!r}, unknown" for id_ in ids if id_ not in self._kpis)
        for word in self._declined:
            if word in self._names or word in self._asked_back:
                yield f"{word!r} is declined, yet is answered"

    @classmethod
    def of(
        cls,
        *families: ModuleType,
        asked_back: Mapping[str, tuple[str, ...]] | None = None,
        declined: Mapping[str, Text] | None = None,
    ) -> Registry:
        """
        Collect the KPIs that *families* declare, in their order.

        asked_back: words that mean several of them; declined: words that mean none, and why.
        """
        found: list[Kpi] = []
        for family in families:
            for value in vars(family).values():
                if isinstance(value, Kpi):
                    found.append(value)
                elif isinstance(value, dict):
                    found.extend(v for v in value.values() if isinstance(v, Kpi))
        return cls(found, asked_back, declined)

    def __getitem__(self, name: str) -> Kpi:
        return self._kpis[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kpis)

    def __len__(self) -> int:
        return len(self._kpis)

    def find(self, name: str) -> Kpi:
        """
        Return the KPI that *name* means: an id, a family, a function name or an alias.

        Raises
        ------
        KpiError
            NOT_FOUND, with the closest names or why there is none; AMBIGUOUS for a word that is
            asked back.
        """
        key = folded(name)
        if why := self._declined.get(key):
            raise KpiError(Kind.NOT_FOUND, why)
        if ids := self._asked_back.get(key):
            raise KpiError(
                Kind.AMBIGUOUS,
                Text(
                    en="“{name}” can mean several things. Ask for one of: {offered}.",
                    fr="« {name} » peut vouloir dire plusieurs choses. "
                    "Demandez l’un de : {offered}.",
                ).format(name=shown(name), offered=", ".join(ids)),
            )
        kpi = self._names.get(key)
        if kpi is None:
            raise unknown(A_KPI, name, self._said())
        return kpi

    def _said(self) -> dict[str, Text]:
        """Return each name that is understood, as each language says it: in words that can be typed."""
        said: dict[str, dict[Lang, str]] = {
            name: {lang: next(iter(kpi.aliases[lang]), kpi.id) for lang in Lang}
            for name, kpi in self._names.items()
        }
        for kpi in self._kpis.values():
            for lang in Lang:
                for alias in kpi.aliases[lang]:
                    said[folded(alias)][lang] = alias
        return {name: Text(en=of[Lang.EN], fr=of[Lang.FR]) for name, of in said.items()}

    def function(self, name: str) -> Kpi | None:
        """Return the KPI typed in a cell as *name*, or None."""
        return self._functions.get(name.upper())


def folded(text: str) -> str:
    """Return *text* without case, accents or typography, as people type it in a hurry."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(kept.replace("_", " ").split())
