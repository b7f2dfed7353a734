"""Stage 6: plain N-Triples and N-Quads, loaded as text, come to what they come to quad by quad."""

import io
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import RdfSyntaxError
from kg.graph.reading import read_rdf
from kg.namespaces import XSD
from kg.validation import loading
from kg.validation.lines import Piece, plain_pieces
from kg.validation.loading import Loaded, Source, load, parts_of

IRIS = ("<http://example.org/a>", "<https://w3id.org/x/y#z>", "<urn:x:y>", "<http://e.org:80/%C3%BC?q=1#f>", "<urn:p>")
LITERALS = (
    '"text"', '"a \\"quoted\\" \\\\ word"', '"tab\\t\\u00fc"', '"Zürich"@de', '"x"@en-GB', '""', '"<urn:a> <urn:b> ."',
    *(f'"{value}"^^<{XSD}{kind}>' for value, kind in (
        ("1", "integer"), ("007", "integer"), ("1.50", "decimal"), ("2020-01-01", "date"), ("x", "boolean"),
        ("2020-01-01T00:00:00+00:00", "dateTime"), ("5", "nonNegativeInteger"), ("1e0", "double"), ("a", "string"),
        ("1", "boolean"), ("a\\nb", "string"), ("\\u0031", "integer"),
    )),
)  # fmt: skip
ODD = (
    "# a comment", "", "<urn:a>\t<urn:b>  <urn:c>.", "_:b <urn:p> _:c .", '<urn:a> <urn:p> "x"@en-latn .',
    "<http://exämple.org/> <urn:p> <urn:b> .", '<urn:a> <urn:p> "\\U0001F600" .',
)  # fmt: skip

plain_lines = st.builds(
    "{} {} {} .".format, st.sampled_from(IRIS), st.sampled_from(IRIS), st.sampled_from((*IRIS, *LITERALS))
)
quad_lines = st.builds(lambda line, graph: f"{line[:-2]} {graph} .", plain_lines, st.sampled_from(IRIS))


def loaded(path: Path, *, fast: bool, sees: Iterable[str] | None = None) -> Loaded:
    source = Source(str(path), partial(read_rdf, path), partial(parts_of, path) if fast else None)
    return load([source], [], sees=None if sees is None else frozenset(sees))


def told(whole: Loaded) -> tuple[object, ...]:
    """Reduce what was loaded to what can be told of it; blank nodes are renamed each time."""
    data = whole.data
    quads = sorted("_:b" if "_:" in str(quad) else str(quad) for quad in data.store)
    subjects = sorted(subject for subject in whole.subjects if not subject.startswith("_:"))
    return quads, data.exact_predicates, data.exact_types, subjects, [str(message) for _, message in whole.broken]


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "PIECE", 150)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("suffix", [".nt", ".nq"])
def test_lines_are_loaded_as_quads_are(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"data{suffix}"
    plain = plain_lines if suffix == ".nt" else plain_lines | quad_lines
    odd = st.sampled_from((*ODD, "<urn:a> <urn:b> .", '<urn:a> <urn:b> "no end .'))
    some = st.lists(plain | plain | plain | odd, max_size=30)
    sees = st.none() | st.sets(st.sampled_from([each[1:-1] for each in IRIS]), max_size=3)

    @settings(max_examples=400)
    @given(some, sees)
    def law(lines: list[str], seen: set[str] | None) -> None:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        assert told(loaded(path, fast=True, sees=seen)) == told(loaded(path, fast=False, sees=seen))

    law()


def accepted(text: str) -> bool:
    """Tell whether a text is taken for plain to its end."""
    stream = io.BytesIO(text.encode("utf-8", "surrogatepass"))
    number = sum(len(piece.lines) for piece in plain_pieces(stream, has_graphs=True))
    return number > 0 and not stream.read()


def parsed(text: str) -> bool:
    try:
        return len(list(ox.parse(text.encode("utf-8", "surrogatepass"), format=ox.RdfFormat.N_QUADS))) == 1
    except SyntaxError:
        return False


@settings(max_examples=1000)
@given(plain_lines | quad_lines, st.data())
def test_what_is_taken_for_plain_does_parse(line: str, chance: st.DataObject) -> None:
    at = chance.draw(st.integers(0, len(line)))
    put = chance.draw(st.sampled_from(list('<>"\\^@ .:/%#[]?é\x00\x7f\ud800\U0010ffff-_\t\r')) | st.characters())
    skipped = chance.draw(st.integers(0, 2))
    changed = f"{line[:at]}{put}{line[at + skipped :]}\n"
    assert accepted(f"{line}\n")
    assert not accepted(changed) or parsed(changed)


@pytest.mark.usefixtures("small_pieces")
def test_an_error_far_down_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n" * 500 + "<urn:a> <urn:b> c .\n", encoding="utf-8")
    with pytest.raises(RdfSyntaxError, match=r"data\.nt:501:17: .*'<urn:a> <urn:b> c \.'"):
        for part in parts_of(path, 150):
            assert isinstance(part, Piece) or list(part)


def test_a_large_plain_file_is_read_as_text_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_text("".join(f'<urn:a{n}> <urn:b> "{n}" .\n' for n in range(30_000)), encoding="utf-8")
    pieces = quads = 0
    for part in parts_of(path):
        if isinstance(part, Piece):
            pieces += len(part.lines)
        else:
            quads += len(list(part))
    assert (pieces, quads) == (30_000, 0)


def test_a_store_on_disk_is_filled_as_one_in_memory(tmp_path: Path) -> None:
    path, store = tmp_path / "data.nq", tmp_path / "store"
    path.write_text("".join(f'<urn:a{n}> <urn:b> "{n}"^^<{XSD}int> <urn:g> .\n' for n in range(50)), encoding="utf-8")
    store.mkdir()
    source = Source(str(path), partial(read_rdf, path), partial(parts_of, path))
    assert told(load([source], [], store)) == told(load([source], []))
