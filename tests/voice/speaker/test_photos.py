"""Photos: what comes in, what is kept, what is shown."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.fixtures.pictures import TELLTALE

from zhiyin.voice.models import Demand, Photo
from zhiyin.voice.services import photos
from zhiyin.voice.views.photo_urls import photo_of, token_for


def test_a_photo_is_shown_without_anything_its_phone_wrote_into_it(client_as, raised, photo):
    browser = client_as("employee")
    browser.post("/app/raise", raised(way="named", photos=[photo()]))
    found = Photo.objects.get()
    assert not found.ready
    assert photos.process_waiting() == 1
    response = browser.get(f"/app/photos/{found.pk}")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "no-store"
    assert not any(secret in response.content for secret in TELLTALE)
    made = Image.open(BytesIO(response.content))
    assert max(made.size) == 2000
    assert not made.getexif()


def test_a_photo_asked_for_before_the_background_came_to_it_is_made_then(client_as, raised, photo):
    browser = client_as("employee")
    browser.post("/app/raise", raised(way="named", photos=[photo(size=(40, 30))]))
    assert browser.get(f"/app/photos/{Photo.objects.get().pk}").status_code == 200
    assert photos.process_waiting() == 0


def test_nothing_on_the_disk_can_be_read_or_tells_the_hour(
    client_as, raised, photo, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client_as("employee").post("/app/raise", raised(way="named", photos=[photo()]))
    with django_capture_on_commit_callbacks(execute=True):
        photos.process_waiting()
    files = [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    assert [path.suffix for path in files] == [".jpg"]  # the original with its data is gone
    assert not files[0].read_bytes().startswith(b"\xff\xd8")
    assert files[0].stat().st_mtime % 3600 == 0


def test_a_mistake_elsewhere_in_the_form_loses_no_photo(client_as, raised, photo):
    browser = client_as("employee")
    page = browser.post("/app/raise", raised(way="named", text="短", photos=[photo(), photo()]))
    assert "已收到 2 张照片" in page.content.decode()
    assert browser.post("/app/raise", raised(way="named", text="短", drop="²")).status_code == 200
    browser.post("/app/raise", raised(way="named", text="短", drop="1"))
    browser.post("/app/raise", raised(way="named"))
    assert Demand.objects.get().photos.count() == 1


def test_heic_is_refused_with_what_to_do_and_the_text_stays(client_as, raised, photo):
    heic = SimpleUploadedFile("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 64, "image/heic")
    page = (
        client_as("employee").post("/app/raise", raised(way="named", photos=[photo(), heic])).content.decode()
    )
    assert "兼容性最佳" in page
    assert "淋浴间没有热水" in page
    assert "已收到 1 张照片" in page
    assert not Demand.objects.exists()


@pytest.mark.parametrize("content", [b"<svg onload=1>", b"GIF89a" + b"\0" * 30, b"%PDF-1.7"])
def test_what_is_no_photo_is_refused(client_as, raised, content):
    file = SimpleUploadedFile("photo.jpg", content, "image/jpeg")
    page = client_as("employee").post("/app/raise", raised(way="named", photos=[file])).content.decode()
    assert "只收 JPEG、PNG、WebP" in page


def test_a_broken_photo_is_marked_and_the_others_go_on(client_as, raised, photo):
    broken = SimpleUploadedFile("b.jpg", b"\xff\xd8\xff" + b"nothing", "image/jpeg")
    client_as("employee").post("/app/raise", raised(way="named", photos=[broken, photo(size=(30, 30))]))
    assert photos.process_waiting() == 2
    assert sorted(Photo.objects.values_list("ready", "failed")) == [(False, True), (True, False)]


def test_a_form_never_sent_is_forgotten_with_its_photos(client_as, raised, photo, at):
    browser = client_as("employee")
    with at("2026-10-20"):
        browser.post("/app/raise", raised(way="named", text="短", photos=[photo(size=(30, 30))]))
        assert photos.expire_files() == 0
    with at("2026-10-24"):
        assert photos.expire_files() == 1
    assert photos.pending(bytes.fromhex("0f" * 16)) == []


def test_a_photo_is_seen_by_its_speaker_and_those_who_see_the_case_alone(
    client_as, raised, photo, enterprise
):
    client_as("employee").post("/app/raise", raised(way="named", photos=[photo(size=(30, 30))]))
    address = f"/app/photos/{Photo.objects.get().pk}"
    assert client_as("demand_officer").get(address).status_code == 200
    assert client_as("stranger").get(address).status_code == 404
    assert client_as("system_admin").get(address).status_code == 404


def test_an_address_of_a_photo_at_the_anonymous_door_is_good_for_minutes(anonymous, walk, photo, at):
    with at("2026-10-20", "10:00"):
        demand = walk("anonymous").demand
        content = photo(size=(30, 30)).read()
        (row,) = photos.attach_photos(demand=demand, contents=[content])
        token = token_for(row.pk)
        response = anonymous.get(f"/a/photo/{token}")
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
        assert anonymous.get(f"/a/photo/{token[:-1]}{'0' if token[-1] != '0' else '1'}").status_code == 404
    with at("2026-10-20", "10:20"):
        assert photo_of(token) is None
        assert anonymous.get(f"/a/photo/{token}").status_code == 404


def test_forms_begun_and_never_sent_cannot_fill_the_disk(client_as, raised, photo, monkeypatch):
    monkeypatch.setattr(photos, "MOST_PENDING_FORMS", 1)
    browser = client_as("employee")
    browser.post("/app/raise", raised(way="named", text="短", photos=[photo(size=(30, 30))]))
    page = browser.post(
        "/app/raise", raised(way="named", text="短", token="2b" * 16, photos=[photo(size=(30, 30))])
    )
    assert "现在照片收不下了" in page.content.decode()
    assert photos.pending(bytes.fromhex("2b" * 16)) == []


@pytest.mark.parametrize("text", ["", "照片在这里。"])
def test_a_refused_message_keeps_the_photos_that_came_with_it(client_as, walk, photo, text):
    demand = walk().demand
    browser, here = client_as("employee"), f"/app/mine/{demand.pk}"
    bad = SimpleUploadedFile("a.txt", b"no picture", "image/jpeg")
    form = {"do": "write", "token": "0e" * 16, "seen": demand.version, "text": text}
    page = browser.post(here, {**form, "photos": [photo(), photo(), bad]}).content.decode()
    assert "已收到 2 张照片" in page and "0e" * 16 in page
    assert not demand.messages.exists()
    browser.post(here, {**form, "drop": "1"})
    assert not demand.messages.exists()
    assert browser.post(here, {**form, "text": "照片在这里。"}).status_code == 302
    assert demand.messages.get().photos.count() == 1
    assert "已收到" not in browser.get(here).content.decode()


def test_a_second_tap_of_a_message_leaves_no_photo_behind(
    client_as, walk, photo, settings, django_capture_on_commit_callbacks
):
    demand = walk().demand
    browser, here = client_as("employee"), f"/app/mine/{demand.pk}"
    form = {"do": "write", "token": "0d" * 16, "seen": demand.version, "text": "照片在这里。"}
    for _tap in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert browser.post(here, {**form, "photos": [photo(size=(40, 30))]}).status_code == 302
    assert demand.messages.get().photos.count() == 1
    assert not list((settings.FILES_DIR / "pending").rglob("*.box"))


def test_two_uploads_of_one_form_at_one_moment_both_keep_their_photo(photo, settings, monkeypatch):
    token, read = b"one-form", photos.pending

    def during(of):
        """The other upload is done between the look at what is held and the writing."""
        held = read(of)
        monkeypatch.setattr(photos, "pending", read)
        assert photos.keep_pending(token=of, files=[photo()]) == []
        return held

    monkeypatch.setattr(photos, "pending", during)
    assert photos.keep_pending(token=token, files=[photo()]) == []
    assert photos.pending(token) == [1, 2]
    (folder,) = (settings.FILES_DIR / "pending").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["1.box", "2.box"]


def test_uploads_at_one_moment_hold_no_more_photos_than_one_form_may(photo, monkeypatch):
    token, read = b"full-form", photos.pending
    assert photos.keep_pending(token=token, files=[photo() for _n in range(photos.MOST - 1)]) == []

    def during(of):
        held = read(of)
        monkeypatch.setattr(photos, "pending", read)
        assert photos.keep_pending(token=of, files=[photo()]) == []
        return held

    monkeypatch.setattr(photos, "pending", during)
    (refused,) = photos.keep_pending(token=token, files=[photo()])
    assert refused.reason == "many" and len(photos.pending(token)) == photos.MOST
