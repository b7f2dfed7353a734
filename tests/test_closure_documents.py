"""Stage 5: documents closed each by itself, and the rest once, come to what closing everything at once does."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.closure import Across, Entailed, Graph, Rest, Triple, close
from kg.closure.rule import TYPE
from kg.errors import Inconsistent
from kg.iris import Iris
from kg.pipeline import Plan, build
from kg.release import closing, read_manifest
from kg.release.closing import Ground, Known, from_line
from kg.release.dumps import read_compressed
from kg.release.inferring import Asserted, write_inferred
from kg.release.spool import Spool
from tests.closure_worlds import THINGS, World
from tests.conftest import SAMPLE
from tests.series import enough, series


def quads(triples: list[Triple], graph: str) -> list[str]:
    return sorted({f"{' '.join(triple)} <urn:graph:{graph}> .\n" for triple in triples})


def apart(register: list[str], documents: list[list[str]], own: tuple[str, ...], axioms: list[Triple]) -> Rest:
    """Close documents each by itself, then the rest; ``lines`` are everything that follows."""
    across = Across(register, own=own, ontology=axioms)
    entailed = [Graph(across.background).close(document) for document in documents]
    for each in entailed:
        across.add(each)
    rest = across.close(documents.__getitem__)
    own_lines = set() if rest.is_whole else {line for each in entailed for line in each.lines} - rest.without
    return Rest(
        lines=sorted({*rest.lines, *own_lines}),
        without=rest.without,
        contradictions=rest.contradictions,
        is_whole=rest.is_whole,
    )


def split(world: World, seed: int) -> tuple[list[str], list[list[str]], tuple[str, ...]]:
    """Part the data of a world among a register and documents, and take some things for their own, rightly or not."""
    chance = random.Random(seed)
    places = [chance.randrange(4) for _ in world.data]
    parts = [[triple for triple, at in zip(world.data, places, strict=True) if at == place] for place in range(4)]
    own = chance.sample(THINGS, chance.randint(0, len(THINGS)))
    register, *documents = (quads(part, f"d{number}") for number, part in enumerate(parts))
    return register, documents, tuple(own)


@pytest.mark.slow
@series(50, 25, longer=20)
def test_documents_closed_apart_come_to_what_closing_everything_does(seeds: range) -> None:
    entailed = contradicted = apart_indeed = 0
    for seed in seeds:
        world = World(seed)
        if seed % 3:
            world.data = [triple for triple in world.data if "owl#" not in triple[1]]
        register, documents, own = split(world, seed)
        whole = close([*register, *(line for each in documents for line in each)], ontology=world.axioms)
        found = apart(register, documents, own, world.axioms)
        assert found.lines == whole.entailed, seed
        assert bool(found.contradictions) == bool(whole.contradictions), seed
        entailed += len(whole.entailed)
        contradicted += bool(whole.contradictions)
        apart_indeed += not found.is_whole and len(documents) > 1
    assert enough(entailed, 4 * len(seeds))
    assert contradicted > 0
    assert enough(apart_indeed, len(seeds) / 5)


STATE, PLACE = (f"<https://w3id.org/osce-kg/ontology#{name}>" for name in ("State", "Place"))
OWN = ("<urn:own:",)


def closed(*documents: list[Triple]) -> Rest:
    return apart([], [quads(each, f"d{number}") for number, each in enumerate(documents)], OWN, AXIOMS)


AXIOMS: list[Triple] = [
    ("<urn:p>", "<http://www.w3.org/2000/01/rdf-schema#domain>", STATE),
    ("<urn:p>", "<http://www.w3.org/2000/01/rdf-schema#range>", PLACE),
    (STATE, "<http://www.w3.org/2002/07/owl#disjointWith>", PLACE),
    ("<urn:q>", TYPE, "<http://www.w3.org/2002/07/owl#TransitiveProperty>"),
]


def test_what_two_documents_entail_together_is_found() -> None:
    found = closed([("<urn:a>", "<urn:q>", "<urn:b>")], [("<urn:b>", "<urn:q>", "<urn:c>")])
    assert found.lines == ["<urn:a> <urn:q> <urn:c> .\n"]


def test_a_thing_of_two_documents_links_them_although_each_takes_it_for_its_own() -> None:
    found = closed([("<urn:own:a>", "<urn:q>", "<urn:own:b>")], [("<urn:own:b>", "<urn:q>", "<urn:own:c>")])
    assert found.lines == ["<urn:own:a> <urn:q> <urn:own:c> .\n"]


def test_documents_that_contradict_each_other_are_noticed() -> None:
    one, other = ("<urn:x>", "<urn:p>", "<urn:own:y>"), ("<urn:own:z>", "<urn:p>", "<urn:x>")
    assert not closed([one]).contradictions
    assert not closed([other]).contradictions
    (found,) = closed([one], [other]).contradictions
    assert found.premises == (("<urn:x>", TYPE, PLACE), ("<urn:x>", TYPE, STATE))


def test_axioms_in_a_document_hold_for_all() -> None:
    axiom = ("<urn:r>", "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>", "<urn:q>")
    found = closed([axiom], [("<urn:own:a>", "<urn:r>", "<urn:own:b>")])
    assert found.is_whole
    assert found.lines == ["<urn:own:a> <urn:q> <urn:own:b> .\n"]


def test_documents_that_contradict_each_other_stop_a_release(tmp_path: Path) -> None:
    thing = "<https://w3id.org/osce-kg/id/person/a>"
    documents = [quads([(thing, TYPE, kind)], f"d{number}") for number, kind in enumerate((STATE, PLACE))]
    spool = Spool(tmp_path / "documents.nq")
    for number, lines in enumerate(documents):
        spool.add(f"urn:graph:d{number}", lines)
    spool.close()
    (tmp_path / "asserted.nq").write_text("".join(map("".join, documents)), encoding="utf-8")
    (tmp_path / "release").mkdir()
    asserted = Asserted(documents=spool, register=())
    with pytest.raises(Inconsistent, match=rf"asserted: {thing} .*#State> ; {thing} .*#Place>"):
        write_inferred(asserted, tmp_path / "asserted.nq", tmp_path / "release", tmp_path, Iris())
    assert not (tmp_path / "release" / "inferred.nt.gz").exists()


def test_each_document_of_a_release_tells_what_it_entails(sample_release: Path) -> None:
    head, *told = read_compressed(sample_release / "entailed.jsonl.gz")
    assert len(json.loads(head)["ground"]) == 64
    graphs = [from_line(line)[0] for line in told]
    assert graphs == sorted(set(graphs))
    assert len(graphs) == read_manifest(sample_release).documents
    inferred = set(read_compressed(sample_release / "inferred.nt.gz"))
    entailed = [from_line(line)[2] for line in told]
    assert {line for each in entailed for line in each.lines} < inferred
    assert all(each.lines for each in entailed)
    assert not any(each.is_special for each in entailed)


@pytest.mark.usefixtures("small_register")
def test_processes_and_an_earlier_release_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = sorted(path for folder in SAMPLE for path in folder.glob("*.txt"))[:8]
    build(Plan(sources=tuple(pages[:-3]), gate=False, out=tmp_path / "earlier"))
    build(Plan(sources=tuple(pages), gate=False, out=tmp_path / "anew"))
    monkeypatch.setattr(closing, "WORTHWHILE", 0)
    build(Plan(sources=tuple(pages), gate=False, out=tmp_path / "parallel", jobs=2))
    counted: list[int] = []
    alone = Graph.close

    def counting(graph: Graph, lines: Sequence[str]) -> Entailed:
        counted.append(len(lines))
        return alone(graph, lines)

    monkeypatch.setattr(Graph, "close", counting)
    build(Plan(sources=tuple(pages), gate=False, out=tmp_path / "grown", since=tmp_path / "earlier"))
    assert 0 < len(counted) <= 5, "what the earlier release has closed is not closed again"
    for name in ("entailed.jsonl.gz", "inferred.nt.gz"):
        one, *others = ((tmp_path / release / name).read_bytes() for release in ("anew", "parallel", "grown"))
        assert others == [one, one], name


def test_a_release_closed_with_something_else_is_not_used(sample_release: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.nq"
    register.write_text("", encoding="utf-8")
    known = Known(sample_release, Ground(register=register, base="urn:x/", own=()))
    _, line, *_ = read_compressed(sample_release / "entailed.jsonl.gz")
    assert known.get(*from_line(line)[:2]) is None


def test_a_spool_gives_graphs_back_as_they_were(tmp_path: Path) -> None:
    graphs = [[f'<urn:a> <urn:b> "\u2028{number}\x85" <urn:g> .\n'] * number for number in range(4)]
    spool = Spool(tmp_path / "spool")
    for number, lines in enumerate(graphs):
        spool.add(f"urn:g{number}", lines)
    spool.close()
    assert [spool.read(number) for number in (3, 0, 2, 1)] == [graphs[number] for number in (3, 0, 2, 1)]
    assert spool.graph(2) == "urn:g2"
    assert len({spool.digest(number) for number in range(4)}) == 4
