"""Documents whose text is in a PDF or DOCX file, read by the libraries of the extra ``documents``.

A file is read in a process of its own, which may take so much time and memory and no more: a file that breaks the
library ends that process and is listed with the reason.
"""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

from kg.documents.draft import DOCX, PDF, Draft
from kg.documents.plain import read_plain
from kg.documents.symbols import find_symbol
from kg.model import Page
from kg.regexes import late

#: Seconds that a file may take; its program bounds processor time, memory, pages and characters itself.
MOST_SECONDS = 90.0
_PROGRAM = Path(__file__).with_name("file_text.py")
_LIBRARIES = {PDF: "pypdfium2", DOCX: "docx"}
_NOUNS = {PDF: "a PDF", DOCX: "a DOCX file"}
_FIRST_LINES = 12
_NAMED = late(r"^(?:DECISION|JOURNAL) No|\bPLENARY MEETING\b|^STATEMENT BY\b", re.IGNORECASE)


def read_file(page: Page) -> Draft:
    """Read the parts of a file.

    :param page: its bytes and media type, PDF or DOCX
    :returns: the parts, as of a page of plain text; of form ``unreadable``, with reason and remedy as notes, where the
        library is not installed, the file cannot be read within the bounds or holds no text
    """
    noun = _NOUNS[page.media_type]
    if importlib.util.find_spec(_LIBRARIES[page.media_type]) is None:
        return _refused(f"not a page but {noun}", "install osce-kg[documents] to read it")
    text = _bounded(page.media_type, page.content)
    if text is None:
        return _refused(f"{noun} that is damaged, or takes more than a minute or 1 GiB", "check the file")
    if not text.strip():
        return _refused(f"{noun} without text", "it may be a scan: give its text as .txt")
    draft = read_plain(text)
    _heading_of_symbol(draft, text)
    draft.form = "pdf" if page.media_type == PDF else "docx"
    draft.rows.clear()
    return draft


def _refused(reason: str, remedy: str) -> Draft:
    return Draft(form="unreadable", notes=[reason, remedy])


def _heading_of_symbol(draft: Draft, text: str) -> None:
    """Take the title of a decision or a journal: the line of its first ones that says which it is."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_FIRST_LINES]
    if not find_symbol("\n".join(lines)):
        return
    named = next((line for line in lines if _NAMED.search(line)), None)
    if named and draft.title and named != draft.title:
        draft.body = [draft.title, *(line for line in draft.body if line != named)]
    draft.title = named or draft.title or next((line for line in lines if not find_symbol(line)), "")
    if not draft.body:
        draft.body = [line for line in lines if line != draft.title]


def _bounded(media_type: str, content: bytes) -> str | None:
    """Read a file's text in a process that may die; nothing comes of one that does."""
    kind = "pdf" if media_type == PDF else "docx"
    command = [sys.executable, "-I", str(_PROGRAM), kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
