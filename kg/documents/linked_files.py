"""Documents whose text is in a PDF or DOCX file."""

from kg.documents.draft import Draft
from kg.model import Page

FILE_TYPES = frozenset(("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))


def read_file(page: Page) -> Draft:
    """Read the text of a file."""
    noun = "a PDF" if page.media_type.endswith("pdf") else "a DOCX file"
    return Draft(form="unreadable", notes=[f"not a page but {noun}", "install osce-kg[documents] to read it"])
