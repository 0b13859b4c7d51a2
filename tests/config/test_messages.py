"""Translations are kept while texts change their shape."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from zhiyin.config import messages


def test_a_text_that_gains_a_plural_asks_for_a_translation_anew(tmp_path):
    app = tmp_path / "app"
    po = messages.po_file(app)
    po.parent.mkdir(parents=True)
    old = Catalog(locale="en")
    old.add("项", "item")
    old.add("制度", "Institutions")
    with po.open("wb") as file:
        write_po(file, old)
    (app / "views.py").write_text('ngettext("项", "项", n)\n_("制度")\n', "utf-8")
    assert len(messages.update(app)) == 1
    with po.open("rb") as file:
        kept = read_po(file)
    assert kept.get("制度").string == "Institutions"
    assert kept.get("项").id == ("项", "项")


def test_a_text_has_one_english_in_all_apps():
    from zhiyin.commands.untranslated import disagreements

    assert disagreements() == []
