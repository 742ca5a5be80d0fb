"""What is paid, earned and kept."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.glossary.concept import Concept

MONEY: Mapping[str, Concept] = {
    "cost": Concept(
        en=(
            "lay out|laid out|hand over|handed over|hand to|cough up|coughed up|throw at|threw at"
            "|pour into|poured into|pour in|poured in|sink into|sunk into|plough into"
            "|ploughed into|out of pocket|splash out|disburse|disbursed|fund|funded"
            "|budget consumed|budget used|consume|consumed|charged|charge|charges|bleed|run us"
            "|runs us|go through in budget|costed|priced|pricey|spendings|put towards|put toward"
            "|allocated to|dropped on|blow|blew|blown"
        ),
        fr=(
            "décaissé|décaisser|décaissements|injecté|injecter|injecte|engloutir|englouti|lâcher"
            "|lâché|cramé|cramer|crame|brûler|brûlé|brûle|budget utilisé|sortir de poche"
            "|sortir de notre poche|sortir de sa poche|de sa poche|engager comme budget|dépensée"
            "|dépensées|dépensés|dépensent|coûtaient|coûteront|coûtée|se dépense|on met dans"
            "|on met sur|claquer|claque|claquons|budget englouti|consommé|consommée|consommer"
            "|consomme|facturé par les régies|ça nous revient|à combien nous revient|nous revient"
            "|revient en moyenne|verse aux|versé aux|versé à"
        ),
    ),
    "revenue": Concept(
        en=(
            "bookings|sold|sell|selling|bacon|business won|business closed|new business signed"
            "|business signed|value signed|amount signed|amount we signed|signed value|booking"
            "|booked revenue|money coming in|rake in|raked in|rakes in|gross sales|sales value"
            "|sales amount|sales volume in euros|how much did we sell"
        ),
        fr=(
            "vendu|vendus|vendue|vendues|vendre|vendons|vend|vendent|montant signé"
            "|montants signés|montant des signatures|valeur signée|rentrées d’argent|rapportait"
            "|rapporteront|rapportés|montant vendu|montant des ventes"
            "|montant des affaires gagnées|montant des affaires signées"
            "|montant des contrats signés"
        ),
    ),
    "margin": Concept(
        en=(
            "profit made|gross profit|left after the cost of what we sell"
            "|left after cost of sales|left after the cost of sales"
            "|after the cost of what we sell|after the cost of sales|after cost of sales"
            "|once delivery costs are taken out|after delivery costs|net of the cost of sales"
        ),
        fr=(
            "bénéf|bénéfs|après le coût de ce qu’on vend|après le coût des ventes"
            "|après coût des ventes|une fois le coût des ventes enlevé"
            "|une fois le coût des ventes déduit|coût des ventes enlevé|coût des ventes déduit"
            "|net du coût des ventes|gagné net"
        ),
    ),
    "pipeline": Concept(
        en="sales pipeline|deal pipeline|in the pipe|in the pipeline|pipe value|funnel value",
        fr=(
            "pipeline commercial|pipe commercial|dans le pipe|dans les tuyaux|dans le pipeline"
            "|tunnel|tunnel de vente|tunnel commercial|portefeuille d’affaires|carnet d’affaires"
        ),
    ),
    "value": Concept(
        en="worth|valued|valuable|valuation",
        fr="vaut|valent|valoir|somme|sommes|valait|valorisation",
    ),
    "recurring": Concept(
        en="subscription-based|repeating",
        fr="récurrence|revenus d’abonnement|récurrentes",
    ),
    "payback": Concept(
        en=(
            "repaid|repay|repays|repaying|paid back|pays back|paying back|cover its cost"
            "|covers its cost|covered its cost|break even|breaks even|broke even|earn back"
            "|earns back|earned back|earn its cost back|gets its money back|get our money back"
            "|money back|recouping|amortised|amortized|amortise|amortize|become profitable"
            "|becomes profitable|pay off its cost"
        ),
        fr=(
            "rentabilisation|remboursé|rembourser|rembourse|remboursent|rentré dans ses frais"
            "|rentre dans ses frais|rentrer dans ses frais|rentre dans nos frais"
            "|rentrer dans nos frais|amortie|amortis|amortissons|amortissent|rentabilisée"
            "|rentabilisons|rentabilisés|rentabilité atteinte|devient rentable|rembourse son coût"
            "|récupère|récupérons|récupérée|récupère-t-on|rentrer dans les frais|couvre son coût"
            "|couvert son coût"
        ),
    ),
    "velocity": Concept(
        en=(
            "how fast does money move|fast money move|churn out|churns out|pace"
            "|how fast does the pipeline|throughput"
        ),
        fr="rythme|cadence|produit-il de l’argent|débit|allure",
    ),
    "return": Concept(
        en=(
            "come back|comes back|came back|coming back|back for|in return|payoff|give back"
            "|gives back|gave back|worthwhile|made its money back|make its money back|earn on"
            "|return rate"
        ),
        fr=(
            "retours|retour obtenu|retombées|rentabilisé|retour reçu|profitable|profitables"
            "|rentables"
        ),
    ),
    "investment": Concept(
        en="money invested|capital invested|marketing investment",
        fr="euro investi|euros investis|argent investi",
    ),
    "indirect": Concept(
        en=(
            "invisible|unseen|overhead cost|overhead costs|structural|structure costs|nobody sees"
            "|back-office|fixed overhead|hidden cost|hidden costs|general expenses"
            "|licences overheads hours|support costs|non-media"
        ),
        fr=(
            "invisible|invisibles|frais de structure|coûts de structure|charges de structure"
            "|frais fixes|frais de fonctionnement|qu’on ne voit pas|que l’on ne voit pas"
            "|qu on ne voit pas|généraux|frais annexes|coûts annexes|charges indirectes"
            "|frais indirects"
        ),
    ),
    "direct": Concept(
        en="directly attributable|directly tied|attributable directly",
        fr="directement imputables|directement imputable|imputables directement",
    ),
    "ads": Concept(
        en=(
            "ad platforms|ad platform|the ad platforms|paid advertising|online ads|campaign ads"
            "|sponsored|ad networks|google and linkedin and meta|ads platforms|advertise"
            "|advertised|paid ads"
        ),
        fr=(
            "régies publicitaires|régie publicitaire|régies pub|annonceurs|sponsorisé|sponsorisés"
            "|réclame|réclames|publicitairement|la pub|en pub"
        ),
    ),
    "afford": Concept(
        en=(
            "most we can afford|most we can pay|most we can spend|maximum we can pay"
            "|maximum we can spend|max we can pay|max we can spend|up to how much can we"
            "|how much can we afford|how high can we go|most we could pay|most we should pay at"
            "|ceiling|affordable|most we can afford to pay|maximum we can afford"
        ),
        fr=(
            "jusqu’à combien|jusqu’à combien peut-on|maximum qu’on peut|peut-on se permettre"
            "|pouvons-nous nous permettre|nous permettre|peut-on aller|maximum à payer|plafond"
            "|combien peut-on payer|combien peut-on mettre|au maximum pour|admissible|supportable"
        ),
    ),
    "customer_pays": Concept(
        en="customer pays|customers pay|customer pay|client pays|clients pay|client pay|account pays|accounts pay|account pay",
        fr="client paie|client paye|clients paient|clients payent|paie un client|paye un client|paient nos clients|payent nos clients|paient les clients",
    ),
    "currency": Concept(
        en="money|cash|bucks|quid|€|£|euro amount|in euros|amount of money|money wise|what amount|what sum|their value|their total value|for how much"
        "|what they are worth|what are they worth|how much are they worth|how much they are worth|worth how much|their worth|for what value|for what amount",
        fr="argent|sous|fric|thunes|thune|pognon|flouze|balles|en euros|d’euros|blé|pépètes|quel montant|quelle somme|quelles sommes|pour combien|leur valeur|leur montant"
        "|pour quelle valeur|de quelle valeur|quelle est leur valeur|combien valent elles|combien elles valent|ce qu’elles valent|combien valent ils|combien ils valent|pour quel montant|de quel montant",
    ),
}
