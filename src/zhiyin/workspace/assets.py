"""Addresses of static files that change with their content, so that browsers may keep them for long."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static


@lru_cache(maxsize=256)
def asset_url(name: str) -> str:
    """The address of static file `name` with eight digits of its digest. Raises FileNotFoundError."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    digest = hashlib.blake2b(Path(found).read_bytes(), digest_size=4).hexdigest()
    return f"{static(name)}?v={digest}"
