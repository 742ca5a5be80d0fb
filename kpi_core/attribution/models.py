"""The attribution models: how one conversion is shared out over the touches that led to it.

A model never changes how much there is, only whose it is: the weights of a conversion add up to
one, so members add up to the total that is told without a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.registry import folded
from kpi_core.text import Text


class Method(StrEnum):
    """How a model finds its weights."""

    ONE = "one"  # all to one touch
    PLACES = "places"  # by the place in the path: the first, those between, the last
    DECAY = "decay"  # halved each half-life before the conversion
    MILESTONES = "milestones"  # to the touches that made a stage, the rest shared
    MARKOV = "markov"  # what would be lost without the channel
    SHAPLEY = "shapley"  # what the channel adds to those it meets


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """
    One attribution model.

    weights: of `PLACES`, the first touch, all those between and the last one; of `MILESTONES`, the
    touches of the first contact, the lead, the opportunity and the closing, then all the others.
    order: of `MARKOV`, how many touches the chain remembers.
    accounts: whether a path holds the touches of every lead of an account, not of one lead.
    names: what people call it, in both languages, `|` between them.
    """

    id: str
    method: Method
    title: Text
    names: Text
    does: Text
    formula: Text
    unfit: Text
    source: str
    weights: tuple[float, ...] = ()
    order: int = 1
    accounts: bool = False

    @property
    def key(self) -> str:
        """Return what tells it from all others in a compiled question (see `keyed`)."""
        return f"{self.id}{_PER_ACCOUNT}" if self.accounts else self.id

    @property
    def learnt(self) -> bool:
        """Whether the weights come from all the paths of the period, not from one path alone."""
        return self.method in {Method.MARKOV, Method.SHAPLEY}

    def called(self) -> tuple[str, ...]:
        """Return every name it goes by."""
        said = (*self.names.en.split("|"), *self.names.fr.split("|"))
        return (self.id, self.title.en, self.title.fr, *said)


_ADOBE = (
    "https://experienceleague.adobe.com/en/docs/analytics-platform/using/cja-workspace/attribution"
)
_HUBSPOT = "https://knowledge.hubspot.com/reports/understand-attribution-reporting"
_MATOMO = "https://matomo.org/faq/multi-channel-conversion-attribution/faq_25500"
_ANDERL = "https://doi.org/10.1016/j.ijresmar.2016.03.001"
_ZHAO = "https://arxiv.org/abs/1804.05327"

_PER_MARKOV = Text(
    en="Each channel is credited by the conversions that the chain of all paths would lose without it{orders}.",
    fr="Chaque canal est crédité selon les conversions que la chaîne de tous les parcours perdrait sans lui{orders}.",
)
_REMEMBERS = Text(
    en=", which remembers the last {n} touches",
    fr=", qui se souvient des {n} derniers contacts",
)
_UNFIT_MARKOV = Text(
    en="With few conversions, or when next to no path holds several channels: it then only repeats the last touch, with more noise.",
    fr="Avec peu de conversions, ou quand presque aucun parcours ne mêle plusieurs canaux\u00a0: il redit alors le dernier contact, avec plus de bruit.",
)


def _markov(id_: str, order: int, title: Text, names: Text, orders: Text) -> Model:
    return Model(
        id=id_,
        method=Method.MARKOV,
        order=order,
        title=title,
        names=names,
        does=_PER_MARKOV.format(orders=orders),
        formula=Text(
            en="share(c) = (1 - P(conversion without c) / P(conversion)) / sum over channels",
            fr="part(c) = (1 - P(conversion sans c) / P(conversion)) / somme sur les canaux",
        ),
        unfit=_UNFIT_MARKOV,
        source=_ANDERL,
    )


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

_LEARNT = (
    _markov(
        "markov",
        1,
        Text(en="Markov", fr="Markov"),
        Text(
            en="markov chain|data driven|data-driven|removal effect|algorithmic|markov order 1",
            fr="chaîne de markov|basé sur les données|fondé sur les données|guidé par les données|algorithmique|markov d’ordre 1",
        ),
        Text(en="", fr=""),
    ),
    _markov(
        "markov_2",
        2,
        Text(en="Markov, order 2", fr="Markov, ordre 2"),
        Text(
            en="markov of order 2|markov order 2|second order markov",
            fr="markov d’ordre 2|markov ordre 2",
        ),
        _REMEMBERS.format(n=2),
    ),
    _markov(
        "markov_3",
        3,
        Text(en="Markov, order 3", fr="Markov, ordre 3"),
        Text(
            en="markov of order 3|markov order 3|third order markov",
            fr="markov d’ordre 3|markov ordre 3",
        ),
        _REMEMBERS.format(n=3),
    ),
    Model(
        id="shapley",
        method=Method.SHAPLEY,
        title=Text(en="Shapley", fr="Shapley"),
        names=Text(en="shapley value|shapley values", fr="valeur de shapley|valeurs de shapley"),
        does=Text(
            en="Each channel is credited with what it adds, on average over every order of arrival, to those it meets: the channels of a path share it equally, however often each touches.",
            fr="Chaque canal est crédité de ce qu’il ajoute, en moyenne sur tous les ordres d’arrivée, à ceux qu’il rencontre\u00a0: les canaux d’un parcours se le partagent également, quel que soit leur nombre de contacts.",
        ),
        formula=Text(
            en="share(c) = sum over paths that hold c of conversions / different channels of the path",
            fr="part(c) = somme, sur les parcours qui contiennent c, des conversions / canaux différents du parcours",
        ),
        unfit=Text(
            en="When the order of the touches matters, or how many there are.",
            fr="Quand l’ordre des contacts compte, ou leur nombre.",
        ),
        source=_ZHAO,
    ),
)

MODELS: Mapping[str, Model] = MappingProxyType({model.id: model for model in (*_RULES, *_LEARNT)})

_NAMED = {folded(name).replace("-", " "): m for m in MODELS.values() for name in m.called()}


_PER_ACCOUNT = " per account"


def keyed(key: str) -> Model:
    """Return the model whose `Model.key` is *key*."""
    id_ = key.removesuffix(_PER_ACCOUNT)
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
