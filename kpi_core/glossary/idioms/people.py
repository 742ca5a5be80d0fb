"""Who comes, buys, stays and leaves."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.glossary.concept import Concept

PEOPLE: Mapping[str, Concept] = {
    "lead": Concept(
        en=(
            "form submission|form submissions|form fills|contact request|contact requests"
            "|raise a hand|raises a hand|raised a hand|raise their hand|raises their hand"
            "|show interest|shows interest|showed interest|shown interest|inbounds|contacted us"
            "|contacts us|contact us|come to us|came to us|fill in our form|fill out a form"
            "|fills out a form|filled out a form|filled in a form|fill our form"
            "|leave their contact|left their details|incoming request|incoming requests"
            "|first contact|first touch|first touchpoint|inbound request|inbound requests|leadgen"
            "|lead gen|lead generation|contact captured|contacts captured"
        ),
        fr=(
            "demande de contact|demandes de contact|contact entrant|contacts entrants"
            "|contacts récoltés|contacts captés|contacts obtenus|se manifestent"
            "|se sont manifestés|se manifeste|manifesté leur intérêt|piste commerciale"
            "|pistes commerciales|pistes|personne intéressée|personnes intéressées"
            "|gens intéressés|remplissent un formulaire|remplissent le formulaire"
            "|remplissent notre formulaire|remplit le formulaire|remplit notre formulaire"
            "|remplir le formulaire|rempli un formulaire|laissé ses coordonnées"
            "|laissé leurs coordonnées|laissent leur contact|premier contact"
            "|première prise de contact|formulaires reçus|se renseigner|demandes reçues"
            "|intéressent à nous|génération de leads"
        ),
    ),
    "mql": Concept(
        en=(
            "approved by marketing|marketing approves|marketing approved|marketing accepted"
            "|judged good enough|judge good enough|deemed good enough|leads marketing approves"
            "|leads marketing qualified|marketing ready leads|leads that marketing qualifies"
            "|qualified by marketing"
        ),
        fr=(
            "jugés mûrs|contacts jugés mûrs|contacts mûrs|jugé mûr|jugés assez bons"
            "|jugés bons pour la vente|validé par le marketing|qualifiés par le marketing"
            "|qualifié par le marketing|lead validé par le marketing"
        ),
    ),
    "sql": Concept(
        en=(
            "sales agree to take|sales agreed to take|sales agrees to take|sales took on"
            "|taken on by sales|leads sales accepted|sales accepted|sales accepts"
            "|sales agree to work|sales qualifies|accepted by the sales team|qualified by sales"
            "|qualified by the sales team|validated by sales|salespeople accept|reps accept"
        ),
        fr=(
            "pris en charge par les commerciaux|repris par les commerciaux"
            "|retenus par les commerciaux|commerciaux acceptent|commerciaux retiennent"
            "|commerciaux acceptent ils de travailler|acceptent de travailler"
            "|commerciaux acceptent de travailler|validés par les commerciaux"
            "|qualifiés par les commerciaux|qualifiés par la vente|qualifié par la vente"
            "|validés par les ventes|acceptés par la vente|accepté par les commerciaux"
            "|accepté par la vente"
        ),
    ),
    "customer": Concept(
        en=(
            "paying customer|paying customers|paying client|paying clients|paying account"
            "|paying accounts|paying subscribers|clientele|customer base|client base"
        ),
        fr=(
            "client payant|clients payants|comptes clients|compte client|portefeuille clients"
            "|abonnés payants|base clients|parc clients|parc client|boîte cliente|boîtes clientes"
            "|entreprises clientes|entreprise cliente"
        ),
    ),
    "win": Concept(
        en=(
            "bag|bagged|clinch|clinched|nab|nabbed|secure|secured|securing|ink|inked|come through"
            "|bring home|brings home|brought home|bringing home|in our favour|in our favor"
            "|turn in our favour|turned in our favour|convince|convincing|closings|win over"
            "|won over|closed-won|signature|signatures|gets signed|got signed|we sign"
            "|sealing|seal"
        ),
        fr=(
            "rafler|raflé|raflés|empocher|empoché|choper|chopé|chope|boucler|bouclé|bouclés"
            "|bouclée|finaliser|finalisé|faire signer|fait signer|font signer|rentrer"
            "|tourné en notre faveur|convaincre|signons|signent|signe-t-on|gagnons|remporte"
            "|remportent|décroche|décrochent|décrochons|conclut|concluent|conclure"
            "|transformé en signature|gagnante|gagnantes|gagnants|vente conclue|ventes conclues"
        ),
    ),
    "acquire": Concept(
        en=(
            "onboard|onboarded|onboarding|bring on board|brought on board|win over|get on board"
            "|acquirement"
        ),
        fr=(
            "conquérons|gagner de nouveaux|faire venir|aller chercher|acquérons|acquièrent"
            "|recrutement|recruter"
        ),
    ),
    "lose": Concept(
        en=(
            "slip through our fingers|slipped through our fingers|slip away|let slip|fall through"
            "|fell through|fallen through|went elsewhere|gone elsewhere|went to a competitor"
            "|went to competitors|went cold|gone cold|missed out|go elsewhere"
        ),
        fr=(
            "passés sous le nez|passées sous le nez|manqué|manqués|manquées|loupé|loupés|loupées"
            "|filé entre les doigts|filées entre les doigts|tombé à l’eau|tombés à l’eau"
            "|tombées à l’eau|partis à la concurrence|parties à la concurrence|capoté|capotées"
            "|perdons|échappent|nous échappent|nous ont échappé"
        ),
    ),
    "contacted": Concept(
        en=(
            "strangers|cold outreach contacts|stranger|someone cold|approach someone"
            "|approach someone cold|approach|approaching|reach out|reaching out|cold prospects"
            "|cold calls|people we contact|people we contacted|people we approach"
            "|outreach targets"
        ),
        fr=(
            "démarchons|sollicité|sollicités|sollicitées|sollicite|solliciter|contacts approchés"
            "|approché|approchés|approche|approcher|contactées|contacte|contactons"
            "|prise de contact|prises de contact|touchés en prospection|prospection à froid"
        ),
    ),
    "visitor": Concept(
        en=(
            "people who visit|people visiting|people on the site|web visitor|web visitors"
            "|site visitor|people who come to the site|people who come to our site|surfers"
        ),
        fr=(
            "gens qui visitent|personnes qui visitent|personnes qui viennent sur le site"
            "|gens qui viennent sur le site|visiteuse|visiteur web|visiteurs web"
        ),
    ),
    "keep": Concept(
        en=(
            "hold on to|holds on to|held on to|holding on to|still with us|remain with us"
            "|remained with us|stuck around|stick around|loyal|stays with us|stay with us|stay"
            "|stays|remain customers|remained customers|keep on board|renew|renews|renewal"
            "|renewals|not lose"
        ),
        fr=(
            "reste|restent chez nous|restés chez nous|resté|restée|restées|fidèles|fidèle"
            "|renouvellent|renouvelé|renouvelés|renouvellement|renouvellements|garde|gardons"
            "|gardée|gardées|conserve|conservons|conservées|conservée|maintenu|maintenus"
            "|toujours là|toujours clients|reste-t-il chez nous|reste chez nous|demeurent|demeure"
        ),
    ),
    "churn": Concept(
        en=(
            "left us|leave us|leaving us|leaves us|walked out|walk out|drop out|dropped out"
            "|jump ship|jumped ship|terminated|terminate|terminations"
            "|ended their contract|churners|defect|defected|give up their subscription"
            "|gave up their subscription|stopped being customers|stop being customers|quits"
        ),
        fr=(
            "nous ont quittés|nous a quittés|nous ont quitté|nous a quitté|quittés|s’en vont"
            "|s’en va|sont partis|résilie|résilions|résiliée|claquent la porte|claqué la porte"
            "|arrêté leur abonnement|arrêtent leur abonnement|arrêté leur contrat|cessent"
            "|cessé d’être clients|évaporation|fuite|décrochage|attritionnés|partent chaque"
            "|annulent|annulé leur abonnement|désertent|défection|défections"
        ),
    ),
    "life": Concept(
        en=(
            "over its life|over their life|over his life|whole time they stay"
            "|as long as they stay|for as long as they stay|while they stay"
            "|over the whole relationship|during the whole relationship|entire relationship"
            "|whole relationship|over its lifetime|over their lifetime"
            "|over the whole time they stay|over the time they stay|over the lifetime"
            "|total lifetime"
        ),
        fr=(
            "tant qu’il reste|tant qu’ils restent|tant qu’il est client"
            "|tant qu’il reste chez nous|pendant toute la relation|sur toute la relation"
            "|toute la relation|toute sa vie|toute sa durée|toute leur vie"
            "|sur toute sa durée de vie|toute la durée de la relation|durant toute la relation"
        ),
    ),
    "satisfaction": Concept(
        en="happiness|pleased|content|contented|customer happiness",
        fr=(
            "satisfaits de nous|contentement|heureuse|ravis|ravi|mécontents|satisfaite|satisfaites"
        ),
    ),
    "recommend": Concept(
        en=(
            "recommend us to a friend|recommend us to others|recommend us|recommended"
            "|likelihood to recommend|likely to recommend|promoters|ambassadors|speak well of us"
            "|referral score|word of mouth"
        ),
        fr=(
            "nous recommandent|nous recommander|nous recommanderaient|recommander à un ami"
            "|recommander à un collègue|recommandés|parlent de nous|ambassadeurs|bouche-à-oreille"
            "|promoteurs"
        ),
    ),
    "trial": Concept(
        en=(
            "try|tries|tried|trying|try us|test drive|test the product|tested the product"
            "|try the product|try the product for free|try it for free|try for free|free user"
            "|free users|testers|free test|demo account|free version"
        ),
        fr=(
            "testent|teste|tester|testé|testent gratuitement|essayer|essaient|essayent|essaye"
            "|essaie|essayé|testeurs|version d’essai|version gratuite|période d’essai"
            "|périodes d’essai|essai gratuit"
        ),
    ),
    "subscription": Concept(
        en=(
            "subscribe|subscribes|subscribed|subscribing|end up paying|ends up paying"
            "|ended up paying|start paying|starts paying|started paying|pay in the end"
            "|become paying|paid version|paid account|paid plans|go paid|goes paid|went paid"
            "|turn paid|turns paid|paying plan|subs"
        ),
        fr=(
            "s’abonner|s’abonnent|s’abonne|abonner|abonnent|abonnés|se mettent à payer"
            "|finissent par payer|finit par payer|passent en payant|passe en payant"
            "|passent au payant|passer au payant|version payante|abonnement payé|formule payante"
            "|souscription|souscriptions|souscrire|souscrivent|souscrit"
        ),
    ),
    "buy": Concept(
        en=(
            "place an order|places an order|orders from us|bought from us|buy from us"
            "|buys from us|buying from us|come back to buy|purchase|purchases|reorders"
        ),
        fr=(
            "repasse-t-il commande|repasse commande|passe commande|passent commande"
            "|passer commande|achète chez nous|achètent chez nous|rachète|rachètent|nous achète"
            "|nous achètent|nous achète-t-il|repassent commande|commande chez nous"
            "|commandent chez nous|commander|commandent|commande"
        ),
    ),
    "qualified": Concept(
        en="qualify|qualifies|vetted|validated",
        fr="qualifie|qualifient|vérifié|vérifiés",
    ),
    "firm": Concept(
        en="companies|firms|businesses|organisations|organizations|organization",
        fr="entreprises|sociétés|boîtes|organisations|boites|structures clientes",
    ),
    "first": Concept(
        en=(
            "first time|for the first time|for the very first time|first ever|brand new to us"
            "|new to us|first-time|never bought before"
        ),
        fr=(
            "première fois|pour la première fois|toute première fois|pour la toute première fois"
            "|jamais acheté avant"
        ),
    ),
    "contract": Concept(
        en=(
            "under contract|under contract with us|with a contract|have a contract"
            "|with an active contract|with an active subscription|active subscription"
            "|pay us a subscription|pay a subscription|pays us a subscription"
        ),
        fr=(
            "sous contrat|sous contrat avec nous|avec un contrat|ont un contrat|abonnement actif"
            "|abonnement en cours|nous paient un abonnement|paient un abonnement"
            "|paie un abonnement|nous paie un abonnement|payent un abonnement"
        ),
    ),
    "extend": Concept(
        en=(
            "upsell|upsells|upsold|expansion|expansions|including expansion|including upsells"
            "|extensions|cross-sell|upgrades"
        ),
        fr=(
            "extensions|extension|ventes additionnelles|upsell|upsells|montées en gamme|expansion"
            "|expansions|en comptant les extensions|extensions comprises|avec les extensions"
        ),
    ),
    "ignore_extend": Concept(
        en=(
            "ignoring upsells|without upsells|excluding upsells|excluding expansion"
            "|ignoring expansion|not counting upsells|upsells aside|leaving upsells out"
            "|without expansion"
        ),
        fr=(
            "sans les extensions|hors extensions|sans compter les extensions|hors upsell"
            "|hors upsells|sans upsell|hors ventes additionnelles|en ignorant les extensions"
            "|hors expansion|sans expansion"
        ),
    ),
}
