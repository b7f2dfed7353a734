"""What somebody who means harm may try, one test for each: every one fails where its guard is taken away."""

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
import requests

from endpoint.face.rates import Rates
from endpoint.problems import Problem
from kg.namespaces import DEFAULT_BASE
from tests.endpoint_server import Served, make_release, serving

_NAMED = "http://www.w3.org/2004/02/skos/core#prefLabel"
_DATA = f"""
<{DEFAULT_BASE}id/org/a> <{_NAMED}> "attractive" <{DEFAULT_BASE}graph/register> .
<javascript:alert(1)> <{_NAMED}> "attractive nuisance" <{DEFAULT_BASE}graph/register> .
<{DEFAULT_BASE}id/org/a> <{DEFAULT_BASE}ontology#p> <javascript:alert(1)> <{DEFAULT_BASE}graph/register> .
"""
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(60)))} }}" for n in range(12))
    + " }"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two fronts of few threads each over two triples."""
    release = make_release(tmp_path_factory.mktemp("threats") / "release", _DATA)
    environ = os.environ | {"OSCE_KG_THREADS": "8"}
    with serving(release, "--fronts", "2", "--timeout", "6", "--rate", "0", environ=environ) as running:
        yield running


def _post(served: Served, text: str, **headers: str) -> requests.Response:
    given = {"Content-Type": "application/sparql-query", "Accept-Encoding": "identity", **headers}
    return requests.post(f"{served.address}/sparql", data=text.encode(), headers=given, timeout=60)


def _processes(served: Served) -> dict[int, tuple[int, int]]:
    """Map each process of an endpoint to its parent and its resident kB."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    every = {int(pid): (int(parent), int(size)) for pid, parent, size in map(str.split, listed.splitlines())}
    found = {served.process.pid}
    while new := {pid for pid, (parent, _) in every.items() if parent in found} - found:
        found |= new
    return {pid: every[pid] for pid in found}


def _largest(served: Served) -> int:
    return max(size for _, size in _processes(served).values())


@pytest.mark.parametrize("form", [False, True], ids=["direct", "form"])
def test_a_huge_query_is_refused_before_it_is_read(served: Served, form: bool) -> None:
    """413, and no process of the endpoint grows by it."""
    assert _post(served, "ASK {}").status_code == 200
    before = _largest(served)
    text = "SELECT (NOW() AS ?n) {} #" + "." * 3_000_000
    for _ in range(3):
        if form:
            answer = requests.post(f"{served.address}/sparql", data={"query": text}, timeout=60)
        else:
            answer = _post(served, text)
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    assert _largest(served) - before < 40_000


def test_a_long_query_is_lexed_without_being_kept(served: Served) -> None:
    """Texts just below the limit, each another one: a front forgets them."""
    before = _largest(served)
    for number in range(10):
        answer = _post(served, f"SELECT (NOW() AS ?n) {{}} #{number}\n" + "." * 200_000)
        # A slow machine may stop it at its limit before it is refused.
        assert answer.status_code in (400, 503)
    assert _largest(served) - before < 100_000


def test_many_who_ask_the_same_slow_query_hold_nobody_up(served: Served) -> None:
    """Most of them are sent away at once; liveness, light queries and pages are answered meanwhile."""
    statuses: list[tuple[int, float]] = []

    def ask() -> None:
        answer = served.ask(ENDLESS)
        statuses.append((answer.status_code, answer.elapsed.total_seconds()))

    threads = [threading.Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    for path in ("/health/live", "/sparql?query=ASK+%7B%7D", "/health/live"):
        answer = served.get(path)
        assert (answer.status_code, answer.elapsed.total_seconds() < 15) == (200, True), path
    for thread in threads:
        thread.join()
    at_once = [seconds for status, seconds in statuses if status == 503 and seconds < 4]
    assert len(statuses) == 24
    assert len(at_once) >= 16


def test_liveness_is_answered_while_every_thread_is_busy(served: Served) -> None:
    """Different slow queries, more than there are threads in both fronts."""
    clients = []
    for number in range(40):
        client = socket.create_connection(("127.0.0.1", int(served.address.rsplit(":", 1)[1])))
        query = quote(f"{ENDLESS} # {number}")
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: e.org\r\n\r\n".encode())
        clients.append(client)
    try:
        for _ in range(4):
            answer = served.get("/health/live")
            assert (answer.status_code, answer.elapsed.total_seconds() < 10) == (200, True)
    finally:
        for client in clients:
            client.close()


def test_a_client_that_leaves_takes_its_query_with_it(served: Served) -> None:
    """The process that worked for it is gone long before the limit of its query."""
    assert _long_queries(served, lambda found: not found, seconds=30) == set(), "queries of tests before this one go on"
    given_up = _settled(served, 499)
    with socket.create_connection(("127.0.0.1", int(served.address.rsplit(":", 1)[1]))) as client:
        query = quote(f"{ENDLESS} # left")
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: e.org\r\n\r\n".encode())
        busy = _long_queries(served, bool, seconds=30)
        assert busy, "no process works for the client"
    until = time.monotonic() + 30
    while _logged(served, 499) == given_up and time.monotonic() < until:
        time.sleep(0.05)
    assert _logged(served, 499) == given_up + 1, "the query ran on to its limit"
    assert not _long_queries(served, lambda found: not found & busy) & busy


def _logged(served: Served, status: int) -> int:
    """Count the requests that the access log ends with a status."""
    return served.log.read_text().count(f'"status": {status}')


def _settled(served: Served, status: int) -> int:
    """Count them when no more are coming of tests before this one."""
    counted = -1
    while (now := _logged(served, status)) != counted:
        counted = now
        time.sleep(2)
    return counted


def _long_queries(served: Served, wanted: Callable[[set[int]], bool], seconds: float = 3) -> set[int]:
    """Wait, half of a query's limit if not said, for what is wanted of the processes of long queries."""
    until = time.monotonic() + seconds
    while True:
        found = {pid for pid in _processes(served) if _niceness(pid) == 19}
        if wanted(found) or time.monotonic() > until:
            return found
        time.sleep(0.05)


def _niceness(pid: int) -> int:
    """Tell how much a process yields to others; a query that runs for long yields most."""
    try:
        return os.getpriority(os.PRIO_PROCESS, pid)
    except OSError:
        return 0


def test_headers_of_nobody_change_no_page(served: Served) -> None:
    """What only proxies may say is not believed where none is named, and pages kept are the same for everybody."""
    lies = {
        "SCRIPT_NAME": "//attacker.example",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Host": "attacker.example",
        "X-Forwarded-Proto": "https",
        "Accept": "text/html",
    }
    assert served.get("//attacker.example/page/org/a", headers=lies).status_code == 404
    for path in ("/page/org/a", "/search?q=none", "/"):
        page = served.get(path, headers=lies)
        assert page.status_code == 200
        assert not re.search(r"attacker\.example|/evil|https://127", page.text), path
    assert 'href="/static/style.css"' in served.get("/page/org/a", headers={"Accept": "text/html"}).text


def test_no_page_links_to_a_script(served: Served) -> None:
    """A name of a ``javascript:`` IRI is shown, if at all, and not linked."""
    for path in ("/search?q=attractive", "/page/org/a", "/browse/body", "/"):
        page = served.get(path, headers={"Accept": "text/html"}).text
        assert not re.search(r"""(?:href|src|action)=["']?\s*javascript:""", page), path
    assert "attractive" in served.get("/page/org/a", headers={"Accept": "text/html"}).text


def test_counters_of_all_fronts_never_fall(served: Served) -> None:
    """Whichever front is asked for metrics, it tells of all."""
    seen = []
    for _ in range(10):
        served.ask("ASK {}")
        found = re.findall(
            r'^osce_kg_requests_total\{area="sparql",status="200"\} (\S+)', served.get("/metrics").text, re.M
        )
        seen.append(float(found[0]))
    assert seen == sorted(seen)
    assert seen[-1] - seen[0] == 9


def test_asking_for_readiness_takes_no_place_from_queries(served: Served) -> None:
    """A flood of it asks the store once a second."""
    began = time.monotonic()
    for _ in range(60):
        assert served.get("/health").status_code == 200
    assert time.monotonic() - began < 30


def test_fronts_count_a_client_together() -> None:
    """A bucket of ten requests is one bucket, however many processes take from it."""
    rates = Rates(rate=0.001, burst=10)
    refused = 0
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            code = 0
            try:
                for _ in range(5):
                    try:
                        rates.count("192.0.2.1")
                    except Problem:
                        code += 1
            finally:
                os._exit(code)
        refused += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert refused == 10
    rates.count("192.0.2.2")


def test_an_ipv6_client_has_one_bucket_for_its_network() -> None:
    """Whoever has 2^64 addresses has not as many buckets."""
    rates = Rates(rate=0.001, burst=3)
    for number in range(3):
        rates.count(f"2001:db8::{number}")
    with pytest.raises(Problem):
        rates.count("2001:db8::ffff")
    rates.count("2001:db8:0:1::1")
