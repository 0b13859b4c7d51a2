"""What is uploaded is not encrypted yet: while it is received it stays where only the server looks."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from zhiyin.journal import clock
from zhiyin.voice.services import photos


def test_a_large_upload_waits_inside_the_data_folder_and_leaves_with_its_request() -> None:
    handler = TemporaryFileUploadHandler()
    handler.new_file("photos", "a.jpg", "image/jpeg", None)
    handler.receive_data_chunk(b"\xff\xd8\xff", 0)
    path = Path(handler.file.temporary_file_path())
    assert path.is_relative_to(settings.DATA_DIR)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    handler.file.close()
    assert not path.exists()


def test_a_photo_of_a_usual_size_never_touches_the_disk_in_clear() -> None:
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= 12 * 1024 * 1024


@pytest.mark.django_db
def test_what_a_server_left_in_the_middle_of_an_upload_is_swept_up(tmp_path: Path, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    left, fresh = tmp_path / "left.upload", tmp_path / "fresh.upload"
    for path in (left, fresh):
        path.write_bytes(b"x")
    old = (clock.now() - timedelta(days=4)).timestamp()
    os.utime(left, (old, old))
    os.utime(fresh, (clock.now().timestamp(),) * 2)
    photos.expire_files()
    assert not left.exists() and fresh.exists()
