"""Documents whose text is in a PDF or DOCX file, read by the libraries of the extra ``documents``.

A file is read in a process of its own, which may take so much time and memory and no more: a file that breaks the
library ends that process and is listed with the reason.
"""

import importlib.util
import multiprocessing
import os
import re
import resource
from multiprocessing.connection import Connection

from kg.documents.draft import Draft
from kg.documents.plain import read_plain
from kg.documents.symbols import find_symbol
from kg.model import Page

_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_TYPES = frozenset((_PDF, _DOCX))
#: Seconds that a file may take, bytes of memory beyond what the process has, pages and characters that are read.
MOST_SECONDS = 60.0
_MOST_MEMORY = 1 << 30
_MOST_PAGES = 2000
_MOST_CHARACTERS = 5_000_000
_LIBRARIES = {_PDF: "pypdfium2", _DOCX: "docx"}
_NOUNS = {_PDF: "a PDF", _DOCX: "a DOCX file"}
_FIRST_LINES = 12
_NAMED = re.compile(r"^(?:DECISION|JOURNAL) No|\bPLENARY MEETING\b|^STATEMENT BY\b", re.IGNORECASE)


def read_file(page: Page) -> Draft:
    """Read the parts of a file.

    :param page: its bytes and media type, one of :data:`FILE_TYPES`
    :returns: the parts, as of a page of plain text; of form ``unreadable``, with reason and remedy as notes, where the
        library is not installed, the file cannot be read within the bounds or holds no text
    """
    noun = _NOUNS[page.media_type]
    if importlib.util.find_spec(_LIBRARIES[page.media_type]) is None:
        return _refused(f"not a page but {noun}", "install osce-kg[documents] to read it")
    text = _bounded(page.media_type, page.content)
    if text is None:
        return _refused(
            f"{noun} that is damaged, or takes more than {MOST_SECONDS:.0f} seconds or 1 GiB", "check the file"
        )
    if not text.strip():
        return _refused(f"{noun} without text", "it may be a scan: give its text as .txt")
    draft = read_plain(text)
    _heading_of_symbol(draft, text)
    draft.form = "pdf" if page.media_type == _PDF else "docx"
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
    draft.title = named or draft.title or next((line for line in lines if not find_symbol(line)), "")
    if not draft.body:
        draft.body = [line for line in lines if line != draft.title]


def _bounded(media_type: str, content: bytes) -> str | None:
    """Read a file's text in a process that may die; nothing comes of one that does."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, media_type, content), daemon=False)
    process.start()
    there.close()
    try:
        return str(here.recv()) if here.poll(MOST_SECONDS) else None
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()
        here.close()


def _work(out: Connection, media_type: str, content: bytes) -> None:
    """Send the text; what breaks the library ends this process without a word, and the other end tells."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(MOST_SECONDS), int(MOST_SECONDS)))
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    text = _text_of_pdf(content) if media_type == _PDF else _text_of_docx(content)
    out.send(text[:_MOST_CHARACTERS])
    out.close()


def _text_of_pdf(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    texts, length = [], 0
    for number in range(min(len(document), _MOST_PAGES)):
        texts.append(document[number].get_textpage().get_text_bounded().replace("\r\n", "\n"))
        length += len(texts[-1])
        if length > _MOST_CHARACTERS:
            break
    return "\n\n".join(texts)


def _text_of_docx(content: bytes) -> str:
    import io

    import docx

    return "\n\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
