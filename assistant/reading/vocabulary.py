"""What the other words of a question do: group, order, compare, ask why, or nothing at all.

Every word that is not a KPI, a member, a date or listed here was not understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from assistant.reading.phrases import Phrases
from assistant.reading.words import cut
from kpi_core.text import Lang


class Role(StrEnum):
    """What a word does."""

    BY = "by"
    EACH = "each"  # groups by what follows, wherever it stands
    WHICH = "which"
    DIMENSION = "dimension"
    UNIT = "unit"  # of time, after BY
    GRAIN = "grain"  # "monthly": needs no BY
    TREND = "trend"
    BEST = "best"
    WORST = "worst"
    MOST = "most"
    LEAST = "least"
    TOP = "top"
    BOTTOM = "bottom"
    CHEAP = "cheap"
    DEAR = "dear"
    COMPARE = "compare"
    WHY = "why"
    UP = "up"
    DOWN = "down"
    IMPROVE = "improve"
    WORSEN = "worsen"
    MOVE = "move"
    SHARE = "share"
    DEFINE = "define"
    HOW = "how"  # how is it computed
    CATALOGUE = "catalogue"
    LIST = "list"
    FRESH = "fresh"
    FOCUS = "focus"
    DORMANT = "dormant"
    WHOLE = "whole"
    EXCEPT = "except"
    NONE = "none"  # not assigned
    COHORT = "cohort"
    CHART = "chart"
    TABLE = "table"
    AGAIN = "again"  # a follow-up
    BEFORE = "before"  # of a follow-up: the period before
    ABOVE = "above"
    BELOW = "below"
    TARGET = "target"
    FORECAST = "forecast"
    DESTROY = "destroy"
    OPINION = "opinion"
    PRIVATE = "private"
    BENCHMARK = "benchmark"
    TAMPER = "tamper"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Sign:
    """A word's role, and of what: a dimension, a unit of time."""

    role: Role
    of: str = ""


_ROLES: dict[Role, tuple[str, str]] = {
    Role.BY: (
        "by|per|broken down by|break down by|breakdown by|split by|grouped by|group by|segmented by|sliced by|according to"
        "|as a function of|depending on|across|detailed by|breakdown per|split per",
        "par|selon|en fonction de|ventilé par|ventilée par|réparti par|répartie par|détaillé par|détaillée par"
        "|découpé par|groupé par|segmenté par|suivant",
    ),
    Role.EACH: (
        "each|every|for each|for every|of each|individual|all our|all of our|all the",
        "chaque|pour chaque|de chaque|chacun|chacune|pour chacun|pour chacune|de chacun|de chacune|tous nos|toutes nos"
        "|tous les|toutes les",
    ),
    Role.WHICH: (
        "which|which of our|which one|what are the|who",
        "quel|quelle|quels|quelles|lequel|laquelle|lesquels|lesquelles|qui",
    ),
    Role.TREND: (
        "trend|trends|trending|over time|evolution|evolve|evolved|evolves|evolving|history of|time series|progression|curve"
        "|development over time|through time|historically|timeline",
        "tendance|tendances|évolution|évoluer|évolue|évolué|évoluent|courbe|progression|historique|au fil du temps"
        "|dans le temps|au cours du temps|chronologie",
    ),
    Role.BEST: (
        "best|better|top performing|best performing|strongest|winning|most effective|most efficient|most performing|performs best"
        "|performed best|performing best",
        "meilleur|meilleure|meilleurs|meilleures|mieux|les plus performants|le plus performant|la plus performante"
        "|les plus performantes|plus efficace|plus efficaces|performe le mieux|marche le mieux|marchent le mieux",
    ),
    Role.WORST: (
        "worst|worse|poorest|weakest|least effective|least efficient|worst performing|performs worst|performed worst",
        "pire|pires|plus mauvais|plus mauvaise|plus mauvaises|moins bon|moins bonne|moins bons|moins bonnes"
        "|moins performant|moins performante|moins performants|moins performantes|moins efficace|moins efficaces"
        "|le moins bien|marche le moins bien",
    ),
    Role.MOST: (
        "most|highest|largest|biggest|greatest|maximum|max|higher|larger|bigger|the more|high|peak",
        "le plus|la plus|les plus|plus élevé|plus élevée|plus élevés|plus élevées|plus haut|plus haute|plus hauts|plus hautes"
        "|plus grand|plus grande|plus grands|plus grandes|plus gros|plus grosse|plus grosses|plus fort|plus forte|plus forts|plus fortes|maximum|max|maximal|plus de|plus d",
    ),
    Role.LEAST: (
        "least|lowest|smallest|fewest|minimum|min|lower|smaller|fewer|low",
        "le moins|la moins|les moins|moins élevé|moins élevée|plus bas|plus basse|plus basses|plus faible|plus faibles|plus petit"
        "|plus petite|plus petits|plus petites|minimum|min|minimal|moins de|moins d|moins élevés|moins élevées",
    ),
    Role.TOP: ("top|leading|rank|ranked|ranking|rank by|sort|sorted|order|ordered", "top|classement|classe|classer|palmarès|podium|trie|trier|triés"),
    Role.BOTTOM: ("bottom|flop|last ranked", "flop|derniers du classement|queue de peloton"),
    Role.CHEAP: (
        "cheapest|cheaper|cheap|least expensive|least costly|less expensive|most affordable|lowest cost",
        "moins cher|moins chère|moins chers|moins chères|le moins cher|la moins chère|les moins chers|les moins chères|le moins coûteux|la moins coûteuse|les moins coûteux|les moins coûteuses|moins coûteux|moins coûteuse|moins coûteuses|plus économique"
        "|plus économiques|au meilleur prix|meilleur marché",
    ),
    Role.DEAR: (
        "most expensive|more expensive|priciest|costliest|most costly",
        "plus cher|plus chère|plus chers|plus chères|le plus cher|la plus chère|les plus chers|les plus chères|le plus coûteux|la plus coûteuse|les plus coûteux|les plus coûteuses|plus coûteux|plus coûteuse|plus coûteuses",
    ),
    Role.COMPARE: (
        "compare|compared|compares|comparing|comparison|side by side|vs|versus|against|relative to|stack up|difference|gap"
        "|differ|head to head",
        "compare|comparé|comparée|comparer|comparez|comparaison|comparativement|face à|vs|versus|contre|par rapport à"
        "|par rapport au|par rapport aux|écart|différence|côte à côte",
    ),
    Role.WHY: (
        "why|how come|what explains|explain why|what caused|what is causing|what drove|what drives|what is driving|reason|reasons|cause"
        "|what is behind|what's behind|due to what|root cause|what changed in|driver|drivers|driving|explains|contributed to the",
        "pourquoi|qu'est-ce qui explique|qu est ce qui explique|comment expliquer|comment s explique|d où vient|d où viennent|à quoi est due|à quoi est dû"
        "|à quoi est du|raison|raisons|cause|causes|qu est ce qui fait|explique la hausse|explique la baisse|explique|à cause de quoi|expliquer|explication",
    ),
    Role.UP: (
        "rise|rose|risen|rising|rises|increase|increased|increasing|increases|grow|grew|grown|growing|grows|growth|go up|gone up"
        "|went up|going up|climb|climbed|climbing|jump|jumped|spike|spiked|surge|surged|higher than",
        "augmenter|augmenté|augmente|augmentent|augmentation|hausse|monter|monté|montée|monte|croître|crû|croissance|croît|progresser|progressé"
        "|progresse|grimper|grimpé|grimpe|bondi|bondir|explosé|exploser|explose|flambé|en hausse|gonflé|accru",
    ),
    Role.DOWN: (
        "fall|fell|fallen|falling|falls|decrease|decreased|decreasing|decreases|drop|dropped|dropping|drops|decline|declined|declining"
        "|declines|go down|gone down|went down|going down|shrink|shrunk|shrank|reduce|reduced|dip|dipped|plunge|plunged|lower than",
        "baisser|baissé|baisse|baissent|diminuer|diminué|diminue|diminution|chuter|chuté|chute|reculer|reculé|recule|recul|décroître"
        "|décru|tomber|tombé|tombée|descendre|descendu|réduit|réduire|en baisse|dégringolé|plongé|fléchi",
    ),
    Role.IMPROVE: (
        "improve|improved|improving|improves|improvement|get better|got better|getting better|gotten better",
        "améliorer|amélioré|améliorée|améliore|amélioration|s améliore|s est amélioré|s est améliorée|va mieux|mieux qu avant",
    ),
    Role.WORSEN: (
        "worsen|worsened|worsening|deteriorate|deteriorated|deteriorating|get worse|got worse|getting worse|gotten worse",
        "dégrader|dégradé|dégradée|dégrade|dégradation|empirer|empiré|se détériore|détérioré|détérioration|s est dégradé",
    ),
    Role.MOVE: (
        "change|changed|changes|changing|move|moved|vary|varied|variation|shift|shifted|fluctuate|fluctuated|differ from",
        "changer|changé|change|variation|varier|varié|bouger|bougé|fluctué|changement",
    ),
    Role.SHARE: (
        "share|share of|portion|what part|part of|what fraction|fraction|proportion|percentage of total|mix|split|breakdown|what proportion|distribution"
        "|weight|contribution|how much of|what percentage|% of|repartition",
        "part|parts|quelle part|quelle proportion|proportion|poids|répartition|ventilation|contribution|mix|se répartit|se répartissent"
        "|pourcentage de|pourcentage du|pourcentage des|quel pourcentage|se ventile|distribution|réparti|répartis|réparties",
    ),
    Role.DEFINE: (
        "mean|means|meaning|define|definition|definition of|stand for|stands for|what is meant by|explain what|what exactly|signify|understand by",
        "c est quoi|qu est ce que|qu est ce qu|que veut dire|veut dire|que signifie|signifie|signification|définition|définir|définis|définissez|qu entend on par"
        "|qu entendez vous par|qu appelle t on|ça veut dire quoi|en quoi consiste|correspond à quoi|à quoi correspond",
    ),
    Role.HOW: (
        "how is computed|how is calculated|how do you calculate|how do you compute|how are calculated|calculated|computed|calculate|compute"
        "|formula|formula for|how do we calculate|calculation|measured how|how is measured|method|how do you define|what goes into|what is included in|included in|counted",
        "comment est calculé|comment calculez vous|comment calcule t on|comment calculer|calculé|calculée|calculés|calculées|calculez|calcule|calculer|calculent"
        "|formule|calcul|mode de calcul|méthode|comment est mesuré|mesuré|mesurée|comment définissez vous|définissez|que comprend|qu y a t il dans|inclus dans|compté|comptés",
    ),
    Role.CATALOGUE: (
        "what can i ask|what can you do|which kpis|what kpis|kpis available|available kpis|what metrics|which metrics|available metrics|list of kpis|list of metrics"
        "|list the kpis|what do you know|help|what questions|metrics do you|kpis do you|what data|which indicators|what indicators",
        "que peux tu faire|que puis je demander|quels kpi|quels kpis|quels indicateurs|indicateurs disponibles|kpi disponibles|liste des indicateurs"
        "|liste des kpi|que sais tu|aide|aide moi|quelles questions|quelles données|quelles métriques|métriques disponibles|liste les indicateurs|qu est ce que tu sais faire",
    ),
    Role.LIST: (
        "list|enumerate|name all|list all|list of|what are|which ones",
        "liste|lister|listez|énumère|énumérer|cite|liste des|la liste",
    ),
    Role.FRESH: (
        "how fresh|how recent|up to date|last updated|last update|last import|latest data|how old is the data|when was the data|data freshness|until when"
        "|how far does the data go|how up to date|up-to-date|last refreshed|most recent data",
        "à jour|jusqu à quand|dernière mise à jour|dernier import|dernières données|fraîcheur|fraîcheur des données|date des données|de quand datent|quand ont été importées|depuis quand avons nous des données",
    ),
    Role.FOCUS: (
        "how are we doing|how is it going|how's it going|how is business|how did we do|the numbers|our numbers|key figures|key numbers|overview|summary|dashboard|our performance|performance overview"
        "|our results|the results|main kpis|our kpis|key kpis|how was|how did it go|the big picture|recap|where do we stand|how are things|status report|performance|results|main indicators",
        "les chiffres|nos chiffres|la perf|les perfs|ça donne quoi|comment ça va|comment va|où en est on|où en sommes nous|chiffres clés|vue d ensemble|résumé|synthèse|tableau de bord"
        "|nos performances|les performances|nos résultats|les résultats|principaux indicateurs|nos kpi|nos indicateurs|le point|récap|récapitulatif|bilan|indicateurs clés|comment on s en sort|performance|résultats|que donnent",
    ),
    Role.DORMANT: (
        "no order|no orders|not ordered|without an order|without order|without orders|have not ordered|haven't ordered|no purchase|not bought|inactive|dormant|without a purchase|no deal"
        "|haven t ordered|did not order|didn t order|stopped ordering|stopped buying|have not bought|haven t bought|no new order",
        "sans commande|pas commandé|rien commandé|sans achat|pas acheté|rien acheté|n ont pas commandé|n ont rien commandé|n ont plus commandé|plus commandé|inactifs|dormants|sans affaire|plus acheté|aucune commande|aucun achat",
    ),
    Role.WHOLE: (
        "overall|in total|altogether|combined|all together|globally|all channels combined|across the board|in all|across all|company wide|as a whole|everything|blended|whole company|for the whole"
        "|all in|all sources|no filter|without filter|without the filter",
        "confondus|confondues|tous confondus|toutes confondues|tout confondu|globalement|au global|global|globale|dans l ensemble|toutes sources|tous canaux|tout compris|toute l entreprise|en tout|au total"
        "|sans filtre|sans le filtre|ensemble",
    ),
    Role.EXCEPT: (
        "except|excluding|excl|without|other than|apart from|besides|but not|not counting|leaving out|minus",
        "sauf|hors|excepté|exclu|excluant|en excluant|à l exception de|sans|à part|autre que|autres que|hormis|en dehors de",
    ),
    Role.NONE: (
        "unassigned|without a campaign|without campaign|not assigned|unattributed|no campaign|without a source|unknown source",
        "non affecté|non affectés|non affectée|non affectées|non attribué|non attribués|non attribuée|sans campagne|sans source|sans segment",
    ),
    Role.COHORT: (
        "cohort|cohorts|by cohort|same people|cohort basis",
        "cohorte|cohortes|par cohorte|en cohorte|mêmes personnes",
    ),
    Role.CHART: (
        "chart|graph|plot|as a chart|as a graph|in a chart|line chart|bar chart|visualize|visualise|draw|picture|visual",
        "graphique|graphe|graph|en graphique|sous forme de graphique|courbe de|visualise|visualiser|dessine|trace|tracer|diagramme|histogramme",
    ),
    Role.TABLE: ("table|as a table|in a table", "tableau|en tableau|sous forme de tableau"),
    Role.AGAIN: (
        "and|what about|how about|same for|same thing for|same question for|and for|and on|and in|ok and|now|instead|also|then|same|likewise|same but|only|just",
        "et|qu en est il|et pour|et sur|et en|idem|pareil|même chose|même question|de même|maintenant|plutôt|aussi|ensuite|alors|sinon|uniquement|seulement|juste|et si",
    ),
    Role.BEFORE: (
        "the month before|the quarter before|the year before|the week before|the period before|previous period|prior period|the one before|before that|the previous one|the preceding period",
        "le mois d avant|le trimestre d avant|l année d avant|la semaine d avant|la période d avant|période précédente|la période précédente|celui d avant|celle d avant|juste avant|avant ça|avant cela",
    ),
    Role.ABOVE: (
        "above|over|more than|greater than|exceeding|exceeds|at least|higher than",
        "supérieur à|supérieure à|supérieurs à|au dessus de|au-dessus de|plus de|dépasse|dépassent|dépassant|au moins|plus élevé que",
    ),
    Role.BELOW: (
        "below|under|less than|at most|smaller than|lower than",
        "inférieur à|inférieure à|inférieurs à|en dessous de|au dessous de|en-dessous de|moins de|au plus|sous les",
    ),
    Role.TARGET: (
        "target|targets|goal|goals|objective|objectives|quota|on track|plan|planned|okr",
        "objectif|objectifs|cible|cibles|quota|quotas|atteint|atteints|prévu|prévus|en ligne avec le plan",
    ),
    Role.FORECAST: (
        "forecast|forecasts|predict|prediction|predicted|projection|projected|projections|will|expect|expected|outlook|next|estimate for|extrapolate|should we expect|going to",
        "prévision|prévisions|prédire|prédiction|prévoir|prévois|projection|projections|sera|serons|seront|aurons|ferons|attendu|attendus|estimer|extrapoler|va t on|allons nous|ira",
    ),
    Role.DESTROY: (
        "delete|remove|erase|drop table|truncate|wipe|purge|overwrite|rename|insert|edit|modify|alter|clear|reset|set to|send|e-mail it|export to|upload|publish|import|schedule|write|cancel the|archive|update|replace|correct the|fix the|merge",
        "supprime|supprimer|supprimez|efface|effacer|effacez|vide|vider|purge|purger|écrase|écraser|renomme|renommer|insère|insérer|modifie|modifier|modifiez|réinitialise|réinitialiser|envoie|envoyer|envoyez|exporte|exporter|importe|importer|planifie|planifier"
        "|écris|écrire|archive|archiver|corrige|corriger|remplace|remplacer|mets à jour|mettre à jour|fusionne|fusionner|retire|retirer|annule|annuler",
    ),
    Role.OPINION: (
        "should we|should i|should|recommend we|what do you think|do you think|your opinion|advice|advise|suggest|suggestion|suggestions|recommendations|worth it|do you recommend|how can we improve|how do i improve|how to improve|how can i|how could we"
        "|how to|what would you do|best way|good idea|strategy|ideas|idea|tips|would you",
        "devrait on|devrions nous|devons nous|dois je|faut il que|faudrait il|que penses tu|qu en penses tu|penses tu|pensez vous|ton avis|votre avis|avis|conseil|conseils|conseille|conseillez|suggère|suggestion|recommandes tu|recommandations|comment améliorer|comment réduire"
        "|comment augmenter|comment faire|que ferais tu|stratégie|bonne idée|vaut il mieux|vaut mieux|idées|est ce qu il faut",
    ),
    Role.PRIVATE: (
        "phone number|phone numbers|home address|email address|email addresses|personal data|salary|salaries|password|passwords|api key|api keys|credit card|social security|date of birth|who is the contact|contact details|phone|private"
        "|credentials|secret|secrets|token|tokens|system prompt|your prompt|your instructions",
        "numéro de téléphone|numéros de téléphone|adresse mail de|adresses mail|adresse e-mail|adresses e-mail|adresse email|adresses email|coordonnées|données personnelles|salaire|salaires|mot de passe|mots de passe|clé api|clés api|carte bancaire"
        "|date de naissance|téléphone de|téléphones|prompt système|tes instructions|tes consignes|identifiants|secret|secrets|jeton",
    ),
    Role.BENCHMARK: (
        "good|bad|normal|healthy|industry average|industry|benchmark|benchmarks|market average|competitor|competitors|competition|our peers|peers|acceptable|reasonable|too high|too low|any good|high enough|low enough|sector average|satisfactory|okay|excellent",
        "bon|bonne|bons|bonnes|mauvais|mauvaise|normal|normale|sain|saine|moyenne du secteur|du secteur|du marché|benchmark|benchmarks|concurrent|concurrents|concurrence|acceptable|correct|raisonnable|trop élevé|trop élevée|trop cher|trop bas|satisfaisant|dans la norme|le secteur|excellent",
    ),
    Role.TAMPER: (
        "ignore|disregard|override|pretend|act as|jailbreak|bypass|previous instructions|all tenants|other tenants|other tenant|other companies|another company|other workspace|developer mode|script|execute|run code|invent|make up|fabricate|fake",
        "ignore|ignorez|oublie|oubliez|fais comme si|contourne|instructions précédentes|consignes précédentes|autres clients de la plateforme|autre entreprise|autres entreprises|autre espace|mode développeur|exécute|exécuter|invente|inventer|inventez|truque|falsifie",
    ),
}

_DIMENSIONS: dict[str, tuple[str, str]] = {
    "platform": (
        "platform|platforms|ad platform|ad platforms|network|networks|ad network",
        "plateforme|plateformes|régie|régies|réseau|plate-forme",
    ),
    "channel": (
        "channel|channels|acquisition channel|acquisition channels|marketing channel|marketing channels|lever",
        "canal|canaux|canal d acquisition|canaux d acquisition|canal marketing|canaux marketing|levier|leviers|levier d acquisition|leviers d acquisition",
    ),
    "source": (
        "source|sources|lead source|lead sources|traffic source|traffic sources|origin|origins",
        "source|sources|source de leads|sources de leads|origine|origines|provenance|provenances|source de trafic",
    ),
    "campaign": (
        "campaign|campaigns|ad campaign|ad campaigns|marketing campaign|marketing campaigns",
        "campagne|campagnes|opération|opérations|campagne marketing|campagnes marketing|campagne publicitaire|campagnes publicitaires",
    ),
    "content": (
        "content|contents|asset|assets|piece of content|pieces of content|creative|creatives|article|articles|white paper|white papers|landing page",
        "contenu|contenus|création|créations|visuel|visuels|article|articles|livre blanc|livres blancs",
    ),
    "segment": (
        "segment|segments|customer segment|customer segments|company size|persona|personas|icp|market segment",
        "segment|segments|taille d entreprise|tailles d entreprise|persona|personas|segment client|segments clients|cible client|icp",
    ),
    "country": (
        "country|countries|market|markets|geography|geo|region|regions|geographies",
        "pays|marché|marchés|zone|zones|zone géographique|géographie|région|régions",
    ),
    "owner": (
        "salesperson|salespeople|sales rep|sales reps|rep|reps|owner|owners|account executive|account executives|seller|sellers|salesman|salesmen|ae|bdr|sdr|sales person|account manager|account managers|deal owner|team member|team members",
        "commercial|commerciaux|commerciale|commerciales|vendeur|vendeurs|vendeuse|propriétaire|responsable|responsables|chargé d affaires|chargés d affaires",
    ),
    "product": (
        "product|products|product line|product lines|offer|offers|offering|offerings|plan type",
        "produit|produits|offre|offres|gamme|gammes|ligne de produits",
    ),
    "stage": (
        "stage|stages|deal stage|deal stages|pipeline stage|pipeline stages|funnel stage",
        "étape|étapes|étape du pipeline|étapes du pipeline|phase|phases|étape de vente",
    ),
}

_UNITS: dict[str, tuple[str, str]] = {
    "day": ("day|days", "jour|jours"),
    "week": ("week|weeks", "semaine|semaines"),
    "month": ("month|months", "mois"),
    "quarter": ("quarter|quarters", "trimestre|trimestres"),
    "year": ("year|years", "an|ans|année|années"),
}
_GRAINS: dict[str, tuple[str, str]] = {
    "day": (
        "daily|day by day|per day|by day|each day|every day|a day",
        "quotidien|quotidienne|quotidiens|quotidiennes|journalier|journalière|jour par jour|par jour|chaque jour|tous les jours",
    ),
    "week": (
        "weekly|week by week|per week|by week|each week|every week|a week",
        "hebdomadaire|hebdomadaires|hebdo|semaine par semaine|par semaine|chaque semaine|toutes les semaines",
    ),
    "month": (
        "monthly|month by month|per month|by month|each month|every month|month after month|a month|by months",
        "mensuel|mensuelle|mensuels|mensuelles|mois par mois|par mois|chaque mois|tous les mois|mois après mois|mensuellement",
    ),
    "quarter": (
        "quarterly|quarter by quarter|per quarter|by quarter|each quarter|every quarter",
        "trimestriel|trimestrielle|trimestriels|trimestrielles|trimestre par trimestre|par trimestre|chaque trimestre|tous les trimestres",
    ),
    "year": (
        "yearly|annually|year by year|per year|by year|each year|every year",
        "annuellement|année par année|par an|par année|chaque année|tous les ans|année après année",
    ),
}

_FILLER = (
    "a an the of for to in on at as is are was were be been being am do does did done has have had having will would can could may might shall "
    "i me my we us our ours you your yours it its they them their he she his her this that these those there here who whom whose what how when where "
    "please pls thanks thank hi hello hey dear ok okay well so just only also too really actually exactly roughly about approximately currently now today "
    "give show tell get see find fetch display pull present provide let know want need like wonder wondering looking look check say answer report us "
    "somebody someone people person persons with from by per each via through within during between among and or but if than then that's what's let's i'd we've team company business firm "
    "kpi kpis metric metrics indicator indicators number figure figures data stats stat info information result quick quickly please simple bit "
    "going go come came coming comes since until till up down out over under off into onto per one ones some any all every both such same "
    "i'm we're you're how're m re ve ll d t s don doesn didn isn aren wasn weren hasn haven won wouldn "
    "remind again once more rather generally usually so far yet already still ever respectively namely following question "
    "performing perform performed doing compared according regarding concerning terms term case hand side end lot "
    "originate originated originating come coming attributable attributed attribute via thanks owing using use used run ran ask "
    "period periods date dates time times report reports breakdown detail details detailed total first look "
    "curious idea know possible could month's quarter's year's week's exact current latest actual respective given specific "
    "account accounted accounting represent represents represented make makes up consist worked works work working "
    "boss colleague meeting's marketing sales team's people's we'd you'd tell's whether anything something "
    "stand stood standing sit sitting land amount amounted amounts equal equals reach reached hit lie run running need needed "
    "delivered deliver delivering perform help helps helped figure out terms overall's",
    "quelqu personne personnes gens euro euros dollar dollars le la les l un une des de du d au aux en dans sur pour par avec a à et ou où ni mais donc or car que qu qui quoi dont lequel est es sont était étaient etait etaient sera fut ete été "
    "être etre avoir ai as a avons avez ont avait avaient eu aura je j tu il elle on nous vous ils elles me m te t se s lui leur leurs y ce c cet cette ces cela ça ca "
    "mon ma mes ton ta tes son sa ses notre nos votre vos quel quelle quels quelles combien comment quand "
    "svp stp plait plaît merci bonjour salut coucou cher chère ok bon alors donc ben bah euh hein dis moi "
    "donne donner donnez montre montrer montrez affiche afficher affichez dire dites indique indiquer indiquez voir sais savoir savez connaître connaitre veux voudrais voudrions aimerais souhaite souhaiterais souhaitons "
    "peux peut pouvez pourrais pourriez puis faut falloir besoin cherche chercher trouve trouver sors sortir extrais extraire fournis présente "
    "actuellement actuel actuelle actuels actuelles aujourd hui désormais encore déjà toujours jamais exactement environ à peu près précisément vraiment seulement juste aussi également très bien "
    "kpi kpis indicateur indicateurs métrique métriques chiffre chiffres donnée données stats stat info infos résultat entreprise société boîte boite équipe équipes business activité "
    "est-ce quel's fait faire faites faisons font fais faisait va vas vont allait allons depuis jusque jusqu entre chez vers lors pendant durant avant après sous "
    "rappelle rappeler rappel point question svp s'il te si ne n pas plus moins ainsi comme même tout toute tous toutes chaque "
    "provenant provient proviennent venant vient viennent venus venues venu issu issus issue issues grâce via origine générés attribué attribués attribuable dus due dues "
    "période periode date dates fois rapport détail détails détaille détailler détaillé situe situent élève élèvent monte s'élève représente représentent représentait "
    "marketing vente commerciale globalement petit peu côté niveau terme termes matière concernant concerne rapidement vite là ici "
    "tourne tournent marche marchent passe passé passent patron chef boss curieux curiosité gens global donné "
    "dû réel réelle exact exacte précis précise respectif respectifs respectives suivant suivante suivants",
)


@cache
def signs() -> Phrases[Sign]:
    """Return the words that do something, and those that do nothing."""
    found: Phrases[Sign] = Phrases(frozenset())
    for role, (en, fr) in _ROLES.items():
        for lang, words in ((Lang.EN, en), (Lang.FR, fr)):
            for word in words.split("|"):
                found.add(word, Sign(role), lang, exact=True)
    for role, table in (
        (Role.DIMENSION, _DIMENSIONS),
        (Role.UNIT, _UNITS),
        (Role.GRAIN, _GRAINS),
    ):
        for of, (en, fr) in table.items():
            for lang, words in ((Lang.EN, en), (Lang.FR, fr)):
                for word in words.split("|"):
                    found.add(word, Sign(role, of), lang, exact=True)
    return found


@cache
def filler() -> frozenset[str]:
    """Return the words that carry no meaning of their own, folded."""
    return frozenset(w.text for text in _FILLER for w in cut(text))
