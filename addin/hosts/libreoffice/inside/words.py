"""What Calc's users read when the server gives no answer: what to do is in our menu."""

from __future__ import annotations

from addin.hosts.asking import Words
from kpi_core.text import Text

WORDS = Words(
    unreachable=Text(
        en="The server does not answer at {url}. Check that it runs, then choose B2B KPI > Refresh.",
        fr="Le serveur ne répond pas à {url}. Vérifiez qu’il tourne, puis choisissez B2B KPI > Actualiser.",
    ),
    untrusted=Text(
        en="This computer does not trust the certificate of {url}. Have it installed, or choose another address in B2B KPI > Settings.",
        fr="Cet ordinateur ne fait pas confiance au certificat de {url}. Faites-le installer, ou choisissez une autre adresse dans B2B KPI > Réglages.",
    ),
    refused=Text(
        en="The server refuses the key. Enter a valid one in B2B KPI > Settings, then refresh.",
        fr="Le serveur refuse la clé. Saisissez-en une valable dans B2B KPI > Réglages, puis actualisez.",
    ),
    failed=Text(
        en="The server could not answer (status {status}). Choose B2B KPI > Refresh to ask again.",
        fr="Le serveur n’a pas pu répondre (code {status}). Choisissez B2B KPI > Actualiser pour redemander.",
    ),
)
