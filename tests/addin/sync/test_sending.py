"""Messages on their way: what arrives, what is refused, and what is never said."""

import datetime as dt
import json
import logging
import socket

import pytest

from addin import certificate, keeping
from addin.server.journal import Discreet
from addin.sync.alerts import destinations, sending
from addin.sync.alerts.destinations import Email
from addin.sync.alerts.sending import Message, send
from kpi_core.errors import Kind, KpiError
from tests.addin.sync.receiving import Hook, Mail

HOSTILE = "Spring <!channel> [x](https://evil.example) <img src=x> & `x`\r\nBcc: a@evil.example"
MESSAGE = Message(f"Alerte : {HOSTILE}", (f"72 € ({HOSTILE})", "Alerte 1."))
CANARY = "canary-secret"
RIGHT = "right"


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory):
    """A certificate of an authority that this process trusts."""
    made = certificate.make(tmp_path_factory.mktemp("tls"), dt.datetime.now(dt.UTC))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(made.authority))
        yield made


def mailbox(mail, **more):
    """Return the destination of a server of the tests."""
    said = {"host": "localhost", "port": mail.port, "sender": "kpi@firm.example", "to": ["a@firm.example", "b@firm.example"]}  # fmt: skip
    return destinations.email(said | more)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_e_mail_comes_encrypted_and_signed_in(made, security, monkeypatch):
    """
    With STARTTLS or TLS from the start, the password goes over the encrypted line, and the letter comes.
    """
    monkeypatch.delenv(destinations.PASSWORD, raising=False)
    mail = Mail(made, implicit=security == "tls", password=RIGHT)
    send("email", mailbox(mail, security=security, secret=RIGHT), MESSAGE)
    letter = mail.letter()
    mail.close()

    assert "a@firm.example, b@firm.example" == letter["To"]
    assert "auto-generated" == letter["Auto-Submitted"]
    assert mail.talked.index("STARTTLS") if security == "starttls" else True
    spoken = [line.split(" ")[0].lower() for line in mail.talked]
    assert security == "tls" or spoken.index("starttls") < spoken.index("auth")


def test_names_of_the_data_are_text_in_a_letter(made):
    """
    A campaign with markup and a line break is escaped in HTML, plain in text, and no header.
    """
    mail = Mail(made)
    send("email", mailbox(mail), MESSAGE)
    letter = mail.letter()
    mail.close()
    plain, page = (letter.get_body([kind]).get_content() for kind in ("plain", "html"))

    assert None is letter["Bcc"]
    assert letter["Subject"].startswith("Alerte : Spring <!channel>")
    assert "<img src=x>" in plain
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


def test_a_server_without_encryption_gets_nothing(made):
    """
    Neither password nor message goes over a line that others can read.
    """
    mail = Mail(password=RIGHT)
    with pytest.raises(KpiError) as refused:
        send("email", mailbox(mail, secret=RIGHT), MESSAGE)
    mail.close()

    assert Kind.AUTH is refused.value.kind
    assert {"EHLO", "STARTTLS", "QUIT"} >= {line.upper().split(" ")[0] for line in mail.talked}


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, monkeypatch):
    """
    A server that is not who it says gets nothing.
    """
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    mail = Mail(certificate.make(tmp_path, dt.datetime.now(dt.UTC)))
    with pytest.raises(KpiError) as refused:
        send("email", mailbox(mail), MESSAGE)
    mail.close()

    assert "SSLCertVerificationError" in refused.value.message.en
    assert mail.letters.empty()


@pytest.mark.parametrize(
    ("mail", "more", "named"),
    [
        ({"password": RIGHT}, {"secret": "wrong"}, "password"),
        ({"refuse": 550}, {}, "550"),
        ({"refuse": 451}, {}, "451"),
    ],
)
def test_a_letter_that_is_refused_says_what_to_look_at(made, mail, more, named):
    """
    The error names the server and the code, never the password nor what the server answered.
    """
    server = Mail(made, **mail)
    with pytest.raises(KpiError) as refused:
        send("email", mailbox(server, **more), MESSAGE)
    server.close()

    for said in (refused.value.message.en, refused.value.message.fr):
        assert "localhost" in said
        assert "canary" not in said
        assert "wrong" not in said
    assert named in refused.value.message.en


def test_a_server_that_is_not_there_is_said():
    """
    Nobody listening is an error in words, at once.
    """
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # taken, so that nobody else comes to listen there
        said = {"host": "127.0.0.1", "port": silent.getsockname()[1], "sender": "a@b.example", "to": ["c@d.example"]}  # fmt: skip
        with pytest.raises(KpiError) as refused:
            send("email", destinations.email(said), MESSAGE)

    assert Kind.UPSTREAM is refused.value.kind


def test_the_password_may_come_from_the_environment():
    """
    KPI_SMTP_PASSWORD goes before the one that is kept.
    """
    box = Email("h", 25, "a@b.example", ["c@d.example"], password="kept")  # noqa: S106 - of the test

    assert ["kept", "told"] == [box.secret({}), box.secret({destinations.PASSWORD: "told"})]
    assert "kept" not in repr(box)


@pytest.fixture(name="hook")
def _hook(monkeypatch):
    hook = Hook()
    monkeypatch.setenv(destinations.HOSTS, f"127.0.0.1:{hook.port}")
    yield hook
    hook.close()


def post(name, hook):
    """Send the message to a webhook of the tests."""
    send(name, destinations.webhook(name, hook.url), MESSAGE)


def test_names_of_the_data_call_nobody_in_slack(hook):
    """
    What Slack reads for marks is escaped, the rest is plain text; no link is opened.
    """
    post("slack", hook)
    body = hook.got.get(timeout=10)

    assert "<" not in body["text"]
    assert ["plain_text"] == [block["text"]["type"] for block in body["blocks"]]
    assert [False, False, False] == [body[n] for n in ("unfurl_links", "unfurl_media", "link_names")]  # fmt: skip


def test_names_of_the_data_are_no_markdown_in_teams(hook):
    """
    Every line is a run of text, which Teams shows as it is.
    """
    post("teams", hook)
    (attachment,) = hook.got.get(timeout=10)["attachments"]
    lines = attachment["content"]["body"]

    assert {"RichTextBlock"} == {line["type"] for line in lines}
    assert MESSAGE.subject == lines[0]["inlines"][0]["text"]


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 302])
def test_a_webhook_that_refuses_is_an_error_without_its_address(hook, status):
    """
    The sentence has the status and what to do; neither the address nor the answer stands in it.
    """
    elsewhere = Hook()
    hook.answers, hook.location = [status], elsewhere.url
    with pytest.raises(KpiError) as refused:
        post("slack", hook)
    elsewhere.close()

    for said in (refused.value.message.en, refused.value.message.fr):
        assert str(status) in said
        assert "canary" not in said
    assert 1 == len(hook.paths)
    assert [] == elsewhere.paths  # a redirection is not followed


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("slack", "https://hooks.slack.com/services/T/B/x"),
        ("slack", "https://HOOKS.slack.com:443/services/T/B/x"),
        ("teams", "https://firm.webhook.office.com/webhookb2/x"),
        ("teams", "https://prod-1.westeurope.logic.azure.com/workflows/x?sig=y"),
        ("teams", "https://a.b.environment.api.powerplatform.com/x"),
    ],
)
def test_the_publishers_own_addresses_are_taken(name, url):
    """
    Those that Slack and Microsoft give for webhooks.
    """
    assert url == destinations.webhook(name, url).url


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("slack", "http://hooks.slack.com/services/T"),
        ("slack", "https://evil.example/services/canary-secret"),
        ("slack", "https://hooks.slack.com.evil.example/x"),
        ("slack", "https://evilhooks.slack.com/x"),
        ("slack", "https://hooks.slack.com:8443/x"),
        ("slack", "https://user:canary-secret@hooks.slack.com/x"),
        ("slack", "https://hooks.slack.com@evil.example/x"),
        ("slack", "https://firm.webhook.office.com/x"),
        ("teams", "https://webhook.office.com/x"),
        ("teams", "https://hooks.slack.com/x"),
        ("teams", "https://127.0.0.1/x"),
        ("teams", "https://[::1]/x"),
        ("teams", "file:///etc/passwd"),
        ("teams", "https:///x"),
        ("teams", "https://x:99999/"),
        ("teams", ""),
    ],
)
def test_any_other_address_is_refused_and_not_repeated(name, url):
    """
    Another host, another port, no encryption, a password in it: refused, and the secret is not said.
    """
    with pytest.raises(KpiError) as refused:
        destinations.webhook(name, url)

    assert "canary" not in refused.value.message.en + refused.value.message.fr


def test_a_known_name_that_leads_inside_the_network_gets_nothing(monkeypatch):
    """
    Where a publisher's name is made to lead to a private address, nothing is sent.
    """
    inside = [(2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_a, **_m: inside)
    with pytest.raises(KpiError) as refused:
        send("slack", destinations.webhook("slack", "https://hooks.slack.com/x"), MESSAGE)

    assert Kind.AUTH is refused.value.kind
    assert "private network" in refused.value.message.en


def test_plain_http_is_for_this_machine_alone(monkeypatch):
    """
    A host that an administrator names is written to over https, unless it is this very machine.
    """
    monkeypatch.setenv(destinations.HOSTS, "chat.firm.example,127.0.0.1")

    assert destinations.webhook("slack", "https://chat.firm.example/hooks/x")
    assert destinations.webhook("slack", "http://127.0.0.1:9/x")
    with pytest.raises(KpiError):
        destinations.webhook("slack", "http://chat.firm.example/hooks/x")


@pytest.mark.parametrize(
    "said",
    [
        {"host": "smtp.firm.example", "security": "none"},
        {"host": "a b"},
        {"host": "smtp.firm.example", "port": 99_999},
        {"sender": "not an address"},
        {"to": ["a@firm.example\r\nBcc: x@evil.example"]},
        {"to": []},
        {"to": [f"p{i}@firm.example" for i in range(30)]},
    ],
)
def test_a_mail_server_that_cannot_be_is_refused(said):
    """
    No encryption to elsewhere, no such host or port, addresses that are none, nobody to read.
    """
    right = {"host": "smtp.firm.example", "sender": "kpi@firm.example", "to": ["a@firm.example"]}

    assert 587 == destinations.email(right).port
    with pytest.raises(KpiError):
        destinations.email(right | said)


def test_secrets_are_kept_outside_of_the_workspace_for_their_owner_only(tmp_path, monkeypatch):
    """
    The file of the addresses is nobody else's, and no other workspace's.
    """
    monkeypatch.setenv("KPI_CREDENTIALS", str(tmp_path / "private"))
    one, other = tmp_path / "one", tmp_path / "other"
    hook = destinations.webhook("slack", f"https://hooks.slack.com/services/{CANARY}")
    destinations.connect(one, "slack", hook)
    (kept,) = keeping.folder().iterdir()

    assert 0o600 == kept.stat().st_mode & 0o777
    assert {"slack": hook} == destinations.connected(one)
    assert {} == destinations.connected(other)
    assert not one.exists()
    assert CANARY not in repr(destinations.connected(one)) + destinations.described(hook)
    assert [True, False] == [destinations.disconnect(one, "slack") for _ in range(2)]
    assert [] == list(keeping.folder().iterdir())


def test_nothing_that_fails_writes_a_secret_in_the_journal(hook, tmp_path, monkeypatch):
    """
    At its most talkative, the journal holds neither the address of a webhook nor a password.
    """
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(Discreet().format(record))

    handler, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        hook.answers = [500]
        for name in ("slack", "teams"):
            with pytest.raises(KpiError) as refused:
                post(name, hook)
            logging.getLogger("addin").warning("not told: %s", refused.value.message.en)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)

    assert lines
    assert CANARY not in json.dumps(lines)
