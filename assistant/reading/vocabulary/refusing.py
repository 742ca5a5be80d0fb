"""Words of what is not done here: changing, advising, foretelling, telling on people."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.reading.vocabulary.roles import Role, Said

_DAYS = Said(
    en="monday tuesday wednesday thursday friday saturday sunday",
    fr="lundi mardi mercredi jeudi vendredi samedi dimanche",
)

REFUSING: Mapping[Role, Said] = {
    Role.TARGET: Said(
        en="target attainment|quota attainment|attainment of|attainment|on target|hit the target|hit our target|reach the target|reach our target|behind target|ahead of target|target|targets|goal|goals|objective|objectives|quota|on track|plan|planned|okr",
        fr="atteindre l objectif|atteindre notre objectif|atteindre cet objectif|atteindre nos objectifs|atteindre les objectifs|atteindrons nous l objectif|atteindrons nous notre objectif|atteindrons nous nos objectifs|atteindra t on l objectif|tenir l objectif|tenir nos objectifs|taux d atteinte de|taux d atteinte|% d atteinte de|% d atteinte|atteinte de|atteinte|dans les objectifs|dans l objectif|en avance sur|en retard sur|au niveau de l objectif|objectif|objectifs|cible|cibles|quota|quotas|atteint|atteints|prévu|prévus"
        "|en ligne avec le plan",
    ),
    Role.FORECAST: Said(
        en="will|expect|expected|next|estimate for|should we expect|going to",
        fr="sera|serons|seront|aurons|ferons|attendu|attendus|estimer|va t on|allons nous|ira",
    ),
    Role.SUPPOSED: Said(
        en="if we|if i|if they|what if|suppose that|supposing|assuming|simulate|simulation"
        "|hypothetically",
        fr="si on|si nous|si l on|et si on|supposons|imaginons|en supposant|simule|simuler"
        "|simulation",
    ),
    Role.WEEKDAY: Said(
        en="day of the week|days of the week|day of week|weekday|weekdays|by hour|per hour|hour of the day|time of day"
        + "".join(f"|{day}s|on {day}s|every {day}|each {day}" for day in _DAYS.en.split()),
        fr="jour de la semaine|jours de la semaine|jours ouvrés|par heure|heure de la journée|heures de la journée"
        + "".join(f"|{day}s|le {day}|les {day}s|chaque {day}" for day in _DAYS.fr.split()),
    ),
    Role.DESTROY: Said(
        en="email me|e-mail me|mail me|text me|email us|mail us|email this|e-mail this|email it to|mail this to|share this with|delete|remove|erase|drop table|truncate|wipe|purge|overwrite|rename|insert|edit"
        "|modify|alter|clear|reset|set to|send|e-mail it|export to|upload|publish|import"
        "|schedule|write|cancel the|archive|update|replace|correct the|fix the|merge",
        fr="supprime|supprimer|supprimez|efface|effacer|effacez|vide|vider|purge|purger"
        "|écrase|écraser|renomme|renommer|insère|insérer|modifie|modifier|modifiez"
        "|réinitialise|réinitialiser|envoie|envoyer|envoyez|exporte|exporter|importe"
        "|importer|planifie|planifier|écris|écrire|archive|archiver|corrige|corriger"
        "|remplace|remplacer|mets à jour|mettre à jour|fusionne|fusionner|retire|retirer"
        "|annule|annuler",
    ),
    Role.OPINION: Said(
        en="should we|should i|should|recommend we|what do you think|do you think"
        "|your opinion|advice|advise|suggest|suggestion|suggestions|recommendations"
        "|worth it|do you recommend|how can we improve|how do i improve|how to improve"
        "|how can i|how could we|how to|what would you do|best way|good idea|strategy"
        "|ideas|idea|tips|would you",
        fr="devrait on|devrions nous|devons nous|dois je|faut il que|faut il|faudrait il"
        "|que penses tu|qu en penses tu|penses tu|pensez vous|ton avis|votre avis|avis"
        "|conseil|conseils|conseille|conseillez|suggère|suggestion|recommandes tu"
        "|recommandations|comment améliorer|comment réduire|comment augmenter"
        "|comment faire|que ferais tu|stratégie|bonne idée|vaut il mieux|vaut mieux|idées"
        "|est ce qu il faut",
    ),
    Role.PRIVATE: Said(
        en="phone number|phone numbers|home address|email address|email addresses"
        "|personal data|salary|password|passwords|api key|api keys|credit card"
        "|social security|date of birth|who is the contact|contact details|phone|private"
        "|wage|commission|commissions|remuneration|credentials|secret|secrets|token|tokens|system prompt|your prompt"
        "|your instructions",
        fr="numéro de téléphone|numéros de téléphone|adresse mail de|adresses mail"
        "|adresse e-mail|adresses e-mail|adresse email|adresses email|coordonnées"
        "|données personnelles|salaire|mot de passe|mots de passe|clé api"
        "|rémunération|rémunérations|prime de|primes de|la prime|les primes|commissions de|commission de|fiche de paie|clés api|carte bancaire|date de naissance|téléphone de|téléphones|prompt système"
        "|tes instructions|tes consignes|identifiants|secret|secrets|jeton",
    ),
    Role.BENCHMARK: Said(
        en="good|bad|normal|healthy|industry average|industry|benchmark|benchmarks"
        "|market average|competitor|competitors|competition|our peers|peers|acceptable"
        "|reasonable|too high|too low|any good|high enough|low enough|sector average"
        "|satisfactory|okay|excellent",
        fr="bon|bonne|bons|bonnes|mauvais|mauvaise|normal|normale|sain|saine"
        "|moyenne du secteur|du secteur|du marché|benchmark|benchmarks|concurrent"
        "|concurrents|concurrence|acceptable|correct|raisonnable|trop élevé|trop élevée"
        "|trop cher|trop bas|satisfaisant|dans la norme|le secteur|excellent",
    ),
    Role.TAMPER: Said(
        en="ignore|forget|forget about|disregard|override|pretend|act as|jailbreak|bypass|previous instructions"
        "|all tenants|other tenants|other tenant|other companies|another company"
        "|other workspace|developer mode|script|execute|run code|invent|make up|fabricate"
        "|fake",
        fr="ignore|ignorez|oublie|oubliez|fais comme si|contourne|instructions précédentes"
        "|consignes précédentes|autres clients de la plateforme|autre entreprise"
        "|autres entreprises|autre espace|mode développeur|exécute|exécuter|invente"
        "|inventer|inventez|truque|falsifie",
    ),
}
