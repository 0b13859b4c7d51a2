"""Telling a phone to trust the house's certificate: before HTTPS works, so in plain, and nothing else is."""

from datetime import UTC, datetime

import pytest

from zhiyin.config import certificates, plain
from zhiyin.config.certificates import Folder


@pytest.fixture
def made(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    folder = Folder(tmp_path / "tls")
    certificates.make(folder, ["zhiyin.corp", "10.1.2.3"], "远山装备集团", datetime(2026, 10, 20, tzinfo=UTC))
    return folder


def ask(path, host="zhiyin.corp:8000", query=""):
    """Status and headers of the plain site."""
    answered = {}

    def start_response(status, headers, *_rest):
        answered.update(dict(headers), status=status)

    environ = {"PATH_INFO": path, "HTTP_HOST": host, "QUERY_STRING": query}
    assert plain.application(environ, start_response) == []
    return answered


def test_the_guide_shows_the_fingerprint_to_compare_and_the_hosts(client, made):
    page = client.get("/trust").content.decode()
    shown = certificates.fingerprint(made).replace(":", " ")
    assert shown[:23] in page
    assert "10.1.2.3" in page


def test_the_certificate_comes_in_the_type_that_phones_install(client, made):
    answer = client.get("/trust/zhiyin.crt")
    assert answer["Content-Type"] == "application/x-x509-ca-cert"
    assert b"".join(answer.streaming_content) == made.authority.read_bytes()
    assert not answer.cookies


def test_where_the_certificate_comes_from_elsewhere_there_is_nothing_to_install(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert client.get("/trust").status_code == 404
    assert client.get("/trust/zhiyin.crt").status_code == 404


def test_everything_else_is_sent_to_https_unanswered(made, monkeypatch):
    monkeypatch.setenv("ZHIYIN_TLS_PORT", "8443")
    answer = ask("/app/sign-in", query="next=/app/")
    assert answer["status"].startswith("308")
    assert answer["Location"] == "https://zhiyin.corp:8443/app/sign-in?next=/app/"
    assert ask("/", host="10.1.2.3")["Location"] == "https://10.1.2.3:8443/"


def test_nobody_is_sent_to_a_host_the_certificate_does_not_carry(made, monkeypatch):
    monkeypatch.setenv("ZHIYIN_TLS_PORT", "443")
    assert ask("//evil.example/", host="evil.example")["Location"].startswith("https://zhiyin.corp/")
