"""The index as files: written once from a release's store by a process of its own, opened by every front.

Its files differ from one making to the next, so they are not part of a release. They go beside it, or into the user's
cache where that folder is read-only, and can be deleted at any time.

Source: Tantivy, https://docs.rs/tantivy.
"""

import fcntl
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox
import tantivy
from anyascii import anyascii

from endpoint.finding.chronicle import read_events, write_chronicle
from endpoint.finding.entries import STEMMED, Entry, read_entries

#: Changes with the fields, so that an index of another layout is never opened.
LAYOUT = "10"
#: Names of fields that group entries.
FACETS = ("kind", "year", "state", "body", "person", "field", "place", "language")
#: Languages beside English that a thing can be called in.
LABELS = tuple(language for language in STEMMED if language != "en")
_WRITER_BYTES = 64_000_000
#: Cyrillic signs without a sound of their own, which nobody types in Latin letters.
SILENT = dict.fromkeys(map(ord, "ьъЬЪ"))


def schema() -> tantivy.Schema:
    """Say what is kept of an entry, and how."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
    for language in LABELS:
        builder.add_text_field(f"label_{language}", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("names", stored=True, tokenizer_name="words")
    builder.add_text_field("context", tokenizer_name="words")
    for language in (*STEMMED, "other"):
        builder.add_text_field(f"text_{language}", tokenizer_name=f"stem_{language}")
    builder.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        if facet != "year":
            builder.add_text_field(facet, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", stored=True, indexed=True, fast=True)
    builder.add_text_field("day", stored=True, tokenizer_name="raw", index_option="basic")
    for order in ("date", "alphabet", "weight", "is_document"):
        builder.add_integer_field(order, stored=True, fast=True)
    return builder.build()


def open_index(folder: Path) -> tantivy.Index:
    """Open an index that was written.

    :raises ValueError: if the files are not an index
    """
    index = tantivy.Index(schema(), path=str(folder))
    _register(index)
    return index


def _register(index: tantivy.Index) -> None:
    def words() -> tantivy.TextAnalyzerBuilder:
        return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())

    index.register_tokenizer("words", words().filter(tantivy.Filter.ascii_fold()).build())
    index.register_tokenizer("stem_other", words().build())
    for language, name in STEMMED.items():
        index.register_tokenizer(f"stem_{language}", words().filter(tantivy.Filter.stemmer(name)).build())


def folded(text: str) -> str:
    """Write a name as it is compared: Latin letters without marks, lower case, single spaces.

    >>> folded("Ján  Kubiš"), folded("Мальта")
    ('jan kubis', 'malta')
    """
    return " ".join(anyascii(text.translate(SILENT)).casefold().split())


def write_index(entries: list[Entry], folder: Path) -> None:
    """Write an index of entries into an empty folder."""
    index = tantivy.Index(schema(), path=str(folder))
    _register(index)
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    alphabet = {iri: n for n, (_, iri) in enumerate(sorted((folded(entry.name), entry.iri) for entry in entries))}
    for entry in entries:
        writer.add_document(_document(entry, alphabet[entry.iri]))
    writer.commit()
    writer.wait_merging_threads()


def _document(entry: Entry, place: int) -> tantivy.Document:
    document = tantivy.Document()
    for name in sorted(entry.names | {entry.name}):
        document.add_text("names", name)
        document.add_text("exact", folded(name))
        if not name.isascii():
            document.add_text("names", anyascii(name))
    for language, text in sorted(entry.texts.items()):
        document.add_text(f"text_{language if language in STEMMED else 'other'}", text)
    document.add_text("text", entry.texts.get("en") or next(iter(sorted(entry.texts.values())), ""))
    for field, value in (("iri", entry.iri), ("name", entry.name), ("kind", entry.kind), ("day", entry.day)):
        document.add_text(field, value)
    for name in sorted(entry.context):
        document.add_text("context", folded(name))
    for language, label in sorted(entry.labels.items()):
        document.add_text(f"label_{language}", label)
    for facet, values in sorted(entry.facets.items()):
        for value in sorted(values):
            document.add_text(facet, value)
    for year in sorted(entry.years):
        document.add_integer("year", year)
    document.add_integer("date", int((entry.day.replace("-", "") + "00000000")[:8]))
    document.add_integer("alphabet", place)
    document.add_integer("weight", entry.weight)
    document.add_integer("is_document", int(entry.kind == "document"))
    return document


def home_of(release: Path, identity: str) -> Path:
    """Choose where the index of a release lies: beside it, else in the user's cache.

    :param release: the release folder
    :param identity: what tells the release from any other build
    """
    name = f"{release.name}.search-{LAYOUT}-{identity}"
    if os.access(release.parent, os.W_OK):
        return release.parent / f".{name}"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "osce-kg" / name


def make(store: Path, base: str, folder: Path) -> bool:
    """Write the index of a store unless it is there or another process is at it.

    :returns: whether the index is there now
    :raises OSError: if nothing can be written where it belongs
    """
    if folder.is_dir():
        return True
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return folder.is_dir()
        if not folder.is_dir():
            _write_beside(store, base, folder)
        (folder.parent / f"{folder.name}.lock").unlink(missing_ok=True)
    return True


def _write_beside(store: Path, base: str, folder: Path) -> None:
    _remove_older(folder)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.making-", dir=folder.parent))
    try:
        opened = ox.Store.read_only(str(store))
        write_index(read_entries(opened, base), made)
        write_chronicle(read_events(opened, base), made)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _remove_older(folder: Path) -> None:
    """Remove indexes of earlier builds and layouts of a release, and what a killed process left.

    Open files stay readable; an index of a later layout is that of a newer osce-kg, and stays.
    """
    release, layout = _parted(folder)
    for other in folder.parent.iterdir():
        if other != folder and other.is_dir():
            its_release, its_layout = _parted(other)
            if its_release == release and its_layout <= layout:
                shutil.rmtree(other, ignore_errors=True)


def _parted(folder: Path) -> tuple[str, int]:
    """Part the name of an index into that of its release and the number of its layout; of another folder into nothing.

    >>> _parted(Path("/data/.release.search-10-0b32"))
    ('.release', 10)
    """
    release, _, build = folder.name.rpartition(".search-")
    layout = build.partition("-")[0]
    return (release, int(layout)) if release and layout.isdigit() else ("", 0)


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
