"""The attribution models: how one conversion is shared out over the touches that led to it.

A model never changes how much there is, only whose it is: the weights of a conversion add up to
one, so members add up to the total that is told without a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kpi_core.attribution.learnt import LEARNT
from kpi_core.attribution.model import PER_ACCOUNT, Method, Model
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.registry import folded
from kpi_core.text import Text

_ADOBE = (
    "https://experienceleague.adobe.com/en/docs/analytics-platform/using/cja-workspace/attribution"
)
_HUBSPOT = "https://knowledge.hubspot.com/reports/understand-attribution-reporting"
_MATOMO = "https://matomo.org/faq/multi-channel-conversion-attribution/faq_25500"

_RULES = (
    Model(
        id="first",
        method=Method.ONE,
        title=Text(en="First touch", fr="Premier contact"),
        names=Text(
            en="first touch attribution|first-touch|first click|first interaction|first contact",
            fr="au premier contact|premier clic|au premier clic|premier point de contact|première interaction",
        ),
        does=Text(
            en="All the credit goes to the first touch of the path.",
            fr="Tout le crédit va au premier contact du parcours.",
        ),
        formula=Text(en="w(1) = 1", fr="w(1) = 1"),
        unfit=Text(
            en="To judge what closes deals: nothing after the first touch counts.",
            fr="Pour juger ce qui fait signer\u00a0: rien ne compte après le premier contact.",
        ),
        source=_HUBSPOT,
    ),
    Model(
        id="last",
        method=Method.ONE,
        title=Text(en="Last touch", fr="Dernier contact"),
        names=Text(
            en="last touch attribution|last-touch|last click|last interaction|last contact",
            fr="au dernier contact|dernier clic|au dernier clic|dernier point de contact|dernière interaction",
        ),
        does=Text(
            en="All the credit goes to the last touch before the conversion.",
            fr="Tout le crédit va au dernier contact avant la conversion.",
        ),
        formula=Text(en="w(n) = 1", fr="w(n) = 1"),
        unfit=Text(
            en="To judge what makes people discover the firm, above all with a long cycle.",
            fr="Pour juger ce qui fait découvrir l’entreprise, surtout si le cycle est long.",
        ),
        source=_HUBSPOT,
    ),
    Model(
        id="last_non_direct",
        method=Method.ONE,
        title=Text(en="Last non-direct touch", fr="Dernier contact hors direct"),
        names=Text(
            en="last non direct|last non-direct|last non direct click|last non-direct click|last touch excluding direct",
            fr="dernier contact non direct|dernier clic non direct|dernier hors direct",
        ),
        does=Text(
            en="All the credit goes to the last touch that is not a direct visit; to the last one when all are.",
            fr="Tout le crédit va au dernier contact qui n’est pas un accès direct\u202f; au dernier si tous le sont.",
        ),
        formula=Text(
            en="w(last i whose channel is not Direct) = 1",
            fr="w(dernier i dont le canal n’est pas Direct) = 1",
        ),
        unfit=Text(
            en="When direct visits are real demand, such as after word of mouth.",
            fr="Quand les accès directs sont une vraie demande, comme après le bouche-à-oreille.",
        ),
        source=_MATOMO,
    ),
    Model(
        id="linear",
        method=Method.PLACES,
        title=Text(en="Linear", fr="Linéaire"),
        names=Text(
            en="linear attribution|even weights|equal weights|equal credit",
            fr="attribution linéaire|à parts égales|poids égaux",
        ),
        does=Text(
            en="Every touch of the path gets an equal share.",
            fr="Chaque contact du parcours reçoit une part égale.",
        ),
        formula=Text(en="w(i) = 1 / n", fr="w(i) = 1 / n"),
        unfit=Text(
            en="With long paths of e-mails opened: many small touches outweigh the one that mattered.",
            fr="Avec de longs parcours d’e-mails ouverts\u00a0: beaucoup de petits contacts pèsent plus que celui qui a compté.",
        ),
        source=_HUBSPOT,
    ),
    Model(
        id="u_shaped",
        method=Method.PLACES,
        weights=(0.4, 0.2, 0.4),
        title=Text(en="U-shaped (40/20/40)", fr="En U (40/20/40)"),
        names=Text(
            en="u shaped|u-shaped|u shape|position based|position-based|u 40 20 40|bathtub",
            fr="basé sur la position|selon la position|modèle en u",
        ),
        does=Text(
            en="The first and the last touch get 40% each, those between share 20%; with two touches, half each.",
            fr="Le premier et le dernier contact reçoivent 40\u202f% chacun, ceux du milieu se partagent 20\u202f%\u202f; à deux, la moitié chacun.",
        ),
        formula=Text(
            en="w(1) = w(n) = 0.4, w(i) = 0.2 / (n - 2)",
            fr="w(1) = w(n) = 0,4\u202f; w(i) = 0,2 / (n - 2)",
        ),
        unfit=Text(
            en="When the middle of the path is what convinces: webinars, demos, case studies.",
            fr="Quand c’est le milieu du parcours qui convainc\u00a0: webinars, démos, études de cas.",
        ),
        source=_MATOMO,
    ),
    Model(
        id="w_shaped",
        method=Method.MILESTONES,
        weights=(0.3, 0.3, 0.3, 0.0, 0.1),
        title=Text(en="W-shaped (30/30/30/10)", fr="En W (30/30/30/10)"),
        names=Text(
            en="w shaped|w-shaped|w shape|w 30 30 30 10",
            fr="modèle en w",
        ),
        does=Text(
            en="The touches of the first contact, the lead and the opportunity get 30% each, the others share 10%; what a path lacks is left out and the rest scaled to 100%.",
            fr="Les contacts du début, du lead et de l’opportunité reçoivent 30\u202f% chacun, les autres se partagent 10\u202f%\u202f; ce qui manque au parcours est laissé de côté et le reste ramené à 100\u202f%.",
        ),
        formula=Text(
            en="w = 0.3 per milestone, 0.1 / others, divided by what is present",
            fr="w = 0,3 par jalon, 0,1 / autres, divisé par ce qui est présent",
        ),
        unfit=Text(
            en="Without dates of leads and opportunities, or to credit leads: the opportunity comes later.",
            fr="Sans dates de lead et d’opportunité, ou pour créditer des leads\u00a0: l’opportunité vient après.",
        ),
        source=_HUBSPOT,
    ),
    Model(
        id="j_shaped",
        method=Method.PLACES,
        weights=(0.2, 0.2, 0.6),
        title=Text(en="J-shaped (20/20/60)", fr="En J (20/20/60)"),
        names=Text(en="j shaped|j-shaped|j curve|j shape", fr="modèle en j"),
        does=Text(
            en="The last touch gets 60%, the first 20%, those between share 20%; with two touches, 75% and 25%.",
            fr="Le dernier contact reçoit 60\u202f%, le premier 20\u202f%, ceux du milieu se partagent 20\u202f%\u202f; à deux, 75\u202f% et 25\u202f%.",
        ),
        formula=Text(
            en="w(1) = 0.2, w(n) = 0.6, w(i) = 0.2 / (n - 2)",
            fr="w(1) = 0,2\u202f; w(n) = 0,6\u202f; w(i) = 0,2 / (n - 2)",
        ),
        unfit=Text(
            en="When discovery matters as much as closing.",
            fr="Quand la découverte compte autant que la signature.",
        ),
        source=_ADOBE,
    ),
    Model(
        id="inverse_j",
        method=Method.PLACES,
        weights=(0.6, 0.2, 0.2),
        title=Text(en="Inverse J (60/20/20)", fr="En J inversé (60/20/20)"),
        names=Text(
            en="inverse j|inverse j shaped|inverse-j|inverted j|j inverse",
            fr="j inversé|modèle en j inversé",
        ),
        does=Text(
            en="The first touch gets 60%, the last 20%, those between share 20%; with two touches, 75% and 25%.",
            fr="Le premier contact reçoit 60\u202f%, le dernier 20\u202f%, ceux du milieu se partagent 20\u202f%\u202f; à deux, 75\u202f% et 25\u202f%.",
        ),
        formula=Text(
            en="w(1) = 0.6, w(n) = 0.2, w(i) = 0.2 / (n - 2)",
            fr="w(1) = 0,6\u202f; w(n) = 0,2\u202f; w(i) = 0,2 / (n - 2)",
        ),
        unfit=Text(
            en="To judge what turns interest into a contract.",
            fr="Pour juger ce qui transforme l’intérêt en contrat.",
        ),
        source=_ADOBE,
    ),
    Model(
        id="time_decay",
        method=Method.DECAY,
        title=Text(en="Time decay", fr="Décroissance temporelle"),
        names=Text(
            en="time-decay|decay|half life|half-life",
            fr="dépréciation dans le temps|décroissance|dégressif|demi-vie",
        ),
        does=Text(
            en="A touch weighs half as much for every {half_life} days that lie before the conversion.",
            fr="Un contact pèse moitié moins tous les {half_life} jours avant la conversion.",
        ),
        formula=Text(
            en="w(i) = 2^(-days before conversion / half-life) / sum of the path",
            fr="w(i) = 2^(-jours avant la conversion / demi-vie) / somme du parcours",
        ),
        unfit=Text(
            en="With cycles of months and a half-life of days: it then says the last touch again.",
            fr="Avec des cycles de plusieurs mois et une demi-vie de quelques jours\u00a0: il redit alors le dernier contact.",
        ),
        source=_ADOBE,
    ),
    Model(
        id="full_path",
        method=Method.MILESTONES,
        weights=(0.225, 0.225, 0.225, 0.225, 0.1),
        title=Text(en="Full path (4 x 22.5/10)", fr="Parcours complet (4 x 22,5/10)"),
        names=Text(en="full path|full-path|z shaped|z-shaped", fr="parcours complet|modèle en z"),
        does=Text(
            en="The touches of the first contact, the lead, the opportunity and the closing get 22.5% each, the others share 10%; what a path lacks is left out and the rest scaled to 100%.",
            fr="Les contacts du début, du lead, de l’opportunité et de la signature reçoivent 22,5\u202f% chacun, les autres se partagent 10\u202f%\u202f; ce qui manque au parcours est laissé de côté et le reste ramené à 100\u202f%.",
        ),
        formula=Text(
            en="w = 0.225 per milestone, 0.1 / others, divided by what is present",
            fr="w = 0,225 par jalon, 0,1 / autres, divisé par ce qui est présent",
        ),
        unfit=Text(
            en="Without dates of leads and opportunities, or for conversions before the signature.",
            fr="Sans dates de lead et d’opportunité, ou pour des conversions avant la signature.",
        ),
        source=_HUBSPOT,
    ),
)

MODELS: Mapping[str, Model] = MappingProxyType({model.id: model for model in (*_RULES, *LEARNT)})

_NAMED = {folded(name).replace("-", " "): m for m in MODELS.values() for name in m.called()}


def keyed(key: str) -> Model:
    """Return the model whose `Model.key` is *key*."""
    id_ = key.removesuffix(PER_ACCOUNT)
    return replace(MODELS[id_], accounts=id_ != key)


A_MODEL = Text(en="attribution model", fr="modèle d’attribution")
#: What stands before `=` where a model is typed, folded.
MODEL_WORDS = frozenset({"model", "modele", "attribution"})


def find(name: str) -> Model:
    """
    Return the model called *name* in either language.

    Raises
    ------
    KpiError
        NOT_FOUND, which lists those that exist.
    """
    found = _NAMED.get(" ".join(folded(name).replace("-", " ").split()))
    if found is None:
        raise KpiError(Kind.NOT_FOUND, _UNKNOWN.format(name=shown(name), known=", ".join(MODELS)))
    return found


_UNKNOWN = Text(
    en="“{name}” is not an attribution model. There are: {known}.",
    fr="«\u00a0{name}\u00a0» n’est pas un modèle d’attribution. Il y a\u00a0: {known}.",
)
