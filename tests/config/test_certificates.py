"""The house's own certificate: trusted once, good for its own hosts alone, renewed quietly."""

import ipaddress
import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from zhiyin.config import certificates
from zhiyin.config.certificates import Folder, NotAHost, NotCovered

TODAY = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path / "tls")
    certificates.make(made, ["zhiyin.corp", "10.1.2.3"], "远山装备集团", TODAY)
    return made


def accepted(folder, host, on=TODAY, chain=None):
    """Whether a device that trusts the authority accepts the server's certificate for `host`."""
    authority = x509.load_pem_x509_certificate(folder.authority.read_bytes())
    server = chain or x509.load_pem_x509_certificates(folder.server.read_bytes())[0]
    subject = x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    verifier = PolicyBuilder().store(Store([authority])).time(on).build_server_verifier(subject)
    try:
        verifier.verify(server, [])
    except VerificationError:
        return False
    return True


def test_a_device_that_trusts_the_house_accepts_its_hosts_and_no_others(folder):
    assert accepted(folder, "zhiyin.corp")
    assert accepted(folder, "10.1.2.3")
    assert not accepted(folder, "bank.example")


def test_a_phone_whose_clock_is_behind_accepts_it_on_its_first_day(folder):
    assert accepted(folder, "zhiyin.corp", TODAY - timedelta(hours=20))


def test_a_stolen_authority_cannot_vouch_for_other_sites(folder, tmp_path):
    other = Folder(folder.path)
    certificates._sign_server(other, [x509.DNSName("bank.example")], TODAY)
    assert not accepted(other, "bank.example")


def test_an_authority_for_names_alone_vouches_for_no_address(tmp_path):
    made = Folder(tmp_path)
    certificates.make(made, ["zhiyin.corp"], "远山装备集团", TODAY)
    certificates._sign_server(made, [x509.IPAddress(ipaddress.ip_address("10.9.9.9"))], TODAY)
    assert not accepted(made, "10.9.9.9")


def test_renewing_asks_nothing_of_the_devices(folder):
    before, trusted = folder.server.read_bytes(), certificates.fingerprint(folder)
    later = TODAY + timedelta(days=380)
    assert not certificates.renew_if_due(folder, TODAY)
    assert certificates.renew_if_due(folder, later)
    assert folder.server.read_bytes() != before
    assert certificates.fingerprint(folder) == trusted
    assert accepted(folder, "zhiyin.corp", later + timedelta(days=300))
    assert certificates.names(folder) == ["zhiyin.corp", "10.1.2.3"]


def test_a_name_the_authority_was_not_made_for_is_refused(folder):
    before = folder.server.read_bytes()
    with pytest.raises(NotCovered, match=r"other\.corp"):
        certificates.renew(folder, ["zhiyin.corp", "other.corp"], TODAY)
    assert folder.server.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["", "https://zhiyin.corp", "zhiyin corp", "zhiyin.corp:443", "-a.corp", "a..b"]
)
def test_what_is_no_host_is_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(NotAHost):
        certificates.make(Folder(tmp_path / "tls"), ["zhiyin.corp", name], "远山装备集团", TODAY)
    assert not (tmp_path / "tls").exists()


def test_chinese_host_names_are_written_as_the_network_knows_them():
    assert certificates.host("职音.内网").value == "职音.内网".encode("idna").decode()


def test_only_the_server_may_read_its_keys(folder):
    for key in (folder.authority_key, folder.server_key):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_without_the_authoritys_key_nothing_is_renewed_by_itself(folder):
    folder.authority_key.unlink()
    assert not certificates.renew_if_due(folder, TODAY + timedelta(days=390))
