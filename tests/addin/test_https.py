"""https on one's own machine, and what spreadsheets install for a server of one's own."""

import datetime as dt
import http.client
import json
import re
import signal
import ssl
import stat

import pytest
from cryptography import x509

from addin import publish
from addin.certificate import DAYS, Certificate, make
from kpi_core.errors import Kind, KpiError
from tests.addin.running import Server
from tests.command import kpi, refused

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory):
    return make(tmp_path_factory.mktemp("certificate"), NOW)


def parts(path):
    return x509.load_pem_x509_certificates(path.read_bytes())


def test_the_certificate_is_for_this_machine_only(made):
    """
    The authority may sign for this machine's names alone, and its own key is kept nowhere.
    """
    own, authority = parts(made.chain)
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    names = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    own.verify_directly_issued_by(authority)
    assert ["localhost"] == names.get_values_for_type(x509.DNSName)
    assert {"localhost", "127.0.0.0/8", "::1/128"} == {
        str(name.value) for name in allowed.permitted_subtrees
    }
    assert {made.authority, made.chain, made.key} == set(made.chain.parent.iterdir())
    assert "PRIVATE" not in made.authority.read_text() + made.chain.read_text()
    assert 0o600 == stat.S_IMODE(made.key.stat().st_mode)
    assert DAYS >= (own.not_valid_after_utc - own.not_valid_before_utc).days


def test_a_new_certificate_takes_the_place_of_the_old(tmp_path):
    """
    Made again, the certificate is another, whose key fits.
    """
    first = parts(make(tmp_path, NOW).chain)[0].serial_number
    made = make(tmp_path, NOW)

    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.chain, made.key)
    assert first != parts(made.chain)[0].serial_number


def over_https(address, made, method, path, body=None):
    """Return the status and JSON of a request whose certificate is checked."""
    context = ssl.create_default_context(cafile=made.authority)
    host, port = re.fullmatch(r"https://([^:]+):(\d+)", address).groups()
    connection = http.client.HTTPSConnection(host, int(port), timeout=20, context=context)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answered = connection.getresponse()
        return answered.status, json.loads(answered.read())
    finally:
        connection.close()


def test_the_server_speaks_https_with_it(made, tmp_path):
    """
    A browser that trusts the authority reaches the cells; the commands go on as before.
    """
    kpi("settings", "fiscal_start=1", folder=tmp_path / "w")
    server = Server(tmp_path / "w", "--certificate", str(made.chain.parent)).wait()
    address = re.search(r"https://\S+", server.said)[0].replace("127.0.0.1", "localhost")

    status, health = over_https(address, made, "GET", "/health")
    calls = {"calls": [{"fn": "B2B_REVENUE", "rows": [[[[1]] * 100_000]]}]}
    _, answered = over_https(address, made, "POST", "/v1/cells", json.dumps(calls))
    direct = server.get("/health")

    assert (200, "ok") == (status, health["status"])
    assert [100_000.0] == answered["results"][0]["values"]
    assert health["instance"] == direct["instance"]
    with pytest.raises(ssl.SSLCertVerificationError):
        over_https(address, Certificate.at(make(tmp_path / "other", NOW).chain.parent), "GET", "/health")  # fmt: skip
    code, told = server.stop(signal.SIGTERM)
    assert (0, "") == (code, told.strip())


def test_without_a_certificate_the_way_to_one_is_said(tmp_path):
    """
    A folder that holds no certificate is told the command that makes it.
    """
    kpi("settings", "fiscal_start=1", folder=tmp_path / "w")
    said = refused("serve", "--port", "0", "--certificate", str(tmp_path), folder=tmp_path / "w")

    assert "kpi certificate" in said


def test_the_command_says_how_to_trust_it(tmp_path):
    """
    `kpi certificate` writes the three files, and tells each system's way to trust them.
    """
    said = kpi("certificate", str(tmp_path / "c"), folder=tmp_path / "w").stdout

    for word in ("certutil", "security add-trusted-cert", "update-ca-certificates"):
        assert word in said
    assert Certificate.at(tmp_path / "c").chain.is_file()


def test_manifests_for_ones_own_server(tmp_path):
    """
    `kpi publish --url` writes what each spreadsheet installs, with that address and no other.
    """
    kpi("publish", "--url", "https://KPI.example.org:8443/", "--to", str(tmp_path / "m"), folder=tmp_path / "w")  # fmt: skip

    manifest = (tmp_path / "m/excel/manifest.xml").read_text("utf-8")
    assert '"https://kpi.example.org:8443/office/taskpane.html"' in manifest
    assert "localhost" not in manifest
    assert (tmp_path / "m/excel/functions.js").is_file()


@pytest.mark.parametrize(
    "url",
    ["http://kpi.example.org", "kpi.example.org", "https://a/b", "https://u:p@a", "https://", "https://a?x", 'https://a"b'],
)  # fmt: skip
def test_an_address_that_spreadsheets_would_refuse_is_refused_here(url):
    """
    Only an https address of a whole server can be written into a manifest.
    """
    with pytest.raises(KpiError) as caught:
        publish.address(url)

    assert Kind.TYPE is caught.value.kind
    assert "https://kpi.example.org" in caught.value.message.fr
