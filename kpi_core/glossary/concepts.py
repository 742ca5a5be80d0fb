"""The things that KPIs are made of, and the words people use for each, in both languages.

A KPI's own names say which of these it combines ("cost per lead" is COST and LEAD); a question
that combines the same ones asks for it, in whatever order and with whatever words. So a KPI is
askable the moment it is declared.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.glossary.concept import Concept
from kpi_core.glossary.idioms import IDIOMS

_WORDS: Mapping[str, Concept] = {
    "cost": Concept(
        en="cost|costs|costing|costly|paid|spend|spends|spent|spending|expense|expenses|expenditure"
        "|expenditures|outlay|pay|pays|paying|price|pricing|price tag|invest|invested|put into"
        "|investing|budget spent|money spent|burn|burned|shell out|fork out|expensive|how expensive|went into|goes into|put in|cash went into|money went into|money goes into|money put|put into ads|cash spent|set us back|sets us back",
        fr="coût|coûts|coûter|coûte|coûtent|coûté|coûtait|coûteux|dépense|dépenses|dépenser|dépensé"
        "|dépensons|dépensez|dépensait|prix|payer|paye|paie|payons|payait|débourser|déboursé"
        "|investi|investir|investissons|frais|charges|prix de revient|revient|budget consommé"
        "|budget dépensé|claqué|tarif|tarifs|cher|coûte cher|revient cher|argent mis|mis dans|mis sur|mettre sur|met sur|sortir de sa poche|débité|débités|débourse|déboursons",
    ),
    "lead": Concept(
        en="lead|leads|inquiry|inquiries|enquiry|enquiries|lead generated|inbound lead"
        "|incoming lead|new lead|new leads|contact generated|contacts generated|form filled|forms filled|fill in a form|fills in a form|leave their details|leave us their details|leaves their details|raised their hand|hand raisers|got in touch|get in touch|gets in touch|people interested",
        fr="lead|leads|demande entrante|demandes entrantes|contact généré|contacts générés"
        "|nouveau lead|nouveaux leads|lead entrant|leads entrants|remplit un formulaire|remplir un formulaire|formulaire rempli|formulaires remplis|laisse ses coordonnées|laisser ses coordonnées|laissent leurs coordonnées|levé la main|lèvent la main|s’intéressent à nous|pris contact|prennent contact",
    ),
    "mql": Concept(
        en="mql|mqls|marketing qualified lead|marketing qualified leads|marketing-qualified lead"
        "|marketing leads|marketing lead|leads qualified by marketing|lead qualified by marketing|leads approved by marketing|leads validated by marketing",
        fr="mql|mqls|lead qualifié marketing|leads qualifiés marketing|leads marketing|lead marketing"
        "|lead qualifié par le marketing|leads qualifiés par le marketing"
        "|lead marketing qualifié|leads marketing qualifiés|leads validés par le marketing|validés par le marketing|jugés mûrs|leads mûrs|leads mûrs pour la vente",
    ),
    "sql": Concept(
        en="sql|sqls|sales qualified lead|sales qualified leads|sales-qualified lead"
        "|leads qualified by sales|lead qualified by sales|sales leads|sales lead|sales accepted leads|leads accepted by sales|accepted by sales|lead that sales accepts|lead that the sales team accepts|leads that sales accepts|leads sales accepts|sales-ready leads|sales ready leads",
        fr="sql|sqls|lead qualifié vente|leads qualifiés vente|leads commerciaux|lead commercial"
        "|lead qualifié par les commerciaux|leads qualifiés par les commerciaux"
        "|leads qualifiés par les ventes|lead qualifié par les ventes|leads qualifiés commercialement"
        "|leads qualifiés ventes|lead qualifié commercialement|leads acceptés par les commerciaux|acceptés par les commerciaux|commerciaux ont accepté|lead accepté par les commerciaux|leads acceptés par les ventes",
    ),
    "opportunity": Concept(
        en="opportunity|opportunities|opp|opps|oppty", fr="opportunité|opportunités|oppo|oppos"
    ),
    "customer": Concept(
        en="customer|customers|client|clients|account|accounts|buyer|buyers|logo|logos",
        fr="client|clients|comptes|cliente|clientes|clientèle|acheteur|acheteurs",
    ),
    "new": Concept(
        en="new|brand new|additional|extra|fresh",
        fr="nouveau|nouveaux|nouvelle|nouvelles|nouvel|supplémentaire|supplémentaires",
    ),
    "win": Concept(
        en="win|wins|won|winning|sign|signs|signed|signing|close|closed|closes|closing|closed won|land|landed"
        "|landing|convinced|nailed|sealed|went our way|go our way|goes our way",
        fr="gagner|gagné|gagnés|gagnée|gagnées|gagne|gain|signer|signé|signés|signée|signées|signature"
        "|signatures|signe|closing|closer|closé|closés|closées|conclure|conclu|conclus|conclue|conclues"
        "|remporter|remporté|remportés|remportée|remportées|décrocher|décroché|décrochés|emporté|emportés|emportée|emportées|convaincu|convaincus|en notre faveur|tournent en notre faveur",
    ),
    "acquire": Concept(
        en="acquire|acquires|acquired|acquiring|acquisition",
        fr="acquérir|acquis|acquise|acquises|acquisition|conquérir|conquis|conquête|recruter|recruté|recrutés",
    ),
    "deal": Concept(
        en="deal|deals|order|orders|contract|contracts|purchase|purchases",
        fr="deal|deals|affaire|affaires|contrat|contrats|commande|commandes|dossier|dossiers|achat|achats",
    ),
    "lose": Concept(
        en="lose|loses|losing|lost|loss|losses|slipped away|got away|missed out on",
        fr="perdre|perdu|perdus|perdue|perdues|perd|perdons|perte|pertes|échappé|échappés|échappées|passés sous le nez|filé|raté|ratés|ratées",
    ),
    "revenue": Concept(
        en="revenue|revenues|turnover|income|sales revenue|topline|top line|takings|money in|money made"
        "|sales figures|money come in|money comes in|bring in money|brings in money|make money|made money|making money|business signed|business did we sign|pay us|pays us|paid us|pay to us|earned us",
        fr="chiffre d’affaires|chiffres d’affaires|chiffre d’affaire|chiffre affaires|ca|revenu|revenus"
        "|recette|recettes|rapporté|rapporte|rapporter|rapportent|rentre|rentrer|fait rentrer|rentrer de l’argent|rentre d’argent|rapporter de l’argent|nous paie|nous paient|nous paye|nous payent|nous verse|nous versent",
    ),
    "sale": Concept(en="sale|sales", fr="vente|ventes"),
    "margin": Concept(
        en="margin|margins|profit|profits", fr="marge|marges|profit|profits|bénéfice|bénéfices"
    ),
    "pipeline": Concept(en="pipeline|pipe|pipelines", fr="pipeline|pipe|encours"),
    "meeting": Concept(
        en="meeting|meetings|appointment|appointments|demo|demos|demos booked|meetings booked|booked meetings|booked",
        fr="rdv|rendez-vous|rendez vous|réunion|réunions|démo|démos|entretiens commerciaux",
    ),
    "contacted": Concept(
        en="contacted|people contacted|prospects contacted|prospects reached|reached out to|contacts reached|approached|cold contacts|people approached|reached out",
        fr="contacté|contactés|contactées|personnes contactées|prospects contactés|personnes prospectées"
        "|contacts sollicités|démarché|démarchés|démarche|démarchées|démarcher|inconnus",
    ),
    "visitor": Concept(
        en="visitor|visitors|website visitor|website visitors|site visitors",
        fr="visiteur|visiteurs|visiteur du site|visiteurs du site|internaute|internautes",
    ),
    "session": Concept(
        en="session|sessions|visit|visits|traffic|web traffic|website traffic|site traffic|website visits|site visits"
        "|website sessions|visited the site|came to the site|come to the site|land on the site|lands on the site|landing on the site|come to our site|visit the site|visits to the site",
        fr="session|sessions|visite|visites|trafic|trafic web|trafic du site|visites du site|fréquentation du site"
        "|fréquentation|audience du site|venues sur le site|venus sur le site|viennent sur le site|visitent le site|visité le site|passe sur le site|passent sur le site|atterrit sur le site|atterrissent sur le site|visiter le site|venu sur le site|monde sur le site",
    ),
    "click": Concept(
        en="paid click|paid clicks|click|clicks|clicked|clicking|ad clicks",
        fr="clic payé|clics payés|clic payant|clics payants|clic|clics|clique|cliqué|cliquer|cliquent|clics publicitaires",
    ),
    "impression": Concept(
        en="impression|impressions|ad impression|ad impressions|views of our ads|viewer|viewers|people exposed|people who saw|seen|shown|displayed|eyeballs",
        fr="impression|impressions|affichage|affichages|diffusions|personnes exposées|personnes touchées par la pub|vues|montrées|montrée",
    ),
    "open": Concept(
        en="open|opens|opened|openings|read",
        fr="ouverture|ouvertures|ouvert|ouverts|ouvrent|ouvrir|ouvre|lu|lus|lue|lues",
    ),
    "reply": Concept(
        en="reply|replies|replied|response|responses|respond|responded|answer rate",
        fr="réponse|réponses|répondre|répondu|répondent|répond",
    ),
    "bounce": Concept(
        en="bounce|bounces|bounced|undeliverable", fr="rebond|rebonds|rebondi|npai|non délivrés"
    ),
    "email": Concept(
        en="email|emails|e-mail|e-mails|mail|mails|emailing|e-mailing|email campaign",
        fr="email|emails|e-mail|e-mails|mail|mails|emailing|e-mailing|courriel|courriels|mailing",
    ),
    "rate": Concept(
        en="rate|rates|percentage|percent|pct|%|ratio|proportion|share|fraction|portion|slice|odds|chance|chances|probability|likelihood",
        fr="taux|pourcentage|pourcent|%|ratio|proportion|part|chance|chances|probabilité",
    ),
    "become": Concept(
        en="become|becomes|became|becoming|turn into|turned into|turns into|turning into|convert|converts"
        "|converted|converting|conversion|conversions|progress|progressed|transform|transformed|make it to"
        "|made it to|makes it to|go on to become|end up as|ended up as|end up|ended up|end up buying|ends up|eventually become|finally become",
        fr="devenir|devenu|devenus|devenue|devenues|deviennent|devient|conversion|conversions|convertir"
        "|converti|convertis|convertie|converties|convertissent|convertit|transformer|transformé|transformés"
        "|transformation|transfo|transforment|transforme|passage|passent|passés|aboutir|abouti|aboutissent|finissent|se transforment|se convertissent|finit par|finissent par|finir par|acceptent|acceptent ils",
    ),
    "count": Concept(
        en="number|numbers|volume|volumes|count|quantity|total|nb|no of|overall number|tally",
        fr="nombre|nombres|nb|nbre|volume|volumes|quantité|total|totaux|au total",
    ),
    "much": Concept(
        en="how much|how big|how high|how low|how large|how often", fr="combien|à combien"
    ),
    "many": Concept(en="how many", fr="combien de|combien d"),
    "average": Concept(
        en="average|averaged|mean|avg|typical|typically|on average",
        fr="moyen|moyenne|moyens|moyennes|en moyenne",
    ),
    "value": Concept(
        en="value|values|amount|amounts|size|worth|figure",
        fr="valeur|valeurs|montant|montants|taille",
    ),
    "score": Concept(en="score|scores|scored|scoring|grade", fr="score|scores|scoring|note|notes"),
    "duration": Concept(
        en="how many months|how many days|how many years|how long|how long does it take|how many days does it take|how fast|how quickly|time|duration|delay|length|days|take|takes|took|elapses|goes by|passes between",
        fr="combien de mois|combien de jours|combien d années|en combien de mois|combien de temps|combien de temps faut il|combien de jours faut il|combien de temps met on|en combien de temps|au bout de combien de temps|temps|durée|durées|délai|délais|longueur|combien de jours|jours|s’écoule|écoule|s’écoulent",
    ),
    "cycle": Concept(
        en="cycle|cycles|sales cycle|selling cycle|buying cycle",
        fr="cycle|cycles|cycle de vente|cycles de vente|cycle commercial|cycle d’achat",
    ),
    "keep": Concept(
        en="retention|retain|retained|retaining|keep|kept|keeping|loyalty|stay|stayed|stick|stuck with us|stick with us|stuck|renewed",
        fr="rétention|retenu|retenus|fidélisation|fidélité|fidélisé|fidélisés|fidéliser|garder|gardé|gardés"
        "|conserver|conservé|conservés|restent|restés|rester",
    ),
    "churn": Concept(
        en="churn|churned|churning|attrition|cancel|cancelled|canceled|cancelling|cancellation"
        "|cancellations|leave|leaves|leaving|quit|customer loss|walk away|walked away",
        fr="churn|churné|churner|attrition|résiliation|résiliations|résilier|résilié|résiliés|résilient"
        "|désabonnement|désabonnements|désabonnés|partent|quittent|quitté|partis|nous quittent|départs",
    ),
    "recurring": Concept(en="recurring", fr="récurrent|récurrents|récurrente|récurrentes"),
    "life": Concept(en="lifetime|life time|lifespan|life", fr="vie|durée de vie|à vie"),
    "payback": Concept(
        en="customer pays back|customers pay back|customer pay back|customer pays for itself|payback|pay back|recover|recovered|recoup|recouped|break even on|pay for itself|pays for itself",
        fr="récupération|récupérer|récupéré|amortissement|amortir|amorti|amortit|rentabiliser|rentabilisé"
        "|rentabilise|payback|retour sur cac|point mort",
    ),
    "velocity": Concept(en="velocity|speed", fr="vélocité|vitesse"),
    "satisfaction": Concept(
        en="satisfaction|satisfied|happy|satisfy|unhappy|how happy",
        fr="satisfaction|satisfait|satisfaits|contents|contente|contentes|content|heureux",
    ),
    "recommend": Concept(
        en="recommendation|recommend|recommending|promoter|would recommend|recommends",
        fr="recommandation|recommander|recommandent|recommanderaient|recommanderait|recommanderiez|recommandations",
    ),
    "return": Concept(
        en="pay off|paid off|pays off|paying off|return|returns|profitability|profitable",
        fr="retour|rentabilité|rentable|rentables|rendement|rendements",
    ),
    "investment": Concept(en="investment|investments", fr="investissement|investissements"),
    "indirect": Concept(
        en="indirect|hidden|overhead|overheads",
        fr="indirect|indirects|indirecte|indirectes|caché|cachés|cachée|cachées",
    ),
    "direct": Concept(en="direct", fr="direct|directs|directe|directes"),
    "ads": Concept(
        en="ad|ads|advertising|advertisement|advertisements|media|adverts|paid media|advert",
        fr="pub|pubs|publicité|publicités|publicitaire|publicitaires|média|médias|annonce|annonces|régies",
    ),
    "engagement": Concept(
        en="engagement|engagements|interaction|interactions|engaged",
        fr="engagement|engagements|interaction|interactions|interagissent",
    ),
    "trial": Concept(
        en="trial|trials|free trial|free trials", fr="essai|essais|essai gratuit|essais gratuits"
    ),
    "subscription": Concept(
        en="subscription|subscriptions|paying|paid plan|paid subscription",
        fr="abonnement|abonnements|abonnement payant|abonnements payants|payant|payants|payante|payantes",
    ),
    "open_state": Concept(
        en="ongoing|still open|active",
        fr="cours|encore ouverts|encore ouvertes|actif|actifs|active|actives",
    ),
    "create": Concept(
        en="create|created|creates|creating|opened up",
        fr="créer|créé|créés|créée|créées|crée|ouvrir",
    ),
    "buy": Concept(
        en="buy|buys|bought|buying|order again|reorder",
        fr="acheter|achète|achètent|acheté|achetés|recommander chez nous|repasse commande|repassent commande",
    ),
    "afford": Concept(en="afford|can afford", fr="permettre|se permettre|peut on payer"),
    "currency": Concept(
        en="euros|euro|€|dollars|dollar|$|pounds|eur|usd", fr="euros|euro|€|dollars|dollar|$|eur"
    ),
    "thousand": Concept(en="thousand|1000|1 000|mille", fr="mille|1000|1 000|millier|milliers"),
    "stage": Concept(en="stage|stages", fr="étape|étapes"),
    "stall": Concept(
        en="stall|stalls|stalled|stalling|get stuck|gets stuck|got stuck|getting stuck|are stuck"
        "|stagnate|stagnates|stagnated|bottleneck|bottlenecks",
        fr="bloqué|bloqués|bloquée|bloquées|bloquent|coincé|coincés|coincées|coincent|stagne"
        "|stagnent|traînent|goulot|goulots|goulot d’étranglement",
    ),
    "site": Concept(en="site|website|web site|web", fr="site|site web|site internet|web"),
    "qualified": Concept(en="qualified", fr="qualifié|qualifiés|qualifiée|qualifiées"),
    "get": Concept(
        en="get|gets|got|gotten|bringing in|gain|gains|gained|obtain|obtained|generate|generates|generated|generating"
        "|bring|brings|brought|bring in|brought in|make|makes|made|produce|produces|produced|drive|drives|drove|driven"
        "|capture|captured|receive|received|booked|earn|earned|contributed|contribute",
        fr="rapporté|rapportés|rapporte|rapportent|rapporter|obtenir|obtenu|obtenus|obtenue|obtenues|générer|généré|générés|générée|générées|génère|génèrent|ramener"
        "|ramené|ramenés|ramène|apporter|apporté|apportés|apporte|apportent|amener|amené|amenés|amène|récolté|récoltés"
        "|capté|captés|reçu|reçus|rentré|rentrés|rentrées|réalisé|réalisés|réalisée|engrangé|bookés|bookées|pris|prises",
    ),
    "team": Concept(
        en="team|teams|team's|sales team|sales team's|marketing team|marketing team's",
        fr="équipe|équipes|équipe commerciale|équipes commerciales|équipe marketing|équipes marketing",
    ),
    "cashed": Concept(
        en="collected|cashed|cashed in",
        fr="encaissé|encaissés|encaissée|encaissements|encaissement",
    ),
    "platform": Concept(
        en="claimed by the platform|claimed", fr="revendiqué|revendiqués|revendiquées|revendiquée"
    ),
}


def _with_idioms() -> dict[str, Concept]:
    """Return each concept with the field's words for it, then everybody else's."""
    found = dict(_WORDS)
    for name, more in IDIOMS.items():
        own = found.get(name)
        found[name] = Concept(en=f"{own.en}|{more.en}", fr=f"{own.fr}|{more.fr}") if own else more
    return found


CONCEPTS: Mapping[str, Concept] = _with_idioms()

#: Concepts that only say how a number is given; a KPI whose unit agrees needs no such word.
MANNERS: frozenset[str] = frozenset(
    {"count", "much", "many", "average", "rate", "become", "value", "score", "get"}
)
