"""The card of a workspace that has none of its own: a place to start from, nobody's measured truth."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpi_core.scoring.card import Card, Rule
from kpi_core.text import Text

_RULES: tuple[tuple[Text, Rule], ...] = (
    (
        Text(en="a meeting", fr="un rendez-vous"),
        Rule(
            action=("rendez-vous", "rdv", "meeting*", "demo", "démo", "call"),
            points=30, half_life=30, most=30,
        ),
    ),
    (
        Text(en="a trial", fr="un essai"),
        Rule(action=("essai*", "trial*"), points=25, half_life=30, most=25),
    ),
    (
        Text(en="a reply", fr="une réponse"),
        Rule(action=("réponse*", "repl*", "répond*", "answer*"), points=20, half_life=30, most=40),
    ),
    (
        Text(en="a form", fr="un formulaire"),
        Rule(
            action=("formulaire*", "form", "demande*", "contact request*", "quote", "devis"),
            points=20, half_life=30, most=20,
        ),
    ),
    (
        Text(en="a download or a webinar", fr="un téléchargement ou un webinar"),
        Rule(
            action=("télécharg*", "download*", "webinar*", "webinaire*", "inscri*", "regist*"),
            points=15, half_life=30, most=30,
        ),
    ),
    (
        Text(en="an event or an introduction", fr="un salon ou une mise en relation"),
        Rule(
            action=("stand", "salon*", "fair", "booth", "mise en relation", "referr*", "introduc*"),
            points=10, half_life=30, most=20,
        ),
    ),
    (
        Text(en="a click", fr="un clic"),
        Rule(action=("clic*", "click*", "réaction*", "reaction*"), points=5, half_life=14, most=15),
    ),
    (
        Text(en="a visit of the site", fr="une visite du site"),
        Rule(action=("visit*", "page*", "session*"), points=3, half_life=14, most=12),
    ),
    (
        Text(en="an e-mail opened", fr="un e-mail ouvert"),
        Rule(action=("ouver*", "open*"), points=1, half_life=14, most=5),
    ),
    (
        Text(en="decides", fr="décide"),
        Rule(
            role=(
                "directeur*", "directrice*", "director", "chief", "head", "président*", "president",
                "gérant*", "fondat*", "founder*", "owner", "vp", "ceo", "cfo", "cmo", "cto", "coo",
                "pdg", "dg", "daf", "dsi",
            ),
            points=15,
        ),
    ),
    (
        Text(en="manages", fr="encadre"),
        Rule(role=("responsable*", "manager*", "chef", "cheffe", "lead"), points=8),
    ),
    (
        Text(en="is no buyer", fr="n’achète pas"),
        Rule(
            role=("stagiaire*", "étudiant*", "alternan*", "intern", "student*", "consultant*"),
            points=-20,
        ),
    ),
    (Text(en="came lately", fr="arrivé récemment"), Rule(new=True, points=10, half_life=14)),
)  # fmt: skip

DEFAULT = Card(rules=tuple(rule for _, rule in _RULES), mql=25, sql=50)
_TITLES: Mapping[Rule, Text] = MappingProxyType({rule: title for title, rule in _RULES})


def title_of(rule: Rule) -> Text:
    """Return what *rule* is called: as its author named it, else by its first words."""
    if rule.name:
        return Text(en=rule.name, fr=rule.name)
    if (known := _TITLES.get(rule)) is not None:
        return known
    if rule.kind == "new":
        return _NEW
    said = rule.action or rule.role or rule.members
    words = ", ".join(word.strip("* ") for word in said[:_MOST])
    return Text(en=words, fr=words) if len(said) <= _MOST else Text(en=f"{words}…", fr=f"{words}…")


_NEW = Text(en="came lately", fr="arrivé récemment")
_MOST = 3
