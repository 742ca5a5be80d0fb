"""Sheets that a team keeps itself, where people and deals are easily taken for each other."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_core.importing import Hints, ReadSettings, preview

SETTINGS = ReadSettings(
    locale="fr-FR", timezone="Europe/Paris", currency="EUR", today=dt.date(2025, 11, 12)
)


def looked(tmp_path, text):
    path = tmp_path / "feuille.csv"
    path.write_text(text, encoding="utf-8")
    return preview(path, SETTINGS, Hints())


def test_contacts_with_a_stage_are_people(tmp_path):
    """
    First names and e-mails with a stage and no amount are leads, not deals.
    """
    found = looked(
        tmp_path,
        "Prénom;Nom;E-mail;Date de création;Source;Étape\n"
        "Noël;Blanc;noel@exemple.fr;05/01/2026;SEO;MQL\n",
    )

    assert "plain.leads" == found.plan.system


@pytest.mark.parametrize("header", ["Date de fermeture", "Fermée le", "Date de clôture", "Clôture"])
def test_a_closing_date_by_any_name(tmp_path, header):
    """
    Whatever the sheet calls it, the day a deal was closed is read.
    """
    found = looked(
        tmp_path,
        f"Affaire;Montant;Étape;{header}\nA;1000;Gagné;05/03/2025\nB;50;Perdu;25/03/2025\n",
    )

    assert dt.date(2025, 3, 5) == found.sample["deals"][0]["closed_on"]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Léa Roy (lea@acme.fr)", "lea@acme.fr"),
        ("Léa Roy <lea@acme.fr>; Ana Diaz (ana@acme.fr)", "lea@acme.fr;ana@acme.fr"),
        ("lea@acme.fr, ana@acme.fr", "lea@acme.fr,ana@acme.fr"),
        ("12", "12"),
        ("Léa Roy", "Léa Roy"),
    ],
)
def test_a_contact_is_known_by_the_address_in_the_cell(tmp_path, cell, kept):
    """
    A CRM decorates a contact with a name: the address alone is kept, and found when forgotten.
    """
    found = looked(tmp_path, f'Affaire;Montant;Étape;Contact\nA;1000;Gagné;"{cell}"\n')

    assert kept == found.sample["deals"][0]["lead"].replace("; ", ";").replace(", ", ",")
