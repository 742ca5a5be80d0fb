"""The bytes of `/v1/cells`: strict on the way in, finite on the way out.

msgspec refuses NaN, infinities and lone surrogates; a key given twice is refused too, since a
proxy before us may have believed the other one.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Literal

import msgspec

from addin.arguments import Argument
from addin.functions import Answers, Functions, Value
from addin.server import misread
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text

MOST_CALLS = 20_000
#: What a question over the data costs, in cells.
QUESTION = 50


class Call(msgspec.Struct, forbid_unknown_fields=True):
    """One function and the arguments of each of its calls."""

    fn: str
    rows: list[list[Argument]]

    @property
    def cost(self) -> int:
        """Return how many cells it counts for: a question in words is read first."""
        return len(self.rows) * (QUESTION if self.fn.upper() == "B2B_ASK" else 1)


class Cells(msgspec.Struct, forbid_unknown_fields=True):
    """A request: calls, and how the host writes words and numbers."""

    calls: list[Call]
    lang: Literal["fr", "en"] = "en"
    locale: str | None = None


_decoder = msgspec.json.Decoder(Cells)
_encoder = msgspec.json.Encoder()
_TOO_MANY = Text(en="more than 20,000 calls", fr="plus de 20\u202f000 appels")
_NO_LOCALE = Text(
    en="“locale” must look like fr-FR", fr="«\u00a0locale\u00a0» doit ressembler à fr-FR"
)
_TWICE = Text(en="a key is given twice", fr="une clé est donnée deux fois")
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")


def decode(body: bytes) -> Cells:
    """
    Return the request in *body*.

    Raises
    ------
    KpiError
        TYPE or SHAPE: the body is not what this interface takes (status 400 or 422).
    """
    try:
        asked = _decoder.decode(body)
    except msgspec.ValidationError as error:
        raise MalformedError(misread.why(str(error), _fields), 422) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError(misread.not_json(str(error)), 400) from None
    if _may_repeat_a_key(body, asked):
        _refuse_repeated_keys(body)
    if len(asked.calls) > MOST_CALLS:
        raise MalformedError(_TOO_MANY, 422)
    if asked.locale is not None and not _LOCALE.fullmatch(asked.locale):
        raise MalformedError(_NO_LOCALE, 422)
    return asked


def decode_any(body: bytes) -> Any:
    """
    Return the JSON value in *body*.

    Raises
    ------
    KpiError
        TYPE: it is none that every parser reads alike (status 400).
    """
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError(misread.not_json(str(error)), 400) from None
    _refuse_repeated_keys(body)
    return found


def _fields(at: str) -> tuple[str, ...]:
    """Return the names that the object which stands at *at* takes."""
    return (Call if at else Cells).__struct_fields__


class MalformedError(KpiError):
    """The request is not one: its status says whether as JSON (400) or as ours (422)."""

    def __init__(self, why: Text, status: int) -> None:
        self.status = status
        super().__init__(
            Kind.TYPE,
            Text(
                en="The request body is not valid: {why}.",
                fr="Le corps de la requête n’est pas valide : {why}.",
            ).format(why=why),
        )


def _may_repeat_a_key(body: bytes, asked: Cells) -> bool:
    if b"\\u" in body:
        return True
    calls = len(asked.calls)
    expected = {b'"calls"': 1, b'"lang"': 1, b'"locale"': 1, b'"fn"': calls, b'"rows"': calls}
    return b'"error"' in body or any(body.count(key) > n for key, n in expected.items())


def _refuse_repeated_keys(body: bytes) -> None:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in found}) < len(found):
            raise MalformedError(_TWICE, 400)
        return dict(found)

    json.loads(body, object_pairs_hook=pairs)


def answer(functions: Functions, asked: Cells) -> bytes:
    """Return the response to *asked*, numbers in text being read as its locale writes them."""
    lang = Lang(asked.lang)
    snapshot = functions.core.snapshot()
    locale = asked.locale or snapshot.settings.locale
    # Read before the answers: a host that keeps them asks again once this has changed.
    version = f"{snapshot.version}.{functions.core.today()}"
    results = [
        _told(functions.call(call.fn, call.rows, lang, locale), lang) for call in asked.calls
    ]
    return _encoder.encode({"results": results, "version": version})


def _told(answers: Answers, lang: Lang) -> dict[str, Any]:
    values: list[Value] = []
    errors: dict[str, dict[str, str]] = {}
    for i, outcome in enumerate(answers.outcomes):
        found = outcome
        if isinstance(found, float) and not math.isfinite(found):
            found = KpiError(
                Kind.NUM, Text(en="The result is too large.", fr="Le résultat est trop grand.")
            )
        if isinstance(found, KpiError):
            errors[str(i)] = {
                "kind": found.kind.value,
                "code": found.kind.code,
                "message": found.message[lang],
            }
            found = None
        values.append(found)
    told: dict[str, Any] = {"values": values, "errors": errors}
    return {**told, "units": answers.units} if answers.units else told


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a request, for the OpenAPI page."""
    (found,), components = msgspec.json.schema_components(
        [Cells], ref_template="#/components/schemas/{name}"
    )
    return {"schema": found, "components": components}
