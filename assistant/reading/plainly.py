"""A question as it was meant to be typed: abbreviations in full, lost apostrophes, odd spellings of dates.

What is rewritten here means one thing only; what could mean two is left to be asked back.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.reading.vocabulary.roles import Said
from assistant.reading.words import cut
from kpi_core.periods.words import MONTHS_EN, MONTHS_FR
from kpi_core.text import Lang

#: As people type on a phone; `abbreviation=in full`.
SHORT = Said(
    en="y=why|u=you|ur=your|r=are|thx=thanks|pls=please|plz=please|mth=month|mths=months|mo=month|yr=year"
    "|lst=last|wk=week|avg=average|rn=right now|w=with|wo=without|btw=by the way|abt=about|bw=between"
    "|pct=percent|cust=customers|custs=customers|rev=revenue|acq=acquisition|cvr=conversion rate"
    "|whats=what is|hows=how is|wats=what is|gimme=give me|lemme=let me|hw=how|atm=at the moment|mny=many|conv=conversion",
    fr="pk=pourquoi|pq=pourquoi|pkoi=pourquoi|pourkoi=pourquoi|koi=quoi|kel=quel|cb=combien|cmb=combien"
    "|cbn=combien|tx=taux|ts=tous|tt=tout|ttes=toutes|ojd=aujourd’hui|auj=aujourd’hui|tjs=toujours"
    "|bcp=beaucoup|qd=quand|qqch=quelque chose|stp=s’il te plaît|nbre=nombre|moy=moyen|sem=semaine"
    "|trim=trimestre|dep=dépenses|acq=acquisition|camp=campagne|camps=campagnes|oppo=opportunité|recup=récupération|pr=par|svt=souvent|nego=négociation|qte=quantité|conv=conversion",
)
_BROUGHT = r"(?:ée?s?|er?|ent|ait|aient)\b"
_NO_MONEY = r"(?!(?:ca|chiffre|argent|revenus?|recettes?|marge|valeur|euros?|sous|€)\b)"

_MONTHS = "|".join((*MONTHS_EN, *MONTHS_FR, "fevrier", "aout", "decembre"))
_DATED = rf"(?:the )?(?:last|previous|prior|same|q[1-4]\b|h[12]\b|20\d\d|a (?:year|month|quarter)|{_MONTHS})"
_FEW = r"\d{1,2}|two|three|four|six|twelve|deux|trois|quatre|six|douze"
_BE = "(?:is|are|was|were|has been|have been)"
# Behind a move, nothing or when: "still up in the air" is none.
_ENDED = (
    r"(?=\s*(?:[?.!,;]|$)| (?:this|last|since|vs|versus|compared|against|year|over|so|today|now|again)\b"
    rf"| in (?:{_DATED}))"
)
_REWRITTEN = (
    (r"^\s*\d{1,2}[.)]\s+", ""),
    (r"^\s*(?:now|maintenant|et maintenant|ok|okay|bon)[,\s]+(?=\S)", ""),
    # the year that is running: "the worst campaign of the year"
    (r"(?<!half )(?<!quarter )(?<!month )(?<!week )\bof the year(?=\s*[?.!]*$)", "of this year"),
    (r"(?<!semestre )(?<!trimestre )(?<!début )\bde l['’]année(?=\s*[?.!]*$)", "de cette année"),
    (r"\ba year earlier\b", "last year"),
    (r"\b(?:un an plus tôt|une année plus tôt)\b", "l’an dernier"),
    # last year's Q2 -> Q2 last year
    (r"\b(last|this|previous) year['’]s (q[1-4]|h[12])\b", r"\2 \1 year"),
    # 1H25, 2Q2025 -> H1 2025
    (r"\b([12])h['’ ]?(?:20)?(\d\d)\b", r"H\1 20\2"),
    (r"\b([1-4])q['’ ]?(?:20)?(\d\d)\b", r"Q\1 20\2"),
    (r"\b([12])s['’ ]?(?:20)(\d\d)\b", r"S\1 20\2"),
    (r"\b([1-4])t['’ ]?(?:20)(\d\d)\b", r"T\1 20\2"),
    # the last full month: what "last month" is anyway
    (
        r"\b(last|previous) (?:full|complete|whole|finished) (?=(?:fiscal |financial |calendar )?day|(?:fiscal |financial |calendar )?year|week|month|quarter|half|year)",
        r"\1 ",
    ),
    (
        r"\b(derni(?:er|ère)s? (?:mois|trimestre|semestre|semaine|année))s? (?:complet|complète|entier|entière|révolu|révolue|écoulé|écoulée)e?s?\b",
        r"\1",
    ),
    (r"\bat (?:the )?close of\b", "at the end of"),
    # "The first 3" are those on top.
    (
        r"\bthe first (?=\d+\b(?! ?(?:days?|weeks?|months?|quarters?|years?|half|halves)))",
        "the top ",
    ),
    (r"\bles (\d+) premi[eè]re?s\b(?! (?:jours?|semaines?|mois|trimestres?|années?))", r"top \1"),
    # Whom things come from is what they are told by.
    (
        r"^where (?:do|did|does|are) (.+?) com(?:e|ing) from\b(?!.*\bby\b)([^?]*)",
        r"\1 by channel \2",
    ),
    (
        (
            r"^d['’]o[uù] (?:viennent|vient|venaient|proviennent|provient|sont venus) "
            r"(?!.*(?:baisse|hausse|chute|augmentation|recul|écart|variation|diff|par ))([^?]+)"
        ),
        r"\1 par canal",
    ),
    (
        r"\b(evol\w*|trend\w*|develop\w*|progress\w*)(.*)\b(month|week|quarter) (?:over|on|to|after) \3\b",
        r"\1\2by \3",
    ),
    (r"\b(20\d\d) (?:ytd|year to date)\b", r"since january \1"),
    (r"\bl['’]année (?:complète|entière|pleine) (20\d\d)", r"l’année \1"),
    (r"\bthe (?:full|whole|entire|complete) year (20\d\d)", r"\1"),
    (
        r"\b(vs|versus|against|compared (?:to|with)) the (?!(?:year|month|quarter|week)\b)(?:\w+ )?(?:before|preceding|prior)(?! (?:year|month|quarter|week)s?\b)(?: ones?| that)?\b",
        r"\1 the previous period",
    ),
    (
        r"\b(vs|versus|contre|par rapport aux?) (?:les |aux )?(?!(?:année|an|mois|trimestre|semaine) (?:précédente?\b|d['’]avant))(?:\w+ )?(?:précédente?s|d['’]avant)\b",
        r"\1 la période précédente",
    ),
    # An ad is a piece of content, where one is set beside the others.
    (
        r"\b(by|per|each|every|which) (?:ads?|adverts?)\b(?! (?:dollar|euro|platform|network|spend|group|channel))",
        r"\1 creative",
    ),
    (r"\b(par|chaque|quelles?) (?:annonces?|publicités?|pubs?)\b", r"\1 visuel"),
    # How far a forecast goes is said without "next": "prévision du CPL sur 3 mois".
    (
        rf"\b(?!.*\b(?:ltv|clv|vie)\b)(pr[ée]vi\w*|pr[ée]vo\w*|pr[ée]di\w*|projections?|extrapol\w*)\b(.*?) (?:sur|à|pour) (?:les )?({_FEW}) (mois|semaines|trimestres)\b(?! (?:suivant|prochain|à |qui|gliss|pass|[ée]coul|dernier|depuis|en |de ))",
        r"\1\2 pour les \3 prochains \4",
    ),
    (
        rf"\b(?!.*\b(?:ltv|clv|lifetime)\b)(forecast\w*|predict\w*|projections?|projected|outlook|extrapolate\w*)\b(.*?) (?:over|for|on) (?:the )?({_FEW}) (months|weeks|quarters)\b(?! (?:ahead|to come|ago|from|since|in |of |until|before))",
        r"\1\2 for the next \3 \4",
    ),
    # What brings leads earns nothing by them: "ont rapporté le plus de leads" is no revenue a lead.
    (
        rf"\brapp?ort{_BROUGHT}(?= (?:le plus|le moins|plus|moins|autant|beaucoup|davantage) d(?:e |['’]){_NO_MONEY})",
        "amené",
    ),
    (rf"\b(combien d(?:e |['’]){_NO_MONEY}.{{0,30}}?)\brapp?ort{_BROUGHT}", r"\1amené"),
    # Two months side by side are both meant.
    (rf"\b({_MONTHS}) (?=(?:{_MONTHS})\b)", r"\1 and "),
    # "may" beside another month is one: "revenue may and june".
    (
        rf"(?<!in )(?<!between )(?<!from )(?<!of )(?<!to )(?<!since )\bmay (and|or|to|&|vs) (?=(?:{_MONTHS})\b)",
        r"in may \1 ",
    ),
    # "all countries but France" leaves one out.
    (
        r"\b(all|every|everyone|everything|any)\b((?: [\w’'-]+){0,4}) but (?!only |not |just |in |by |for |also )",
        r"\1\2 except ",
    ),
    # "Win rate up from last year", "leads down on Q2": a move, and what it is counted from.
    (rf"\bup (?:from|on|vs|versus|against|compared (?:to|with)) (?={_DATED})", "rising vs "),
    (rf"\bdown (?:from|on|vs|versus|against|compared (?:to|with)) (?={_DATED})", "falling vs "),
    # "Why is CAC up", "is the win rate down": a move, which "break it down" is not.
    (
        rf"\b({_BE} (?!to be )[^?.,;]{{0,60}}?)\bup\b{_ENDED}",
        r"\1rising",
    ),
    (
        rf"\b({_BE} (?!to be )[^?.,;]{{0,60}}?)\bdown\b{_ENDED}",
        r"\1falling",
    ),
    # le + de leads
    (r"\ble \+ (de|d['’])", r"le plus \1"),
    (r"\bles \+ ", "les plus "),
    (r"\ble \+ ", "le plus "),
)


def plainly(text: str, lang: Lang) -> str:
    """Return *text* as it was meant to be typed."""
    for pattern, plain in _REWRITTEN:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    if lang is Lang.FR:
        text = _THAT.sub("ça", text)
        text = re.sub(r"\bTO\b", "taux d’ouverture", text)  # in capitals: "to" is English
    if lang is Lang.EN:
        text = _MONTH_FIRST.sub(_day_first, text)
    text = _NUMBER.sub(lambda m: f"{m[1]} {_NUMBERS[m[2].lower()]}", text)
    out, end = [], 0
    short = _short(lang)
    for word in cut(text):
        full = short.get(word.text)
        if full is None or (word.raw.isupper() and len(word.raw) > 1):
            continue
        out.append(text[end : word.start] + full)
        end = word.end
    return "".join(out) + text[end:]


# "Ca nous coute": ça without its cedilla, no turnover; in capitals, "CA" is one.
_THAT = re.compile(
    r"(?<!\w)(?<!\ble )(?<!\bdu )(?<!\bau )(?<!\bde )(?<!\bnotre )(?<!\bquel )(?<!\bmon )(?<!\bson )[Cc]a"
    r"(?= (?:nous|vous|me|te|se|leur|co[uû]te|revient|prend|met|veut dire|donne quoi|va)\b)"
)


_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "dix": 10,
}  # fmt: skip
# Only where a number of members is meant: "the five campaigns", "les trois meilleurs".
_NUMBER = re.compile(
    rf"\b(top|the|les|nos|our|mes|my) ({'|'.join(_NUMBERS)})\b(?= (?!derni|mois|premi|last|first|month))",
    re.IGNORECASE,
)


# In English, a month first, where no day could be it: 9/15/2025.
_MONTH_FIRST = re.compile(r"\b(\d{1,2})/(\d{1,2})/(20\d\d)\b")


def _day_first(date: re.Match[str]) -> str:
    month, day, year = (int(part) for part in date.groups())
    return f"{year}-{month:02}-{day:02}" if month <= _YEAR < day else date[0]


_YEAR = 12  # months


@cache
def _short(lang: Lang) -> dict[str, str]:
    pairs = (SHORT.fr if lang is Lang.FR else SHORT.en).split("|")
    return dict(pair.split("=", 1) for pair in pairs)
