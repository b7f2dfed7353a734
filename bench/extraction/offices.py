"""Compare what pages say of offices with the register: who is read as holding a post that the register knows.

``python -m bench.extraction.offices FOLDER …`` reads every page of some folders, prints each role of a post that the
register knows to be held on the day of the page, and counts those that it bears out and those that it contradicts. The
reader drops and reports what the register contradicts, so the last figure is to be 0.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from kg.documents import parse
from kg.facts import Facts, extract
from kg.facts.model import Role
from kg.model import Document, Page
from kg.reference.gazetteer import Gazetteer, load_gazetteer
from kg.sources import read

_PAGES = (".txt", ".html", ".htm")


def main() -> None:
    """Read and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of pages")
    parser.add_argument("--register", type=Path, help="a folder of tables to read the pages with")
    chosen = parser.parse_args()
    gazetteer = load_gazetteer(tables=chosen.register)
    pages = borne_out = contradicted = dropped = 0
    for document, facts in _read(chosen.folders, gazetteer):
        pages, dropped = pages + 1, dropped + len(facts.contradictions)
        for role, right in checked(document, facts, gazetteer):
            borne_out, contradicted = borne_out + right, contradicted + (not right)
            print(f"{'right' if right else 'FALSE'}  {role.name} | {role.label} | {document.title.value[:60]}")
    print(
        f"{pages} pages: {borne_out} roles borne out by the register, {dropped} readings dropped, {contradicted} false"
    )


def checked(document: Document, facts: Facts, gazetteer: Gazetteer) -> Iterator[tuple[Role, bool]]:
    """Give each role of a post that the register knows to be held on the day, and whether it is the holder's."""
    day = document.issued.value if document.issued else ""
    for role in facts.roles:
        held = [holder for holder in gazetteer.tenures(role.post or "") if day and holder.holds(day)]
        if held and not role.past and not role.label.startswith(("Acting ", "Interim ", "Incoming ")):
            yield role, role.person in {holder.holder for holder in held}


def _read(folders: list[Path], gazetteer: Gazetteer) -> Iterator[tuple[Document, Facts]]:
    for path in (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in _PAGES):
        for page in read(path):
            document = parse(page) if isinstance(page, Page) else page
            if isinstance(document, Document):
                yield document, extract(document, gazetteer)


if __name__ == "__main__":
    main()
