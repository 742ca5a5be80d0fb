"""Who calls, and who may: tokens as Google's own libraries get them, shares, and what a stranger is told."""

import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import gspread
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials

from addin.demo.sessions import pointed
from tests.addin.demo.conftest import ANA, call

ROBOT = "robot@project.iam.gserviceaccount.com"
SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]


@pytest.fixture(name="key", scope="session")
def _key():
    """A private key, as the file of a service account holds it."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture(name="robot")
def _robot(key, url):
    """The credentials of a service account, which get their tokens here."""
    info = {"client_email": ROBOT, "private_key": key, "token_uri": f"{url}/token"}
    return service_account.Credentials.from_service_account_info(info, scopes=SCOPES)


@pytest.fixture(name="transport")
def _transport():
    with requests.Session() as session:
        yield Request(session)


def test_a_service_account_signs_in(google, sheet, url, robot, transport):
    """
    Google's library gets a token by its signed assertion, and the sheet knows who calls.
    """
    sheet.restrict()
    sheet.share(ROBOT)
    robot.refresh(transport)
    with pointed(url, robot.token) as session:
        client = gspread.Client(auth=None, session=session)

        assert ["Dépenses"] == [w.title for w in client.open_by_key(sheet.id).worksheets()]
    assert 403 == call(google, "GET", f"/v4/spreadsheets/{sheet.id}")[0]
    assert not robot.expired


def test_a_token_that_expired_is_refreshed(google, sheet, url, transport):
    """
    A user's credentials get another token by their refresh token; the old one is a 401.
    """
    user = google_credentials(url)
    user.refresh(transport)
    old = user.token
    google.tokens.expire()

    assert 401 == call(google, "GET", f"/v4/spreadsheets/{sheet.id}", user=old)[0]
    user.refresh(transport)
    assert 200 == call(google, "GET", f"/v4/spreadsheets/{sheet.id}", user=user.token)[0]


def test_consent_that_was_taken_back_cannot_be_refreshed(google, url, transport):
    """
    The library says that the grant is invalid.
    """
    user = google_credentials(url)
    google.tokens.revoke("1//secret")

    with pytest.raises(RefreshError, match="invalid_grant"):
        user.refresh(transport)


def google_credentials(url):
    """Return a user's credentials, which get their tokens here."""
    info = {"refresh_token": "1//secret", "client_id": "c", "client_secret": "s"}
    return Credentials(None, token_uri=f"{url}/token", **info)


def test_an_installed_application_gets_consent(google, url):
    """
    The browser comes back with a code, which buys a token and a refresh token.
    """
    there = f"{url}/o/oauth2/auth?redirect_uri=http%3A%2F%2Flocalhost%3A8080%2F&state=s&scope=x"
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    said = parse_qs(urlsplit(back).query)
    granted = requests.post(
        f"{url}/token",
        data={"grant_type": "authorization_code", "code": said["code"][0]},
        timeout=5,
    ).json()

    assert back.startswith("http://localhost:8080/?")
    assert ["s"] == said["state"]
    assert {"access_token", "refresh_token", "expires_in", "token_type"} == set(granted)


@pytest.mark.parametrize(
    "body, error",
    [
        ("grant_type=password", "unsupported_grant_type"),
        ("grant_type=refresh_token", "invalid_grant"),
        (
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=x",
            "invalid_grant",
        ),
        ("", "unsupported_grant_type"),
    ],
)
def test_a_grant_that_is_none_is_refused(google, body, error):
    """
    The words are those of OAuth.
    """
    reply = google.answer("POST", "/token", {}, body.encode())

    assert (400, error) == (reply.status, json.loads(reply.body)["error"])


def test_without_a_token_nobody_is_answered(google, sheet):
    """
    A call without a token is a 403, with one that is no token a 401.
    """
    path = f"/v4/spreadsheets/{sheet.id}"

    assert 403 == google.answer("GET", path, {}).status
    assert 401 == google.answer("GET", path, {"authorization": "Basic eDp5"}).status
    google.tokens.revoke(ANA)
    assert 401 == call(google, "GET", path)[0]


def test_a_stranger_is_shut_out(google, sheet):
    """
    Sheets says that it is not allowed, Drive that there is no such file; both until it is shared again.
    """
    sheets, drive = f"/v4/spreadsheets/{sheet.id}", f"/drive/v3/files/{sheet.id}"
    sheet.unshare(ANA)

    assert (403, "PERMISSION_DENIED") == refused(call(google, "GET", sheets), "status")
    status, said = call(google, "GET", drive)
    assert (404, "notFound") == (status, said["error"]["errors"][0]["reason"])
    assert [] == call(google, "GET", "/drive/v3/files")[1]["files"]
    sheet.share(ANA)
    assert 200 == call(google, "GET", sheets)[0] == call(google, "GET", drive)[0]


def refused(answer, field):
    return answer[0], answer[1]["error"][field]


def test_a_reader_reads(google, sheet):
    """
    Who may only read is refused each change, and Drive says so beforehand.
    """
    sheet.share(ANA, "reader")
    path = f"/v4/spreadsheets/{sheet.id}"
    fields = "fields=capabilities(canEdit)"

    assert 200 == call(google, "GET", f"{path}/values/A1")[0]
    assert (
        403 == call(google, "PUT", f"{path}/values/A1?valueInputOption=RAW", {"values": [[1]]})[0]
    )
    assert 403 == call(google, "POST", f"{path}:batchUpdate", {"requests": []})[0]
    told = call(google, "GET", f"/drive/v3/files/{sheet.id}?{fields}")[1]
    assert {"capabilities": {"canEdit": False}} == told


def test_versions_rise_with_every_change(google, sheet, clock):
    """
    Of programs and of people alike; reading changes nothing.
    """
    told = [state(google, sheet)]
    path = f"/v4/spreadsheets/{sheet.id}"
    for change in (
        lambda: call(google, "PUT", f"{path}/values/A1?valueInputOption=RAW", {"values": [[1]]}),
        lambda: sheet.tab(0).set(0, 0, 2),
        lambda: sheet.rename("Autre"),
        lambda: sheet.share("bob@firm.example"),
        sheet.trash,
        lambda: call(google, "POST", f"{path}/values/A1:clear"),
    ):
        change()
        told.append(state(google, sheet))
        assert told[-1] == state(google, sheet)

    versions = [int(t["version"]) for t in told]
    assert versions == sorted(set(versions))
    assert [t["modifiedTime"] for t in told] == sorted({t["modifiedTime"] for t in told})
    assert told[-1]["trashed"]
    assert "Autre" == told[-1]["name"]
    clock.pass_(hours=1)
    sheet.tab(0).set(0, 0, 3)
    assert "2026-03-02T10:00:00.000Z" == state(google, sheet)["modifiedTime"]


def state(google, sheet):
    fields = "modifiedTime,version,name,trashed,mimeType"
    told = call(google, "GET", f"/drive/v3/files/{sheet.id}?fields={fields}")[1]
    assert "application/vnd.google-apps.spreadsheet" == told["mimeType"]
    return told


def test_drive_keeps_files(google, sheet):
    """
    Files are found by name, copied, renamed, shared and deleted by their owner alone.
    """
    files = "/drive/v3/files"
    copied = call(google, "POST", f"{files}/{sheet.id}/copy", {"name": "Copie d'Ana"})[1]["id"]
    found = call(
        google, "GET", files + "?q=name%20%3D%20'Copie%20d%5C'Ana'%20and%20trashed%20%3D%20false"
    )[1]
    call(google, "PATCH", f"{files}/{copied}", {"name": "Renommée"})
    call(
        google,
        "POST",
        f"{files}/{copied}/permissions",
        {"type": "user", "role": "reader", "emailAddress": "bob"},
    )
    held = call(google, "GET", f"{files}/{copied}/permissions")[1]["permissions"]

    assert [copied] == [f["id"] for f in found["files"]]
    assert [["Date", "Canal", "Montant"]] == google.spreadsheet(copied).tab(0).values()[:1]
    assert "Renommée" == google.spreadsheet(copied).title
    assert {("bob", "reader"), (ANA, "owner")} <= {(p["id"], p["role"]) for p in held}
    assert 403 == call(google, "DELETE", f"{files}/{copied}", user="bob")[0]
    assert 204 == call(google, "DELETE", f"{files}/{copied}")[0]
    assert 404 == call(google, "GET", f"{files}/{copied}")[0]
    assert 404 == call(google, "GET", f"/v4/spreadsheets/{copied}")[0]


def test_a_spreadsheet_can_be_created(google):
    """
    With its locale, its time zone and its tabs.
    """
    body = {
        "properties": {"title": "Neuf", "locale": "fr_FR", "timeZone": "Europe/Paris"},
        "sheets": [
            {"properties": {"sheetId": 7, "title": "Un"}},
            {"properties": {"title": "Deux"}},
        ],
    }
    status, told = call(google, "POST", "/v4/spreadsheets", body)
    made = google.spreadsheet(told["spreadsheetId"])

    assert 200 == status
    assert ("Neuf", ["Un", "Deux"], 7) == (made.title, made.titles(), made.tab("Un").id)
    assert "fr_FR" == told["properties"]["locale"]


def test_drive_may_tell_of_a_change_later_than_it_is_made(google, sheet, clock):
    """
    With a lag, the version of a while ago is told, though the new values can be read already.
    """
    google.drive_lag = dt.timedelta(seconds=30)
    clock.pass_(minutes=5)
    before = state(google, sheet)["version"]
    sheet.tab(0).set(0, 0, "new")

    assert before == state(google, sheet)["version"]
    assert [["new"]] == call(google, "GET", f"/v4/spreadsheets/{sheet.id}/values/A1")[1]["values"]
    clock.pass_(seconds=31)
    assert int(before) < int(state(google, sheet)["version"])
