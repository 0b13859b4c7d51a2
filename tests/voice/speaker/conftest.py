"""Forms of speakers, as browsers send them."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def raised() -> Callable[..., dict[str, Any]]:
    """`raised(way="named")`: what the form behind /app/ sends."""

    def form(**changed: Any) -> dict[str, Any]:
        values = {
            "token": "0f" * 16,
            "way": "confidential",
            "remind": "on",
            "text": "淋浴间没有热水，希望先修一个龙头。",
        }
        return {key: value for key, value in {**values, **changed}.items() if value is not None}

    return form


@pytest.fixture
def anonymous() -> Client:
    """A browser at the anonymous door: it says where its form came from and has no cookie."""
    return Client(enforce_csrf_checks=True, **SAME_ORIGIN)


@pytest.fixture
def photo() -> Callable[..., SimpleUploadedFile]:
    """`photo()`: a JPEG as a phone makes it, with its maker and its place inside."""

    def take(name: str = "IMG_0001.JPG", size: tuple[int, int] = (2400, 1600)) -> SimpleUploadedFile:
        picture = Image.new("RGB", size, "#998877")
        exif = picture.getexif()
        exif[0x010F] = "Huawei-of-Wang-Qiang"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (30.0, 16.0, 5.0)
        out = BytesIO()
        picture.save(out, "JPEG", exif=exif, comment=b"taken by Wang Qiang")
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return take
