"""The page keeps to its own server, under the policy that the server sends."""

from urllib.parse import urlsplit

import pytest

EVERY_VIEW = (
    "lang=fr",
    "lang=en&split=channel",
    "lang=fr&kpi=nps&period=12",
    "lang=en&channel=%3DSEO",
)


@pytest.mark.parametrize("view", EVERY_VIEW)
def test_nothing_is_complained_of(page, demo, view):
    """
    No error, no warning, no refused resource, no violation of the policy in normal use.
    """
    page.visit(f"{demo.address}/?{view}")
    page.click("#functions-list > button")
    page.click("[data-function=B2B_CPL] .actions button:last-child")
    page.until("document.activeElement.id === 'formula'")

    assert [] == page.complaints()


@pytest.mark.parametrize("view", EVERY_VIEW)
def test_no_request_leaves_the_server(page, demo, view):
    """
    Everything that the page loads or asks comes from the server that gave it.
    """
    page.visit(f"{demo.address}/?{view}")
    asked = page.requests()

    assert {"/", "/pane/main.js", "/pane/style/base.css", "/v1/about", "/v1/kpis", "/v1/query"} <= {
        urlsplit(address).path for address in asked
    }
    assert {demo.address} == {
        "{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in asked
    }


@pytest.mark.parametrize(
    "attack",
    [
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
        "fetch('http://127.0.0.1:9/').catch(() => {})",
        "const i = new Image(); i.src = 'http://127.0.0.1:9/leak.png'",
    ],
    ids=["script", "handler", "style", "fetch", "image"],
)
def test_the_policy_would_be_heard(page, demo, attack):
    """
    What the policy forbids is refused on this page, and these tests would hear of it.
    """
    page.visit(demo.address)
    page.value(f"(() => {{ {attack} }})()")
    page.until("window.violations.length > 0")

    assert page.value("window.ran === undefined")
    assert [] != page.complaints()


def test_no_module_writes_markup(demo, browser):
    """
    No module of the page can turn a text into elements or code.
    """
    from addin.server.app import PANE

    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "DOMParser",
        "eval(",
        "new Function",
        "localStorage",
        "document.cookie",
    )
    modules = sorted(PANE.glob("*.js"))

    assert modules
    assert [] == [
        (m.name, word) for m in modules for word in forbidden if word in m.read_text("utf-8")
    ]
