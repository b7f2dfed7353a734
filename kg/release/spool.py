"""The graphs of documents on disk, one after another, to be read again by number."""

import hashlib
from array import array
from collections.abc import Sequence
from pathlib import Path


class Spool:
    """Takes graphs and gives them back.

    :param path: a file to be
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream = path.open("wb", buffering=1 << 18)
        self._ends = array("q", [0])
        self._digests = bytearray()
        self._graphs: list[str] = []

    def add(self, graph: str, lines: Sequence[str]) -> None:
        """Take the next graph.

        :param graph: its IRI
        :param lines: N-Quads, each with its newline at the end and none inside
        """
        self._graphs.append(graph)
        whole = "".join(lines).encode()
        self._stream.write(whole)
        self._ends.append(self._ends[-1] + len(whole))
        self._digests += hashlib.sha256(whole).digest()

    def close(self) -> None:
        """Write what has not been written yet; nothing can be added any more."""
        self._stream.close()

    def __len__(self) -> int:
        """Count the graphs."""
        return len(self._ends) - 1

    def graph(self, number: int) -> str:
        """Tell the IRI of a graph."""
        return self._graphs[number]

    def digest(self, number: int) -> str:
        """Tell the SHA-256 of a graph's lines, in hexadecimal."""
        return self._digests[32 * number : 32 * number + 32].hex()

    def span(self, number: int) -> tuple[int, int]:
        """Tell where a graph begins and ends in the file, in bytes."""
        return self._ends[number], self._ends[number + 1]

    def read(self, number: int) -> list[str]:
        """Read a graph's lines."""
        return read_spans(self.path, [self.span(number)])[0]


def read_spans(path: Path, spans: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Read graphs from a spool's file.

    :param spans: beginning and end of each, in bytes
    :returns: the lines of each, with their newlines
    """
    graphs: list[list[str]] = []
    with path.open("rb") as stream:
        for begin, end in spans:
            stream.seek(begin)
            # Not splitlines(): it parts a literal at other line separators as well.
            graphs.append([f"{line}\n" for line in stream.read(end - begin).decode().split("\n")[:-1]])
    return graphs
