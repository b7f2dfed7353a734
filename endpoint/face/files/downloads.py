"""``/dump/…``, ``/void.ttl``, ``/dcat.ttl``: the files of the release, with entity tags and ranges.

Sources: RFC 9110 §14 (Range), §13 (conditional requests); VoID §7.2 (``/.well-known/void``).
"""

import mimetypes
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face.addresses import root
from endpoint.face.answers import remembered, service
from endpoint.face.language import gettext, noted
from endpoint.face.pages import rendered
from endpoint.problems import Problem

blueprint = Blueprint("downloads", __name__)

#: What of a release is for everybody, as far as it has it.
FILES = {
    "osce-kg.ttl.gz": noted("the asserted facts as Turtle, sorted"),
    "osce-kg.nq.gz": noted("the asserted facts with their named graphs as N-Quads, sorted"),
    "osce-kg-facts.ttl.gz": noted("the facts without the texts of pages, as Turtle: CC BY 4.0"),
    "osce-kg-facts.nq.gz": noted("the same with their named graphs, as N-Quads: CC BY 4.0"),
    "inferred.nt.gz": noted("what follows of them by OWL 2 RL, as N-Triples"),
    "report.ttl": noted("the SHACL report as Turtle"),
    "report.json": noted("the SHACL report as JSON"),
    "void.ttl": noted("what this dataset is, as VoID"),
    "dcat.ttl": noted("what this dataset is, as DCAT-AP"),
    "prov.ttl": noted("what the build was made from, as PROV"),
    "manifest.json": noted("version, counts, inputs and the SHA-256 of each file"),
    "skipped.jsonl": noted("the pages that were not read, and why"),
    "LICENSE-DATA": noted("the licences: whose the facts are, and whose the texts"),
}
_TYPES = {
    ".ttl": "text/turtle",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".gz": "application/gzip",
    "": "text/plain; charset=utf-8",
}
mimetypes.add_type("text/turtle", ".ttl")


def download(name: str) -> Response:
    """Send a file of the release, or the part of it that is asked for.

    :raises Problem: 404 if the release has no such file
    """
    with service().using() as generation:
        path = generation.release.folder / name
        if name not in FILES or not path.is_file():
            raise Problem(404, f"there is no {name!r}: /dump/ lists what there is")
        return _sent(path, generation)


def _sent(path: Path, generation: Generation) -> Response:
    digest = generation.release.manifest.get("files", {}).get(path.name, "")
    _settle_range(path.stat().st_size)
    response = send_file(
        path,
        mimetype=_TYPES[path.suffix],
        as_attachment=path.suffix == ".gz",
        download_name=path.name,
        conditional=True,
        etag=digest[:32] or f"{generation.release.identity}-{path.name}",
        max_age=service().config.max_age,
    )
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        response.close()
        raise Problem(412, "the file is not the one that If-Match or If-Unmodified-Since names", kind="precondition")
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _settle_range(size: int) -> None:
    """Ignore a range that is not one of bytes, is malformed, or is several (RFC 9110 §14.2 allows or demands it).

    :param size: bytes of the file
    :raises Problem: 416 if the file ends before the range begins
    """
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        request.environ.pop("HTTP_RANGE", None)
    elif wanted.range_for_length(size) is None and "If-Range" not in request.headers:
        detail = f"the file has {size} bytes, and the range begins behind them"
        raise Problem(416, detail, kind="range", headers={"Content-Range": f"bytes */{size}"})


def described(name: str) -> Response:
    """Send a description of the dataset."""
    return download(name)


def well_known() -> Response:
    """Send a client from the well-known address to the description."""
    return Response(status=303, headers={"Location": f"{root()}/void.ttl"})


def listing() -> Response:
    """List the files for people.

    :raises Problem: 404 where another store is served, which has no files here
    """
    with service().using() as generation:
        if not generation.release.folder.is_dir():
            raise Problem(404, "the store behind this endpoint has no files to download here: ask /sparql")

    def make(generation: Generation) -> bytes:
        files = [
            (name, gettext(told), (generation.release.folder / name).stat().st_size)
            for name, told in FILES.items()
            if (generation.release.folder / name).is_file()
        ]
        digests = generation.release.manifest.get("files", {})
        return rendered("dump.html", generation, files=files, digests=digests)

    return remembered(("dump",), f"{forms.HTML.media_type}; charset=utf-8", make)


blueprint.add_url_rule("/dump/<name>", view_func=download)
blueprint.add_url_rule("/dump", view_func=listing)
for _name in ("void.ttl", "dcat.ttl"):
    blueprint.add_url_rule(f"/{_name}", view_func=described, defaults={"name": _name}, endpoint=_name.partition(".")[0])
blueprint.add_url_rule("/.well-known/void", view_func=well_known)
