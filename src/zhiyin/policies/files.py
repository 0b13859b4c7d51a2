"""From an uploaded file to its text. The content tells what the file is, never its name."""

from typing import Final

from zhiyin.people.roster import read as tables
from zhiyin.policies.docx import Unreadable, read_docx

LARGEST: Final = 5 * 1024 * 1024
_HEADS: Final = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)


def read_text(data: bytes) -> str:
    """The text of a .docx, .txt or .md file, one line for each paragraph. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable("too_big")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty_file")
    for head, code in _HEADS:
        if data.startswith(head):
            raise Unreadable(code)
    if data.startswith(tables.XLS):
        raise Unreadable("old_office")
    text = "\n".join(read_docx(data)) if data.startswith(tables.ZIP) else _plain(data)
    if not text.strip():
        raise Unreadable("empty_file")
    return text


def _plain(data: bytes) -> str:
    if data.startswith(tables.BINARY):
        raise Unreadable("wrong_type")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower().startswith((b"<html", b"<!doctype", b"<?xml")):
        raise Unreadable("web_page")
    try:
        text = tables.decoded(data)
    except tables.Unreadable as problem:
        raise Unreadable("wrong_type") from problem
    return text.replace("\r\n", "\n").replace("\r", "\n")
