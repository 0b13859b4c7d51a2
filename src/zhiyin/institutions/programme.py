"""Loading programmes from pack files."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from zhiyin.institutions.assembly import build
from zhiyin.institutions.compiled import Programme
from zhiyin.institutions.language.catalogue import Catalogue
from zhiyin.institutions.language.pack import read_files, read_texts
from zhiyin.institutions.language.problems import PackError, Problems

PACKS: Final = Path(__file__).resolve().parents[3] / "packs"


def load(
    paths: Iterable[Path] | None = None,
    root: Path = PACKS,
    published: Catalogue | None = None,
    more: Iterable[tuple[str, str]] = (),
) -> Programme:
    """The programme of all packs under `paths` (files or folders; all shipped packs without it).

    `published` holds the kinds that modules declare; they go before the packs' catalogue. `more` are further
    packs by name and text. Raises PackError.
    """
    problems = Problems()
    loose = read_files(pack_files(paths or [root]), root, problems).joined(read_texts(more, problems))
    programme = build(loose, problems, published)
    if problems:
        raise PackError(problems)
    return programme


def pack_files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found.extend(sorted(path.rglob("*.yaml")) if path.is_dir() else [path])
    return list(dict.fromkeys(found))


def read_programme(
    files: Iterable[Path], root: Path, problems: Problems, published: Catalogue | None = None
) -> Programme:
    return build(read_files(files, root, problems), problems, published)


def read_programme_texts(
    texts: Iterable[tuple[str, str]], problems: Problems, published: Catalogue | None = None
) -> Programme:
    return build(read_texts(texts, problems), problems, published)


@lru_cache(maxsize=8)
def shipped(house: str = "demo", province: str | None = None) -> Programme:
    """The shipped programme: national, every (or one) province, and one house's packs."""
    paths = [PACKS / "facts.yaml", PACKS / "roles.yaml", PACKS / "national"]
    paths.append(PACKS / "local" / province if province else PACKS / "local")
    if house:
        paths.append(PACKS / "house" / house)
    return load([path for path in paths if path.exists()])


__all__ = ["PACKS", "Programme", "load", "pack_files", "read_programme", "read_programme_texts", "shipped"]
