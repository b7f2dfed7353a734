"""The text of a PDF or DOCX file, as a program of its own: the file on standard input, its text on standard output.

It imports nothing of the project, takes bounded time and memory, and may die: see :mod:`kg.documents.linked_files`.
"""

import io
import os
import resource
import sys

SECONDS = 60
_MEMORY = 1 << 30
_PAGES = 2000
_CHARACTERS = 5_000_000


def text_of_pdf(content: bytes) -> str:
    """Read the text layer of each page, pages apart by an empty line."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    texts: list[str] = []
    length = 0
    for number in range(min(len(document), _PAGES)):
        texts.append(document[number].get_textpage().get_text_bounded().replace("\r\n", "\n"))
        length += len(texts[-1])
        if length > _CHARACTERS:
            break
    return "\n\n".join(texts)


def text_of_docx(content: bytes) -> str:
    """Read the paragraphs, each apart by an empty line."""
    import docx

    return "\n\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def main() -> None:
    """Read the file on standard input, of the kind that the argument names, within bounds."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    content = sys.stdin.buffer.read()
    text = text_of_pdf(content) if sys.argv[1] == "pdf" else text_of_docx(content)
    sys.stdout.buffer.write(text[:_CHARACTERS].encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
