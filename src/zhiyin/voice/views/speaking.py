"""What both doors share in raising a demand: the form's token, its photos, its receipt."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

import segno
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhiyin.institutions import clocks
from zhiyin.people.acting import Acting
from zhiyin.people.sent import number_in
from zhiyin.voice.models.demand import ARBITRABLE, Topic
from zhiyin.voice.selectors.case_of_speaker import dates_of
from zhiyin.voice.services import drafts, photos
from zhiyin.voice.services.submit import Said, Submitted, submit

TOKEN_BYTES = 16
SAID_BY_ALL = ("text", "topic", "wish", "place", "unit", "urgent", "keep_from")
LAW_TOPICS = frozenset(topic.value for topic in ARBITRABLE)


def token_of(request: HttpRequest) -> bytes:
    """The form's own random bytes: one form, one demand."""
    text = request.POST.get("token", "")
    try:
        token = bytes.fromhex(text)
    except ValueError:
        token = b""
    return token if len(token) == TOKEN_BYTES else secrets.token_bytes(TOKEN_BYTES)


def hold_photos(token: bytes, files: Iterable[UploadedFile]) -> list[str]:
    """Keep the photos of this form; what was refused, in words."""
    return [photo_problem(problem.reason) for problem in photos.keep_pending(token=token, files=files)]


def photos_in_hand(request: HttpRequest, token: bytes) -> tuple[list[str], bool]:
    """Hold the photos that came with this form: what was refused, and whether one is to be taken away."""
    refused = hold_photos(token, request.FILES.getlist("photos"))
    place = number_in(request.POST, "drop")
    if place is not None:
        photos.drop_pending(token=token, place=place)
    return refused, place is not None


def photo_problem(reason: str) -> str:
    return {
        "heic": _(
            "这张照片是 HEIC 格式，这里打不开。苹果手机：设置 → 相机 → 格式，选“兼容性最佳”再拍；"
            "或者打开照片截一张屏，传截图。"
        ),
        "kind": _("只收 JPEG、PNG、WebP 格式的照片。"),
        "size": _("照片超过 15 MB，太大了。截一张屏，传截图就行。"),
        "busy": _("现在照片收不下了。先不带照片提交，过后在这件事里补。"),
        "many": _("最多 %(n)d 张，多的没有收。") % {"n": photos.MOST},
    }[reason]


def said_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """What every form of speaking asks for, as `Said` takes it."""
    return {name: data[name] for name in SAID_BY_ALL}


def raise_demand(acting: Acting | None, said: Said) -> Submitted:
    """Submit, with the photos held for this form and without its draft, in one transaction.

    Raises CannotSeal.
    """
    with transaction.atomic():
        submitted = submit(acting=acting, said=said)
        if submitted.again and submitted.demand.text != said.text:
            # Back to the form and other words in it: another demand, not a second tap.
            other = sha256(said.token + said.text.encode()).digest()[:TOKEN_BYTES]
            submitted = submit(acting=acting, said=replace(said, token=other))
        if not submitted.again:
            photos.attach_pending(token=said.token, demand=submitted.demand)
        if acting and said.continues is None:
            drafts.drop_draft(acting=acting)
    return submitted


def receipt_context(submitted: Submitted) -> dict[str, Any]:
    """What the page that thanks shows."""
    demand = submitted.demand
    dates = dates_of(clocks.for_subject("demand", demand.pk))
    running = [c for c in (dates.main, *dates.others, dates.ceiling) if c and c.running]
    return {
        "demand": demand,
        "code": submitted.code,
        "halves": halves(submitted.code),
        "qr": qr(submitted.code) if submitted.code else "",
        "photos": demand.photos.count(),
        "steps": sorted(running, key=lambda c: c.due_on),
        "arbitrable": demand.topic in ARBITRABLE,
    }


def halves(code: str) -> tuple[str, str]:
    """The code in two lines of fours, so that it fits a small phone."""
    return code[:10], code[10:]


def qr(code: str) -> SafeString:
    """The code as a drawing; it holds the code and no address."""
    drawn = segno.make(code, error="m", micro=False)
    svg = drawn.svg_inline(
        border=3, omitsize=True, svgclass="z-qr", lineclass=None, dark="#1e1b17", light="#fff"
    )
    return mark_safe(svg)  # noqa: S308 (drawn by segno from our own code)


def topic_choices() -> list[dict[str, Any]]:
    """Topics for the chips, those with a legal limit marked."""
    return [{"value": t.value, "label": t.label, "law": t.value in LAW_TOPICS} for t in Topic]
