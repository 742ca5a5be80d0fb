"""The page that non-programmers follow: what it has them paste asks for what the bot uses, no more."""

import json
import re
from pathlib import Path

import pytest

from addin.slack.serving import PATH
from addin.slack.settings import APP, BOT, CHANNELS, SECRET, USERS

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", ["slack.md", "fr/slack.md"])
def test_the_page_shows_a_manifest_and_every_variable(name):
    """
    The manifest subscribes to what is answered and may write; each variable is told.
    """
    page = (DOCS / name).read_text("utf-8")
    (pasted,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    manifest = json.loads(pasted)

    assert ["app_mentions:read", "chat:write", "im:history"] == manifest["oauth_config"]["scopes"]["bot"]  # fmt: skip
    assert ["app_mention", "message.im"] == manifest["settings"]["event_subscriptions"]["bot_events"]  # fmt: skip
    assert manifest["settings"]["socket_mode_enabled"]
    assert all(variable in page for variable in (BOT, APP, SECRET, CHANNELS, USERS, PATH))
