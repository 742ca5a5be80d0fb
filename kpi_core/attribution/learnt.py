"""The models that learn their weights from all the paths of a period."""

from __future__ import annotations

from kpi_core.attribution.model import Method, Model
from kpi_core.text import Text

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


LEARNT = (
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
