from tests.fixtures.people import acting, client_as, enterprise

__all__ = ["acting", "client_as", "enterprise"]
