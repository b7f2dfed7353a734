"""Serving: ours against Oxigraph server, Fuseki and rdflib-endpoint, same data, same run; and a soak.

Call ``python -m bench.endpoint``. A peer that cannot be had is left out and named. The load comes from this machine as
well, so the figures are ratios, not capacities. ``--soak SECONDS`` mixes queries with changes of the release and kills,
and counts wrong answers and unexplained errors.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.releases import quads

CLIENTS = 8
_BIN = Path(sys.executable).parent
_OSCE = "https://w3id.org/osce-kg/ontology#"
HEAVY = f"""SELECT ?issuer ?year (COUNT(?doc) AS ?n) {{ ?doc a <{_OSCE}PressRelease> ; <{_OSCE}issuedBy> ?issuer ;
  <{_OSCE}issuedOn> ?on BIND(YEAR(?on) AS ?year) }} GROUP BY ?issuer ?year"""
LARGE = f"SELECT ?m ?b ?w {{ ?m <{_OSCE}foundIn> ?b ; <{_OSCE}asWritten> ?w }}"
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a LIMIT 1",
    f"SELECT (COUNT(*) AS ?n) {{ ?a (<{_OSCE}foundIn>|^<{_OSCE}foundIn>)* ?b . ?c ?d ?e }}",
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A running endpoint: host, port, path of its query operation, and the process whose memory counts."""

    name: str
    port: int
    path: str
    pid: int


class NotStarted(Exception):
    """A server ended or did not answer in time."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison, or the soak."""
    parser = argparse.ArgumentParser(prog="python -m bench.endpoint", description=__doc__)
    parser.add_argument("--releases", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=5, help="how long each class of queries is asked")
    parser.add_argument("--short", action="store_true", help="50 releases, half a second a class: to see that it runs")
    parser.add_argument("--soak", type=float, default=0, help="seconds of mixed load instead of the comparison")
    options = parser.parse_args(arguments)
    if options.short:
        options.releases, options.seconds = 50, 0.5
    print("takes about half a minute" if options.short else "takes about ten minutes", flush=True)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        release, triples, number = prepare(Path(folder), options.releases)
        print(f"{options.releases:,} releases, {number:,} triples, {CLIENTS} clients, {os.cpu_count()} cores")
        if options.soak:
            return soak(release, options.soak)
        peers = [stack.enter_context(_ours(release))]
        peers += _started(stack, triples)
        for name, make in CLASSES.items():
            _compare(name, make(options.releases), peers, options.seconds)
        for peer in peers:
            print(f"  large answer       {peer.name:<16} {_large(peer)}", flush=True)
        print(f"  beside runaways    {peers[0].name:<16} {_beside_runaways(peers[0], options.releases)}")
    return 0


def _started(stack: ExitStack, triples: Path) -> list[Peer]:
    """Start the peers; one that cannot be had or does not start is named and left out."""
    peers: list[Peer] = []
    for start in (_oxigraph, _fuseki, _rdflib_endpoint):
        try:
            peer = stack.enter_context(start(triples))
        except (NotStarted, OSError, subprocess.CalledProcessError) as reason:
            print(f"  {start.__name__.strip('_')} is left out: {reason}", flush=True)
            continue
        peers += [] if peer is None else [peer]
    return peers


def prepare(folder: Path, releases: int) -> tuple[Path, Path, int]:
    """Write a release of so many documents, and its union as N-Triples."""
    import pyoxigraph as ox

    release, lines = folder / "release", sorted(set(quads(releases)))
    release.mkdir()
    nquads, triples = folder / "data.nq", folder / "data.nt"
    nquads.write_text("".join(lines), encoding="utf-8")
    union = sorted({f"{line.rsplit(' ', 2)[0]} .\n" for line in lines})
    triples.write_text("".join(union), encoding="utf-8")
    store = ox.Store(str(release / "store"))
    store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    store.bulk_load(path=str(triples), format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    (release / "manifest.json").write_text(json.dumps({"version": "1", "base": "https://w3id.org/osce-kg/"}))
    return release, triples, len(union)


def _look_up(releases: int) -> Callable[[], str]:
    """Ask what a mention says: another one each time, so that no cache helps."""
    numbers = random.Random(2)
    snapshot = "https://w3id.org/osce-kg/id/snapshot/"
    return lambda: (
        f"SELECT ?m ?w {{ ?m <{_OSCE}foundIn> <{snapshot}{numbers.randrange(releases):012x}> ;"
        f" <{_OSCE}asWritten> ?w }} # {numbers.random()}"
    )


CLASSES: dict[str, Callable[[int], Callable[[], str]]] = {
    "cold look-up": _look_up,
    "repeated query": lambda _: lambda: HEAVY,
    "heavy, each new": lambda _: lambda: f"{HEAVY} # {random.random()}",
}


def _compare(name: str, make: Callable[[], str], peers: list[Peer], seconds: float) -> None:
    rates = []
    for peer in peers:
        times = _load(peer, make, seconds)
        rate = len(times) / seconds
        rates.append(rate)
        marks = statistics.quantiles(times, n=100) if len(times) > 1 else [seconds] * 99
        told = f"p50 {marks[49] * 1000:7.1f}  p95 {marks[94] * 1000:7.1f}  p99 {marks[98] * 1000:7.1f} ms"
        print(f"  {name:<18} {peer.name:<16} {rate:8.1f}/s  {told}  osce-kg is {rates[0] / max(rate, 1e-9):6.1f}x")


def _load(peer: Peer, make: Callable[[], str], seconds: float, clients: int = CLIENTS) -> list[float]:
    """Ask from several clients for a while; list the seconds of each answer."""
    times: list[float] = []
    until = time.monotonic() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
        while time.monotonic() < until:
            begun = time.monotonic()
            _ask(connection, peer.path, make())
            times.append(time.monotonic() - begun)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _ask(connection: http.client.HTTPConnection, path: str, query: str) -> bytes:
    connection.request("GET", f"{path}?query={quote(query)}", headers={"Accept": "application/sparql-results+json"})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise SystemExit(f"{path} answered {response.status}: {content[:300].decode(errors='replace')}")
    return content


def _large(peer: Peer) -> str:
    """Ask for every mention; tell first byte, whole, bytes and the growth of memory."""
    before = _memory(peer.pid)
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=300)
    begun = time.monotonic()
    connection.request("GET", f"{peer.path}?query={quote(LARGE)}", headers={"Accept": "text/csv"})
    response = connection.getresponse()
    response.read(1)
    first, size, most = time.monotonic() - begun, 1, before
    while piece := response.read(1 << 20):
        size += len(piece)
        most = max(most, _memory(peer.pid))
    whole = time.monotonic() - begun
    return f"first byte {first:6.3f} s  whole {whole:6.2f} s  {size / 1e6:6.1f} MB  memory +{most - before:,.0f} MiB"


def _beside_runaways(peer: Peer, releases: int) -> str:
    """Ask look-ups one after another, idle and then beside queries that do not end; tell p99 of both."""
    make = _look_up(releases)
    idle = _load(peer, make, 5, clients=1)
    ended: list[tuple[int, float]] = []
    over = threading.Event()

    def run_away(query: str) -> None:
        while not over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=120)
            begun = time.monotonic()
            connection.request("GET", f"{peer.path}?query={quote(f'{query} # {random.random()}')}")
            response = connection.getresponse()
            response.read()
            ended.append((response.status, time.monotonic() - begun))
            connection.close()

    threads = [threading.Thread(target=run_away, args=(query,)) for query in RUNAWAY]
    for thread in threads:
        thread.start()
    time.sleep(1)
    beside = _load(peer, make, 40, clients=1)
    over.set()
    for thread in threads:
        thread.join()
    p99 = [statistics.quantiles(times, n=100)[98] * 1000 for times in (idle, beside)]
    statuses = sorted({status for status, _ in ended})
    longest = max(seconds for _, seconds in ended)
    return (
        f"p99 of look-ups {p99[0]:.1f} ms idle, {p99[1]:.1f} ms beside {len(RUNAWAY)} runaway queries "
        f"({p99[1] / p99[0]:.1f}x); {len(ended)} of these ended with {statuses}, after {longest:.1f} s at most"
    )


def _memory(pid: int) -> float:
    """Sum the resident memory of a process and its children, in MiB."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in told.splitlines()]
    family = {pid}
    while new := {child for child, parent, _ in rows if parent in family} - family:
        family |= new
    return sum(size for child, _, size in rows if child in family) / 1024


@contextmanager
def _ours(release: Path) -> Iterator[Peer]:
    port = _free()
    options = ["--port", str(port), "--rate", "0", "--default-graph", "store", "-q"]
    with _running([str(_BIN / "osce-kg"), "serve", str(release), *options], port) as process:
        yield Peer("osce-kg", port, "/sparql", process.pid)


@contextmanager
def _oxigraph(triples: Path) -> Iterator[Peer | None]:
    command = str(_BIN / "oxigraph")
    if not Path(command).exists():
        print("  Oxigraph server is left out: it is not installed (make bench installs it)")
        yield None
        return
    port, store = _free(), triples.parent / "oxigraph"
    load = [command, "load", "--location", str(store), "--file", str(triples)]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    serve = [command, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with _running(serve, port) as process:
        yield Peer("Oxigraph server", port, "/query", process.pid)


@contextmanager
def _fuseki(triples: Path) -> Iterator[Peer | None]:
    jars = sorted(Path.home().glob(".m2/repository/org/apache/jena/jena-fuseki-server/*/jena-fuseki-server-*.jar"))
    if shutil.which("java") is None or not jars:
        print("  Fuseki is left out: no Java, or no jena-fuseki-server in the local Maven repository")
        yield None
        return
    port = _free()
    command = ["java", "-Xmx2g", "-jar", str(jars[-1]), "--localhost", "--port", str(port), f"--file={triples}", "/ds"]
    with _running(command, port, 120) as process:
        yield Peer("Fuseki", port, "/ds/query", process.pid)


@contextmanager
def _rdflib_endpoint(triples: Path) -> Iterator[Peer | None]:
    command = _BIN / "rdflib-endpoint"
    if not command.exists():
        print("  rdflib-endpoint is left out: it is not installed (make bench installs it)")
        yield None
        return
    port = _free()
    with _running([str(command), "serve", str(triples), "--port", str(port)], port, 300) as process:
        yield Peer("rdflib-endpoint", port, "/", process.pid)


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, patience: float = 30) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; begin the block when it answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + patience
    try:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise NotStarted(f"{Path(command[0]).name} did not start within {patience:.0f} s") from None
                time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def soak(release: Path, seconds: float) -> int:
    """Ask mixed queries while the release is swapped every 20 s and a process is killed every 30 s.

    A connection that breaks counts as explained within a second of a kill; a 503 with ``Retry-After`` is explained.
    """
    current, other = release.parent / "current", release.parent / "other"
    shutil.copytree(release, other)
    current.symlink_to(release)
    with _ours(current) as peer:
        wanted = {query: _answer(peer, query) for query in (HEAVY, _look_up(100)().rpartition(" # ")[0])}
        counts = {"right": 0, "wrong": 0, "explained": 0, "unexplained": 0}
        until, killed = time.monotonic() + seconds, [0.0]
        memory = [_memory(peer.pid)]
        threads = [threading.Thread(target=_client, args=(peer, wanted, until, killed, counts)) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        _disturb(peer, (release, other), current, until, killed, memory)
        for thread in threads:
            thread.join()
        print(f"  {counts}; memory {memory[0]:.0f} MiB at first, {statistics.median(memory[-5:]):.0f} MiB at last")
    return int(counts["wrong"] + counts["unexplained"] > 0)


def _answer(peer: Peer, query: str) -> list[str]:
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
    rows = json.loads(_ask(connection, peer.path, query))["results"]["bindings"]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def _client(
    peer: Peer, wanted: dict[str, list[str]], until: float, killed: list[float], counts: dict[str, int]
) -> None:
    while time.monotonic() < until:
        query = random.choice(list(wanted))
        try:
            connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
            text = f"{query} # {random.randrange(50)}"
            connection.request("GET", f"{peer.path}?query={quote(text)}")
            response = connection.getresponse()
            content = response.read()
            if response.status == 503 and response.getheader("Retry-After"):
                counts["explained"] += 1
                continue
            rows = json.loads(content)["results"]["bindings"] if response.status == 200 else None
            right = rows is not None and sorted(json.dumps(row, sort_keys=True) for row in rows) == wanted[query]
            counts["right" if right else "wrong"] += 1
        except (OSError, http.client.HTTPException):
            counts["explained" if time.monotonic() - killed[0] < 3 else "unexplained"] += 1
            time.sleep(0.1)


def _disturb(
    peer: Peer, releases: tuple[Path, Path], current: Path, until: float, killed: list[float], memory: list[float]
) -> None:
    """Swap and kill until the time is up."""
    begun, swaps, kills = time.monotonic(), 0, 0
    while time.monotonic() < until:
        time.sleep(1)
        passed = time.monotonic() - begun
        memory.append(_memory(peer.pid))
        if passed // 20 > swaps:
            swaps += 1
            link = current.with_name("next")
            link.symlink_to(releases[swaps % 2])
            link.replace(current)
        if passed // 30 > kills:
            kills += 1
            victims = subprocess.run(
                ["ps", "--ppid", str(peer.pid), "-o", "pid="], capture_output=True, text=True, check=False
            ).stdout.split()
            killed[0] = time.monotonic()
            os.kill(int(random.choice(victims)), signal.SIGKILL)
    print(f"  {swaps} changes of the release, {kills} kills")


if __name__ == "__main__":
    sys.exit(main())
