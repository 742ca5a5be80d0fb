"""Words that group, order, compare and ask how a number moves."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.reading.vocabulary.roles import Role, Said

ORDERING: Mapping[Role, Said] = {
    Role.BY: Said(
        en="by|per|broken down by|break down by|breakdown by|split by|grouped by|group by"
        "|segmented by|sliced by|according to|as a function of|depending on|across"
        "|detailed by|breakdown per|split per",
        fr="par|selon|en fonction de|ventilé par|ventilée par|réparti par|répartie par"
        "|détaillé par|détaillée par|découpé par|groupé par|segmenté par|suivant",
    ),
    Role.EACH: Said(
        en="each|every|for each|for every|of each|individual|all our|all of our|all the",
        fr="chaque|pour chaque|de chaque|chacun|chacune|pour chacun|pour chacune|de chacun"
        "|de chacune|tous nos|toutes nos|tous les|toutes les",
    ),
    Role.WHICH: Said(
        en="which|which of our|which one|what are the|who",
        fr="quel|quelle|quels|quelles|lequel|laquelle|lesquels|lesquelles|qui",
    ),
    Role.TREND: Said(
        en="trend|trends|trending|over time|evolution|evolve|evolved|evolves|evolving"
        "|history of|time series|progression|curve|development over time|through time"
        "|historically|timeline",
        fr="tendance|tendances|évolution|évoluer|évolue|évolué|évoluent|courbe|progression"
        "|historique|au fil du temps|dans le temps|au cours du temps|chronologie",
    ),
    Role.BEST: Said(
        en="which one wins|which wins|who came first|came first|is first|who is first|best|better|top performing|best performing|strongest|most effective"
        "|most efficient|most performing|performs best|performed best|performing best",
        fr="lequel gagne|laquelle gagne|lequel l emporte|laquelle l emporte|est premier|est première|arrive en tête|en tête|meilleur|meilleure|meilleurs|meilleures|mieux|les plus performants"
        "|le plus performant|la plus performante|les plus performantes|plus efficace"
        "|plus efficaces|performe le mieux|marche le mieux|marchent le mieux",
    ),
    Role.WORST: Said(
        en="worst first|came last|is last|who is last|worst|worse|poorest|weakest|least effective|least efficient|worst performing"
        "|performs worst|performed worst",
        fr="est dernier|est dernière|arrive en dernier|pire|pires|plus mauvais|plus mauvaise|plus mauvaises|moins bon|moins bonne"
        "|moins bons|moins bonnes|moins performant|moins performante|moins performants"
        "|moins performantes|moins efficace|moins efficaces|le moins bien"
        "|marche le moins bien",
    ),
    Role.MOST: Said(
        en="biggest first|largest first|most first|most|more|highest|largest|biggest|greatest|maximum|max|higher|larger|bigger|the more"
        "|high|peak",
        fr="de plus|en plus|le plus|la plus|les plus|plus élevé|plus élevée|plus élevés|plus élevées"
        "|plus haut|plus haute|plus hauts|plus hautes|plus grand|plus grande|plus grands"
        "|plus grandes|plus gros|plus grosse|plus grosses|plus fort|plus forte|plus forts"
        "|plus fortes|maximum|max|maximal|plus de|plus d",
    ),
    Role.LEAST: Said(
        en="from lowest to highest|from smallest to largest|from smallest to biggest|in ascending order|lowest first|smallest first|fewest first|least|less|lowest|smallest|fewest|minimum|min|lower|smaller|fewer|low",
        fr="du plus petit au plus grand|du plus bas au plus élevé|du plus bas au plus haut|par ordre croissant|de moins|en moins|le moins|la moins|les moins|moins élevé|moins élevée|plus bas|plus basse"
        "|plus basses|plus faible|plus faibles|plus petit|plus petite|plus petits"
        "|plus petites|minimum|min|minimal|moins de|moins d|moins élevés|moins élevées",
    ),
    Role.TOP: Said(
        en="top|highest first|best first|from highest to lowest|from best to worst|in descending order|leading|rank|ranked|ranking|rank by|sort|sorted|order by|ordered by|in order|ordered",
        fr="top|du plus grand au plus petit|du meilleur au pire|du plus élevé au plus bas|en premier|par ordre décroissant|ranking|classement|classe|classer|palmarès|podium|trie|trier|triés",
    ),
    Role.BOTTOM: Said(
        en="bottom|flop|last ranked",
        fr="flop|derniers du classement|queue de peloton",
    ),
    Role.CHEAP: Said(
        en="from cheapest to most expensive|cheapest first|cheapest|cheaper|cheap|least expensive|least costly|less expensive"
        "|most affordable|lowest cost|for the least money|for least money|lowest price|at the lowest cost",
        fr="du moins cher au plus cher|moins cher|moins chère|moins chers|moins chères|le moins cher|la moins chère"
        "|les moins chers|les moins chères|le moins coûteux|la moins coûteuse"
        "|les moins coûteux|les moins coûteuses|moins coûteux|moins coûteuse"
        "|moins coûteuses|plus économique|plus économiques|au meilleur prix|à moindre coût|au moindre coût|pour le moins d’argent"
        "|meilleur marché",
    ),
    Role.DEAR: Said(
        en="from most expensive to cheapest|most expensive first|most expensive|more expensive|priciest|costliest|most costly",
        fr="du plus cher au moins cher|plus cher|plus chère|plus chers|plus chères|le plus cher|la plus chère"
        "|les plus chers|les plus chères|le plus coûteux|la plus coûteuse|les plus coûteux"
        "|les plus coûteuses|plus coûteux|plus coûteuse|plus coûteuses",
    ),
    Role.COMPARE: Said(
        en="compare|compared|compares|comparing|comparison|side by side|vs|versus|against"
        "|relative to|stack up|difference|gap|differ|head to head",
        fr="compare|comparé|comparée|comparer|comparez|comparaison|comparativement|face à|vs"
        "|versus|contre|par rapport à|par rapport au|par rapport aux|écart|différence"
        "|côte à côte",
    ),
    Role.WHY: Said(
        en="why|how come|what explains|explain why|what caused|what is causing|what drove"
        "|what drives|what is driving|reason|reasons|cause|what is behind|what's behind"
        "|due to what|root cause|what changed in|driver|drivers|driving|explains"
        "|contributed to the",
        fr="pourquoi|qu'est-ce qui explique|qu est ce qui explique|comment expliquer"
        "|comment s explique|d où vient|d où viennent|à quoi est due|à quoi est dû"
        "|à quoi est du|raison|raisons|cause|causes|qu est ce qui fait|explique la hausse"
        "|explique la baisse|explique|à cause de quoi|expliquer|explication",
    ),
    Role.UP: Said(
        en="rise|rose|risen|rising|rises|increase|increased|increasing|increases|grow|grew"
        "|grown|growing|grows|growth|go up|gone up|went up|going up|climb|climbed|climbing"
        "|jump|jumped|spike|spiked|surge|surged|higher than",
        fr="augmenter|augmenté|augmente|augmentent|augmentation|hausse|monter|monté|montée"
        "|monte|croître|crû|croissance|croît|progresser|progressé|progresse|grimper|grimpé"
        "|grimpe|bondi|bondir|explosé|exploser|explose|flambé|en hausse|gonflé|accru",
    ),
    Role.DOWN: Said(
        en="fall|fell|fallen|falling|falls|decrease|decreased|decreasing|decreases|drop"
        "|dropped|dropping|drops|decline|declined|declining|declines|go down|gone down"
        "|went down|going down|shrink|shrunk|shrank|reduce|reduced|dip|dipped|plunge"
        "|plunged|lower than",
        fr="baisser|baissé|baisse|baissent|diminuer|diminué|diminue|diminution|chuter|chuté"
        "|chute|reculer|reculé|recule|recul|décroître|décru|tomber|tombé|tombée|descendre"
        "|descendu|réduit|réduire|en baisse|dégringolé|plongé|fléchi",
    ),
    Role.IMPROVE: Said(
        en="improve|improved|improving|improves|improvement|get better|got better"
        "|getting better|gotten better",
        fr="améliorer|amélioré|améliorée|améliore|amélioration|s améliore|s est amélioré"
        "|s est améliorée|va mieux|mieux qu avant",
    ),
    Role.WORSEN: Said(
        en="worsen|worsened|worsening|deteriorate|deteriorated|deteriorating|get worse"
        "|got worse|getting worse|gotten worse",
        fr="dégrader|dégradé|dégradée|dégrade|dégradation|empirer|empiré|se détériore"
        "|détérioré|détérioration|s est dégradé",
    ),
    Role.MOVE: Said(
        en="change|changed|changes|changing|move|moved|vary|varied|variation|shift|shifted"
        "|fluctuate|fluctuated|differ from",
        fr="changer|changé|change|variation|varier|varié|bouger|bougé|fluctué|changement",
    ),
    Role.SHARE: Said(
        en="share of the total|of the total|share|share of|portion|what part|part of|what fraction|fraction|proportion"
        "|percentage of total|mix|split|breakdown|what proportion|distribution|weight"
        "|contribution|how much of|what percentage|% of|repartition",
        fr="dans le total|du total|pèse|pèsent|part|parts|quelle part|quelle proportion|proportion|poids|répartition|ventilation"
        "|contribution|mix|se répartit|se répartissent|pourcentage de|pourcentage du"
        "|pourcentage des|quel pourcentage|se ventile|distribution|réparti|répartis"
        "|réparties",
    ),
    Role.ABOVE: Said(
        en="above|over|more than|greater than|exceeding|exceeds|at least|higher than",
        fr="supérieur à|supérieurs|supérieures|supérieure à|supérieurs à|au dessus de|au-dessus de|plus de|dépasse"
        "|dépassent|dépassant|au moins|plus élevé que",
    ),
    Role.BELOW: Said(
        en="below|under|lower than|cheaper than|less than|at most|smaller than|lower than",
        fr="sous|inférieur à|inférieurs|inférieures|inférieure à|inférieurs à|en dessous de|au dessous de|en-dessous de"
        "|moins de|au plus|sous les",
    ),
}
