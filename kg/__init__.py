"""The OSCE's public record as linked data: from pages and reference tables to a validated release."""
