"""``osce-kg query``: SPARQL on a release, no server needed."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox

from kg.cli.outputs import output
from kg.cli.settings import verbosity, work_offline
from kg.cli.tables import table
from kg.errors import QueryError
from kg.release import open_release, read_manifest
from kg.release.querying import Answer, ask, failed
from kg.serialization.formats import serialize

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = ("turtle", "nt", "jsonld", "rdfxml")


@click.command(short_help="SPARQL on a release.")
@click.argument("release", type=click.Path(path_type=Path))
@click.argument("query", required=False)
@click.option("-f", "--file", "path", metavar="FILE", help="Read the query from FILE; - is standard input.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", *_RESULTS, *_GRAPHS)),
    help="For SELECT and ASK: table (default), csv, tsv, json, xml. For CONSTRUCT and DESCRIBE: turtle (default), nt, "
    "jsonld, rdfxml.",
)
@click.option(
    "--service-host", "hosts", metavar="HOST[:PORT]", multiple=True, help="A host that SERVICE may call; repeatable."
)
@verbosity
def query(release: Path, query: str | None, path: str | None, form: str | None, hosts: tuple[str, ...]) -> None:
    """Ask a SPARQL QUERY of a RELEASE.

    These prefixes need no declaration: osce: state: body: post: person: place: doc: meeting: tenure: graph: scheme:
    and those of the vocabularies in use (skos:, org:, foaf:, dcterms:, prov:, schema: and so on). The default graph
    is the union of all graphs of the release. SERVICE calls no host that --service-host does not name.

    \b
    Example:
      osce-kg query release 'SELECT ?name { body:odihr skos:prefLabel ?name }'
      osce-kg query release 'SELECT ?title ?date { ?doc dcterms:title ?title ; osce:issuedOn ?date }'
      osce-kg query release -f question.rq --format csv
    """
    text = _query_text(query, path)
    if not hosts:
        work_offline()
    manifest = read_manifest(release)
    # The store does not look up from a long query; nothing is being written, so Ctrl-C may end the process at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    answer = ask(open_release(release), text, manifest.base, hosts)
    try:
        if isinstance(answer, ox.QueryTriples):
            _print_triples(answer, form or "turtle", manifest.base)
        else:
            _print_results(answer, form or "table", manifest.base)
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise failed(error) from None


def _query_text(query: str | None, path: str | None) -> str:
    if (query is None) == (path is None):
        raise click.UsageError("give one query: as QUERY, or in a file with -f FILE")
    if query is not None:
        return query
    try:
        return sys.stdin.read().removeprefix("\ufeff") if path == "-" else Path(str(path)).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path!r} cannot be read ({error}): name a UTF-8 file with a query") from None


def _print_results(answer: Answer, form: str, base: str) -> None:
    if form in _GRAPHS:
        raise QueryError(f"--format {form} fits CONSTRUCT and DESCRIBE: choose table, csv, tsv, json or xml")
    with output("-") as stream:
        if form == "table":
            stream.writelines(_table(answer, base))
        elif form in {"csv", "tsv"} and isinstance(answer, ox.QueryBoolean):
            stream.write(f"{str(bool(answer)).lower()}\n")
        elif not isinstance(answer, ox.QueryTriples):
            stream.flush()
            answer.serialize(stream.buffer, _RESULTS[form])


def _table(answer: Answer, base: str) -> Iterator[str]:
    if isinstance(answer, ox.QuerySolutions):
        yield from table(answer, base)
    else:
        yield "yes\n" if answer else "no\n"


def _print_triples(answer: ox.QueryTriples, form: str, base: str) -> None:
    if form not in _GRAPHS:
        raise QueryError(f"--format {form} fits SELECT and ASK: choose turtle, nt, jsonld or rdfxml")
    lines = sorted({f"{triple} .\n" for triple in answer})
    with output("-") as stream:
        stream.writelines(serialize(lines, form, base))
