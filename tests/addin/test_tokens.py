"""Tokens of Microsoft and Google: one claim out of place, and nothing opens."""

import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from addin.server.tokens import KeySets, RefusedError, Tokens
from kpi_core.workspace.settings import Settings
from tests.addin.client import Client
from tests.addin.test_guard import bearer

TENANT = "11111111-2222-3333-4444-555555555555"
OTHER = "99999999-2222-3333-4444-555555555555"
CLIENT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
AUDIENCE = "api://kpi.example.org/app"
SCRIPT = "123-script.apps.googleusercontent.com"
SETTINGS = {
    "entra": {"audience": AUDIENCE, "tenants": [TENANT], "clients": [CLIENT]},
    "google": {"audiences": [SCRIPT], "domains": ["example.org"]},
}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class After(int):
    """Seconds from the moment a token is made: a test may run long after it was collected."""


def published(*named):
    """Return what a publisher shows of its keys."""
    shown = [
        {
            **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())),
            "kid": kid,
            "use": "sig",
        }
        for kid, key in named
    ]
    return json.dumps({"keys": shown}).encode()


class Publisher:
    """Both publishers, as the server asks them."""

    def __init__(self):
        self.asked = []
        self.shown = published(("k1", KEY))

    def __call__(self, url):
        self.asked.append(url)
        if self.shown is None:
            raise OSError("nobody answers")
        return self.shown


def _dated(claims):
    """Return the claims that are there, their moments as seconds of the clock."""
    now = int(time.time())
    there = {k: v for k, v in claims.items() if v is not None}
    return {k: now + v if isinstance(v, After) else v for k, v in there.items()}


def entra(**claims):
    """Return the claims of a good Microsoft token, with some changed; None takes one out."""
    good = {
        "aud": AUDIENCE, "iss": f"https://login.microsoftonline.com/{TENANT}/v2.0", "tid": TENANT,
        "oid": "user-1", "sub": "pairwise", "scp": "access_as_user", "ver": "2.0", "azp": CLIENT,
        "iat": After(0), "nbf": After(-5), "exp": After(3600),
    }  # fmt: skip
    return _dated(good | claims)


def google(**claims):
    """Return the claims of a good Google token, with some changed."""
    good = {
        "aud": SCRIPT, "iss": "https://accounts.google.com", "sub": "10769150350006150715113082367",
        "hd": "example.org", "email": "zoe@example.org", "iat": After(0), "exp": After(3600),
    }  # fmt: skip
    return _dated(good | claims)


def signed(claims, key=KEY, alg="RS256", **header):
    """Return a token."""
    return jwt.encode(claims, key, algorithm=alg, headers={"kid": "k1", **header})


@pytest.fixture(name="publisher")
def _publisher():
    return Publisher()


@pytest.fixture(name="tokens")
def _tokens(publisher):
    return Tokens(KeySets(publisher))


def settings(**changes):
    """Return a workspace's settings that let both publishers in."""
    return Settings.model_validate(SETTINGS | changes)


def test_a_good_token_of_each_publisher_opens(tokens):
    """
    Excel's user is known by tenant and object, Google's by the subject: never by an address.
    """
    found = [tokens.subject(signed(claims), settings()).id for claims in (entra(), google())]

    assert [f"entra {TENANT} user-1", "google 10769150350006150715113082367"] == found
    bare = google(iss="accounts.google.com")
    assert tokens.subject(signed(bare), settings()).id.startswith("google")


ENTRA = {
    "another audience": {"aud": "api://other"},
    "our audience among others": {"aud": [AUDIENCE, "api://other"]},
    "no audience": {"aud": None},
    "another tenant's issuer": {"iss": f"https://login.microsoftonline.com/{OTHER}/v2.0"},
    "the issuer of version 1": {"iss": f"https://sts.windows.net/{TENANT}/"},
    "an issuer that begins like ours": {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0.evil"},
    "no issuer": {"iss": None},
    "a tenant that is not let in": {"tid": OTHER},
    "no tenant": {"tid": None},
    "both of another tenant": {"tid": OTHER, "iss": f"https://login.microsoftonline.com/{OTHER}/v2.0"},
    "no scope": {"scp": None},
    "another scope": {"scp": "User.Read"},
    "a scope that holds ours": {"scp": "not_access_as_user"},
    "a role of an application": {"scp": None, "roles": ["access_as_user"]},
    "version 1": {"ver": "1.0"},
    "no version": {"ver": None},
    "another client": {"azp": OTHER},
    "no client": {"azp": None},
    "expired": {"exp": After(-120)},
    "no end": {"exp": None},
    "not yet": {"nbf": After(600)},
    "no beginning": {"nbf": None},
    "nobody": {"oid": None},
    "somebody who is a number": {"oid": 7},
}  # fmt: skip

GOOGLE = {
    "another script": {"aud": "456-other.apps.googleusercontent.com"},
    "two scripts": {"aud": [SCRIPT, "456-other.apps.googleusercontent.com"]},
    "another issuer": {"iss": "https://accounts.google.com.evil.example"},
    "another domain": {"hd": "evil.example"},
    "a private account": {"hd": None},
    "expired": {"exp": After(-120)},
    "no end": {"exp": None},
    "nobody": {"sub": None},
    "of tomorrow": {"iat": After(86_400)},
}


@pytest.mark.parametrize("claims", ENTRA.values(), ids=ENTRA)
def test_a_microsoft_token_with_one_claim_changed_opens_nothing(tokens, claims):
    """
    Each claim is compared: one that is wrong, missing or of another kind is enough.
    """
    with pytest.raises(RefusedError):
        tokens.subject(signed(entra(**claims)), settings())


@pytest.mark.parametrize("claims", GOOGLE.values(), ids=GOOGLE)
def test_a_google_token_with_one_claim_changed_opens_nothing(tokens, claims):
    """
    The same for the sidebar's tokens.
    """
    with pytest.raises(RefusedError):
        tokens.subject(signed(google(**claims)), settings())


def _unsigned(claims):
    parts = [{"alg": "none", "typ": "JWT", "kid": "k1"}, claims]
    encoded = [
        base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts
    ]
    return ".".join([*encoded, ""])


FORGED = {
    "signed by a stranger": lambda: signed(entra(), key=STRANGER),
    "not signed": lambda: _unsigned(entra()),
    "signed with the public key as a secret": lambda: jwt.encode(
        entra(), base64.b64encode(_public()).decode(), algorithm="HS256", headers={"kid": "k1"}
    ),
    "another algorithm of the same key": lambda: signed(entra(), alg="RS512"),
    "a probabilistic signature": lambda: signed(entra(), alg="PS256"),
    "a key of its own in the header": lambda: signed(
        entra(), key=STRANGER, jwk=json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(STRANGER.public_key()))
    ),
    "an address of keys in the header": lambda: signed(
        entra(), key=STRANGER, jku="https://evil.example/keys", x5u="https://evil.example/x5u"
    ),
    "no key named": lambda: jwt.encode(entra(), KEY, algorithm="RS256"),
    "a key that is not shown": lambda: signed(entra(), kid="k9"),
    "one letter changed": lambda: _changed(signed(entra())),
    "two parts": lambda: signed(entra()).rpartition(".")[0],
    "nothing": lambda: "..",
    "very long": lambda: signed(entra(more="x" * 20_000)),
}  # fmt: skip


def _public():
    return KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _changed(token):
    head, body, signature = token.split(".")
    return ".".join([head, body[:-2] + ("A" if body[-2] != "A" else "B") + body[-1], signature])


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_token_opens_nothing_and_asks_nobody_else(tokens, publisher, forge):
    """
    Only the publisher's own key and the agreed algorithm count; a header's wishes are not read.
    """
    with pytest.raises(RefusedError):
        tokens.subject(forge(), settings())

    assert not [url for url in publisher.asked if "evil" in url]


def test_a_publisher_that_is_not_let_in_opens_nothing(tokens):
    """
    Without its settings a perfect token is a stranger's.
    """
    for claims, off in ((entra(), "entra"), (google(), "google")):
        with pytest.raises(RefusedError):
            tokens.subject(signed(claims), settings(**{off: None}))


def test_a_token_that_was_good_is_not_good_after_its_end(publisher):
    """
    What was checked is remembered until the token ends, not a second longer than the leeway.
    """
    now = [time.time()]
    tokens = Tokens(KeySets(publisher), now=lambda: now[0])
    token = signed(entra(exp=After(-30)))  # within the minute that clocks may differ

    with pytest.raises(RefusedError):
        tokens.subject(signed(entra(exp=After(-61))), settings())
    assert tokens.subject(token, settings())


def test_a_change_of_settings_closes_the_door_at_once(tokens):
    """
    A tenant that is struck from the list has no remembered token left.
    """
    token = signed(entra())
    tokens.subject(token, settings())
    changed = {"audience": AUDIENCE, "tenants": [OTHER], "clients": [CLIENT]}

    with pytest.raises(RefusedError):
        tokens.subject(token, settings(entra=changed))


def test_a_publishers_keys_are_asked_for_once_a_day_and_for_a_new_key_now_and_then(publisher):
    """
    A thousand tokens ask once; a flood of unknown keys asks once in five minutes.
    """
    clock = [0.0]
    tokens = Tokens(KeySets(publisher, clock=lambda: clock[0]))

    def attempt(kid):
        try:
            tokens.subject(signed(entra(uti=str(len(publisher.asked))), kid=kid), settings())
        except RefusedError:
            return False
        return True

    assert all(attempt("k1") for _ in range(20))
    assert 1 == len(publisher.asked)
    assert not any(attempt(f"x{n}") for n in range(20))
    assert 1 == len(publisher.asked)
    clock[0] = 301
    publisher.shown = published(("k1", KEY), ("k2", KEY))
    assert attempt("k2")
    assert not any(attempt(f"x{n}") for n in range(20))
    assert 2 == len(publisher.asked)
    clock[0] += 24 * 3600 + 1
    publisher.shown = None
    assert attempt("k1")
    assert 3 == len(publisher.asked)


def test_excels_token_opens_the_cells_and_not_the_owners_door(made, publisher):
    """
    Over HTTP: the token of a colleague computes and asks, and changes nothing.
    """
    made.store.change_settings(SETTINGS, "test")
    client = Client(made.store, authority={"tokens": Tokens(KeySets(publisher))})
    good, bad = bearer(signed(entra())), bearer(signed(entra(aud="x")))

    assert [200, 401] == [client.get("/v1/kpis", headers=h).status_code for h in (good, bad)]
    assert 401 == client.get("/v1/kpis").status_code
    assert 401 == client.admin("settings", {}, key=good["authorization"][7:]).status_code
