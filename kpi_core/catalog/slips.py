"""What sources print and this product never does: said in the reference pages, so nobody is surprised."""

from __future__ import annotations

from kpi_core.text import Text

SLIPS = (
    Text(
        en="Churn printed as (end − start) ÷ start is negative when customers leave. Here churn is the share that left: 50 → 20 customers is 60%.",
        fr="Un churn écrit (fin − début) ÷ début est négatif quand des clients partent. Ici, le churn est la part partie\u00a0: 50 → 20 clients, c’est 60\u202f%.",
    ),
    Text(
        en="Retention printed as 100 − 33 = 67% for that same example is an arithmetic slip: 20 of 50 customers kept is 40%.",
        fr="Une rétention écrite 100 − 33 = 67\u202f% pour ce même exemple est une erreur de calcul\u00a0: 20 clients gardés sur 50, c’est 40\u202f%.",
    ),
    Text(
        en="ROI said to be net profit ÷ cost, beside an example that is gross: 5,000 on 1,000 is 400% net, 5 times gross (ROAS).",
        fr="Un ROI annoncé comme bénéfice net ÷ coût, à côté d’un exemple brut\u00a0: 5\u202f000 pour 1\u202f000, c’est 400\u202f% net, 5 fois en brut (ROAS).",
    ),
    Text(
        en="ROI that takes the cost off a profit already net of it counts the cost twice. Here it is taken off the gain, once.",
        fr="Un ROI qui retire le coût d’un bénéfice déjà net le compte deux fois. Ici, il est retiré du gain, une seule fois.",
    ),
    Text(
        en="One source calls cost per sale a CPL: 1,000 for 2 sales is a cost per customer of 500, not a cost per lead.",
        fr="Une source appelle CPL un coût par vente\u00a0: 1\u202f000 pour 2 ventes, c’est un coût par client de 500, pas un coût par lead.",
    ),
    Text(
        en="One source prints 300 × 1.67 × 3 = 1,005; the product is 1,503.",
        fr="Une source imprime 300 × 1,67 × 3 = 1\u202f005\u202f; le produit est 1\u202f503.",
    ),
)
