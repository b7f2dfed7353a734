"""Every exception that ``kg`` raises on purpose.

.. code-block:: text

    KgError
      SourceError       UnreadableSource
      FactError         ImpossibleDate
      ReferenceTableError  BrokenTable
      RdfSyntaxError
      ShapesError         NotCompilable
      ValidationDied
      ClosureError      Inconsistent
      ReleaseError      NotARelease, NotConforming, ExplanationNotFound
      QueryError

A message is one line: what was wrong, the value (``!r``), where, and what to do.
A page that cannot be read and a graph that breaks a shape are results
(:class:`kg.model.Unreadable`, a report), not exceptions.
"""


class KgError(Exception):
    """Anything that ``kg`` refuses; the command line prints its message and exits with ``exit_code``."""

    exit_code = 2


class SourceError(KgError):
    """A file or folder that was named as input cannot be used."""


class UnreadableSource(SourceError):
    """A source does not exist, cannot be opened, or is of no known kind."""


class FactError(KgError):
    """A name or date in a text or table has no acceptable meaning."""


class ImpossibleDate(FactError):
    """A date does not exist in the calendar or is not ISO 8601."""


class ReferenceTableError(KgError):
    """A reference table is refused."""


class BrokenTable(ReferenceTableError):
    """One cell or row of a reference table is wrong; the message names file, row, column, value, remedy."""


class RdfSyntaxError(KgError):
    """An RDF file does not parse; the message has line, column and the text around the place.

    :param message: what, where, what to do
    :param line: line of the place, from 1; 0 where it is not known
    :param column: its column, from 1
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class ShapesError(KgError):
    """A shapes graph is ill-formed (SHACL §3.4.2: the processor reports a failure)."""


class NotCompilable(ShapesError):
    """A constraint has no exact compiled form over this data; the reference engine checks its shape instead."""


class ValidationDied(KgError):
    """A process of a validation was ended from outside."""


class ClosureError(KgError):
    """The closure cannot be computed."""


class Inconsistent(ClosureError):
    """The data contradicts the ontology (an OWL 2 RL rule derived ``false``)."""

    exit_code = 1


class ReleaseError(KgError):
    """A release cannot be read or written."""


class NotARelease(ReleaseError):
    """A folder has no readable ``manifest.json`` of a release."""


class DamagedRelease(ReleaseError):
    """A file of a release is not what was written: cut short, or other bytes."""


class NotConforming(ReleaseError):
    """A build was stopped because its data breaks a shape whose severity is a violation."""

    exit_code = 1


class ExplanationNotFound(ReleaseError):
    """The release does not hold the triple to be explained."""

    exit_code = 1


class QueryError(KgError):
    """A SPARQL query is refused; the message has line and column where the parser gives them."""
