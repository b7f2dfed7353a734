"""RDF that once went wrong, each kind by a small example: what validate makes of it."""

import json
from pathlib import Path

import pytest

from tests.conftest import Command

HEAD = "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in {
        "ex": "http://example.org/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "sh": "http://www.w3.org/ns/shacl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "osce": "https://w3id.org/osce-kg/ontology#",
        "state": "https://w3id.org/osce-kg/id/state/",
    }.items()
)
DECLARED = 'ex:px sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'


def write(name: str, text: str) -> str:
    Path(name).write_text(HEAD + text, encoding="utf-8")
    return name


def _results(command: Command, data: str, shapes: str, *options: str) -> list[dict[str, str]]:
    """Validate, and list the results of the JSON report."""
    files = write("data.ttl", data), write("shapes.ttl", shapes)
    code, out, err = command("validate", files[0], "--shapes", files[1], "--report", "json", *options)
    assert code in (0, 1), err
    results: list[dict[str, str]] = json.loads(out)["results"]
    return results


ENGINES = pytest.mark.parametrize("engine", ["fast", "pyshacl"])


@ENGINES
def test_exists_within_exists_sees_what_only_the_inner_one_names(command: Command, engine: str) -> None:
    shape = f"""{DECLARED}ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:child ; sh:sparql [ sh:prefixes ex:px ; sh:select
      "SELECT $this {{ FILTER EXISTS {{ $this ex:child ?c . FILTER NOT EXISTS {{ ?c ex:approved ?by }} }} }}" ] ."""
    good = "ex:a ex:child ex:b . ex:b ex:approved ex:someone ."
    assert _results(command, good, shape, "--engine", engine) == []
    padding = "".join(f'ex:filler{n} ex:note "{"x" * 400}" .\n' for n in range(10_500))
    assert engine == "pyshacl" or _results(command, f"{good}\n{padding}", shape) == []


def test_exists_within_exists_sees_how_a_value_is_written(command: Command) -> None:
    shape = f"""{DECLARED}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex:px ; sh:select
      "SELECT $this {{ FILTER EXISTS {{$this ex:child ?c FILTER EXISTS {{?c ex:v ?x FILTER(STR(?x) = '01')}}}}}}" ] ."""
    (result,) = _results(command, 'ex:a ex:child ex:b . ex:b ex:v "01"^^xsd:integer .', shape)
    assert result["focusNode"] == "http://example.org/a"


def test_a_shape_left_to_pyshacl_brings_no_results_of_others_with_it(command: Command) -> None:
    shapes = """ex:Person a rdfs:Class , sh:NodeShape ; sh:property ex:NameShape .
      ex:NameShape sh:path ex:name ; sh:minCount 1 .
      ex:Other a sh:NodeShape ; sh:targetClass ex:Order ; sh:property ex:NoShape .
      ex:NoShape sh:path ex:no ; sh:in (1 2) ."""
    found = _results(command, 'ex:ann a ex:Person . ex:o a ex:Order ; ex:no "02"^^xsd:integer .', shapes)
    assert [each["sourceShape"].rpartition("/")[2] for each in found] == ["NameShape", "NoShape"]


@ENGINES
def test_numbers_of_any_size_are_numbers_and_compared(command: Command, engine: str) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:I , ex:D , ex:B , ex:L .
      ex:I sh:path ex:int ; sh:datatype xsd:integer ; sh:minInclusive 0 .
      ex:D sh:path ex:lat ; sh:datatype xsd:decimal ; sh:minInclusive -90 ; sh:maxInclusive 90 .
      ex:B sh:path ex:n ; sh:maxInclusive 100000000000000000000 . ex:L sh:path ex:n ; sh:lessThan ex:int ."""
    good = "ex:a ex:int 9223372036854775808 ; ex:lat 48.20849380000000000123 ; ex:n 5 ."
    assert _results(command, good, shapes, "--engine", engine) == []
    bad = "ex:a ex:int -9223372036854775809 ; ex:lat 90.00000000000000000001 ; ex:n 100000000000000000001 ."
    found = _results(command, bad, shapes, "--engine", engine)
    assert sorted(each["sourceShape"][-1] for each in found) == ["B", "D", "I", "L"]


def test_the_forms_of_xsd_double_are_those_of_xsd(command: Command) -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:datatype xsd:double ."
    )
    forms = ["INF", "-INF", "NaN", "1", "1e5", "-.5E-3", "inf", "Infinity", "nan", "+NaN", "0x1", ""]
    data = "".join(f'ex:a ex:p "{form}"^^xsd:double .\n' for form in forms)
    found = _results(command, data, shapes)
    wrong = {'"inf"', '"Infinity"', '"nan"', '"+NaN"', '"0x1"', '""'}
    assert {each["value"].partition("^^")[0] for each in found} == wrong


REFUSED = {
    "pattern of XPath": 'sh:property [ sh:path ex:p ; sh:in ( "x" 1 ) ; sh:pattern "^(\\\\p{L}|[0-9]+)$" ]',
    "prefix that nothing declares": 'sh:sparql [ sh:select "SELECT $this WHERE { $this ex:p ?v }" ]',
    "prefix of an import": 'sh:sparql [ sh:prefixes ex:more ; sh:select "SELECT $this WHERE { $this ex:p ?v }" ]',
}


@ENGINES
@pytest.mark.parametrize("name", REFUSED)
def test_what_pyshacl_raises_is_one_line_or_a_right_answer(command: Command, name: str, engine: str) -> None:
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; {REFUSED[name]} . ex:more owl:imports ex:px .\n{DECLARED}"
    files = write("data.ttl", 'ex:a ex:p 1 . ex:b ex:p "01"^^xsd:integer .'), write("shapes.ttl", shape)
    code, _, err = command("validate", files[0], "--shapes", files[1], "--engine", engine)
    assert (code, len(err.splitlines())) == (2, 1) or (code, err) == (1, ""), err


@ENGINES
def test_times_keep_their_datatype_and_their_midnight(command: Command, engine: str) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:D , ex:T .
      ex:D sh:path ex:at ; sh:datatype xsd:dateTimeStamp . ex:T sh:path ex:time ; sh:pattern "^24:" .
      ex:S2 a sh:NodeShape ; sh:targetNode ex:c ; sh:property ex:M . ex:M sh:path ex:at ; sh:maxCount 1 ."""
    stamp = '"2020-01-01T00:00:00Z"'
    data = f"""ex:a ex:at {stamp}^^xsd:dateTimeStamp ; ex:time "24:00:00"^^xsd:time .
      ex:c ex:at {stamp}^^xsd:dateTimeStamp , {stamp}^^xsd:dateTime ."""
    assert [each["sourceShape"][-1] for each in _results(command, data, shapes, "--engine", engine)] == ["M"]


@ENGINES
def test_a_class_of_a_class_of_classes_is_a_target(command: Command, engine: str) -> None:
    shapes = "ex:Meta rdfs:subClassOf rdfs:Class . ex:A a ex:Meta , sh:NodeShape ; sh:nodeKind sh:Literal ."
    assert len(_results(command, "ex:a a ex:A .", shapes, "--engine", engine)) == 1


@ENGINES
def test_true_may_be_written_as_one(command: Command, engine: str) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed "1"^^xsd:boolean .
      ex:S2 a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:Literal ; sh:deactivated "1"^^xsd:boolean ."""
    assert len(_results(command, "ex:a a ex:A ; ex:p 1 .", shapes, "--engine", engine)) == 2


def test_a_message_of_the_query_counts_and_braces_of_a_value_stay(command: Command) -> None:
    shapes = f"""{DECLARED}ex:S a sh:NodeShape ; sh:targetNode ex:a ;
      sh:sparql [ sh:prefixes ex:px ; sh:select "SELECT $this ?message {{ $this ex:p ?o BIND('hello' AS ?message)}}" ] ,
        [ sh:prefixes ex:px ; sh:message "v={{?value}} n={{?n}}" ;
          sh:select "SELECT $this ?value ?n {{ $this ex:p ?value BIND('z' AS ?n) }}" ] ."""
    found = _results(command, 'ex:a ex:p "{?n}" .', shapes)
    assert sorted(each["message"] for each in found) == ["hello", "v={?n} n=z"]


def test_a_message_keeps_its_backslashes_and_gets_its_tabs(command: Command) -> None:
    shapes = r"""ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:A , ex:B .
      ex:A sh:path ex:p ; sh:pattern "^[^\\r\\n]*$" .
      ex:B sh:path ex:p ; sh:maxLength 1 ; sh:message "see C:\\new\tor" ."""
    found = _results(command, r'ex:a ex:p "a\nb" .', shapes)
    assert sorted(each["message"] for each in found) == ["must match the pattern ^[^\\r\\n]*$", "see C:\\new\tor"]


def test_each_value_has_its_own_line_whatever_stands_beside_it(command: Command) -> None:
    shapes = 'ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:P . ex:P sh:path ex:p ; sh:in ( "x" ) .'
    lines = ['"x"', '""', '"y"@en', '"y"@de', r'"caf\u00e9"', '"""two\nlines"""', "'say \"no\"'", "7"]
    found = _results(command, "ex:a a ex:T ; ex:p\n" + " ,\n".join(lines) + " .", shapes)
    first = HEAD.count("\n") + 2
    assert sorted(int(each["line"]) for each in found) == [first + n for n in (1, 2, 3, 4, 5, 7, 8)]


def test_a_base_may_be_followed_by_a_name_that_ends_in_a_hash(command: Command) -> None:
    shapes = 'ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:P . ex:P sh:path ex:p ; sh:in ( "x" ) .'
    data = '@base <http://example.org/> .\n@prefix ns: <ns#> .\nns:a a ex:T ; ex:p "long" .'
    (result,) = _results(command, data, shapes)
    assert int(result["line"]) == HEAD.count("\n") + 3


def test_a_log_names_files_as_uris_and_cuts_what_is_too_long(command: Command) -> None:
    Path("my data").mkdir()
    data = write("my data/d#1 %.ttl", f'ex:a ex:p "{"x" * 5000}" .')
    shapes = write("s.ttl", 'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:in ("y") ] .')
    _, out, _ = command("validate", data, "--shapes", shapes, "--report", "sarif")
    (log,) = json.loads(out)["runs"]
    assert (
        log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20data/d%231%20%25.ttl"
    )
    assert all(len(rule["shortDescription"]["text"]) <= 1024 for rule in log["tool"]["driver"]["rules"])


def test_a_shape_without_a_name_is_called_by_the_one_above_it_in_every_run(command: Command) -> None:
    shapes = "ex:Person a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:age ; sh:maxCount 0 ] ."
    names = {_results(command, "ex:a ex:age 5 .", shapes)[0]["sourceShape"] for _ in range(2)}
    assert names == {"http://example.org/Person http://example.org/age"}


def test_a_term_that_shacl_does_not_know_is_told_and_passed_over(command: Command) -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:shape ex:Other ] , ex:Nowhere ."
    )
    files = write("data.ttl", "ex:a ex:q 1 ."), write("shapes.ttl", shapes)
    code, out, _ = command("validate", files[0], "--shapes", files[1])
    assert code == 0
    assert "sh:shape is not a term of SHACL Core or SHACL-SPARQL and was passed over" in out
    assert "http://example.org/Nowhere> is a value of sh:property and is not described" in out


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        ("ex:S sh:entailment <http://www.w3.org/ns/entailment/RDFS> .", "is not supported"),
        ("ex:S a sh:PropertyShape ; sh:targetClass ex:A ; sh:minLength 30 .", "has no sh:path"),
        (
            f"""{DECLARED}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex:px ; sh:select
              "SELECT $this {{ $this ex:x\\\\' ?o }} SERVICE <http://127.0.0.1:9/> {{ }} BIND('z' AS ?z)" ] .""",
            "SERVICE",
        ),
    ],
)
@ENGINES
def test_shapes_that_cannot_be_used_are_refused_in_one_line(
    command: Command, shapes: str, told: str, engine: str
) -> None:
    files = write("data.ttl", "ex:a a ex:A ."), write("shapes.ttl", shapes)
    code, _, err = command("validate", files[0], "--shapes", files[1], "--engine", engine)
    assert code == 2 and told in err and len(err.splitlines()) == 1, err


@ENGINES
def test_a_base_direction_in_json_ld_is_dropped(command: Command, engine: str) -> None:
    Path("d.jsonld").write_text(
        '{"@context":{"@vocab":"http://example.org/","p":{"@language":"ar","@direction":"rtl"}},'
        '"@id":"http://example.org/a","p":"x"}'
    )
    shapes = write(
        "s.ttl",
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:datatype rdf:langString ] .",
    )
    code, out, _ = command("validate", "d.jsonld", "--shapes", shapes, "--engine", engine)
    assert code == 0 and out.startswith("conforms"), out


def test_names_of_ours_that_do_not_exist_are_warnings_and_exclusive_types_a_violation(command: Command) -> None:
    data = """ex:p ex:q ex:r ; osce:nationalty state:sweden .
      ex:s osce:nationality state:swedn . ex:t osce:nationality "Sweden" . ex:u a osce:Sate .
      ex:v a osce:State , osce:Place ."""
    _, out, _ = command("validate", write("d.ttl", data), "--report", "json")
    found = {each["sourceShape"].rpartition("#")[2]: each for each in json.loads(out)["results"]}
    assert "did you mean state:sweden?" in found["DescribedThing"]["message"]
    assert found["ThingExpected"]["value"].startswith('"Sweden"')
    assert found["DisjointClasses"]["severity"] == "violation"
    messages = [each["message"] for each in json.loads(out)["results"] if each["sourceShape"].endswith("KnownTerm")]
    assert len(messages) == 2
    assert all("did you mean osce:" in message for message in messages)


def test_good_names_are_not_warned_of(command: Command) -> None:
    data = "ex:p osce:nationality state:sweden ; osce:role <https://w3id.org/osce-kg/scheme/role> ."
    _, out, _ = command("validate", write("d.ttl", data), "--report", "json")
    wrong = ("KnownTerm", "ThingExpected", "DescribedThing", "DisjointClasses")
    found = [each for each in json.loads(out)["results"] if each["sourceShape"].endswith(wrong)]
    assert [each["path"] for each in found] == ["<https://w3id.org/osce-kg/ontology#role>"]


def test_warnings_alone_are_no_violations_and_do_not_conform(command: Command) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetNode ex:a ;
      sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning ] ."""
    files = write("data.ttl", "ex:a ex:q 1 ."), write("shapes.ttl", shapes)
    code, out, _ = command("validate", files[0], "--shapes", files[1])
    assert (code, out.splitlines()[-1]) == (0, "no violations, 1 warning, 0 notes")
    assert "sh:conforms false" in command("validate", files[0], "--shapes", files[1], "--report", "turtle")[1]
    assert command("validate", files[0], "--shapes", files[1], "--fail-on", "warning")[0] == 1


def test_nothing_is_said_to_conform_where_no_file_could_be_read(command: Command) -> None:
    code, out, _ = command("validate", write("broken.ttl", "ex:a ex:b [ ."))
    assert code == 2
    assert "nothing was validated" in out
    assert "conforms" not in out
