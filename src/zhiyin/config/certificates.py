"""A certificate of the house's own, for an intranet without a public name (RFC 5280).

An authority that may vouch for the named hosts alone signs a certificate of the server. Devices trust the
authority once; the server's certificate is renewed without touching them.
"""

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_YEARS: Final = 10
# Apple's systems refuse certificates of longer validity than 825 days, browsers soon shorter ones.
SERVER_DAYS: Final = 397
RENEW_BEFORE: Final = timedelta(days=30)
SKEW: Final = timedelta(days=1)

HostName = x509.DNSName | x509.IPAddress


class NotAHost(ValueError):
    """A name that no certificate can carry."""


class NotCovered(ValueError):
    """A name that the authority was not made for."""


@dataclass(frozen=True)
class Folder:
    """Where they lie. `authority.crt` is for everybody; the keys are the server's own."""

    path: Path

    @property
    def authority(self) -> Path:
        return self.path / "authority.crt"

    @property
    def authority_key(self) -> Path:
        return self.path / "authority.key"

    @property
    def server(self) -> Path:
        return self.path / "server.crt"

    @property
    def server_key(self) -> Path:
        return self.path / "server.key"

    @property
    def made(self) -> bool:
        return self.server.exists() and self.authority.exists()


def host(name: str) -> HostName:
    """A host name or address as a certificate writes it. Raises NotAHost."""
    text = name.strip().lower().rstrip(".")
    try:
        return x509.IPAddress(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        pass
    try:
        ascii_name = text.encode("idna").decode() if text else ""
    except UnicodeError:
        ascii_name = ""
    parts = ascii_name.split(".")
    if not all(part.replace("-", "").isalnum() and not part.startswith("-") for part in parts):
        raise NotAHost(name)
    return x509.DNSName(ascii_name)


def make(folder: Folder, names: list[str], enterprise: str, moment: datetime) -> None:
    """A new authority for these names, and a first certificate of the server. Raises NotAHost."""
    hosts = [host(name) for name in names]
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, enterprise[:60]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"职音 Zhiyin {moment:%Y-%m-%d}"),
        ]
    )
    built = (
        _begun(name, name, key, moment, moment + timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(_only(hosts), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _keep(folder.authority_key, _key_text(key), secret=True)
    _keep(folder.authority, built.public_bytes(serialization.Encoding.PEM))
    _sign_server(folder, hosts, moment)


def renew(folder: Folder, names: list[str] | None, moment: datetime) -> None:
    """A new certificate of the server from the same authority; `names` only within what it was made for.

    Raises NotAHost, NotCovered, OSError (the authority's key is not here).
    """
    hosts = [host(name) for name in names] if names else names_of(_read(folder.server))
    permitted = _permitted(_read(folder.authority))
    for one in hosts:
        if one not in permitted:
            raise NotCovered(str(one.value))
    _sign_server(folder, hosts, moment)


def renew_if_due(folder: Folder, moment: datetime) -> bool:
    """Renew during the last month; False where there is nothing to do."""
    if moment < valid_until(folder) - RENEW_BEFORE or not folder.authority_key.exists():
        return False
    renew(folder, None, moment)
    return True


def valid_until(folder: Folder) -> datetime:
    return _read(folder.server).not_valid_after_utc


def names(folder: Folder) -> list[str]:
    """The host names and addresses the server's certificate is for."""
    return [str(one.value) for one in names_of(_read(folder.server))]


def names_of(certificate: x509.Certificate) -> list[HostName]:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [one for one in found if isinstance(one, x509.DNSName | x509.IPAddress)]


def fingerprint(folder: Folder) -> str:
    """SHA-256 of the authority, in pairs: what people compare with the printed sheet before they trust it."""
    return _read(folder.authority).fingerprint(hashes.SHA256()).hex(":").upper()


def _sign_server(folder: Folder, hosts: list[HostName], moment: datetime) -> None:
    authority = _read(folder.authority)
    signer = serialization.load_pem_private_key(folder.authority_key.read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(hosts[0].value)[:60])])
    until = min(moment + timedelta(days=SERVER_DAYS), authority.not_valid_after_utc)
    built = (
        _begun(name, authority.subject, key, moment, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
        .sign(signer, hashes.SHA256())  # type: ignore[arg-type]  # an EC key: made above
    )
    chain = built.public_bytes(serialization.Encoding.PEM) + folder.authority.read_bytes()
    _keep(folder.server_key, _key_text(key), secret=True)
    _keep(folder.server, chain)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    # Phones whose clock is a little behind must not refuse it on its first day.
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since.astimezone(UTC) - SKEW)
        .not_valid_after(until.astimezone(UTC))
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _only(hosts: list[HostName]) -> x509.NameConstraints:
    """Whoever steals the authority's key can pretend to be these hosts and no others."""
    permitted: list[x509.GeneralName] = [one for one in hosts if isinstance(one, x509.DNSName)]
    addresses = [one.value for one in hosts if isinstance(one, x509.IPAddress)]
    permitted += [x509.IPAddress(ipaddress.ip_network(address)) for address in addresses]
    excluded: list[x509.GeneralName] = []
    if not addresses:
        excluded = [x509.IPAddress(ipaddress.ip_network(every)) for every in ("0.0.0.0/0", "::/0")]
    if len(addresses) == len(hosts):
        # Without any permitted name all would be allowed.
        excluded.append(x509.DNSName(""))
    return x509.NameConstraints(permitted, excluded or None)


def _permitted(authority: x509.Certificate) -> set[HostName]:
    found = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    hosts: set[HostName] = set()
    for one in found.permitted_subtrees or []:
        if isinstance(one, x509.DNSName):
            hosts.add(one)
        elif isinstance(one, x509.IPAddress) and isinstance(
            one.value, ipaddress.IPv4Network | ipaddress.IPv6Network
        ):
            hosts.add(x509.IPAddress(one.value.network_address))
    return hosts


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _key_text(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _keep(path: Path, content: bytes, *, secret: bool = False) -> None:
    """Written whole or not at all: a server may be reading the old one."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secret else 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    part.replace(path)
