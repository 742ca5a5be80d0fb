"""When a sheet is due, in the words of whoever says it, in either language."""

import datetime as dt

import pytest

from addin.sync.schedule import read
from kpi_core.errors import KpiError
from kpi_core.text import Lang
from kpi_core.typography import faults

ZONE = "Europe/Paris"
WEEKDAYS = "1,2,3,4,5"


@pytest.mark.parametrize(
    ("said", "cron"),
    [
        ("every weekday 7:30", f"30 7 * * {WEEKDAYS}"),
        ("Chaque jour ouvré à 7h30.", f"30 7 * * {WEEKDAYS}"),
        ("on business days at 7.30 am".replace(".", ":"), f"30 7 * * {WEEKDAYS}"),
        ("tous les jours ouvrables à 7h", "0 7 * * 1,2,3,4,5,6"),
        ("du lundi au vendredi à 8h", f"0 8 * * {WEEKDAYS}"),
        ("saturday to monday at 10", "0 10 * * 1,6,0"),
        ("every hour", "0 * * * *"),
        ("toutes les 15 minutes", "*/15 * * * *"),
        ("every half hour", "*/30 * * * *"),
        ("toutes les deux heures", "0 0,2,4,6,8,10,12,14,16,18,20,22 * * *"),
        ("every monday and thursday at 8", "0 8 * * 1,4"),
        ("le lundi et le jeudi à 8h et 18h30", "0 8 * * 1,4; 30 18 * * 1,4"),
        ("every day at 8 and 18", "0 8,18 * * *"),
        ("tous les jours à 7h", "0 7 * * *"),
        ("daily at noon and at midnight", "0 0,12 * * *"),
        ("every friday 5 pm", "0 17 * * 5"),
        ("le 1er de chaque mois à 9h", "0 9 1 * *"),
        ("tous les mois le 15 à 9h", "0 9 15 * *"),
        ("the 1st and 15th of each month at 9", "0 9 1,15 * *"),
        ("le dernier jour du mois à 18h", "0 18 L * *"),
        ("first monday of the month at 9 am", "0 9 * * 1#1"),
        ("le dernier vendredi de chaque mois à 17h", "0 17 * * 5L"),
        ("toutes les heures de 8h à 18h", "0 8-18 * * *"),
        (
            "every 15 minutes from 8 to 19 on weekdays",
            f"0,15,30,45 8-18 * * {WEEKDAYS}; 0 19 * * {WEEKDAYS}",
        ),
        ("entre 22h et 2h toutes les heures", "0 0-2,22-23 * * *"),
        ("every monday at 8 and friday at 17:00", "0 8 * * 1; 0 17 * * 5"),
        ("tous les lundis à 8 h et vendredis à 17 h", "0 8 * * 1; 0 17 * * 5"),
        ("at 8 on monday and at 17 on friday", "0 8 * * 1; 0 17 * * 5"),
        ("du lundi au jeudi à 8h, le vendredi à 7h et 16h", "0 8 * * 1,2,3,4; 0 7,16 * * 5"),
        ("le 1er de chaque mois à 9h et le 15 à 17h", "0 9 1 * *; 0 17 15 * *"),
        ("every monday at 8 and the 1st of each month at 9", "0 8 * * 1; 0 9 1 * *"),
        ("at 8 and 17 on mondays and fridays", "0 8,17 * * 1,5"),
        ("30 7 * * 1-5", "30 7 * * 1-5"),
        ("*/15 8-18 * * MON-FRI", "0,15,30,45 8-18 * * MON-FRI"),
    ],
)
def test_a_phrase_is_understood(said, cron):
    """
    Days, dates, times, intervals and windows, in English, French or cron.
    """
    assert cron == read(said, ZONE).cron


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("soon", "soon"),
        ("every weekday at 7:30 unless it rains", "unless it rains"),
        ("twice a day", "twice"),
        ("potron-minet à 7h", "“potron-minet”"),
        ("monday at 8, thursday at 17 and tuesday", "Which days have which time?"),
        ("every day", "At what time?"),
        ("every week at 8", "On which day?"),
        ("chaque mois à 9h", "On which day?"),
        ("every monday the 1st at 8", "not both"),
        ("every 45 minutes", "45"),
        ("every 7 minutes", "7"),
        ("every day at 25:00", "25:00"),
        ("every day at 13 pm", "13 pm"),
        ("the 32nd of each month at 9", "32"),
        ("every hour at 8:30", "every hour at 8:30"),
        ("99 99 * * *", "99 99"),
        ("0 0 30 2 *", "0 0 30 2"),
        ("0 0 * * * *", "0 0"),
        ("", "Examples"),
        ("x" * 300, "Examples"),
        ("\0", "Examples"),
    ],
)
def test_what_is_not_understood_is_named(said, named):
    """
    Nothing is guessed: the word, or what is missing, is told in both languages, with what to write.
    """
    with pytest.raises(KpiError) as refused:
        read(said, ZONE)

    assert named in refused.value.message.en
    assert refused.value.message.en != refused.value.message.fr


def test_a_zone_that_no_clock_knows_is_refused():
    """
    The zone is one of the IANA names.
    """
    with pytest.raises(KpiError):
        read("every hour", "Europe/Gotham")


@pytest.mark.parametrize(
    "said",
    ["every weekday 7:30", "le 1er et le dernier jour du mois à 9h", "every 15 minutes from 8 to 19", "hourly",
     "0 8 * * 1", "le dernier vendredi de chaque mois à 17h", "every saturday and sunday at 10:05", "every minute"],
)  # fmt: skip
def test_what_was_understood_is_said_back(said):
    """
    The answer says the days, the time and the zone, and the next three moments, well set.
    """
    told = read(said, ZONE).told(dt.datetime(2026, 11, 23, 6, 0))

    assert [] == list(faults(told))
    for lang in Lang:
        assert 2 == told[lang].count(";")
        assert told[lang].count("2026") + told[lang].count("2027") == 3
        assert f"({ZONE})" in told[lang]


def test_days_with_times_of_their_own_are_said_back_apart():
    """
    Who gives Monday one time and Friday another reads both, and each day comes at its own.
    """
    told = read("every monday at 8 and friday at 17:00", ZONE).told(dt.datetime(2026, 11, 24, 6, 0))

    assert told.en.startswith("Every Monday at 08:00, and every Friday at 17:00 (")
    assert told.fr.startswith("Chaque lundi à 8\u00a0h, et chaque vendredi à 17\u00a0h (")
    assert "ven. 27 nov. 2026 à 17\u00a0h\u202f; lun. 30 nov. 2026 à 8\u00a0h\u202f;" in told.fr


def test_the_first_of_a_month_is_said_as_french_does():
    """
    The first is "1er", a later day that holds a 1 is not.
    """
    told = read("le 1er et le 11 de chaque mois à 9h", ZONE).told(dt.datetime(2026, 11, 24, 6, 0))

    assert "mar. 1er déc. 2026 à 9\u00a0h\u202f; ven. 11 déc. 2026 à 9\u00a0h" in told.fr
    assert "Tue 1 Dec 2026, 09:00" in told.en


def test_the_words_are_those_of_each_language():
    """
    French reads as French, English as English, whichever was typed.
    """
    told = read("chaque jour ouvré à 7h30", ZONE).told(dt.datetime(2026, 11, 23, 6, 0))

    assert told.en.startswith(
        "Every weekday (Monday to Friday) at 07:30 (Europe/Paris). Next: Mon 23 Nov 2026, 07:30;"
    )
    assert told.fr.startswith(
        "Chaque jour ouvré (du lundi au vendredi) à 7\u00a0h\u00a030 (Europe/Paris). Prochaines fois\u00a0: lun. 23 nov. 2026 à 7\u00a0h\u00a030"
    )
