"""What the server gives to Excel, and who may frame it."""

import json

import pytest

from addin.hosts.office.scripts import functions
from addin.server.office import POLICY
from kpi_core.text import Lang


def sources(policy):
    """Return the directives of a Content-Security-Policy."""
    return {part.split()[0]: part.split()[1:] for part in policy.split(";")}


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("functions.js", "text/javascript; charset=utf-8"),
        ("functions.en.json", "application/json"),
        ("functions.fr.json", "application/json"),
        ("icon-16.png", "image/png"),
        ("icon-80.png", "image/png"),
        ("taskpane.html", "text/html; charset=utf-8"),
    ],
)
def test_excel_finds_its_files_where_the_manifest_says(client, name, media):
    """
    Each file is served without a key, with the policy of pages that Excel frames.
    """
    answer = client.get(f"/office/{name}")

    assert (200, media) == (answer.status_code, answer.headers["content-type"])
    assert [POLICY] == answer.headers.get_list("content-security-policy")
    assert "x-frame-options" not in answer.headers
    assert "nosniff" == answer.headers["x-content-type-options"]


def test_the_functions_are_those_that_are_published(client):
    """
    The served script and words are the generated ones.
    """
    assert functions() == client.get("/office/functions.js").text
    for lang in Lang:
        described = json.loads(client.get(f"/office/functions.{lang}.json").text)
        assert {"id", "name", "description"} <= set(described["functions"][0])


def test_only_excels_pages_may_be_framed(client):
    """
    Microsoft's sites frame the pane of Excel, and nothing else; scripts are ours and Microsoft's.
    """
    policy = sources(POLICY)

    assert ["'self'", "https://appsforoffice.microsoft.com"] == policy["script-src"]
    assert ["'self'"] == policy["connect-src"] == policy["style-src"]
    assert "https://*.officeapps.live.com" in policy["frame-ancestors"]
    for path in ("/", "/pane/main.js", "/health", "/office/nothing.js"):
        own = sources(client.get(path).headers["content-security-policy"])
        assert ["'none'"] == own["frame-ancestors"], path


def test_the_pane_of_excel_is_the_page_with_excels_scripts(client):
    """
    The pane in Excel is the page of the browser, after Microsoft's script and the functions.
    """
    page, pane = client.get("/").text, client.get("/office/taskpane.html").text

    assert pane.index("office.js") < pane.index("/office/functions.js") < pane.index("</head>")
    assert page == "".join(
        line for line in pane.splitlines(keepends=True) if '<script src="' not in line
    )


def test_an_unknown_file_is_not_found(client):
    """
    What is not Excel's is not served, whatever its name.
    """
    assert 404 == client.get("/office/cells.js").status_code
    assert 404 == client.get("/office/..%2f..%2fpyproject.toml").status_code


def test_the_answer_says_the_version_of_the_data(made, own):
    """
    A host that keeps answers learns from each whether they still hold.
    """
    first = own.post("/v1/cells", {"calls": []}).json()["version"]
    made.store.change_settings({"locale": "en-US"}, "test")

    assert first != own.post("/v1/cells", {"calls": []}).json()["version"]
    assert first.endswith("2025-11-12")
