"""``/reconcile``: the W3C Reconciliation API 0.2, with a day.

Source: Reconciliation Service API v0.2, https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

import json
from typing import Any

from flask import Blueprint, Response, request

from endpoint.engine.service import Generation
from endpoint.face.addresses import site
from endpoint.face.answers import rows, service
from endpoint.face.language import in_words
from endpoint.face.lists.shelf import catalogue
from endpoint.face.pages import page
from endpoint.face.questions import gathered
from endpoint.face.reconciling.matching import (
    KIND_OF,
    ON,
    TYPES,
    Candidate,
    Wanted,
    is_certain,
    match,
    property_of,
    read_day,
)
from endpoint.face.things.terms import terms
from endpoint.finding.index import folded
from endpoint.problems import Problem
from kg.namespaces import prefixes

blueprint = Blueprint("reconciling", __name__)

_MOST_QUERIES, _MOST_RESULTS, _MOST_IDS = 50, 50, 500
_LONGEST = 300
_NUMBERS = ("integer", "decimal", "double")


def reconcile() -> Response:
    """Describe the service, answer a batch of queries, or extend rows with values of properties."""
    with service().using() as generation:
        if "extend" in request.values:
            return _sent(_extended(generation, _read("extend")))
        if "queries" in request.values:
            asked = _read("queries")
            if len(asked) > _MOST_QUERIES:
                raise Problem(413, f"a batch may have {_MOST_QUERIES} queries, not {len(asked)}", kind="too-large")
            wanted = {name: _wanted(query) for name, query in asked.items()}
            return _sent(
                gathered(generation, lambda: {name: _answered(generation, one) for name, one in wanted.items()})
            )
        return _sent(_manifest(generation))


def _read(name: str) -> dict[str, Any]:
    """Read a parameter that is a JSON object.

    :raises Problem: 400
    """
    try:
        found = json.loads(request.values[name])
    except json.JSONDecodeError as error:
        raise Problem(400, f"{name} is not JSON: {error}", kind="parameters") from None
    if not isinstance(found, dict):
        raise Problem(400, f"{name} is a JSON object", kind="parameters")
    return found


def _sent(answer: object) -> Response:
    body = json.dumps(answer, ensure_ascii=False, indent=1)
    return Response(body, content_type="application/json", headers={"Cache-Control": "no-cache"})


def _manifest(generation: Generation) -> dict[str, object]:
    here, base = site(), generation.release.base
    return {
        "versions": ["0.2"],
        "name": "OSCE knowledge graph",
        "identifierSpace": base,
        "schemaSpace": f"{base}ontology#",
        "documentation": f"{here}/",
        "defaultTypes": [_type(kind) for kind in ("state", "operation", "body", "person")],
        "view": {"url": f"{here}/{{{{id}}}}"},
        "preview": {"url": f"{here}/reconcile/preview?id={{{{id}}}}", "width": 420, "height": 180},
        "suggest": {
            name: {"service_url": here, "service_path": f"/reconcile/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
        "batchSize": _MOST_QUERIES,
    }


def _type(kind: str) -> dict[str, str]:
    name, label = TYPES[kind]
    return {"id": name, "name": label}


def _wanted(query: object) -> Wanted:
    """Read one query.

    :raises Problem: 400 if it is not one, 404 if it names a type that there is not
    """
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        raise Problem(400, 'a query is {"query": "a name", …}', kind="parameters")
    types = query.get("type") or []
    types = [types] if isinstance(types, str) else types
    kinds = tuple(KIND_OF.get(str(name).rpartition("#")[2], "") for name in types)
    if "" in kinds:
        raise Problem(404, f"types are {', '.join(name for name, _ in TYPES.values())}", kind="parameters")
    given = query.get("properties") or []
    pairs = [(str(each.get("pid", "")), _words(each.get("v"))) for each in given if isinstance(each, dict)]
    days = [value for name, value in pairs if name == ON]
    if any(days) and not read_day(days[-1]):
        raise Problem(400, f"{ON}={days[-1]!r} is not a day: write it as 2014-04-11", kind="parameters")
    values = tuple((name, value) for name, value in pairs if name != ON and value)
    limit = query.get("limit")
    most = min(limit, _MOST_RESULTS) if isinstance(limit, int) and limit > 0 else 5
    return Wanted(query["query"][:_LONGEST], kinds, values, read_day(days[-1]) if days else "", most)


def _words(value: object) -> str:
    """Write a value of a property as words; of a list the first, of a thing its name or identifier."""
    if isinstance(value, list):
        return _words(value[0]) if value else ""
    if isinstance(value, dict):
        return str(value.get("name") or str(value.get("id") or "").rpartition("/")[2])
    return "" if value is None else str(value)


def _answered(generation: Generation, wanted: Wanted) -> dict[str, object]:
    found = match(generation, wanted)
    sure = is_certain(found)
    base = generation.release.base
    return {"result": [_shown(each, base, sure and n == 0) for n, each in enumerate(found)]}


def _shown(candidate: Candidate, base: str, sure: bool) -> dict[str, object]:
    return {
        "id": candidate.iri.removeprefix(base),
        "name": candidate.name,
        "description": candidate.description,
        "score": candidate.score,
        "match": sure,
        "type": [_type(candidate.kind)],
        "features": [{"id": name, "value": value} for name, value in candidate.features.items()],
    }


def suggest(what: str) -> Response:
    """Complete the name of a thing, a type or a property.

    :raises Problem: 404 for anything else
    """
    text = request.args.get("prefix", "")[:_LONGEST]
    with service().using() as generation:
        if what == "entity":
            base = generation.release.base
            hits = catalogue(generation).beginnings(text) if text.strip() else []
            found: list[dict[str, object]] = [
                {
                    "id": hit.iri.removeprefix(base),
                    "name": hit.name,
                    "description": in_words(hit.day),
                    "notable": [_type(hit.kind)],
                }
                for hit in hits
            ]
        elif what == "type":
            found = [dict(_type(kind)) for kind in TYPES if folded(text) in folded(TYPES[kind][1])]
        elif what == "property":
            found = [dict(each) for each in _properties(generation) if folded(text) in folded(each["name"])]
        else:
            raise Problem(404, "entities, types and properties are suggested: entity, type, property")
    return _sent({"result": found})


def _properties(generation: Generation) -> list[dict[str, str]]:
    """List the properties that a client can compare by or ask for, the day first."""
    known = terms(generation.release.base)
    space = f"{generation.release.base}ontology#"
    shown = [
        {"id": iri.removeprefix(space), "name": known.of(iri, generation.prefixes)[1]}
        for iri, term in known.said.items()
        if iri.startswith(space) and term.group == "facts"
    ]
    return [{"id": ON, "name": "On the day"}, *sorted(shown, key=lambda each: each["name"])]


def propose() -> Response:
    """Propose properties by which rows of a type can be extended: those that things of it have."""
    kind = KIND_OF.get(request.args.get("type", "").rpartition("#")[2], "")
    limit = request.args.get("limit", "")
    with service().using() as generation:
        space = f"{generation.release.base}ontology#"
        named = "foaf:Person" if kind == "person" else f"<{space}{TYPES[kind][0]}>" if kind else ""
        of_type = f"?x a {named} ." if named else ""
        used = rows(generation, f"SELECT DISTINCT ?p {{ {of_type} ?x ?p ?o }}")
        have = {row["p"]["value"].removeprefix(space) for row in used}
        found = [each for each in _properties(generation) if each["id"] in have]
    most = int(limit) if limit.isdecimal() else len(found)
    return _sent({"type": request.args.get("type", ""), "limit": most, "properties": found[:most]})


def _extended(generation: Generation, asked: dict[str, Any]) -> dict[str, object]:
    """Give values of properties for things (section 6 of the API).

    :raises Problem: 400 if it is not a request for that, 413 if it names too many things
    """
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise Problem(400, 'extend is {"ids": […], "properties": [{"id": "…"}]}', kind="parameters")
    if len(ids) > _MOST_IDS:
        raise Problem(413, f"{_MOST_IDS} things can be extended at a time, not {len(ids)}", kind="too-large")
    wanted = [str(each.get("id", "")) for each in properties if isinstance(each, dict)]
    known = terms(generation.release.base)
    spaces = prefixes(generation.release.base)
    iris = {name: property_of(name, spaces) for name in wanted}
    meta = [{"id": name, "name": known.of(iri, spaces)[1] if iri else name} for name, iri in iris.items()]
    values: dict[str, dict[str, list[dict[str, object]]]] = {str(i): {name: [] for name in wanted} for i in ids}
    things = [str(i) for i in ids]
    found = gathered(generation, lambda: {name: _values(generation, things, iri) for name, iri in iris.items()})
    for name, pairs in found.items():
        for thing, value in pairs:
            values[thing][name].append(value)
    return {"meta": meta, "rows": values}


def _values(generation: Generation, ids: list[str], iri: str) -> list[tuple[str, dict[str, object]]]:
    base = generation.release.base
    fit = [i for i in ids if i and not set(i) & set('<>"{}|\\^` \n')]
    if not iri or not fit:
        return []
    listed = " ".join(f"<{base}{i}>" for i in fit)
    query = f"""SELECT DISTINCT ?x ?o ?name {{ VALUES ?x {{ {listed} }} ?x <{iri}> ?o
      OPTIONAL {{ ?o skos:prefLabel|dcterms:title|foaf:name ?name FILTER(LANG(?name) IN ("en", "")) }} }}
      ORDER BY ?x ?o"""
    return [(row["x"]["value"].removeprefix(base), _cell(row, base)) for row in rows(generation, query)]


def _cell(row: dict[str, dict[str, str]], base: str) -> dict[str, object]:
    value, kind = row["o"]["value"], row["o"].get("datatype", "").rpartition("#")[2]
    if row["o"]["type"] == "uri":
        if not value.startswith(base):
            return {"str": value}
        return {"id": value.removeprefix(base), "name": row.get("name", {}).get("value", value.rpartition("/")[2])}
    if kind == "date":
        return {"date": f"{value}T00:00:00Z"}
    if kind in _NUMBERS:
        return {"float": float(value)} if kind != "integer" else {"int": int(value)}
    return {"bool": value == "true"} if kind == "boolean" else {"str": value}


def preview() -> Response:
    """Show a thing in a small frame: its name, its kind, when."""
    with service().using() as generation:
        iri = generation.release.base + request.args.get("id", "")
        hit = catalogue(generation).entry(iri)
    if hit is None:
        raise Problem(404, "there is nothing of this id")
    return page("preview.html", hit=hit, kind=TYPES[hit.kind][1], when=in_words(hit.day))


blueprint.add_url_rule("/reconcile", view_func=reconcile, methods=["GET", "POST"])
blueprint.add_url_rule("/reconcile/suggest/<what>", view_func=suggest)
blueprint.add_url_rule("/reconcile/properties", view_func=propose)
blueprint.add_url_rule("/reconcile/preview", view_func=preview)
