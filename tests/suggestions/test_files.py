"""Pictures and papers of a suggestion: who reads them, and what they may not tell."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.fixtures.pictures import TELLTALE
from tests.suggestions.test_pages import form

from zhiyin.suggestions.models import Attachment, Suggestion
from zhiyin.suggestions.services.files import read_attachment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 made up"
NEW = "/app/suggestions/mine/new"


@pytest.fixture(autouse=True)
def _in_spring(at, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    with at(date(2025, 3, 3)):
        yield


def png(size=(30, 20), mode="RGBA"):
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return SimpleUploadedFile("a.png", out.getvalue(), "image/png")


def test_a_paper_is_kept_unreadable_and_numbered_for_those_who_may_see_it(house, client_as, settings):
    upload = SimpleUploadedFile("wangqiang.pdf", PDF, "application/pdf")
    browser = client_as("employee")
    went = browser.post(NEW, form(house, uploads=[upload]))
    kept = Attachment.objects.get()
    assert went.status_code == 302
    assert "附件1" in browser.get(went["Location"]).text
    on_disk = next(Path(settings.FILES_DIR).glob(f"suggestions/*/{kept.pk.hex}.box")).read_bytes()
    assert PDF not in on_disk
    found = client_as("demand_officer").get(f"/app/suggestions/files/{kept.pk}")
    assert found.content == PDF
    assert "wangqiang" not in found["Content-Disposition"]
    assert client_as("stranger").get(f"/app/suggestions/files/{kept.pk}").status_code == 404


def test_a_picture_tells_neither_where_nor_with_whose_phone_it_was_taken(house, client_as, photo):
    client_as("employee").post(NEW, form(house, uploads=[photo()]))
    kept = read_attachment(Attachment.objects.get())
    assert not any(secret in kept for secret in TELLTALE)
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_pictures_that_prove_the_work_tell_as_little(house, client_as, photo):
    house.filed().adopted()
    department = client_as("handler")
    here = f"/app/suggestions/{house.pk}"
    post = house.enterprise.posts["handler"]
    department.post(f"{here}/do/plan", {"owner_post": post.pk, "planned_on": "2025-03-20", "how": ""})
    why = "十二个周转架都装好了，班组长验收签字。"
    assert department.post(f"{here}/do/implement", {"evidence": why, "uploads": [photo()]}).status_code == 302
    assert not any(secret in read_attachment(Attachment.objects.get()) for secret in TELLTALE)


def test_a_drawing_becomes_a_picture_like_the_others(house, client_as):
    client_as("employee").post(NEW, form(house, uploads=[png()]))
    kept = Attachment.objects.get()
    assert kept.media == "image/jpeg" and kept.size == len(read_attachment(kept))
    found = client_as("employee").get(f"/app/suggestions/files/{kept.pk}")
    assert found["Content-Disposition"].endswith('.jpg"')


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"MZ something else", "只收 PDF、JPG、PNG"), (b"\xff\xd8\xff and nothing more", "这张图片打不开")],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(house, client_as, content, told):
    upload = SimpleUploadedFile("a.jpg", content, "image/jpeg")
    page = client_as("employee").post(NEW, form(house, uploads=[upload]))
    assert page.status_code == 422
    assert told in page.text
    assert not Suggestion.objects.exists()
