"""What a build is made from: the digests of its files, of its code and of its tables."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.assets import folder, software_version
from kg.release.dumps import sha256_of
from kg.release.manifest import Input

#: Packages of ``kg`` whose code and tables a conversion depends on.
_CONVERTING = ("sources", "documents", "facts", "graph", "reference", "pipeline")


def inputs_of(sources: Iterable[Path]) -> Iterator[Input]:
    """Digest every file of the sources.

    :returns: one :class:`Input` a file, named relative to the source that holds it, in order of path
    :raises OSError: if a file cannot be read
    """
    for source in sources:
        yield from (_input(file, source) for file in _files(source))


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source] if source.is_file() else []
    return sorted(
        file
        for file in source.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(source).parts)
    )


def _input(file: Path, source: Path) -> Input:
    name = file.relative_to(source.resolve().parent if source.name == "" else source.parent).as_posix()
    return Input(name=name, sha256=sha256_of(file), bytes=file.stat().st_size)


def reference_inputs() -> list[Input]:
    """Digest the reference tables and the concept schemes."""
    tables = Path(__file__).resolve().parent.parent / "reference" / "tables"
    concepts = folder("ontology") / "concepts"
    return [*_inputs_under(tables, "reference"), *_inputs_under(concepts, "ontology")]


def _inputs_under(root: Path, prefix: str) -> Iterator[Input]:
    for each in inputs_of([root]) if root.is_dir() else ():
        yield Input(name=f"{prefix}/{each.name}", sha256=each.sha256, bytes=each.bytes)


def fingerprint(base: str) -> str:
    """Digest what the conversion of one page depends on beside the page: version, base, code and tables.

    :returns: 32 hexadecimal digits; an incremental build cannot start from a release with another fingerprint
    """
    package = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256(f"{software_version()}\x1f{base}".encode())
    for part in _CONVERTING:
        for file in sorted((package / part).rglob("*")):
            if file.suffix in {".py", ".csv", ".tsv", ".toml"}:
                whole.update(f"{file.relative_to(package).as_posix()}\x1f{sha256_of(file)}".encode())
    return whole.hexdigest()[:32]
