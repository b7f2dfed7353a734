"""Standard input as a file: archives must be seekable, and their kind is told by their first bytes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: How standard input is named on the command line.
STANDARD_INPUT = "-"


@contextmanager
def spooled() -> Iterator[Path]:
    """Copy standard input to a temporary file, piece by piece, for as long as it is read."""
    import shutil  # with an input that is no file
    import tempfile

    with tempfile.TemporaryDirectory(prefix="osce-kg-") as folder:
        file = Path(folder) / "input"
        with file.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        yield file
