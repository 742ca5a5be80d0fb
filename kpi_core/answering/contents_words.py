"""What the columns of a table of contents are called; each says what it counts."""

from __future__ import annotations

from kpi_core.text import Text

KIND = Text(en="kind", fr="type")
BROUGHT = Text(en="leads brought", fr="leads apportés")
# By the day of signature, as the KPI counts them: the rate beside it follows leads instead.
WON = Text(en="customers won", fr="clients gagnés")
RATE = Text(en="lead to customer", fr="lead → client")
AMONG = Text(en="of leads given time", fr="sur les leads ayant eu le temps")
MET = Text(en="leads who met it", fr="leads l’ayant vu")
WINNERS = Text(en="customers who met it", fr="clients l’ayant vu")
SHARE = Text(en="of customers won", fr="des clients gagnés")
COST = Text(en="cost", fr="coût")
PER_LEAD = Text(en="cost per lead", fr="coût par lead")
