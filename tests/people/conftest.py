import pytest
from tests.fixtures.people import acting, client_as, enterprise

__all__ = ["acting", "client_as", "enterprise"]


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Argon2 is slow on purpose; these tests do not test Argon2."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
