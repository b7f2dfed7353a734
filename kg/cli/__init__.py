"""The ``osce-kg`` command: what it offers, and its start.

Only this module is loaded to say what the commands are; the rest, and what a command needs, when one is called.
"""

import gc
import sys

#: Command → the module that defines a click command of that name, and what it does, in the order of ``--help``.
#: Without a module, the command is an entry point of the group ``osce_kg.commands``.
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("kg.cli.build", "Pages and reference data to a release."),
    "convert": ("kg.cli.convert", "Pages to RDF, nothing else."),
    "census": ("kg.cli.census", "What sources hold, and what of it can be read."),
    "query": ("kg.cli.query", "SPARQL on a release."),
    "export": ("kg.cli.export", "Dumps in other syntaxes and vocabularies."),
    "validate": ("kg.cli.validate", "RDF files or a release against SHACL shapes."),
    "infer": ("kg.cli.infer", "What RDF files entail with the ontology."),
    "explain": ("kg.cli.explain", "Why a triple is in a release."),
    "gaps": ("kg.cli.gaps", "What the record of a release lacks."),
    "check": ("kg.cli.check", "Hygiene of ontology, shapes and tables."),
    "site": ("", "A release as static files, SPARQL included."),
    "serve": ("", "A release over HTTP: SPARQL, linked data, pages."),
}
_OVERVIEW = """\
Usage: osce-kg [OPTIONS] COMMAND [ARGS]...

  Turn the OSCE's published pages into a validated knowledge graph, and ask it.

  Example:
    osce-kg build pages/ --out release
    osce-kg query release 'SELECT (COUNT(*) AS ?n) { ?s a osce:PressRelease }'

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
"""


def overview() -> str:
    """Give the text of ``osce-kg --help``."""
    width = max(map(len, COMMANDS))
    return _OVERVIEW + "".join(f"  {name:{width}}  {does}\n" for name, (_, does) in COMMANDS.items())


def main() -> None:
    """Run ``osce-kg`` and exit."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        sys.stdout.write(overview())
        return
    from kg.cli.group import group, run

    try:
        sys.exit(run(group))
    finally:
        gc.freeze()  # What is left goes with the process: a last search for cycles takes a tenth of a short command.
