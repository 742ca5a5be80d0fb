"""Which model is asked, from the environment: all that is wrong with it is said at once."""

from __future__ import annotations

import importlib.util
import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text

URL, NAME, KEY = "KPI_MODEL_URL", "KPI_MODEL", "KPI_MODEL_KEY"
SECONDS, PHRASES = "KPI_MODEL_SECONDS", "KPI_MODEL_PHRASES"
TOKENS, COST = "KPI_MODEL_TOKENS_A_DAY", "KPI_MODEL_COST_A_DAY"
PRICE_IN, PRICE_OUT = "KPI_MODEL_PRICE_IN", "KPI_MODEL_PRICE_OUT"

_LONGEST_WAIT = 120
_MOST = Decimal(10) ** 12
# A server of one's own asks for no key, yet the client sends none that is empty.
_NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """
    A model behind an OpenAI-compatible address.

    key: kept out of every printed form.
    seconds: all that a question may wait for the model.
    tokens_a_day, cost_a_day: what is spent at most, None without limit.
    price_in, price_out: of a million tokens read and written, in the currency of *cost_a_day*.
    """

    url: str
    name: str
    key: str = field(repr=False, default=_NO_KEY)
    seconds: float = 20.0
    tokens_a_day: int | None = None
    cost_a_day: Decimal | None = None
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    phrases: bool = False


def endpoint_of(environment: Mapping[str, str]) -> Endpoint | None:
    """
    Return the model that *environment* names, None when it names none.

    Raises
    ------
    KpiError
        TYPE, with every fault of the configuration; the values of secrets are not repeated.
    """
    url, name = (environment.get(v, "").strip() for v in (URL, NAME))
    if not url and not name:
        return None
    faults: list[Text] = []
    key = environment.get(KEY, "").strip()
    if not name or not url:
        faults.append(_MISSING.format(variable=NAME if url else URL, other=URL if url else NAME))
    if url:
        faults += _faults_of_address(url, bool(key))
    if not key.isascii() or not key.isprintable() or " " in key:
        faults.append(_BAD_KEY)
    seconds = _amount(environment, SECONDS, faults, least=Decimal(1), most=Decimal(_LONGEST_WAIT))
    tokens = _amount(environment, TOKENS, faults, whole=True)
    cost = _amount(environment, COST, faults)
    prices = [_amount(environment, v, faults) for v in (PRICE_IN, PRICE_OUT)]
    if cost is not None and None in prices:
        faults.append(_NO_PRICE)
    phrases = environment.get(PHRASES, "").strip().lower()
    if phrases not in {"", "0", "1"}:
        faults.append(_ZERO_OR_ONE)
    if importlib.util.find_spec("openai") is None:
        faults.append(_NOT_INSTALLED)
    if faults:
        raise KpiError(
            Kind.TYPE,
            Text(
                en=" ".join(["The language model is not set up:", *(f.en for f in faults)]),
                fr=" ".join(
                    ["Le modèle de langage n’est pas réglé\u00a0:", *(f.fr for f in faults)]
                ),
            ),
        )
    return Endpoint(
        url=url.rstrip("/"),
        name=name,
        key=key or _NO_KEY,
        seconds=float(seconds) if seconds is not None else 20.0,
        tokens_a_day=int(tokens) if tokens is not None else None,
        cost_a_day=cost,
        price_in=prices[0] or Decimal(0),
        price_out=prices[1] or Decimal(0),
        phrases=phrases == "1",
    )


def _faults_of_address(url: str, keyed: bool) -> list[Text]:  # noqa: FBT001 - one caller
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return [_BAD_ADDRESS]
    if parts.scheme not in {"http", "https"} or not host or not url.isprintable() or " " in url:
        return [_BAD_ADDRESS]
    if parts.username is not None or parts.query or parts.fragment:
        return [_LOADED_ADDRESS]
    if parts.scheme == "http" and keyed and not _near(host):
        return [_IN_CLEAR]
    return []


def _near(host: str) -> bool:
    """Tell whether *host* is this machine or one of its own network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))
    return address.is_loopback or address.is_private


def _amount(
    environment: Mapping[str, str],
    variable: str,
    faults: list[Text],
    *,
    least: Decimal = Decimal(0),
    most: Decimal = _MOST,
    whole: bool = False,
) -> Decimal | None:
    said = environment.get(variable, "").strip()
    if not said:
        return None
    try:
        amount = Decimal(said.replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if (
        not math.isfinite(amount)
        or not least <= amount <= most
        or (whole and amount != amount.to_integral_value())
    ):
        faults.append(
            Text(
                en="{variable} must be a {kind} from {least} to {most}, not “{said}”.",
                fr="{variable} doit être un {kind} de {least} à {most}, pas «\u00a0{said}\u00a0».",
            ).format(
                variable=variable,
                kind=_WHOLE if whole else _NUMBER,
                least=least,
                most=f"{most:f}",
                said=shown(said),
            )
        )
        return None
    return amount


_WHOLE = Text(en="whole number", fr="nombre entier")
_NUMBER = Text(en="number", fr="nombre")
_MISSING = Text(
    en="{variable} is missing; it goes with {other}.",
    fr="{variable} manque\u202f; il va avec {other}.",
)
_BAD_ADDRESS = Text(
    en=f"{URL} must be an address such as https://api.openai.com/v1 or http://localhost:11434/v1.",
    fr=f"{URL} doit être une adresse telle que https://api.openai.com/v1 ou http://localhost:11434/v1.",
)
_LOADED_ADDRESS = Text(
    en=f"{URL} must hold neither a name, nor a password, nor what follows “?” or “#”: the key goes in {KEY}.",
    fr=f"{URL} ne doit contenir ni nom, ni mot de passe, ni ce qui suit «\u00a0?\u00a0» ou «\u00a0#\u00a0»\u00a0: la clé va dans {KEY}.",
)
_IN_CLEAR = Text(
    en=f"{URL} would send the key in clear: use https, or a server of your own network.",
    fr=f"{URL} enverrait la clé en clair\u00a0: utilisez https, ou un serveur de votre réseau.",
)
_BAD_KEY = Text(
    en=f"{KEY} holds a blank or a character that no key has.",
    fr=f"{KEY} contient une espace ou un caractère qu’aucune clé n’a.",
)
_NO_PRICE = Text(
    en=f"{COST} needs {PRICE_IN} and {PRICE_OUT}, the price of a million tokens read and written.",
    fr=f"{COST} demande {PRICE_IN} et {PRICE_OUT}, le prix d’un million de jetons lus et écrits.",
)
_ZERO_OR_ONE = Text(en=f"{PHRASES} is 0 or 1.", fr=f"{PHRASES} vaut 0 ou 1.")
_NOT_INSTALLED = Text(
    en="its client is missing: pip install 'openai>=3'.",
    fr="son client manque\u00a0: pip install 'openai>=3'.",
)
