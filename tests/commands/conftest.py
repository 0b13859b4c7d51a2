from tests.fixtures.people import enterprise

__all__ = ["enterprise"]
