"""Currencies as people write them next to an amount: a sign, or an ISO code."""

from __future__ import annotations

import re

CODES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS
    UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list of 152 quoted codes hides a typo
)
"""ISO 4217 codes in use."""

SIGNS: dict[str, tuple[str, ...]] = {
    "US$": ("USD",),
    "CA$": ("CAD",),
    "A$": ("AUD",),
    "R$": ("BRL",),
    "€": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "£": ("GBP",),
    "₹": ("INR",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "zł": ("PLN",),
    "kr": ("NOK", "SEK", "DKK"),
    "¥": ("JPY", "CNY"),
}
"""What a sign can mean; the first is meant when nothing else is known, except for `kr` and `¥`."""

UNDECIDED = frozenset({"kr", "¥"})

_MARK = "|".join([*(re.escape(s) for s in SIGNS), "[A-Z]{3}"])
_BEFORE = re.compile(rf"(?P<sign>[-+(]?)(?P<mark>{_MARK}) ?(?=[-+\d(.,])")
_AFTER = re.compile(rf"(?<=[\d)kKM%-]) ?(?P<mark>{_MARK})(?P<close>\)?)$")


def without_currency(text: str) -> tuple[str, str | None]:
    """Split an amount from the sign or code written before or after it."""
    for pattern in (_BEFORE, _AFTER):
        found = pattern.match(text) if pattern is _BEFORE else pattern.search(text)
        if found and (found["mark"] in SIGNS or found["mark"] in CODES):
            kept = found.groupdict().get("sign") or found.groupdict().get("close") or ""
            rest = (
                kept + text[found.end() :] if pattern is _BEFORE else text[: found.start()] + kept
            )
            return rest, found["mark"]
    return text, None
