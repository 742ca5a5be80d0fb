"""Questions of somebody who looks for a number that seems right and is not."""

import pytest

from assistant.evaluation.questions import questions
from assistant.reading.called import called
from assistant.reading.outcome import Understood
from kpi_core.catalog import ASKED_BACK, REGISTRY
from kpi_core.text import Lang


@pytest.mark.parametrize(
    ("question", "kpis"),
    [
        ("leads et CPL par canal en 2025", ["lead_volume", "cpl"]),
        ("leads and CPL by channel in 2025", ["lead_volume", "cpl"]),
        ("MQL, SQL et taux MQL SQL en octobre", ["mql_count", "sql_count", "mql_to_sql"]),
        ("revenue and revenue per lead in 2024", ["revenue", "revenue_per_lead"]),
    ],
)
def test_a_kpi_in_a_list_takes_nothing_from_its_neighbours(ask, question, kpis):
    """
    "Leads and CPL" are two columns, although leads and their cost together are the CPL.
    """
    assert kpis == ask.query(question)["kpis"]


@pytest.mark.parametrize(
    ("question", "left_out"),
    [
        ("revenue from all countries but France in 2025", ("country", "France")),
        ("leads on every channel but LinkedIn Ads in Q3", ("channel", "LinkedIn Ads")),
        ("CPL si on exclut Meta", ("platform", "Meta")),
        ("if we exclude Meta, what's our CPL in Q3?", ("platform", "Meta")),
    ],
)
def test_what_is_left_out_is_not_what_is_counted(ask, question, left_out):
    """
    "All countries but France" is everybody except France, however it is said.
    """
    dimension, member = left_out
    kept = ask.query(question)["filters"][dimension]

    assert member not in kept
    assert None in kept


@pytest.mark.parametrize(
    "question",
    [
        "combien gagne Karim Benali par mois",
        "Combien Karim a-t-il gagné en 2025 ?",
        "leads on LinkedIn and revenue on Google in Q3",
        "leads LinkedIn T3 et MQL Google T2",
        "organic vs paid leads in Q3",
        "Karim vs l'équipe : CA T3",
        "cost per trade show in Q3",
        "number of opens",
        "emails sent in October",
        "CPLQ au T3",
        "compare CPL juillet août septembre",
        "CA des clients existants",
        "couverture du pipe",
        "net churn",
        "leads on Mondays in October",
        "premier client",
    ],
)
def test_what_only_looks_like_a_question_of_ours_is_asked_back(ask, question):
    """
    Somebody's pay, two questions at once, half a comparison, one of many, a word that resembles
    another: no number.
    """
    assert ask(question).outcome != "answer"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("net profit in 2024", "gross margin"),
        ("unsubscribe rate of the newsletter", "not imported"),
        ("taux de désabonnement newsletter", "ne sont pas importés"),
        ("best day of the week for leads", "day of the week"),
        ("et si on doublait le budget, combien de leads ?", "ce qui est enregistré"),
        ("email me the CPL every Monday", "only read"),
        ("CPL in dollars in Q3", "Amounts are in EUR"),
        ("prime de Solène", "données personnelles"),
    ],
)
def test_what_the_data_does_not_hold_is_refused_with_the_reason(ask, question, said):
    """
    Net profit, unsubscribes, weekdays, hypotheses, other currencies and pay are none of ours.
    """
    reply = ask(question)

    assert "decline" == reply.outcome
    assert said in reply.text.lower().replace("amounts are in eur", "Amounts are in EUR")


@pytest.mark.parametrize(
    ("questions", "compare"),
    [
        (("CA en septembre", "compare avec l'année d'avant"), "vs the same period last year"),
        (("CA au T3", "and against the previous quarter?"), "vs the previous period"),
    ],
)
def test_the_year_before_is_not_the_month_before(ask, questions, compare):
    """
    After September, "the year before" is September of that year.
    """
    assert compare == ask.query(*questions)["compare"]


def test_the_month_before_a_quarter_is_asked_back(ask):
    """
    A quarter has no month before it that everybody would agree on.
    """
    assert "clarify" == ask("CA au T3", "et le mois d'avant ?").outcome


def test_a_follow_up_sets_members_side_by_side(ask):
    """
    "vs Google?" after LinkedIn compares the two, not Google with its own past.
    """
    query = ask.query("CPL LinkedIn au T3", "vs Google ?")

    assert {"platform": ["LinkedIn", "Google"]} == query["filters"]
    assert ["platform"] == query["by"]
    assert "compare" not in query


@pytest.mark.parametrize(
    ("question", "kpi"),
    [
        ("Quel CAC maximum peut-on se permettre ?", "max_cac"),
        ("How long does it take us to close a customer, typically?", "sales_cycle"),
        ("overhead costs booked in Q3", "indirect_costs"),
        ("combien de clics achetés en août", "click_count"),
        ("ROI calculé sur la marge, exercice 2024", "roi_margin"),
    ],
)
def test_words_that_change_nothing_change_nothing(ask, question, kpi):
    """
    "Booked", "typically", "calculated on" and a "maximum" of the KPI's own name cost no answer.
    """
    assert [kpi] == ask.query(question)["kpis"]


@pytest.mark.parametrize(
    ("question", "kpi", "filters"),
    [
        ("in Q3 on Google Ads, ad spend?", "advertising_spend", {"channel": ["Google Ads"]}),
        ("revenue per ad dollar in Q3", "roas", {}),
        ("what does a customer pay us a month?", "arpa", {}),
        ("how much do we pay for a customer", "cac", {}),
        ("paid clicks in Q3", "click_count", {}),
        ("CAC chargé par canal", "cac", {}),
        ("trafic direct en octobre", "traffic", {"channel": ["Direct"]}),
        ("TO de la newsletter en octobre", "open_rate", {"channel": ["Newsletter"]}),
        ("clics de la campagne concurrents en 2024", "click_count", {"campaign": ["Concurrents"]}),
    ],
)
def test_words_that_look_alike_are_told_apart(ask, question, kpi, filters):
    """
    Who pays whom, ads and their network, a source that is called traffic.
    """
    query = ask.query(question)

    assert [kpi] == query["kpis"]
    assert filters == query.get("filters", {})


@pytest.mark.parametrize(
    "question",
    [
        "quel est le CAC de nos concurrents ?",
        "CPC Google Ads x 2",
        "solde de clients au T3",
        "cycle de vente moyen vs médian",
    ],
)
def test_what_is_more_than_a_name_is_not_only_the_name(ask, question):
    """
    Competitors are no campaign, "x 2" is no part of a channel, "solde" is not "sold".
    """
    assert ask(question).outcome != "answer"


_ADDED = {
    Lang.FR: (" sur Pinterest", " zorglub", " hors TVA", " du concurrent", " x 2", " en Bretagne"),
    Lang.EN: (" on Pinterest", " zorglub", " excluding VAT", " not", " x 2", " in Texas"),
}


@pytest.mark.parametrize("at", range(6))
def test_a_word_more_that_is_not_understood_forbids_the_answer(assistant, at):
    """
    Every question that is answered, with something added that nothing here holds: no number.
    """
    asked = [q for q in questions() if q.gold.outcome == "answer" and not q.before][at::6]
    answered = []
    for one in asked:
        more = f"{one.question.rstrip(' ?.!')}{_ADDED[one.lang][at]} ?"
        outcome, _ = assistant.reader.read(more, one.lang)
        if isinstance(outcome, Understood) and outcome.reading.query is not None:
            answered.append(more)

    assert [] == answered


_ASKED = {
    Lang.FR: "{name} de LinkedIn Ads en octobre 2025",
    Lang.EN: "{name} on LinkedIn Ads in October 2025",
}


@pytest.mark.parametrize("lang", list(Lang))
def test_every_name_of_every_kpi_asks_for_it(assistant, lang):
    """
    Whatever a KPI is called, its name with a channel and a month asks for that KPI, or asks back.
    """
    wrong = []
    for kpi in REGISTRY.values():
        for own, name in called(kpi):
            if own is not lang or not kpi.measured or name.lower() in ASKED_BACK:
                continue
            outcome, _ = assistant.reader.read(_ASKED[lang].format(name=name), lang)
            query = outcome.reading.query if isinstance(outcome, Understood) else None
            if query is None:
                continue
            asked = [REGISTRY.find(k).id for k in query.kpis]
            if asked != [kpi.id] or query.filters != {"channel": ["LinkedIn Ads"]}:
                wrong.append((name, asked, query.filters))

    assert [] == wrong


@pytest.mark.parametrize(
    ("question", "compare"),
    [
        ("CA 2024 par rapport à l'année précédente", "par rapport à l'année précédente"),
        ("revenue in Q3 compared to the prior year", "compared to the prior year"),
        ("CA au T3 vs les trimestres précédents", "vs la période précédente"),
    ],
)
def test_the_unit_that_is_said_is_the_one_compared_with(ask, question, compare):
    """
    The prior year of a quarter is that quarter a year before; "those before" are as long.
    """
    assert compare == ask.query(question)["compare"]


@pytest.mark.parametrize(
    "questions",
    [
        ("CPL LinkedIn au T3", "et le mois suivant ?"),
        ("leads en octobre", "combien ont signé ?"),
        ("Le CPL par rapport à avant ?",),
        ("leads LinkedIn T3", "et Pinterest ?"),
    ],
)
def test_a_follow_up_that_can_be_several_is_asked_back(ask, questions):
    """
    The month after a quarter, how many "of those" signed, "before" what: asked, never guessed.
    """
    assert ask(*questions).outcome != "answer"


def test_those_of_the_answer_stay_those(ask):
    """
    "How much did they cost" is of the leads just told, not of everything.
    """
    query = ask.query("leads on LinkedIn in Q3", "how much did they cost")

    assert {"platform": ["LinkedIn"]} == query["filters"]
    assert "in Q3" == query["period"]


@pytest.mark.parametrize(
    "question",
    [
        "quel commercial signe les plus gros deals ?",
        "which rep closed the biggest deals in Q3?",
        "qui sont nos meilleurs clients",
        "taux de signature des démos",
        "e-mails des leads",
    ],
)
def test_size_merit_and_addresses_are_no_counts(ask, question):
    """
    The biggest deals are not the most, the best customers no number of them, mails no leads.
    """
    assert ask(question).outcome != "answer"


def test_a_year_ago_is_that_day_for_what_is_counted_on_a_day(ask):
    """
    "MRR d'il y a un an" is of that day, not of last year's end.
    """
    (row,) = ask("MRR d'il y a un an").rows

    assert "2024-11-12" == str(row.period.end)


@pytest.mark.parametrize("question", ["forget Google, what's the CPL?", "ignore Google : CPL"])
def test_a_channel_that_is_to_be_ignored_is_left_out(ask, question):
    """
    "Forget Google" leaves Google out; it was counted alone.
    """
    assert "Google" not in ask.query(question)["filters"]["platform"]


def test_lower_than_another_is_no_change_over_time(ask):
    """
    "Is it lower on LinkedIn than on Google" sets the two side by side.
    """
    query = ask.query("is the CPL on LinkedIn lower than on Google in Q3?")

    assert ["platform"] == query["by"]
    assert "compare" not in query


def test_one_channel_minus_another_is_asked_back(ask):
    """
    LinkedIn minus Google is a difference, not LinkedIn.
    """
    assert "clarify" == ask("LinkedIn leads minus Google leads in Q3").outcome
