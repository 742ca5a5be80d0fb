"""The tools over HTTP: a known host, a page of ours or none, a key that still opens."""

import asyncio
import json
import signal
import urllib.error
import urllib.request

import pytest

from tests.addin.mcp.speaking import by_http, said, spoken
from tests.addin.running import Server, status
from tests.command import answer, kpi, refused

CPL = {"kpis": ["cpl"], "period": "Q3 2025"}
PATH = "/v1/mcp"
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}
OPEN = ("mcp", "--http")


def key(folder, name="tools", scope="read"):
    """Make a key as the owner does."""
    return answer("keys", "create", name, "--scope", scope, folder=folder)["text"]


@pytest.fixture(name="served")
def _served(demo_copy):
    """A server with tools, and a key to it."""
    text = key(demo_copy)
    server = Server(demo_copy, command=OPEN).wait()
    yield server, text
    server.stop(signal.SIGKILL)


def listed(server, text=None, method="POST", **headers):
    """Return the status of one request for the tools."""
    told = {**ACCEPT, **({"Authorization": f"Bearer {text}"} if text else {}), **headers}
    body = json.dumps(LIST).encode() if method == "POST" else None
    told |= {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(server.address + PATH, body, told, method=method)  # noqa: S310 - our own server
    return status(lambda: urllib.request.urlopen(request, timeout=20).close())  # noqa: S310 - idem


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_holders_of_a_key_are_answered_in_both_languages(served, mode):
    """
    The official client lists the tools and calls each, as it does over a process's own streams.
    """
    server, text = served

    async def speak():
        async with by_http(server.address, text, mode) as client:
            tools = (await client.list_tools()).tools
            calls = [
                ("find_kpi", {"words": "cpl"}),
                ("query_kpi", CPL),
                ("explain_kpi", CPL),
                ("ask", {"question": "cost per lead in Q3 2025"}),
            ]
            found = [
                await client.call_tool(name, {**told, "lang": lang})
                for lang in ("en", "fr")
                for name, told in calls
            ]
            return [tool.name for tool in tools], found

    names, found = asyncio.run(speak())

    assert ["find_kpi", "query_kpi", "explain_kpi", "ask"] == names
    assert not [said(r) for r in found if r.is_error]
    english, french = found[1].structured_content, found[5].structured_content
    assert english["answers"][0]["sentence"].startswith("Cost per lead (CPL), Jul 1")
    assert french["answers"][0]["sentence"].startswith("Coût par lead (CPL), 1er juil.")
    assert english["answers"][0]["result"] == french["answers"][0]["result"]


def test_errors_are_sentences_over_http_too(served):
    """
    A wrong argument is a tool's own error in the language asked for, and no status of HTTP.
    """
    server, text = served

    (found,) = spoken(
        by_http(server.address, text), ("query_kpi", {"kpis": ["cpl"], "folder": "/", "lang": "fr"})
    )

    assert found.is_error
    assert "folder\u00a0: ce nom n’existe pas." == said(found)


def test_strangers_are_refused(served):
    """
    Another host name, another page, no key, a wrong one, one for cells only: none gets in.
    """
    server, text = served
    cells = key(server.folder, "sheet", "cells")

    assert 200 == listed(server, text)
    assert 200 == listed(server, text, Origin=server.address)
    assert 400 == listed(server, text, Host="evil.example")
    assert 400 == listed(server, text, Host="127.0.0.1.evil.example")
    assert 403 == listed(server, text, Origin="https://evil.example")
    assert 403 == listed(server, text, Origin="null")
    assert 401 == listed(server)
    assert 401 == listed(server, text[:-1])
    assert 401 == listed(server, cells)
    assert 401 == listed(server, Authorization="Basic x")


def test_there_is_no_session_to_take_over(served):
    """
    Each request says who asks: a session id opens nothing and none is given; streams are not kept.
    """
    server, text = served

    assert 401 == listed(server, **{"Mcp-Session-Id": "1"})
    assert 405 == listed(server, text, method="GET")
    assert 405 == listed(server, text, method="DELETE")
    assert 401 == listed(server, method="GET")
    assert 401 == listed(server, method="DELETE")


def test_a_revoked_key_opens_nothing_any_more(served):
    """
    Who revokes a key closes it for the very next call, also of a client that is still connected.
    """
    server, text = served
    id_ = answer("keys", "list", folder=server.folder)["keys"][0]["id"]

    async def speak():
        async with by_http(server.address, text) as client:
            before = await client.call_tool("query_kpi", CPL)
            await asyncio.to_thread(kpi, "keys", "revoke", id_, folder=server.folder)
            try:
                after = await client.call_tool("query_kpi", CPL)
            except Exception as error:  # noqa: BLE001 - the client's own kind, by transport
                return before, error
            return before, after

    before, after = asyncio.run(speak())

    assert not before.is_error
    assert isinstance(after, Exception)
    assert 401 == listed(server, text)


def test_without_any_key_there_are_no_tools(demo_copy):
    """
    Before a key was made nobody could be told from another: the server says so and does not start.
    """
    assert refused("mcp", "--http", folder=demo_copy).startswith("Tools are served to holders")
    french = refused("mcp", "--http", folder=demo_copy, lang="fr")
    assert french.startswith("Les outils ne sont servis")


def test_the_server_serves_all_else_as_before(served):
    """
    Sheets, the page and commands find the same server: the workspace has one owner, not two.
    """
    server, text = served

    assert 200 == status(lambda: server.get("/v1/kpis", Authorization=f"Bearer {text}"))
    assert 401 == status(lambda: server.get("/v1/kpis"))
    assert answer("query", "cpl", "--period", "2025", folder=server.folder)
    assert "already serves" in refused("mcp", "--http", folder=server.folder)


def test_a_killed_server_is_started_again(served):
    """
    After a power cut the next start answers the same key with the same number.
    """
    server, text = served
    (before,) = spoken(by_http(server.address, text), ("query_kpi", CPL))
    server.stop(signal.SIGKILL)

    again = Server(server.folder, command=OPEN).wait()
    try:
        (after,) = spoken(by_http(again.address, text), ("query_kpi", CPL))
    finally:
        ended, told = again.stop()

    assert before.structured_content == after.structured_content
    assert 0 == ended
    assert text not in told
