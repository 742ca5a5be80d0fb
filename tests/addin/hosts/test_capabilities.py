"""What each spreadsheet declares that it can do: all of it said, in both languages, on one page."""

import re

import pytest

from addin.hosts.capabilities import CAN, TITLES, Capability, Host, Support, cannot
from addin.hosts.support import HOSTS, page, sentences
from addin.publish import ROOT, files
from kpi_core.errors import DeclarationError
from kpi_core.text import Lang, Text
from kpi_core.typography import faults

NOBODY = Text(en="Nobody", fr="Personne")


def test_a_host_that_leaves_something_out_is_refused():
    """
    Whoever adds a capability has each host say whether it has it, and every fault is told.
    """
    some = {c: CAN for c in Capability if c not in {Capability.PANE, Capability.WORDS}}

    with pytest.raises(DeclarationError, match=r"(?s)words.*pane"):
        Host("nobody", NOBODY, some)


def test_a_host_that_cannot_says_what_it_does():
    """
    A no without a sentence is no help to whoever reads it.
    """
    mute = dict.fromkeys(Capability, CAN) | {Capability.PANE: cannot(None)}

    with pytest.raises(DeclarationError, match="pane"):
        Host("nobody", NOBODY, mute)


def test_every_host_is_on_the_page():
    """
    Each folder of a host has its column.
    """
    folders = {path.parent.name for path in ROOT.glob("addin/hosts/*/capabilities.py")}

    assert sorted(folders) == sorted(host.id for host in HOSTS)
    assert {"office", "windows", "workbook", "google", "libreoffice"} == folders


@pytest.mark.parametrize("lang", Lang)
def test_the_page_has_a_row_a_capability_and_every_sentence(lang):
    """
    The published table says of each capability and host yes, partly or no; then come the words.
    """
    text = page(lang)
    rows = re.findall(
        r"^\| (.+?) \|((?: (?:yes|partly|no|oui|en partie|non) \|)+)$", text, re.MULTILINE
    )

    assert [TITLES[c][lang] for c in Capability] == [title for title, _ in rows]
    assert {len(HOSTS)} == {said.count("|") for _, said in rows}
    for host in HOSTS:
        assert all(what[lang] in text for what, _ in sentences(host))
    assert text in files().values()


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.id)
def test_every_sentence_is_set_as_its_language_sets_it(host):
    """
    French and English sentences keep to their typography.
    """
    texts = [host.title, *(text for pair in sentences(host) for text in pair if text)]
    texts += TITLES.values()

    assert [] == [fault for text in texts for fault in faults(_prose(text))]


def test_nobody_does_everything_and_everybody_computes():
    """
    The page is worth reading: each host lacks something, and none lacks formulas.
    """
    for host in HOSTS:
        assert host.can(Capability.LOCAL)
        assert {a.support for a in host.abilities.values()} > {Support.YES}


def _prose(text):
    # Code between backquotes, and the names that Excel gives its errors, are not prose.
    plain = (re.sub(r"`[^`]*`|#[\w/]+[!?]?", "x", words) for words in (text.en, text.fr))
    return Text(**dict(zip(("en", "fr"), plain, strict=True)))
