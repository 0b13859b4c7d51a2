"""Files people really upload: wrong endings, wrong encodings, far too large, hostile."""

import io
import zipfile

import pytest

from zhiyin.cli import main
from zhiyin.policies import docx
from zhiyin.policies.docx import Unreadable
from zhiyin.policies.files import LARGEST, read_text
from zhiyin.policies.models import Version
from zhiyin.policies.parsing import parse
from zhiyin.policies.words import FILE_PROBLEMS

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "第一条 为了办好诉求。\n第二条 三个工作日内受理。"


def made(body, **parts):
    """A .docx with this body; other parts by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return data.getvalue()


def p(text, properties=""):
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_plain_text_in_every_usual_encoding(encoding):
    assert read_text(TEXT.replace("\n", "\r\n").encode(encoding)) == TEXT


def test_a_word_file_gives_its_paragraphs():
    body = p("第一条 甲") + "<w:tbl><w:tr><w:tc>" + p("表里的话") + "</w:tc></w:tr></w:tbl>"
    gone = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
    body += f"<w:p><w:r><w:t>第二</w:t></w:r>{gone}<w:r><w:t>条 乙</w:t></w:r></w:p>"
    assert read_text(made(body)) == "第一条 甲\n表里的话\n第二条 乙"


def numbered(level):
    return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr></w:pPr>'


def level(number, shown):
    form = '<w:numFmt w:val="chineseCountingThousand"/>'
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{form}<w:lvlText w:val="{shown}"/></w:lvl>'


NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="2">{level(0, "第%1章")}{level(1, "第%2条")}
</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num></w:numbering>"""


def test_numbers_that_word_counts_itself_are_counted_too():
    body = p("总则", numbered(0)) + p("为了甲。", numbered(1)) + p("为了乙。", numbered(1))
    body += p("办理", numbered(0)) + p("丙。", numbered(1))
    found = parse(read_text(made(body, numbering=NUMBERING)))
    assert [(one.label, one.chapter) for one in found.articles] == [
        ("第一条", "第一章 总则"), ("第二条", "第一章 总则"), ("第三条", "第二章 办理"),
    ]  # fmt: skip
    assert not found.problems


def zipped(name, content=b"x"):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return data.getvalue()


def bomb():
    return made("<w:p/>" * (docx.LARGEST_PART // 6 + 10))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"), (b" \n\t", "empty_file"), (b"x" * (20 * 1024 * 1024), "too_big"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (zipped("xl/workbook.xml"), "workbook"), (zipped("ppt/presentation.xml"), "slides"),
        (zipped("readme.txt"), "not_docx"), (b"PK\x03\x04 broken", "damaged"), (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1 x}", "rtf"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"<html><p>x", "web_page"),
        (b"MZ\x90\x00", "wrong_type"), (b"\xff\xfe\xff", "wrong_type"), (made(""), "empty_file"),
        (zipped("word/document.xml", b"<no"), "damaged"),
        (zipped("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_with_a_sentence(data, code):
    with pytest.raises(Unreadable) as refused:
        read_text(data)
    assert refused.value.code == code and FILE_PROBLEMS[code]


def test_a_zip_bomb_is_not_unpacked():
    data = bomb()
    assert len(data) < LARGEST / 10
    with pytest.raises(Unreadable) as refused:
        read_text(data)
    assert refused.value.code == "unpacks_too_big"


def test_many_files_are_taken_in_from_the_command_line(db, enterprise, tmp_path, capsys):
    good, broken, bad = tmp_path / "《食堂办法》.txt", tmp_path / "班车办法.md", tmp_path / "坏.docx"
    good.write_bytes(TEXT.encode("gbk"))
    broken.write_text("第一条 甲。\n第三条 丙。", "utf-8")
    bad.write_bytes(b"PK\x03\x04")
    files = [str(good), str(broken), str(bad)]
    options = ["--from", "2026-01-01", "--issuer", "远山", "--public", "--publish"]
    assert main(["policies", "import", *files, *options]) == 1
    told = capsys.readouterr()
    assert "第三条前面缺第二条" in told.out and "文件坏了" in told.err
    states = dict(Version.objects.values_list("document__title", "state"))
    assert states == {"食堂办法": "published", "班车办法": "draft"}
    assert main(["policies", "import", files[0], *options]) == 1
    assert "同名" in capsys.readouterr().err
    assert main(["policies", "import", files[0], *options, "--unit", "X"]) == 2
