"""What the converters of the reference tables share: where they write, and how a row's evidence is told."""

from dataclasses import dataclass

from kg.iris import Iris, slug
from kg.nquads import QuadWriter
from kg.reference.tables import Row, Tables

LANGUAGES = ("en", "fr", "de", "it", "ru", "es")


@dataclass(frozen=True, slots=True)
class Register:
    """One conversion of the tables into ``graph/register``."""

    tables: Tables
    iris: Iris
    to: QuadWriter

    def evidence(self, subject: str, row: Row) -> None:
        """Carry the row's evidence status, sources, unconfirmed columns and note over to what the row is about."""
        status = "confirmed" if row["confirmed"] == "yes" else "unconfirmed"
        self.to.link(subject, "osce:evidenceStatus", self.iris.concept("evidence-status", status))
        if row["source"]:
            self.to.text(subject, "dcterms:source", row["source"])
        for column in row.list("unconfirmed_fields"):
            self.to.text(subject, "osce:unconfirmedField", column)
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
