"""Whose name a sheet is opened in: keys, consent and their refusals, with Google's own libraries."""

import json
import os
import sys

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from addin import keeping
from addin.demo import Google, serving
from addin.demo.sessions import HOSTS, pointed
from addin.sync import connections, engine
from addin.sync.google import accounts
from addin.sync.google.book import GoogleBook
from addin.sync.google.client import Patient
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang
from kpi_core.workspace import Store
from tests.addin.sync.conftest import LEADS, SPEND, TODAY, Kept
from tests.command import kpi

ROBOT = "kpi@team-b2b.iam.gserviceaccount.com"
CLIENT, HIDDEN = "123-c4nary8811.apps.googleusercontent.com", "GOCSPX-c4nary8811"


@pytest.fixture(name="private", scope="module")
def _private():
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    return made.private_bytes(*form, serialization.NoEncryption()).decode()


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_CREDENTIALS", str(tmp_path / "private"))
    return tmp_path


def key(folder, private, address, *, whose=ROBOT, name="key.json"):
    """Write the key of a service account as the console gives it."""
    said = {
        "type": "service_account",
        "project_id": "team-b2b",
        "private_key_id": "0123",
        "private_key": private,
        "client_email": whose,
        "client_id": "1",
        "token_uri": f"{address}/token",
    }
    (folder / name).write_text(json.dumps(said))
    return folder / name


def client(folder, address, **more):
    """Write an OAuth client of a desktop application as the console gives it."""
    said = {
        "client_id": CLIENT,
        "client_secret": HIDDEN,
        "auth_uri": f"{address}/o/oauth2/auth",
        "token_uri": f"{address}/token",
        "redirect_uris": ["http://localhost"],
    }
    (folder / "client.json").write_text(json.dumps({"installed": said | more}))
    return folder / "client.json"


def led(session, address):
    """Lead what a signing session sends to Google, its own renewals too, to a stand-in."""
    way = pointed(address)
    inner = [session, session._auth_request.session]
    for each in inner:
        each.trust_env = False
        for host in HOSTS:
            each.mount(host, way.get_adapter(host))
    return session


@pytest.fixture(name="google")
def _google():
    google = Google(seed=5)
    with serving(google) as address:
        google.address = address
        yield google


def sheet(google):
    made = google.create("Suivi", locale="fr_FR", timezone="Europe/Paris")
    made.tab(0).write("A1", SPEND)
    made.add_tab("Leads", LEADS)
    made.restrict()
    return made


def test_a_service_account_signs_and_opens_what_is_shared_with_it(google, folder, private):
    """
    Google's own library signs with the key; without a share the address to share with is said.
    """
    shared = sheet(google)
    said = accounts.service_account("team", key(folder, private, google.address))
    signed = led(accounts.session("team"), google.address)
    book = GoogleBook(Patient(signed, shared_with=accounts.address("team")), shared.id)
    with pytest.raises(KpiError) as caught:
        book.gate()
    shared.share(ROBOT)

    assert ROBOT == said == accounts.address("team")
    assert f"partagez-la avec {ROBOT} comme éditeur" in caught.value.message.fr
    assert "Suivi" == book.look().title


def test_a_service_account_that_google_does_not_know_any_more_is_told(google, folder, private):
    """
    A key that was deleted in the console: which account, and how to connect again.
    """
    shared = sheet(google)
    accounts.service_account("team", key(folder, private, google.address))
    signed = led(accounts.session("team"), google.address)
    google.tokens.grant = lambda _: (400, {"error": "invalid_grant", "error_description": "x"})

    with pytest.raises(KpiError) as caught:
        GoogleBook(Patient(signed), shared.id).gate()

    assert Kind.AUTH is caught.value.kind
    assert "kpi sync connect" in caught.value.message.en


def consented(folder, google, monkeypatch, browser="follow"):
    """Consent as a person would: a browser opens Google's page and is led back to us."""
    follow = folder / "browser.py"
    # As a browser would: the page is asked for while the command waits for the answer.
    follow.write_text(
        "import subprocess, sys\n"
        "code = 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).read()'\n"
        "subprocess.Popen([sys.executable, '-c', code, sys.argv[1]],"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
    )
    monkeypatch.setenv("BROWSER", f"{sys.executable} {follow} %s")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the stand-in has no certificate
    return client(folder, google.address)


def test_a_persons_consent_is_kept_and_renewed(google, folder, monkeypatch, capfd):
    """
    The browser opens, the person agrees, and from then on the sheet opens without them.
    """
    shared = sheet(google)
    shared.share(google.tokens.installed_user)
    accounts.consent("ana", consented(folder, google, monkeypatch), Lang.FR)
    book = GoogleBook(Patient(led(accounts.session("ana"), google.address)), shared.id)

    assert "Suivi" == book.look().title
    google.tokens.expire()
    assert book.gate()
    printed = capfd.readouterr()
    assert "Donnez votre accord dans le navigateur" in printed.err
    assert "" == printed.out
    assert accounts.address("ana") is None


def test_a_consent_that_was_taken_back_is_told(google, folder, monkeypatch, store):
    """
    Revoked at Google: the run says to connect again, and the data read before stay.
    """
    kept = Kept(store)
    accounts.consent("ana", consented(folder, google, monkeypatch), Lang.EN)
    refresh = keeping.kept("google-ana")["refresh"]
    signed = led(accounts.session("ana"), google.address)

    def opened(_core, connection):
        return GoogleBook(Patient(signed), connection.reference)

    kept.settled()
    google.tokens.revoke(refresh)
    outcome = engine.run(kept.core, kept.number, opened=opened, actor="test")

    assert "failed" == outcome.state
    assert "kpi sync connect" in outcome.error.fr
    assert 20 == kept.rows()
    assert refresh not in outcome.error.en + outcome.error.fr


def test_no_more_is_asked_for_than_a_sync_needs(google, folder, monkeypatch):
    """
    Cells, and when a file changed: no mail, no other file's content, no sharing.
    """
    asked = []
    consent = google.tokens.consent
    google.tokens.consent = lambda query: asked.append(query) or consent(query)
    accounts.consent("ana", consented(folder, google, monkeypatch), Lang.EN)

    assert {
        "https://www.googleapis.com/auth/spreadsheets",
        "https://www.googleapis.com/auth/drive.metadata.readonly",
    } == set(asked[0]["scope"].split())
    assert "offline" == asked[0]["access_type"]
    assert asked[0]["redirect_uri"].startswith("http://127.0.0.1:")


def test_nobody_agreeing_is_told(google, folder, monkeypatch):
    """
    A consent that is refused, or never given, is said in words, and nothing is kept.
    """
    said = consented(folder, google, monkeypatch)
    google.tokens.consent = lambda query: query["redirect_uri"] + "?error=access_denied&state=" + query["state"]  # fmt: skip
    with pytest.raises(KpiError) as caught:
        accounts.consent("ana", said, Lang.EN)
    monkeypatch.setattr(accounts, "_PATIENCE", 0.2)
    monkeypatch.setenv("BROWSER", "true")
    with pytest.raises(KpiError) as late:
        accounts.consent("ana", said, Lang.EN)

    assert "accept everything in the browser" in caught.value.message.en == late.value.message.en
    assert keeping.kept("google-ana") is None


WRONG = {
    "no JSON": "{",
    "a list": "[1]",
    "bytes": "\x00\x01",
    "an empty client": '{"installed": {}}',
    "another account": '{"type": "authorized_user"}',
    "a key that is none": '{"type": "service_account", "client_email": "a@b.example", "private_key": "c4nary8811"}',
    "a web client": '{"web": {"client_id": "1"}}',
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_key_is_told(folder, name):
    """
    What is wrong with the file, and where the right one comes from; nothing of what is in it.
    """
    file = folder / "wrong.json"
    file.write_text(WRONG[name])
    acts = [
        (lambda: accounts.service_account("team", file), "not the key of a service account"),
        (lambda: accounts.consent("team", file, Lang.EN), "not the client of an installed"),
    ]
    for act, word in acts:
        with pytest.raises(KpiError) as caught:
            act()
        assert word in caught.value.message.en
        assert "c4nary8811" not in str(caught.value)
    file.unlink()
    for act, _ in acts:
        with pytest.raises(KpiError) as caught:
            act()
        assert Kind.NOT_FOUND is caught.value.kind
    assert keeping.kept("google-team") is None


def test_an_account_takes_no_others_place(google, folder, private):
    """
    Sheets of the first would be locked out without a word; another key of the same is welcome.
    """
    accounts.service_account("team", key(folder, private, google.address))
    accounts.service_account("team", key(folder, private, google.address))
    other = key(folder, private, google.address, whose="other@b.example", name="other.json")

    with pytest.raises(KpiError) as caught:
        accounts.service_account("team", other)

    assert "--account" in caught.value.message.en
    assert ROBOT in caught.value.message.en
    assert ROBOT == accounts.address("team")
    assert "other@b.example" == accounts.service_account("second", other)


@pytest.mark.parametrize("address", ["https://sheets.example", "http://10.0.0.7:80", "here", ""])
def test_a_stand_in_is_only_taken_from_this_machine(folder, address):
    """
    Nobody is sent elsewhere with their sheet by an option.
    """
    with pytest.raises(KpiError):
        accounts.stand_in("team", address, "a@b.example")


def test_a_redirect_carries_no_token_elsewhere(google, folder, private):
    """
    An answer that leads elsewhere is not followed.
    """
    accounts.service_account("team", key(folder, private, google.address))

    assert 0 == accounts.session("team").max_redirects


def test_no_secret_is_anywhere_but_in_its_file(google, folder, private, caplog, capfd):
    """
    After runs that worked and runs that were refused, neither the key nor a token is in the
    workspace, its audit, an outcome or a journal at its most talkative.
    """
    caplog.set_level("DEBUG")
    made = key(folder, private, google.address)
    accounts.service_account("team", made)
    made.unlink()
    shared = sheet(google)
    outcomes = []
    with Store(folder / "w", create=True) as store:
        core = Core(store, TODAY)
        known = connections.connect(
            store, "google", shared.id, title="Suivi", lang=Lang.FR, credential="team", actor="test"
        )

        def opened(_core, connection):
            signed = led(accounts.session(connection.credential), google.address)
            return GoogleBook(Patient(signed, shared_with=ROBOT), connection.reference)

        for share in ("writer", "reader", None):
            shared.share(ROBOT, share) if share else shared.unshare(ROBOT)
            shared.tab(0).set(1, 3, 2000.0 + len(outcomes))
            outcomes.append(engine.run(core, known.id, opened=opened, actor="test"))
        audited = store.cursor().execute("SELECT * FROM audit").fetchall()
    tokens = [token for token in google.tokens._users if token.startswith("ya29.")]
    marks = [private.splitlines()[3][:40], "PRIVATE KEY", *tokens]
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    printed = capfd.readouterr()
    told = [str(o) for o in outcomes] + [caplog.text, printed.out, printed.err, str(audited)]

    assert ["written", "failed", "failed"] == [o.state for o in outcomes]
    assert tokens
    assert ["private/google-team.json"] == [
        name for name, text in found.items() if any(mark.encode() in text for mark in marks)
    ]
    assert any(name.startswith("w/") for name in found)
    assert not [text for text in told if any(mark in text for mark in marks)]


def test_an_answer_as_json_holds_no_secret(google, folder, private):
    """
    What the commands print, for people or for programs, is nothing that signs.
    """
    shared = sheet(google)
    shared.share("a@b.example")
    link = f"https://docs.google.com/spreadsheets/d/{shared.id}/edit"
    accounts.stand_in("local", google.address, "a@b.example")
    made = key(folder, private, google.address)
    surroundings = {"KPI_CREDENTIALS": os.environ["KPI_CREDENTIALS"]}
    told = [
        kpi("sync", *words, folder=folder / "w", code=code, **surroundings)
        for code, words in (
            (0, ("connect", link, "--account", "local", "--json")),
            (0, ("run", "--json")),
            (2, ("connect", link, "--service-account", made, "--account", "local")),
            (0, ("status", "--json")),
        )
    ]

    assert "--account" in told[2].stderr
    assert not [t for t in told if "PRIVATE" in t.stdout + t.stderr or str(made) in t.stdout]
