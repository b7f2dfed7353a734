"""Pages to settled document graphs, with everything that was skipped reported."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

from kg.errors import UnreadableSource
from kg.graph import Settled, settle
from kg.iris import Iris
from kg.model import Page, Unreadable
from kg.pipeline.pool import Results, read_all
from kg.pipeline.progress import Progress
from kg.pipeline.reading import Skipped, from_line, repeated, to_line
from kg.pipeline.redirects import Redirects, joined
from kg.release.sorting import LineSorter
from kg.sources import read

#: Something that puts pages through stages 2 to 4: :func:`kg.pipeline.pool.read_all` is one.
Engine = Callable[[Iterable[Page | Unreadable], str, int], Iterator[Results]]

#: Kinds of skipped records with which no page is lost.
NOTHING_LOST = frozenset(("redirect", "revisit"))
#: Kinds of what is no page and no record of one.
_NO_INPUT = frozenset(("damaged", "foreign"))


@dataclass(slots=True, eq=False, repr=False)
class Conversions:
    """Conversions on their way from pages to settled graphs, sorted on disk.

    :param folder: for temporary files, or what makes one when it is needed
    :param strict: refuse the first page that gives no document
    """

    folder: Path | Callable[[], Path]
    strict: bool = False
    engine: Engine = read_all
    sorter: LineSorter = field(init=False)
    skipped: LineSorter = field(init=False)
    redirects: Redirects = field(default_factory=Redirects)

    def __post_init__(self) -> None:
        """Open the sorters."""
        self.sorter = LineSorter(self.folder, "pages", unique=False)
        self.skipped = LineSorter(self.folder, "skipped", unique=False)

    def take(self, pages: Iterable[Page | Unreadable], base: str, jobs: int, progress: Progress) -> None:
        """Convert pages and hold what they give.

        :raises UnreadableSource: if ``strict`` and a page gives no document
        """
        for results in self.engine(pages, base, jobs):
            self.sorter.add(to_line(each) for each in results if not isinstance(each, Unreadable))
            for each in results:
                if isinstance(each, Unreadable):
                    self._skip(each)
            progress.advance(len(results))

    def _skip(self, page: Unreadable) -> None:
        if self.strict and page.kind not in NOTHING_LOST:
            raise UnreadableSource(f"{page.source!r} at {page.offset}: {page.reason}; {page.remedy} (--strict)")
        self.redirects.add(page.address, page.target)
        self.skipped.add([Skipped(page.kind, page).line()])

    def graphs(self, iris: Iris) -> Iterator[Settled]:
        """Settle document by document, in order of key; what repeats an earlier text is told as skipped."""
        for _, lines in groupby(self._lines(iris), key=_key):
            settled = settle([from_line(line) for line in lines], iris)
            self.skipped.add(repeated(each, first).line() for each, first in settled.repeated)
            yield settled

    def _lines(self, iris: Iris) -> Iterator[str]:
        """Give the conversions in order of key, those joined whose addresses lead to one page."""
        if not self.redirects.targets:
            return self.sorter.lines()
        keys, aliases = self.redirects.keys(), self.redirects.aliases()
        held, present, wanted = LineSorter(self.folder, "held", unique=False), set(), set(keys.values())
        for line in self.sorter.lines():
            held.add([line])
            present |= {_key(line)} & wanted
        read = {key: target for key, target in keys.items() if target in present}
        whole = LineSorter(self.folder, "joined", unique=False)
        for line in held.lines():
            whole.add([to_line(joined(from_line(line), read, aliases, iris))])
        return whole.lines()


def _key(line: str) -> str:
    return line.split("\t", 1)[0]


def pages_of(sources: Iterable[Path | str], url: str | None = None) -> Iterator[Page | Unreadable]:
    """Read sources one after another.

    :raises UnreadableSource: if one does not exist, or holds nothing that is input
    """
    usable, last, named = False, None, list(sources)
    for source in named:
        for page in read(source, url=url):
            usable = usable or isinstance(page, Page) or page.kind not in _NO_INPUT
            last = page
            yield page
    if named and not usable:
        raise UnreadableSource(_no_input(named[-1], last))


def _no_input(source: Path | str, last: Page | Unreadable | None) -> str:
    if isinstance(last, Unreadable):
        return f"{str(source)!r} holds nothing that can be read: {last.reason}; {last.remedy}"
    return f"{str(source)!r} holds no pages: name files or archives of pages, or a folder of them"


@contextmanager
def convert(
    sources: Iterable[Path | str], *, base: str, jobs: int, url: str | None, progress: Progress
) -> Iterator[tuple[Iterator[Settled], LineSorter]]:
    """Convert pages to graphs, nothing else.

    :param sources: files and folders
    :param base: base IRI
    :param jobs: number of processes
    :param url: address of the one page in the one source
    :param progress: hears of pages
    :returns: the settled graphs in order of document key and, once these have been taken, the lines of what was skipped
    """
    with ExitStack() as stack:
        conversions = Conversions(_scratch(stack))
        progress.stage("pages")
        conversions.take(pages_of(sources, url), base, jobs, progress)
        yield conversions.graphs(Iris(base)), conversions.skipped


def _scratch(stack: ExitStack) -> Callable[[], Path]:
    """Give what makes a temporary folder when first asked for one, which goes with the stack."""

    @cache
    def made() -> Path:
        from tempfile import TemporaryDirectory  # for more pages than memory holds

        return Path(stack.enter_context(TemporaryDirectory(prefix="osce-kg-")))

    return made
