"""``/dump/…``, ``/void.ttl``, ``/dcat.ttl``: the files of the release, with entity tags and ranges.

Sources: RFC 9110 §14 (Range), §13 (conditional requests); VoID §7.2 (``/.well-known/void``).
"""

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, render_template, send_file

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face.answers import remembered, service
from endpoint.problems import Problem

blueprint = Blueprint("downloads", __name__)

#: What of a release is for everybody; the list of skipped pages names files of the operator.
FILES = {
    "osce-kg.ttl.gz": "the asserted facts as Turtle, sorted",
    "osce-kg.nq.gz": "the asserted facts with their named graphs as N-Quads, sorted",
    "inferred.nt.gz": "what follows of them by OWL 2 RL, as N-Triples",
    "report.ttl": "the SHACL report as Turtle",
    "report.json": "the SHACL report as JSON",
    "void.ttl": "what this dataset is, as VoID",
    "dcat.ttl": "what this dataset is, as DCAT-AP, with the PROV of its build",
}
_TYPES = {".ttl": "text/turtle", ".json": "application/json", ".gz": "application/gzip"}
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
    response = send_file(
        path,
        mimetype=_TYPES[path.suffix],
        as_attachment=path.suffix == ".gz",
        download_name=path.name,
        conditional=True,
        etag=digest[:32] or f"{generation.release.identity}-{path.name}",
        max_age=service().config.max_age,
    )
    response.headers["Accept-Ranges"] = "bytes"
    return response


def described(name: str) -> Response:
    """Send a description of the dataset."""
    return download(name)


def well_known() -> Response:
    """Send a client from the well-known address to the description."""
    return Response(status=303, headers={"Location": "/void.ttl"})


def listing() -> Response:
    """List the files for people."""

    def make(generation: Generation) -> bytes:
        files = [
            (name, told, (generation.release.folder / name).stat().st_size)
            for name, told in FILES.items()
            if (generation.release.folder / name).is_file()
        ]
        digests = generation.release.manifest.get("files", {})
        return render_template("dump.html", release=generation.release, files=files, digests=digests).encode()

    return remembered(("dump",), f"{forms.HTML.media_type}; charset=utf-8", make)


blueprint.add_url_rule("/dump/<name>", view_func=download)
blueprint.add_url_rule("/dump", view_func=listing)
for _name in ("void.ttl", "dcat.ttl"):
    blueprint.add_url_rule(f"/{_name}", view_func=described, defaults={"name": _name}, endpoint=_name.partition(".")[0])
blueprint.add_url_rule("/.well-known/void", view_func=well_known)
