"""``If-Match`` and ``If-None-Match`` of a request that changes a graph, so that nobody's change is lost.

Source: RFC 9110 §13.1.1, §13.1.2, §13.2.2. Tags are those of every form in which the graph can be read; they change
with every change of the copy.
"""

from flask import request
from werkzeug.datastructures import ETags

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face.answers import Question, caller, etag_of, service
from endpoint.problems import Problem


def reading(name: str, form: forms.Form, content_type: str, *, merged: bool) -> Question:
    """Make the question that reads a graph.

    :param name: its IRI; empty for the default graph
    :param merged: whether the default graph may stand for the union of all
    """
    asked = {"op": "graph", "graph": name, "form": form.name, "merged": merged}
    return Question(request=asked, content_type=content_type)


def check(generation: Generation, name: str) -> None:
    """Refuse a change of a graph that is not, or is no longer, as the client supposes.

    :raises Problem: 412
    """
    if not (request.headers.get("If-Match") or request.headers.get("If-None-Match")):
        return
    is_there = _exists(generation, name)
    tags = _tags(generation, name) if is_there else set()
    wanted, unwanted = request.if_match, request.if_none_match
    if "If-Match" in request.headers and not _matches(wanted, tags, is_there):
        raise Problem(412, "the graph is not the one that If-Match names: read it again", kind="precondition")
    if "If-None-Match" in request.headers and _matches(unwanted, tags, is_there):
        raise Problem(412, "there is such a graph already, and If-None-Match rules it out", kind="precondition")


def _matches(given: ETags, tags: set[str], is_there: bool) -> bool:
    if given.star_tag:
        return is_there
    return any(given.contains_weak(tag) for tag in tags)


def _exists(generation: Generation, name: str) -> bool:
    execution = generation.execute({"op": "exists", "graph": name}, caller(), service().config.timeout)
    execution.close()
    return execution.first == b"true"


def _tags(generation: Generation, name: str) -> set[str]:
    merged = not name and service().master is None
    types = [(form, media + form.suffix) for form in forms.GRAPHS for media in (form.media_type, *form.aliases)]
    keys = [reading(name, form, content_type, merged=merged).key(generation) for form, content_type in types]
    return {etag_of(key, coding).removeprefix("W/").strip('"') for key in keys for coding in ("", "br", "gzip")}
