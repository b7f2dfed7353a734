"""Write what is made from the ontology: the JSON-LD context and the reference pages. ``make context`` calls it."""

from pathlib import Path

from kg.hygiene.context import context_text
from kg.hygiene.handbook import PAGES
from kg.hygiene.project import Project


def write(root: Path) -> None:
    """Write the files of a checkout anew.

    :param root: folder with ``ontology/`` and ``docs/``
    """
    project = Project.at(root)
    (root / "ontology" / "context.jsonld").write_text(context_text(project.ontology.graph), encoding="utf-8")
    for name, make in PAGES.items():
        (root / "docs" / "reference" / name).write_text(make(project), encoding="utf-8")


if __name__ == "__main__":
    write(Path.cwd())
