"""What the sidebar of Google Sheets keeps from anybody else: who may frame it, ask it, answer it."""

import pytest

from addin.server.google import POLICY
from tests.addin.google.spreadsheet import DOCS, HOSTILE, SCRIPT, SERVER, TOKEN, press


def test_who_may_frame_the_pane_is_google_and_nobody_else():
    """
    The three sites around a sidebar, each by its exact name: no other page, ours included.
    """
    directives = {part.split()[0]: part.split()[1:] for part in POLICY.split(";")}

    assert [
        "https://docs.google.com",
        "https://script.google.com",
        "https://*.googleusercontent.com",
    ] == directives["frame-ancestors"]
    assert ["'self'"] == directives["script-src"] == directives["connect-src"]


def test_another_site_cannot_frame_the_pane(google, tab, tmp_path):
    """
    In a page of another site the browser shows an error in place of the pane.
    """
    with google.document(tmp_path, tokens=[TOKEN]):
        tab.visit(HOSTILE)
        tab.until("frames.length === 1")

        with pytest.raises(TimeoutError):
            tab.frame(SERVER, 3)
        assert [] == google.ran


ASK = """(() => {{
  window.heard = [];
  addEventListener("message", (e) => heard.push(e.data));
  for (const what of ["token", "insert", "refresh", "values", "b2bSidebarToken"])
    {target}.postMessage({{ b2b: "ask", id: 1, what, given: ["B2B_CPL", [1, 2]] }}, "*");
}})()"""


def test_another_window_gets_nothing_from_the_sidebar(opened, google, tab):
    """
    Whoever else can send a message to the sidebar gets no token, and inserts nothing.
    """
    pane, sheets = opened("en")
    google.ran.clear()

    tab.value(ASK.format(target="frames[0]"))
    press(pane, "Find the errors")  # an order of the pane's own, sent after theirs
    pane.until("document.querySelectorAll('#sheet-faults li').length === 3")

    assert ["b2bSidebarFaults"] == google.ran
    assert [] == tab.value("heard")
    assert [] == sheets.seen["formulas"]


def test_another_page_in_the_panes_own_frame_gets_nothing(opened, google, tab):
    """
    Were the frame led to another site, that site would ask in vain.
    """
    _, sheets = opened("en")
    google.ran.clear()
    sidebar = tab.frame(SCRIPT)
    sidebar.value(f"document.getElementById('pane').src = '{HOSTILE}/'")

    hostile = tab.frame(HOSTILE)
    hostile.value(ASK.format(target="parent"))
    sidebar.value("new Promise((resolve) => setTimeout(resolve, 300))")

    assert [] == google.ran
    assert [] == hostile.value("heard")
    assert [] == sheets.seen["formulas"]


def test_another_frame_of_the_same_server_gets_nothing(opened, google, tab):
    """
    The sidebar answers its own frame: not even another one that shows a page of the server.
    """
    pane, _ = opened("en")
    google.ran.clear()
    address = f"{SERVER}/google/pane.html?lang=fr&parent={SCRIPT}"
    sidebar = tab.frame(SCRIPT)
    sidebar.value(
        "new Promise((loaded) => { const other = document.createElement('iframe');"
        f" other.onload = loaded; other.src = '{address}'; document.body.append(other); }}).then(() => null)"
    )
    press(pane, "Find the errors")
    pane.until("document.querySelectorAll('#sheet-faults li').length === 3")

    assert ["b2bSidebarFaults"] == google.ran


def test_the_pane_hears_its_sidebar_alone(opened, tab):
    """
    An answer forged by another window is no answer, even while one is waited for.
    """
    pane, _ = opened("en")
    tab.value(
        "setInterval(() => { for (let id = 0; id < 50; id += 1)"
        " frames[0].frames[0].postMessage({b2b: 'answer', id, value: [[666]]}, '*'); }, 5), 0"
    )

    pane.choose("#formula", "=B2B_CPL(A1,1)")

    pane.until("document.querySelector('#try output').textContent.includes('1,500.00')")


@pytest.mark.parametrize(
    ("parent", "spoken"),
    [
        (SCRIPT, True),
        (DOCS, True),
        (HOSTILE, False),
        (f"{HOSTILE}/.googleusercontent.com", False),
        ("https://googleusercontent.com.evil.example", False),
        ("https://evil.example#.googleusercontent.com", False),
        (SCRIPT.replace("https", "http"), False),
        (f"{SCRIPT}:444", False),
        ("*", False),
        ("", False),
    ],
)
def test_the_pane_speaks_to_googles_pages_alone(opened, tab, parent, spoken):
    """
    Whatever its address says, the pane treats nobody but Google's pages as a sidebar.
    """
    opened("en")
    sidebar = tab.frame(SCRIPT)
    asked = f"{SERVER}/google/pane.html?lang=fr&parent="
    sidebar.value(
        f"document.getElementById('pane').src = '{asked}' + encodeURIComponent('{parent}')"
    )
    pane = tab.frame(SERVER)
    pane.until("document.documentElement.lang === 'fr'")

    assert spoken == pane.value("import('/pane/bridge.js').then(({ bridge }) => bridge() !== null)")


def test_the_token_is_in_no_page_and_no_storage(opened, tab):
    """
    The token lives in the memory of the pane alone.
    """
    pane, _ = opened("en")
    sidebar = tab.frame(SCRIPT)

    assert 0 == pane.value("sessionStorage.length + localStorage.length + document.cookie.length")
    assert TOKEN not in pane.value("document.documentElement.outerHTML + location.href")
    assert TOKEN not in sidebar.value("document.documentElement.outerHTML")
    assert TOKEN not in "".join(pane.requests())
