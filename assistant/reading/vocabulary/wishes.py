"""Words that say what is wanted: a meaning, a list, a picture, another turn."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.reading.vocabulary.roles import Role, Said

WISHES: Mapping[Role, Said] = {
    Role.DEFINE: Said(
        en="mean|means|meaning|define|definition|definition of|stand for|stands for"
        "|what is meant by|explain what|what exactly|signify|understand by",
        fr="c est quoi|qu est ce que|qu est ce qu|que veut dire|veut dire|que signifie"
        "|signifie|signification|définition|définir|définis|définissez|qu entend on par"
        "|qu entendez vous par|qu appelle t on|ça veut dire quoi|en quoi consiste"
        "|correspond à quoi|à quoi correspond",
    ),
    Role.HOW: Said(
        en="how is computed|how is calculated|how do you calculate|how do you compute"
        "|how are calculated|calculated|worked out|computed|calculate|compute|formula|formula for"
        "|how do we calculate|calculation|measured how|how is measured|method"
        "|how do you define|what goes into|what is included in|included in|counted",
        fr="comment est calculé|comment calculez vous|comment calcule t on|comment calculer"
        "|calculé|calculée|calculés|calculées|calculez|calcule|calculer|calculent|formule"
        "|calcul|mode de calcul|méthode|comment est mesuré|mesuré|mesurée"
        "|comment définissez vous|définissez|que comprend|qu y a t il dans|inclus dans"
        "",
    ),
    Role.CATALOGUE: Said(
        en="what can i ask|what can you do|which kpis|what kpis|kpis available|available kpis"
        "|what metrics|which metrics|available metrics|list of kpis|list of metrics"
        "|list the kpis|what do you know|help|what questions|metrics do you|kpis do you"
        "|what data|which indicators|what indicators",
        fr="que peux tu faire|que puis je demander|quels kpi|quels kpis|quels indicateurs"
        "|indicateurs disponibles|kpi disponibles|liste des indicateurs|liste des kpi"
        "|que sais tu|aide|aide moi|quelles questions|quelles données|quelles métriques"
        "|métriques disponibles|liste les indicateurs|qu est ce que tu sais faire",
    ),
    Role.LIST: Said(
        en="list|detect|spot|find|enumerate|name all|list all|list of|what are|which ones",
        fr="détecte|détecter|détectez|repère|repérer|liste|lister|listez|énumère|énumérer|cite|liste des|la liste",
    ),
    Role.FRESH: Said(
        en="how fresh|how recent|up to date|last updated|last update|last import|latest data"
        "|how old is the data|when was the data|data freshness|until when"
        "|how far does the data go|how up to date|up-to-date|last refreshed"
        "|most recent data",
        fr="à jour|jusqu à quand|dernière mise à jour|dernier import|dernières données"
        "|fraîcheur|fraîcheur des données|date des données|de quand datent"
        "|quand ont été importées|depuis quand avons nous des données",
    ),
    Role.FOCUS: Said(
        en="how are we doing|how is it going|how's it going|how is business|how did we do"
        "|the numbers|our numbers|key figures|key numbers|overview|summary|dashboard"
        "|our performance|performance overview|our results|the results|main kpis|our kpis"
        "|key kpis|how was|how did it go|the big picture|recap|where do we stand"
        "|how are things|status report|performance|results|main indicators",
        fr="les chiffres|nos chiffres|la perf|les perfs|ça donne quoi|comment ça va"
        "|comment va|où en est on|où en sommes nous|chiffres clés|vue d ensemble|résumé"
        "|synthèse|tableau de bord|nos performances|les performances|nos résultats"
        "|les résultats|principaux indicateurs|nos kpi|nos indicateurs|le point|récap"
        "|récapitulatif|bilan|indicateurs clés|comment on s en sort|performance|résultats"
        "|que donnent",
    ),
    Role.DORMANT: Said(
        en="no order|no orders|not ordered|without an order|without order|without orders"
        "|have not ordered|haven't ordered|no purchase|not bought|inactive|dormant"
        "|without a purchase|no deal|haven t ordered|did not order|didn t order"
        "|stopped ordering|stopped buying|have not bought|haven t bought|no new order",
        fr="sans commande|pas commandé|rien commandé|sans achat|pas acheté|rien acheté"
        "|n ont pas commandé|n ont rien commandé|n ont plus commandé|plus commandé"
        "|inactifs|dormants|sans affaire|plus acheté|aucune commande|aucun achat",
    ),
    Role.WHOLE: Said(
        en="overall|in total|altogether|combined|all together|globally|all channels combined"
        "|across the board|in all|across all|company wide|as a whole|everything|blended"
        "|whole company|for the whole|for the whole team|the whole team|whole team|all teams|all in|all sources|no filter|without filter"
        "|without the filter",
        fr="toute l équipe|l équipe entière|toutes les équipes|confondus|confondues|tous confondus|toutes confondues|tout confondu|globalement"
        "|au global|global|globale|dans l ensemble|toutes sources|tous canaux|tout compris"
        "|toute l entreprise|en tout|au total|sans filtre|sans le filtre|ensemble",
    ),
    Role.EXCEPT: Said(
        en="everyone but|everybody but|all but|everything but|anyone but|except|excluding|excl|without|other than|apart from|besides|but not|not counting"
        "|leaving out|minus|if we exclude|if we leave out|if we ignore|if we remove|if we take out|disregarding|leaving aside|aside from",
        fr="sauf|hors|excepté|exclu|excluant|en excluant|à l exception de|sans|à part"
        "|autre que|autres que|hormis|en dehors de|sans compter|sans prendre en compte|si on exclut|si on enlève|si on retire|si on ne compte pas|si on met de côté|mis à part",
    ),
    Role.NONE: Said(
        en="unassigned|without a campaign|without campaign|not assigned|unattributed"
        "|no campaign|without a source|unknown source",
        fr="non affecté|non affectés|non affectée|non affectées|non attribué|non attribués"
        "|non attribuée|sans campagne|sans source|sans segment",
    ),
    Role.COHORT: Said(
        en="cohort|cohorts|by cohort|same people|cohort basis",
        fr="cohorte|cohortes|par cohorte|en cohorte|mêmes personnes",
    ),
    Role.CHART: Said(
        en="chart|graph|plot|as a chart|as a graph|in a chart|line chart|bar chart|visualize"
        "|visualise|draw|picture|visual",
        fr="graphique|graphe|graph|en graphique|sous forme de graphique|courbe de|visualise"
        "|visualiser|dessine|trace|tracer|diagramme|histogramme",
    ),
    Role.TABLE: Said(
        en="table|as a table|in a table",
        fr="tableau|en tableau|sous forme de tableau",
    ),
    Role.AGAIN: Said(
        en="make it|make that|and|what about|how about|same for|same thing for|same question for|and for|and on"
        "|and in|ok and|now|instead|also|then|same|likewise|same but|only|just",
        fr="ainsi que|et|qu en est il|et pour|et sur|et en|idem|pareil|même chose|même question|de même"
        "|maintenant|plutôt|aussi|ensuite|alors|sinon|uniquement|seulement|juste|et si",
    ),
    Role.BEFORE: Said(
        en="a month earlier|a quarter earlier|a week earlier|previous month|previous quarter|previous week|prior month|prior quarter|from the previous quarter|from the previous month|from the previous week|from the previous year|than the previous one|month before|quarter before|week before|year before|the month before|the quarter before|the year before|the week before"
        "|the period before|previous period|prior period|the one before|before that"
        "|the previous one|the preceding period",
        fr="mois précédent|trimestre précédent|semaine précédente|année précédente|le mois précédent|le trimestre précédent|encore avant|un mois plus tôt|un trimestre plus tôt|mois d avant|trimestre d avant|semaine d avant|année d avant|an d avant|le mois d avant|le trimestre d avant|l année d avant|la semaine d avant"
        "|la période d avant|période précédente|la période précédente|celui d avant"
        "|celle d avant|juste avant|avant ça|avant cela",
    ),
    Role.AMONG: Said(
        en="in percent|in percentage|in percentages|as a percentage|as a percent|in %|as a %|as a rate|as a share|in percentage terms|for each euro|for every euro|for 1 euro|for one euro|for each dollar|for every dollar|of everyone who|of all those who|of people who|among everyone|among those|among people|among the people|of those|of the people|out of those|out of the people|out of 100"
        "|out of 10|out of ten|out of a hundred|of every 100|of every ten|out of every 100|out of every ten|for every 100"
        "|for every ten|for every 10|in every 100|per 100|out of|of all the|of all our|among all",
        fr="en pourcentage|en pourcent|en %|en taux|sous forme de pourcentage|en proportion|en part|pour un euro|pour un euro dépensé|pour 1 euro|pour 1 €|pour chaque euro|parmi ceux|parmi celles|parmi les gens|parmi les personnes|parmi les|sur cent|sur 100|sur dix|sur 10"
        "|sur l’ensemble des|sur la totalité des|sur tous les|sur toutes les|pour 100|pour cent|de ceux|de celles",
    ),
    Role.NOT: Said(
        en="not|never|no|without any|haven t|hasn t|didn t|don t|doesn t|isn t|aren t|wasn t|weren t|won t|nobody|none",
        fr="pas|jamais|aucun|aucune|non|ni|personne n",
    ),
    Role.FILLER: Said(
        en="calculated on|computed on|based on|if we look at|if we take|if we focus on|if we consider|if we zoom in on|if i look at|if we can|if possible|for the board|for the board meeting|for my boss|for the ceo|for the cfo|for the cmo|for my deck|for the deck|for my slides|for the report|for my report|sales and marketing|marketing and sales|each time|every time|whenever|in the first place|at all|as well|have a good day|best regards|kind regards|another topic|on another topic|new question|different question|other question|if you don t mind|asap|urgent|break it down|roll it up|any idea|quick question|or not|at the moment|as of|in the diary|i mean|in fact|to date",
        fr="à quoi ressemble|à quoi ressemblent|sommes nous|rien que|calculé sur|calculée sur|calculés sur|basé sur|basée sur|si on regarde|si l on regarde|si on prend|si on se concentre sur|si on considère|si on zoome sur|si on peut|si possible|pour le comex|pour le codir|pour la direction|pour mon patron|pour ma patronne|pour le dg|pour le daf|pour mes slides|pour la réunion|pour ma réunion|ventes et marketing|marketing et ventes|marketing et commercial|chaque fois|à chaque fois|grosso modo|du tout|dans l absolu|bonne journée|bonne soirée|bien à vous|bien cordialement|autre sujet|rien à voir|nouvelle question|autre question|regroupe|regroupez|eux|urgent|dans l ordre|question rapide|ou pas|ou non|n’est ce pas|en ce moment|en fait|à date",
    ),
    Role.AFTER: Said(
        en="the quarter after|the month after|the week after|the year after|the following month|the following quarter"
        "|the following week|the following year|the next one|after that|the one after",
        fr="le trimestre suivant|le mois suivant|la semaine suivante|l année suivante|le mois d après|le trimestre d après"
        "|la semaine d après|l année d après|le suivant|la suivante|juste après",
    ),
    Role.FUNNEL: Said(
        en="funnel|sales funnel|conversion funnel|lead funnel|marketing funnel",
        fr="entonnoir|tunnel de conversion|tunnel de vente|entonnoir de conversion|entonnoir de vente|funnel",
    ),
}
