"""No Chinese text reaches an English reader past the translations."""

import pytest

from zhiyin.commands.bare_texts import HOLDS_CHINESE, bare_texts
from zhiyin.config.messages import PACKAGE


def test_every_text_in_python_has_its_english():
    assert bare_texts(PACKAGE) == []
    assert [name for name in HOLDS_CHINESE if not (PACKAGE / name).exists()] == []


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ('"""说明。"""', False),
        ('_("答复")', False),
        ('declare("voice.x", "demand", "答复", "answered")', False),
        ('x = "答复" if zh else "answer"', False),
        ('title = "答复"', True),
        ('sheet.append(["编号", "事项"])', True),
    ],
)
def test_a_text_without_english_is_found(tmp_path, source, bare):
    (tmp_path / "exports.py").write_text(source, "utf-8")
    assert bool(bare_texts(tmp_path)) is bare
