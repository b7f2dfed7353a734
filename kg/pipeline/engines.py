"""What puts pages through stages 2 to 4, by the name that the command line gives it."""

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from kg.errors import SourceError
from kg.model import Page, Unreadable
from kg.pipeline.converting import Engine
from kg.pipeline.pool import Results, chunks, read_all, read_chunk_anywhere

#: Engines on the command line.
ENGINES = ("local", "spark")
#: Chunks that one Spark job takes, for each of its partitions.
_CHUNKS_A_PARTITION = 16


def engine_named(name: str) -> Engine:
    """Find an engine.

    :param name: one of :data:`ENGINES`
    :raises SourceError: if what it needs is not installed
    """
    if name == "local":
        return read_all
    if importlib.util.find_spec("pyspark") is None:
        raise SourceError("--engine spark needs PySpark, which is not installed: pip install pyspark")
    return read_over_spark


def read_over_spark(pages: Iterable[Page | Unreadable], base: str, jobs: int) -> Iterator[Results]:
    """Put pages through stages 2 to 4 as Spark jobs of some thousand pages; the master is Spark's own setting.

    Executors run this interpreter, unless ``PYSPARK_PYTHON`` names another.

    :param pages: taken lazily, on the driver
    :param base: base IRI of the build
    :param jobs: number of partitions a job
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = importlib.import_module("pyspark.sql").SparkSession.builder.appName("osce-kg").getOrCreate()
    try:
        waiting = chunks(pages)
        while batch := list(islice(waiting, _CHUNKS_A_PARTITION * jobs)):
            spread = session.sparkContext.parallelize(batch, jobs)
            yield from spread.map(partial(read_chunk_anywhere, base=base)).collect()
    finally:
        session.stop()
