"""The functions one can type: written as each language's spreadsheets want them, and computed."""

import pytest

from kpi_core.catalog import REGISTRY
from kpi_core.text import Lang
from kpi_core.units import written

LANGS = pytest.mark.parametrize(
    ("lang", "locale"), [(Lang.EN, "en-US"), (Lang.FR, "fr-FR")], ids=["en", "fr"]
)


def compute(page, formula):
    page.value(f"document.querySelector('#formula').value = {formula!r}")
    page.value("document.querySelector('#try output').textContent = '…'")
    page.click("#try button")
    page.until("document.querySelector('#try output').textContent !== '…'")
    return page.text("#try output")


@LANGS
def test_every_function_is_listed(page, demo, lang, locale):
    """
    Every KPI's function can be found, with its title and its formula in words.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    page.click("#functions-list > button")
    listed = {k["function"]: k for k in demo.ask(f"/v1/kpis?lang={lang}")["kpis"]}
    shown = page.value(
        "[...document.querySelectorAll('[data-function]')].map((e) => e.dataset.function)"
    )

    assert {kpi.function for kpi in REGISTRY.values()} == set(shown) & set(listed)
    for name in ("B2B_CPL", "B2B_CHURN_RATE"):
        assert listed[name]["title"] == page.text(f"[data-function={name}] summary span")
        assert listed[name]["formula"] == page.text(f"[data-function={name}] dd")


@pytest.mark.parametrize(
    ("lang", "formula", "on_data"),
    [
        ("fr", "=B2B_CPL(6000;100)", '=B2B_KPI("CAC";"LinkedIn";"T3 2025")'),
        ("en", "=B2B_CPL(6000,100)", '=B2B_KPI("CAC","LinkedIn","Q3 2025")'),
    ],
)
def test_examples_use_the_separators_of_the_language(page, demo, lang, formula, on_data):
    """
    French examples separate with semicolons, English ones with commas.
    """
    page.visit(f"{demo.address}/?lang={lang}")

    assert formula == page.text("[data-function=B2B_CPL] .example code")
    assert on_data == page.text("[data-function=B2B_KPI] .example code")


@LANGS
def test_every_example_gives_what_it_promises(page, demo, lang, locale):
    """
    Each KPI's example, read back and computed by the server, gives the value beside it.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    page.click("#functions-list > button")
    formulas = page.value(
        "[...document.querySelectorAll('.example:has(.gives)')].map((e) => [e.querySelector('code').textContent, e.querySelector('.gives').textContent])"
    )

    assert len(REGISTRY) == len(formulas)
    computed = page.value(
        f"""Promise.all([import("/pane/formula.js"), import("/pane/api.js")]).then(([{{ readFormula }}, {{ cell }}]) =>
          Promise.all({[formula for formula, _ in formulas]}.map((text) => {{
            const {{ name, args }} = readFormula(text);
            return cell(name, args, "{locale}");
          }})))"""
    )
    units = [
        next(k for k in REGISTRY.values() if f"={k.function}(" in formula).unit
        for formula, _ in formulas
    ]
    assert [None] * len(computed) == [c["error"] for c in computed]
    assert [g for _, g in formulas] == [
        f"→ {written(c['value'], unit, 'EUR', locale)}"
        for c, unit in zip(computed, units, strict=True)
    ]


@LANGS
def test_every_function_on_data_answers(page, demo, lang, locale):
    """
    The examples of the functions that ask the data are answered by the demo's.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    names = page.value(
        "[...document.querySelectorAll('.entries')][0].querySelectorAll('[data-function]').length"
    )

    assert 6 == names
    for name in ("B2B_KPI", "B2B_TABLE", "B2B_TREND", "B2B_INTERVAL", "B2B_EXPLAIN", "B2B_ASK"):
        answer = compute(page, page.text(f"[data-function={name}] .example code"))

        assert not page.value(
            "document.querySelector('#try output').classList.contains('refused')"
        ), answer


@pytest.mark.parametrize(
    ("lang", "formula", "expected"),
    [
        ("fr", "=B2B_CPL(1500;50)", "30,00\u00a0€"),
        ("fr", "=b2b_cpl(1 234,5; 10)", "123,45\u00a0€"),
        ("en", "=B2B_CPL(1500,50)", "€30.00"),
        ("en", "B2B_CPL(1500.5;10)", "€150.05"),
        ("fr", "=B2B_LTV_MARGIN(75;3;2,5;60 %)", "337,50\u00a0€"),
        ("fr", "=B2B_CHURN_RATE(50;20)", "60,0\u202f%"),
        ("en", "=B2B_CHURN_RATE(50,20)", "60.0%"),
    ],
)
def test_a_formula_typed_is_computed_and_written(page, demo, lang, formula, expected):
    """
    What is typed as in a cell gives the cell's number, in the KPI's own unit.
    """
    page.visit(f"{demo.address}/?lang={lang}")

    assert expected == compute(page, formula)


def test_a_question_to_the_data_gives_the_data_s_number(page, demo):
    """
    A data function typed in the bar gives the very number of the query, in its unit.
    """
    page.visit(f"{demo.address}/?lang=fr")
    (found,) = demo.query(kpis=["cpl"], period="T3 2025", filters={"channel": ["SEO"]})

    assert written(found.value, found.unit, found.currency, "fr-FR") == compute(
        page, '=B2B_KPI("CPL";"SEO";"T3 2025")'
    )


@pytest.mark.parametrize(
    ("lang", "formula", "expected"),
    [
        (
            "fr",
            "=B2B_CPL(100;0)",
            "#DIV/0! · Leads\u00a0: 0, donc pas de valeur pour Coût par lead (CPL).",
        ),
        ("en", "=B2B_CPL(100)", "#N/A · Fill in: Leads."),
        (
            "fr",
            "=B2B_CPL(A1;50)",
            "A1 n’est ni un nombre ni un texte entre guillemets. Il n’y a pas de cellules ici.",
        ),
        (
            "fr",
            "=B2B_CPL(15.5;50)",
            "15.5 n’est ni un nombre ni un texte entre guillemets. Il n’y a pas de cellules ici.",
        ),
        (
            "en",
            "what is our CPL?",
            "Write a function and its arguments, for example =B2B_CPL(1500,50).",
        ),
    ],
)
def test_what_cannot_be_computed_says_what_to_fix(page, demo, lang, formula, expected):
    """
    A formula that has no value shows the cell's error and its sentence, in the page's language.
    """
    page.visit(f"{demo.address}/?lang={lang}")

    assert expected.split() == compute(page, formula).split()
    assert page.value("document.querySelector('#try output').classList.contains('refused')")


@pytest.mark.parametrize(
    ("lang", "words", "function"),
    [
        ("fr", "cout par lead", "B2B_CPL"),
        ("fr", "ATTRITION", "B2B_CHURN_RATE"),
        ("en", "churn", "B2B_CHURN_RATE"),
        ("en", "b2b_trend", "B2B_TREND"),
    ],
)
def test_a_search_finds_a_function_by_its_words(page, demo, lang, words, function):
    """
    Accents and capitals do not matter, and the other functions step aside.
    """
    page.visit(f"{demo.address}/?lang={lang}")
    page.choose("#search", words)
    shown = page.value(
        "[...document.querySelectorAll('[data-function]')].map((e) => e.dataset.function)"
    )

    assert function in shown
    assert "B2B_NPS" not in shown


def test_a_search_without_result_says_so(page, demo):
    """
    Words that no function has are answered, not met with an empty page.
    """
    page.visit(f"{demo.address}/?lang=fr")
    page.choose("#search", "zzzz")

    assert ["Aucune fonction ne contient ces mots."] == page.value(
        "[...document.querySelectorAll('#functions-list .trouble:not([hidden])')].map((e) => e.textContent)"
    )


def test_copy_puts_the_formula_on_the_clipboard(page, demo, browser):
    """
    The button copies the formula as it is shown, and says so.
    """
    page.visit(f"{demo.address}/?lang=fr")
    page.value(
        "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"
    )
    page.click("[data-function=B2B_CPL] .actions button")
    page.until("window.copied")

    assert "=B2B_CPL(6000;100)" == page.value("window.copied")
    assert "Copié\u00a0: =B2B_CPL(6000;100)" == page.text("#said")


def test_copy_works_where_the_clipboard_is_refused(page, demo):
    """
    Inside a frame that may not use the clipboard, the formula is copied by selection.
    """
    page.visit(f"{demo.address}/?lang=en")
    page.value("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.value(
        "document.execCommand = () => { window.copied = String(document.activeElement.value); }"
    )
    page.click("[data-function=B2B_CPL] .actions button")
    page.until("window.copied")

    assert "=B2B_CPL(6000,100)" == page.value("window.copied")


def test_try_computes_the_example(page, demo):
    """
    The button puts the example in the formula bar and computes it.
    """
    page.visit(f"{demo.address}/?lang=fr")
    page.click("[data-function=B2B_CPL] .actions button:last-child")
    page.until("document.activeElement.id === 'formula'")

    assert "=B2B_CPL(6000;100)" == page.value("document.querySelector('#formula').value")
    assert "60,00\u00a0€" == page.text("#try output")
