"""The OSCE's public record as linked data: from pages and reference tables to a validated release."""

#: The version of osce-kg; the only place where it is written.
__version__ = "0.1.0"
