"""The page for every reader: narrow, by keyboard, by ear, in the dark, without motion."""

import itertools

import pytest

VIEWS = pytest.mark.parametrize(
    "view", ["lang=fr", "lang=en&split=channel", "lang=fr&kpi=cac_loaded"]
)


@VIEWS
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_window(browser, demo, view, width):
    """
    From a task pane to a desktop, the page never scrolls sideways.
    """
    with browser.page(width=width) as page:
        page.visit(f"{demo.address}/?{view}")
        page.value("document.querySelectorAll('details').forEach((e) => e.open = true)")
        page.value("new Promise(requestAnimationFrame)")

        assert width == page.value("document.documentElement.scrollWidth")


@VIEWS
def test_every_control_has_a_name(page, demo, view):
    """
    Each field, button and picture is named for those who hear the page.
    """
    page.visit(f"{demo.address}/?{view}")
    nodes = page.tell("Accessibility.getFullAXTree")["nodes"]
    roles = {
        "button",
        "combobox",
        "textbox",
        "searchbox",
        "checkbox",
        "link",
        "image",
        "img",
        "table",
        "region",
        "group",
    }
    met = [n for n in nodes if not n["ignored"] and n["role"]["value"] in roles - {"group"}]

    assert {"button", "combobox", "textbox", "searchbox", "checkbox", "link"} <= {
        n["role"]["value"] for n in met
    }
    assert [] == [n["role"]["value"] for n in met if not n.get("name", {}).get("value")]


def test_headings_have_no_gap(page, demo):
    """
    The outline has one first heading and skips no level on its way down.
    """
    page.visit(demo.address)
    levels = page.value(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter((e) => e.checkVisibility()).map((e) => Number(e.tagName[1]))"
    )

    assert 1 == levels.count(1)
    assert [] == [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1]


def test_the_keyboard_reaches_everything_in_reading_order(page, demo):
    """
    Tab goes through the skip link, the languages, the controls, the chart and the formula bar.
    """
    page.visit(f"{demo.address}/?lang=fr")
    page.until("document.querySelector('.stage svg')")
    met = []
    for _ in range(16):
        page.press("Tab")
        met.append(
            page.value(
                "(({ className, lang, name, tagName, id }) => name || lang || className || id || tagName)(document.activeElement)"
            )
        )

    assert ["skip", "fr", "en", "A", "A", "kpi", "period", "channel", "split", "stage"] == met[:10]
    assert "formula" in met


def test_enter_in_the_bar_computes(page, demo):
    """
    A formula is computed by Enter, as in a cell.
    """
    page.visit(f"{demo.address}/?lang=fr")
    page.value(
        "(() => { const e = document.querySelector('#formula'); e.value = '=B2B_CPL(90;3)'; e.focus(); })()"
    )
    page.press("Enter")
    page.until("document.querySelector('#try output').textContent.startsWith('30')")
    page.value("document.querySelector('#formula').value = '=B2B_CPL(80;4)'")
    page.press("Enter")
    page.until("document.querySelector('#try output').textContent.startsWith('20')")

    assert "20,00\u00a0€" == page.text("#try output")


CONTRAST = """
(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    const colour = getComputedStyle(e).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" && e.parentElement ? ground(e.parentElement) : colour;
  };
  const said = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && !(e instanceof SVGElement)
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && !e.closest("select"));
  const ratios = said.map((e) => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), e.className || e.tagName];
  });
  return [ratios.length, ratios.filter(([ratio]) => ratio < 4.5)];
})()
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(browser, demo, dark):
    """
    In the light and in the dark, every word has the contrast that WCAG AA asks for.
    """
    with browser.page(dark=dark) as page:
        page.visit(f"{demo.address}/?lang=fr")
        count, weak = page.value(CONTRAST)

        assert count > 100
        assert [] == weak


def test_the_dark_is_dark(browser, demo):
    """
    A reader who prefers the dark gets a dark ground, without asking.
    """
    grounds = []
    for dark in (False, True):
        with browser.page(dark=dark) as page:
            page.visit(demo.address)
            grounds.append(page.value("getComputedStyle(document.documentElement).backgroundColor"))

    assert ["rgb(252, 251, 249)", "rgb(19, 22, 24)"] == grounds


def test_nothing_moves_for_those_who_asked(browser, demo):
    """
    Who prefers reduced motion gets none; others get only short fades.
    """
    moving = "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"
    counts = []
    for still in (True, False):
        with browser.page(still=still) as page:
            page.visit(demo.address)
            counts.append(page.value(moving))

    assert 0 == counts[0]
    assert 0 < counts[1]
