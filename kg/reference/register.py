"""What the converters of the reference tables share: where they write, and how a row's evidence is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.iris import Iris, slug
from kg.nquads import QuadWriter
from kg.reference.sources import Sources, status_of
from kg.reference.tables import Row, Tables
from kg.regexes import late

LANGUAGES = ("en", "fr", "de", "it", "ru", "es")
#: Columns → the property that carries them, where every table means the same by them.
COMMON: Mapping[str, str] = {"wikidata": "osce:externalMatch"}
#: The same, for relations with a beginning and an end.
PERIOD: Mapping[str, str] = {"from": "osce:validFrom", "to": "osce:validUntil"}

_REMARK = late(r"\s*\(.*\)$")


@dataclass(frozen=True, slots=True)
class Register:
    """One conversion of the tables into ``graph/register``."""

    tables: Tables
    iris: Iris
    to: QuadWriter
    sources: Sources

    def evidence(self, subject: str, row: Row, carried: Mapping[str, str] = COMMON) -> None:
        """Say how sure what a row tells of a thing is: status, sources, properties that are drafts, and the note.

        :param subject: the thing
        :param row: a row with the columns ``source``, ``confirmed`` and ``unconfirmed_fields``
        :param carried: column → property, of the columns that this thing carries
        """
        cited = self.sources.cited(row)
        status = self.iris.concept("evidence-status", status_of(row, cited))
        self.to.link(subject, "osce:evidenceStatus", status)
        for source in cited:
            self.to.link(subject, "dcterms:source", self.iris.thing("source", source["id"]))
        for column in row.list("unconfirmed_fields"):
            if name := carried.get(_REMARK.sub("", column)):
                self.to.mark(subject, "osce:unconfirmedProperty", name)
        if row["note"]:
            self.to.text(subject, "skos:editorialNote", row["note"], "en")

    def period(self, subject: str, begin: str, end: str) -> None:
        """State the first and the last day, month or year on which a relation holds, where known."""
        if begin:
            self.to.date(subject, "osce:validFrom", begin)
        if end:
            self.to.date(subject, "osce:validUntil", end)

    def wikidata(self, subject: str, qid: str) -> None:
        """Point to a Wikidata item, with no logical consequence (no ``owl:sameAs``)."""
        if qid:
            self.to.link(subject, "osce:externalMatch", f"http://www.wikidata.org/entity/{qid}")

    def name(self, subject: str, key: str, text: str, language: str, begin: str, end: str) -> str:
        """Record a dated name of a thing.

        :returns: IRI of the name period
        """
        node = self.iris.relation("name", key, text, language, begin, end)
        self.to.type(node, "osce:NamePeriod")
        self.to.link(node, "osce:nameOf", subject)
        self.to.link(subject, "osce:hasName", node)
        self.to.text(node, "osce:nameText", text, language)
        self.period(node, begin, end)
        return node

    def place(self, name: str) -> str:
        """IRI of a place by its name; the place's own facts are written once, by :mod:`kg.reference.places`."""
        return self.iris.place(slug(name))

    def body(self, key: str) -> str:
        """IRI of whatever a ``structures`` or ``field_operations`` id denotes."""
        return self.iris.org(key)
