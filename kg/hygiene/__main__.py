"""Write what is made from the ontology: JSON-LD context, closure rules, reference pages. ``make context`` calls it."""

from pathlib import Path

from kg.closure.prepared import PATH as RULES
from kg.closure.prepared import prepared_text
from kg.hygiene.context import context_text
from kg.hygiene.handbook import PAGES
from kg.hygiene.project import Project


def write(root: Path) -> None:
    """Write the files of a checkout anew.

    :param root: folder with ``ontology/`` and ``docs/``
    """
    project = Project.at(root)
    (root / "ontology" / "context.jsonld").write_text(context_text(project.ontology.graph), encoding="utf-8")
    (root / "kg" / "closure" / RULES.name).write_text(prepared_text(), encoding="utf-8")
    for name, make in PAGES.items():
        (root / "docs" / "reference" / name).write_text(make(project), encoding="utf-8")


if __name__ == "__main__":
    write(Path.cwd())
