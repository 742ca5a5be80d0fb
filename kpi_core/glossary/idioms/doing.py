"""What happens, how often and how long."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.glossary.concept import Concept

DOING: Mapping[str, Concept] = {
    "deal": Concept(
        en="bargain|signing|transaction|transactions|agreement|agreements|contract value",
        fr=(
            "marché signé|marchés signés|transaction|transactions|bon de commande"
            "|bons de commande|devis signé|devis signés"
        ),
    ),
    "meeting": Concept(
        en=(
            "sit-down|sales meeting|sales meetings|discovery call|discovery calls|demo booked"
            "|demo meeting|first meeting|first meetings|sales call booked|meeting booked"
            "|take a meeting|booked a meeting|book a meeting|accept a meeting"
        ),
        fr=(
            "rdv pris|rdv commerciaux|rendez-vous commerciaux|rendez vous commerciaux|rencontre"
            "|rencontres|rendez-vous obtenus|rdv obtenus|rdv calés|rendez-vous calés|rdvs|r dv"
            "|démonstration prise"
        ),
    ),
    "session": Concept(
        en=(
            "dropped by the website|dropped by the site|drop by the website|dropped by our site"
            "|stop by the site|stopped by the website|came to our site|came to our website"
            "|come to our website|came to the website|come to the website|visited our site"
            "|visited our website|visited the website|visit our site|visit our website"
            "|visit the website|land on our site|landed on our site|landed on the site|site visit"
            "|footfall on the site|web visits|people on our site|audience of the site"
            "|browse the site|browsed the site"
        ),
        fr=(
            "venu sur notre site|venus sur notre site|venues sur notre site"
            "|viennent sur notre site|passées sur le site|passés sur le site|passé sur le site"
            "|passées sur notre site|passés sur notre site|visitent notre site|visité notre site"
            "|visiter notre site|visites web|audience web|connexions au site|consulté le site"
            "|consulté notre site|consultent le site|trafic internet|trafic site|trafique du site"
            "|affluence"
        ),
    ),
    "click": Concept(
        en="clickthrough|clickthroughs|clicker|tap|taps",
        fr="cliqués|cliquée|cliquons",
    ),
    "impression": Concept(
        en=(
            "ad view|ad views|ads views|views of ads|times displayed|times shown|shown ads"
            "|displays|exposures|ad exposure|ad exposures|times our ads|views"
        ),
        fr=(
            "affichés|affichées|s’affichent|affiche nos annonces|diffusé|diffusés|diffusée"
            "|diffusées|vues de nos annonces|vues de nos pubs|vues des annonces|fois affichées"
        ),
    ),
    "open": Concept(
        en="opening|opener",
        fr="ouvrons|l’ouvrent|ouvrent vraiment",
    ),
    "reply": Concept(
        en=(
            "write back|writes back|wrote back|written back|get back to us|got back to us"
            "|gets back to us|gets an answer|get an answer|got an answer|get a reply|gets a reply"
            "|answered us|answer us|answers us|answer our|answered our|answers our|responding"
            "|get an answer back"
        ),
        fr=(
            "répondant|répondants|nous répondent|nous répond|nous ont répondu"
            "|obtiennent une réponse|obtient une réponse|reçoivent une réponse|reçoit une réponse"
            "|retours obtenus|répondons"
        ),
    ),
    "bounce": Concept(
        en=(
            "never reach an inbox|never reach|never reaches|never arrive|never arrives"
            "|not delivered|undelivered|do not arrive|don t arrive|did not arrive|didn t arrive"
            "|address is dead|dead address|dead addresses|invalid address|invalid addresses"
            "|address does not exist|addresses that don t exist|leave straight away"
            "|leaves straight away|left straight away|leave immediately|leave right away"
            "|leave at once|without doing anything|without the person doing anything"
            "|without interacting|end without doing anything|leave without doing anything"
            "|non-delivered|could not be delivered|couldn t be delivered"
        ),
        fr=(
            "reviennent avec une adresse qui n’existe pas|reviennent en erreur|reviennent"
            "|adresse qui n’existe pas|adresse n’existe pas|adresse inexistante"
            "|adresses inexistantes|adresse invalide|adresses invalides|adresses mortes"
            "|adresse morte|n’arrivent pas|n’arrivent jamais|n’arrive pas|pas arrivés|pas arrivé"
            "|ne sont pas arrivés|ne sont pas arrivées|pas délivrés|non délivré|pas remis"
            "|non remis|non distribués|repartent aussitôt|repartent tout de suite"
            "|repartent immédiatement|partent aussitôt|partent tout de suite"
            "|quittent le site aussitôt|quittent aussitôt|sans rien faire|sans interagir"
            "|repart aussitôt|repartent sans rien faire|rebondissent|rebondit|rebondir"
            "|hard bounces|bounces|bounce"
        ),
    ),
    "rate": Concept(
        en=(
            "likelihood|as a percentage|pct|weight|probability|how likely|what proportion"
            "|what fraction|which share|success ratio|fraction"
        ),
        fr=(
            "poids|fraction|portion|quelle proportion|ratio|probabilité|en proportion|quote-part"
            "|les chances|part relative|pourcent"
        ),
    ),
    "become": Concept(
        en=(
            "made it|makes it|reach the stage|reached the stage|reach|reaches|reached|go from"
            "|goes from|going from|move from|moves from|moving from|advance to|advanced to"
            "|graduate|graduated|result in|results in|resulted in|yield|yields|yielded"
            "|give rise to|turned out|turn out|finish as|finish up|wind up|wound up|upgrade to"
            "|end in|ends in|ended in|endup|follow through|pass to|passed to|passing to|become of"
            "|move on to|moved on to"
        ),
        fr=(
            "finir|fini|finit|finissent par devenir|arrive jusqu’à|arrivent jusqu’à|arrivent à"
            "|arriver jusqu’à|arrivés jusqu’à|aboutissent à|aboutit|aboutit à|débouche|débouchent"
            "|débouché|débouchent sur|donne lieu|donnent lieu|donné lieu|se convertit"
            "|se transforme|transformés|atteignent|atteint le stade|évoluent en|deviendront"
            "|vont jusqu’à|va jusqu’à|vont au bout|mène à|mènent à|passer de|passe de|passent de"
            "|passage de|progressent vers|terminent|termine|terminé|transformer en|se concrétise"
            "|se concrétisent|concrétisé|concrétisés|concrétiser"
        ),
    ),
    "count": Concept(
        en="sum of|how numerous|headcount of",
        fr="combien au total|décompte|total de|somme des|le total",
    ),
    "much": Concept(
        en="to what extent",
        fr="à hauteur de combien",
    ),
    "many": Concept(
        en="what number of|what quantity of|how numerous",
        fr=(
            "quel nombre de|quel nombre d|quelle quantité de|cb de|cmb de|quel volume de"
            "|quel volume d"
        ),
    ),
    "average": Concept(
        en="ordinary|expected size",
        fr="typique|ordinaire|d’ordinaire",
    ),
    "duration": Concept(
        en=(
            "deals sit|deal sits|deals stay in|how many weeks|how many days on average"
            "|how long on average|after how many months|within how many days|in how many days"
            "|time it takes|time taken|lead time|how soon|how long before|how long until"
            "|how many months before|how many months until|amount of time|time span|elapse"
            "|elapsed"
        ),
        fr=(
            "combien de semaines|au bout de combien de mois|au bout de combien de jours"
            "|en combien de jours|en combien de semaines|sous combien de jours"
            "|combien de temps s’écoule|combien de temps se passe|temps passé|temps nécessaire"
            "|rapidité|rapidement signe|longtemps|s’écoule-t-il|met-on de temps|met on"
            "|mettons nous|dorment|dort|stagnent|stagne|traînent|traîne|séjournent|durent|dure"
            "|met combien de temps|mettent combien de temps|combien de temps ça prend"
            "|ça prend combien de temps|prend combien de temps"
        ),
    ),
    "engagement": Concept(
        en=(
            "react|reacts|reacted|reaction|reactions|likes|like and comment|comment and share"
            "|interact|interacts|interacted|engage|engages|engaged people|resonate|buzz"
            "|get any reaction"
        ),
        fr=(
            "réagir|réagit|réagissent|réaction|réactions|font réagir|likent|commentent|j’aime"
            "|interagir|interagit|suscitent de l’engagement|engageantes|engageant|engageants"
        ),
    ),
    "open_state": Concept(
        en=(
            "haven t closed|haven t been closed|haven t closed yet|have not closed"
            "|have not been closed|not closed|not closed yet|not yet closed|not yet signed"
            "|not signed yet|haven t signed|haven t been decided|haven t decided|yet to close"
            "|yet to be signed|yet to be won|undecided|up in the air|on the table|in play"
            "|in progress|in flight|under way|underway|still being worked|being worked"
            "|in negotiation with|unsigned|not decided|not yet decided|still in the pipeline"
        ),
        fr=(
            "pas encore signé|pas encore signés|pas encore signées|pas encore tranché"
            "|pas encore tranchés|pas encore tranchées|pas encore conclu|pas encore conclues"
            "|pas encore conclus|pas encore fermées|pas encore fermés|pas encore closes"
            "|pas encore gagnées|non conclues|non signées|sur la table|en suspens|en attente"
            "|à conclure|à signer|encore en jeu|en jeu|encore en discussion|en discussion"
            "|encore en cours|non closes|en vie|encore ouverte|encore ouvert|en négociation avec"
            "|pas tranchées|pas tranchés|qui traînent encore"
        ),
    ),
    "create": Concept(
        en=(
            "create|opened this|newly created|newly opened|entered the pipeline"
            "|added to the pipeline|open up"
        ),
        fr=(
            "ouverture de dossiers|entrées dans le pipe|entré dans le pipe|entrés dans le pipe"
            "|entrées dans le pipeline|nouvellement créées"
        ),
    ),
    "stage": Concept(
        en="step|steps|phase",
        fr=(
            "phases du cycle|étape du processus|étapes du processus|étape de vente|étapes de vente"
        ),
    ),
    "site": Concept(
        en="our website|our site",
        fr="notre site",
    ),
    "get": Concept(
        en=(
            "come in|comes in|came in|coming in|bring home|pick up|picked up|picks up|landed"
            "|attract|attracts|attracted|netted|acquire for us|deliver|delivers|delivered"
            "|yield|source|sourced|pull in|pulls in|pulled in|achieve|achieved|achieves"
            "|entered|rack up|racked up|gather|gathered|harvest|raise|raised|win us|feed|feeds"
            "|supply|supplies|account for|accounts for|accounted for|took in|take in|bring us"
            "|brings us|gets us|give us|gives us|gave us|flow in|flowed in|pulling in"
            "|have come in|rolled in|roll in"
        ),
        fr=(
            "dégagé|dégagés|dégagée|dégagées|dégager|tombe|tombent|tombé|tombés|tombées|récupéré"
            "|récupérés|récupère|attiré|attirés|attire|attirent|accueilli|accueillis|décrocher"
            "|décroché|produit|produits|produite|produites|produire|produisent|engendré|engendrés"
            "|ramènent|ramenés|drainé|draine|drainent|fourni|fournis|fournit|fournissent|alimente"
            "|alimentent|arrivés|arrivées|arrivé|arrive|arrivent|entrés|entrées|collecté"
            "|collectés|collecte|engrange|engrangés|atteint|réussi|rapatriés|fait entrer"
            "|gagné via|cumulé|cumulés|tire|tirés|apportés|apportées|réaliser|obtient|obtiennent"
            "|obtenons|récolte|récoltons|reçoivent|reçoit|recevons|recevoir"
        ),
    ),
    "platform": Concept(
        en=(
            "claim|claims|claimed by|attributed by the platform|reported by the platform"
            "|platform reported|reported by the platforms|reported by the ad platforms|reported by ad platforms|take credit for|takes credit for|self-reported"
        ),
        fr=(
            "revendique|revendiquent|s’attribue|s’attribuent|déclarées par la plateforme"
            "|déclarées par la régie|déclarées|déclarés par les régies|s’attribuent les régies"
            "|remontées par la plateforme|remontées par les régies"
        ),
    ),
    "decide": Concept(
        en=(
            "decided|decide|settled|were decided|got decided|reach a decision|reached a decision"
            "|came to a decision|came to a close|concluded either way|that ended|resolved"
            "|closed either way|finished"
        ),
        fr=(
            "décident|décidé|décidés|décidées|tranché|tranchés|tranchées|se décident|décide"
            "|aboutissent à une décision|arrivées à terme|arrivés à terme|terminées|terminés"
        ),
    ),
    "message": Concept(
        en="message|messages|sequence message|inmail|inmails|dm|dms|cold messages",
        fr="message|messages|messages envoyés|relances envoyées|inmails|sollicitations",
    ),
    "post": Concept(
        en="post|posts|social posts|our posts|publications",
        fr="post|posts|publication|publications|contenus publiés|posts sociaux",
    ),
    "annual": Concept(
        en=(
            "annual|annualised|annualized|over a full year|over a whole year|over twelve months"
            "|annual run rate|run rate|on a yearly basis|on an annual basis|on a full year"
            "|yearly basis|in a full year|a full year of"
        ),
        fr=(
            "annuel|annuelle|annuels|annuelles|annualisé|annualisée|annualisés|annualisées"
            "|sur une année pleine|en année pleine|sur une année entière|base annuelle"
            "|rythme annuel|en rythme annuel|sur un an complet"
            "|sur douze mois glissants d’abonnements|ramené à l’année"
        ),
    ),
    "times": Concept(
        en=(
            "how often|how many times|how many times over|how frequently|times over|frequency"
            "|often|frequently"
        ),
        fr="combien de fois|à quelle fréquence|fréquence|souvent|tous les combien|fréquences",
    ),
}
