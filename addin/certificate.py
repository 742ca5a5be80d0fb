"""A certificate for a server of one's own machine: Excel and Google load pages over https only.

An authority is made for this one signature, may sign for this machine only, and its key is
forgotten: whoever trusts it trusts nothing else.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kpi_core.text import Text

#: Browsers refuse certificates that last longer.
DAYS = 397

_LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
_NAMES = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    x509.IPAddress(ipaddress.ip_address("::1")),
)

TRUST = Text(
    en="""\
Certificate: {chain}
Key: {key} (for nobody else's eyes)

To trust it, on this machine only:
- Windows: certutil -user -addstore Root "{authority}"
- macOS: security add-trusted-cert -k ~/Library/Keychains/login.keychain-db "{authority}"
- Debian, Ubuntu: sudo cp "{authority}" /usr/local/share/ca-certificates/ && sudo update-ca-certificates
Then restart Excel and the browser. The certificate ends on {end}.""",
    fr="""\
Certificat\u202f: {chain}
Clé\u202f: {key} (à ne montrer à personne)

Pour lui faire confiance, sur cette machine seulement\u202f:
- Windows\u202f: certutil -user -addstore Root "{authority}"
- macOS\u202f: security add-trusted-cert -k ~/Library/Keychains/login.keychain-db "{authority}"
- Debian, Ubuntu\u202f: sudo cp "{authority}" /usr/local/share/ca-certificates/ && sudo update-ca-certificates
Relancez ensuite Excel et le navigateur. Le certificat prend fin le {end}.""",
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where the parts of a certificate were written, and its last day."""

    authority: Path
    chain: Path
    key: Path
    end: dt.date

    @classmethod
    def at(cls, folder: Path, end: dt.date = dt.date.max) -> Certificate:
        """Return where the parts are in *folder*."""
        return cls(
            authority=folder / "b2b-kpi-authority.crt",
            chain=folder / "localhost.pem",
            key=folder / "localhost-key.pem",
            end=end,
        )


def make(folder: Path, now: dt.datetime) -> Certificate:
    """Write a new authority, certificate and key in *folder*."""
    first = now.astimezone(dt.UTC) - dt.timedelta(hours=1)  # clocks differ
    last = first + dt.timedelta(days=DAYS)
    signer, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _name(f"B2B KPI on this machine, {first:%Y-%m-%d}")
    authority = (
        _begun(issuer, issuer, signer.public_key(), first, last)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(), None), critical=True)
        .sign(signer, hashes.SHA256())
    )
    own = (
        _begun(_name("localhost"), issuer, key.public_key(), first, last)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_NAMES), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificate.at(folder, last.date())
    pem = serialization.Encoding.PEM
    made.authority.write_bytes(authority.public_bytes(pem))
    made.chain.write_bytes(own.public_bytes(pem) + authority.public_bytes(pem))
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made.key.unlink(missing_ok=True)
    with os.fdopen(os.open(made.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(private)
    return made


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    first: dt.datetime,
    last: dt.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _permitted() -> list[x509.GeneralName]:
    return [x509.DNSName("localhost"), *(x509.IPAddress(network) for network in _LOOPBACK)]


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
