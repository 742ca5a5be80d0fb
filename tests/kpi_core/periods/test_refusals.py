"""A phrase that is not wholly understood is refused, with words that help."""

from datetime import date

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Calendar, resolve
from kpi_core.text import Lang

CALENDAR = Calendar(date(2025, 11, 12))


def refusal(phrase, calendar=CALENDAR):
    with pytest.raises(KpiError) as caught:
        resolve(phrase, calendar)
    return caught.value


@pytest.mark.parametrize(
    ("phrase", "quoted"),
    [
        ("mars hebdo", "hebdo"),
        ("début 2025", "début"),
        ("fin 2024", "fin"),
        ("le trimestre dernier environ", "environ"),
        ("last quarter LinkedIn", "LinkedIn"),
        ("hier soir", "soir"),
        ("mars et avril", "avril"),
        ("last week of March", "March"),
        ("les derniers mois", "les derniers mois"),
        ("last months", "last months"),
        ("last few weeks", "last few weeks"),
        ("du 1er au 15", "du 1er au 15"),
        ("les 3,5 derniers mois", "les 3,5 derniers mois"),
        ("0 derniers jours", "0 derniers jours"),
        ("last 5000 days", "last 5000 days"),
        ("2025-07-01T00:00", "T00"),
        ("from March", "from"),
        ("Q5", "Q5"),
        ("mois", "mois"),
        ("second", "second"),
        ("so far", "so far"),
        ("foo", "foo"),
        ("12", "12"),
    ],
)
def test_what_was_not_understood_is_quoted(phrase, quoted):
    """
    The refusal quotes the words that were left over, as typed, and shows phrases that work.
    """
    error = refusal(phrase)

    assert error.kind is Kind.TYPE
    for lang in Lang:
        assert quoted in error.message[lang]
    assert "Exemples" in error.message[Lang.FR]
    assert "Examples" in error.message[Lang.EN]


@pytest.mark.parametrize(
    ("phrase", "en", "fr"),
    [
        ("2026-13", "'2026-13' is not a month.", "« 2026-13 » n’est pas un mois."),
        ("13/2025", "'13/2025' is not a month.", "« 13/2025 » n’est pas un mois."),
        ("2023-02-29", "29 Feb 2023 does not exist.", "Le 29 février 2023 n’existe pas."),
        ("31.02.2026", "31 Feb 2026 does not exist.", "Le 31 février 2026 n’existe pas."),
        ("31 février", "31 Feb does not exist.", "Le 31 février n’existe pas."),
        ("Q5 2025", "'Q5 2025' is not a quarter.", "« Q5 2025 » n’est pas un trimestre."),
        ("semaine 53 2025", "2025 has no week 53.", "2025 n’a pas de semaine 53."),
        ("semaine 54", "There is no week 54.", "Il n’y a pas de semaine 54."),
        (
            "mardi 3 mars 2025",
            "March 3, 2025 is a Monday, not a Tuesday.",
            "Le 3 mars 2025 est un lundi, pas un mardi.",
        ),
    ],
)
def test_a_date_that_does_not_exist_is_named(phrase, en, fr):
    """
    Nothing rolls over to a neighbouring day: the sentence says what is wrong.
    """
    error = refusal(phrase)

    assert error.kind is Kind.TYPE
    assert (error.message[Lang.EN], error.message[Lang.FR].replace("\u00a0", " ")) == (en, fr)


def test_a_date_that_can_be_two_days_is_asked_back():
    """
    Without a locale, 03/04/2026 names both readings and how to write each.
    """
    error = refusal("03/04/2026")

    assert error.kind is Kind.AMBIGUOUS
    for said in ("April 3, 2026", "March 4, 2026", "2026-04-03", "2026-03-04"):
        assert said in error.message[Lang.EN]
    for said in ("3 avril 2026", "4 mars 2026"):
        assert said in error.message[Lang.FR]


def test_a_date_in_the_wrong_order_is_not_turned_round():
    """
    Under an American locale 13/04/2026 is refused: turning one row round would mix both orders.
    """
    error = refusal("13/04/2026", Calendar(date(2025, 11, 12), day_first=False))

    assert (error.kind, "month/day" in error.message[Lang.EN]) == (Kind.AMBIGUOUS, True)


@pytest.mark.parametrize("phrase", ["à fin mars", "sem. 1"])
def test_two_readings_are_asked_back(phrase):
    """
    "À fin mars" is a year to date for an accountant; "sem. 1" a week or a half-year.
    """
    assert refusal(phrase).kind is Kind.AMBIGUOUS


def test_two_years_may_be_one_fiscal_year():
    """
    2024-2025 is asked back when fiscal years straddle, and is two years when they do not.
    """
    assert refusal("2024-2025", Calendar(date(2025, 11, 12), fiscal_start=4)).kind is Kind.AMBIGUOUS
    assert resolve("2023-2024", CALENDAR).iso == "2023-01-01..2024-12-31"


@pytest.mark.parametrize("phrase", ["été 2025", "l'été dernier", "summer 2025", "cet hiver"])
def test_a_season_is_refused_with_a_way_out(phrase):
    """
    A season has no agreed first day: the months do.
    """
    assert "de juin à août" in refusal(phrase).message[Lang.FR]


@pytest.mark.parametrize("phrase", ["2025-09-30..2025-07-01", "du 10 avril 2025 au 3 mars 2025"])
def test_an_end_before_the_start_is_refused(phrase):
    """
    The two dates are shown, with what to do.
    """
    assert "inversez" in refusal(phrase).message[Lang.FR]


@pytest.mark.parametrize("phrase", ["all time", "jusqu'à mars", "depuis toujours", "before March"])
def test_an_open_start_needs_data(phrase):
    """
    Before the first import there is no first day to start from.
    """
    assert "depuis janvier" in refusal(phrase).message[Lang.FR]


def test_data_that_begins_later_is_said():
    """
    A period before the first day of the data says when the data begins.
    """
    calendar = Calendar(date(2025, 11, 12), first_day=date(2025, 2, 1))

    assert "1er février 2025" in refusal("avant 2024", calendar).message[Lang.FR]


@pytest.mark.parametrize("phrase", ["", "   ", "\u202f"])
def test_an_empty_period_says_so(phrase):
    """
    Blanks are no period.
    """
    assert refusal(phrase).kind is Kind.EMPTY


def test_a_novel_is_not_a_period():
    """
    A phrase is short: what is longer is refused before it is read.
    """
    assert refusal("mars " * 1000).kind is Kind.LIMIT


@pytest.mark.parametrize(
    "phrase",
    ["mars hebdo", "2026-13", "03/04/2026", "été 2025", "2025-02-02..2025-01-01", "all time"],
)
def test_french_refusals_follow_french_typography(phrase):
    """
    Guillemets and colons never end up alone on a line: a no-break space holds them.
    """
    french = refusal(phrase).message[Lang.FR]

    assert not any(loose in french for loose in ("« ", " »", " :", " ;", "'"))
