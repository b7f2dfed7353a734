"""``osce-kg serve``: parses, checks, and hands over to the supervisor."""

import dataclasses
import logging
import os
from pathlib import Path
from typing import Any

import click

from endpoint.config import EndpointConfig, from_environ
from endpoint.engine.backend import Backend, without_password
from endpoint.engine.generation import read_release
from endpoint.face.query.graphs import read_token
from endpoint.serving.supervisor import Supervisor, listen
from kg.cli.settings import verbosity


@click.command(short_help="A release over HTTP: SPARQL, linked data, pages.")
@click.argument("release", required=False, type=click.Path(path_type=Path))
@click.option("--backend", metavar="URL", help="Serve another SPARQL 1.1 store instead of RELEASE: its query address.")
@click.option("--before", type=click.Path(path_type=Path), help="The release before, which /changes compares with.")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one.  [default: 8000]")
@click.option("--workers", type=click.IntRange(1), help="Quick query places of each front.  [default: cores + 1]")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds a query may run.  [default: 30]")
@click.option("--fronts", type=click.IntRange(1), help="Processes that speak HTTP.  [default: cores, 4 at most]")
@click.option("--memory", type=click.IntRange(16), help="MiB that one query may use.  [default: 1024]")
@click.option("--in-memory", is_flag=True, default=None, help="Copy the store into memory: faster, 340 B a triple.")
@click.option("--service-host", "service_hosts", multiple=True, help="Host that SERVICE may reach; repeat it.")
@click.option("--writable", is_flag=True, default=None, help="Take updates, into a copy beside RELEASE.")
@click.option("--token-file", type=click.Path(path_type=Path, dir_okay=False), help="File with the token for writing.")
@click.option("--rate", type=click.FloatRange(0), help="Requests a second of one client; 0: no limit.  [default: 100]")
@click.option(
    "--default-graph",
    type=click.Choice(["auto", "union", "store"]),
    help="What a query sees without FROM: all graphs, or the store's own default graph.  [default: auto]",
)
@verbosity
def serve(**chosen: Any) -> int:
    """Serve RELEASE over HTTP: SPARQL, linked data, downloads and pages.

    RELEASE is a folder that `osce-kg build` wrote, or a link to one; when the link moves, so does the endpoint,
    without a failed request. With --backend another store answers (Fuseki, Virtuoso, GraphDB, QLever); limits, forms,
    caching and pages are the same. Every setting is also a variable OSCE_KG_<NAME>.

    \b
    Example:
      osce-kg serve release --port 8000
      curl -G http://127.0.0.1:8000/sparql --data-urlencode 'query=ASK {}'
    """
    chosen["service_hosts"] = chosen["service_hosts"] or None
    config = from_environ(os.environ, **chosen)
    config = _checked(config)
    sock = listen(config.host, config.port)
    host, port = sock.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    logging.getLogger("endpoint").setLevel(logging.INFO)
    served = without_password(config.backend) or config.release
    click.echo(f"osce-kg: serving {served} at http://{shown}:{port}/", err=True)
    return Supervisor(config, sock).run()


def _checked(config: EndpointConfig) -> EndpointConfig:
    """Refuse settings that do not go together, before anything is started."""
    if config.backend:
        return _checked_backend(config)
    if config.release == Path():
        raise click.UsageError("name a RELEASE that osce-kg build wrote, or --backend URL")
    read_release(config.release)
    if config.before is not None:
        read_release(config.before)
    if not config.writable:
        return config
    if config.token_file is None or not read_token(config.token_file):
        raise click.UsageError("--writable needs --token-file with a token in it: nothing is written without one")
    if config.in_memory:
        raise click.UsageError("--writable and --in-memory cannot be used together: what is written is kept on disk")
    return dataclasses.replace(config, fronts=1)


def _checked_backend(config: EndpointConfig) -> EndpointConfig:
    """Refuse what only a release can have."""
    if config.release != Path():
        raise click.UsageError("--backend takes the place of RELEASE: give one of the two")
    if config.writable or config.in_memory:
        raise click.UsageError(
            "--backend does not go together with --writable or --in-memory: write to the store itself"
        )
    Backend(config)
    return config
