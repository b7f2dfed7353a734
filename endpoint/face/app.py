"""The application: blueprints over one service, and what holds for every request."""

import json
import logging
import time
from collections.abc import Callable

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from endpoint.config import EndpointConfig
from endpoint.engine.service import ClientLeft, Service
from endpoint.face import language, operations
from endpoint.face.addresses import Mounted, root, site
from endpoint.face.files import downloads, validating
from endpoint.face.following import views as following
from endpoint.face.home import machines, start
from endpoint.face.lists import views as lists
from endpoint.face.lists.shelf import Shelf
from endpoint.face.query import completion, graphs, sparql
from endpoint.face.rates import Rates
from endpoint.face.reconciling import views as reconciling
from endpoint.face.things import views, vocabulary
from endpoint.face.things.reasons import views as reasons
from endpoint.problems import MEDIA_TYPE, Problem

_LOG = logging.getLogger("endpoint.access")
_ERRORS = logging.getLogger("endpoint.errors")
_CLIENT_LEFT = 499

#: What every answer says to a browser: nothing is loaded from elsewhere, framed or guessed.
_SECURITY = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After"),
)
#: A preview of a thing is there to be framed by whoever reconciles.
_FRAMED = tuple(
    (name, value.replace("frame-ancestors 'none'", "frame-ancestors *"))
    for name, value in _SECURITY
    if name != "X-Frame-Options"
)
_PREFLIGHT = (
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    ("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, If-Match, If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
)


def create_app(config: EndpointConfig, served: Service | None = None, rates: Rates | None = None) -> Flask:
    """Make the application that serves a release.

    :param config: its settings
    :param served: the engine behind it; made from the settings where it is not given
    :param rates: what counts requests, where several processes count together
    :returns: a WSGI application; each process that runs one has query processes of its own
    :raises KgError: if the release cannot be served
    """
    app = Flask("endpoint.face")
    app.config["MAX_CONTENT_LENGTH"] = config.body_megabytes * 1_000_000
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.extensions["osce_kg"] = served or Service(config)
    app.extensions["osce_kg_shelf"] = Shelf()
    app.url_map.strict_slashes = False
    app.register_blueprint(sparql.blueprint)
    app.register_blueprint(completion.blueprint)
    app.register_blueprint(graphs.blueprint)
    app.register_blueprint(operations.blueprint)
    for module in (views, reasons, vocabulary, downloads, start, machines, lists, validating, reconciling, following):
        app.register_blueprint(module.blueprint)
    _hook(app, config, rates or Rates(config.rate, config.burst))
    _speak(app)
    app.wsgi_app = _behind_proxies(Mounted(app.wsgi_app, config.public_url), config.trusted_proxies)  # type: ignore[method-assign,assignment]
    return app


def _speak(app: Flask) -> None:
    """Give templates the messages, dates and numbers of the language of a request."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(
        lambda message: language.catalogue(language.chosen()).gettext(message),
        lambda one, many, n: language.catalogue(language.chosen()).ngettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.filters["number"] = language.number
    app.jinja_env.filters["day"] = language.in_words
    app.context_processor(
        lambda: {
            "served": app.config.get("SERVED", True),
            "words_offline": language.offline,
            "root": root(),
            "site": site(),
            "tongue": language.chosen(),
            "tongues": language.switch(),
            "language_name": language.name_of,
        }
    )


def _behind_proxies(application: Mounted, number: int) -> Mounted | ProxyFix:
    """Believe what so many proxies say of the client; where there are none, nobody."""
    if not number:
        return application
    return ProxyFix(application, x_for=number, x_proto=number, x_host=number, x_prefix=number)


def _hook(app: Flask, config: EndpointConfig, rates: Rates) -> None:
    def begin() -> Response | None:
        g.began = time.perf_counter()
        if request.method == "OPTIONS":
            return Response(status=204)
        _refuse_coding()
        if request.path not in operations.UNLIMITED:
            rates.count(request.remote_addr or "unknown")
        return None

    def finish(response: Response) -> Response:
        _add_headers(response, config.cors_origin)
        response.call_on_close(_access_logger(response))
        return response

    app.before_request(begin)
    app.after_request(finish)
    app.register_error_handler(Problem, _refuse)
    app.register_error_handler(ClientLeft, lambda _left: Response(status=_CLIENT_LEFT))
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(Exception, _fail)


def _refuse_coding() -> None:
    """Take bodies as they are alone (RFC 9110 §12.5.3, §15.5.16).

    :raises Problem: 415
    """
    given = request.headers.get("Content-Encoding", "identity").strip().lower()
    if given not in ("", "identity"):
        detail = f"the body is coded as {given!r}: send it as it is"
        raise Problem(415, detail, kind="coding", headers={"Accept-Encoding": "identity"})


def _add_headers(response: Response, origin: str) -> None:
    response.headers.extend(_FRAMED if request.endpoint == "reconciling.preview" else _SECURITY)
    response.headers.add("Access-Control-Allow-Origin", origin)
    if request.method == "OPTIONS":
        response.headers.extend(_PREFLIGHT)


def _access_logger(response: Response) -> Callable[[], None]:
    line = {
        "method": request.method,
        "path": request.path,
        "client": request.remote_addr,
        "status": response.status_code,
    }
    began, observe = g.get("began", time.perf_counter()), operations.observe

    def log() -> None:
        seconds = time.perf_counter() - began
        observe(str(line["path"]), response.status_code, seconds)
        _LOG.info(json.dumps(line | {"ms": round(seconds * 1000, 1), "bytes": response.content_length}))

    return log


def _refuse(problem: Problem) -> Response:
    return Response(
        problem.body(request.path),
        problem.status,
        dict(problem.headers) | {"Cache-Control": "no-store"},
        content_type=MEDIA_TYPE,
    )


def _refuse_http(error: HTTPException) -> Response:
    """Answer what the framework refuses in the same form as everything else."""
    if error.code is not None and error.code < 400:
        return Response(status=error.code, headers=error.get_headers())
    detail = {404: "there is nothing at this address", 413: "the body is too large"}.get(error.code or 0)
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return _refuse(Problem(error.code or 400, detail or error.name.lower(), headers=headers))


def _fail(error: Exception) -> Response:
    """Log what nobody foresaw, and tell the client no more than that."""
    _ERRORS.error("unforeseen failure at %s", request.path, exc_info=error)
    return _refuse(Problem(500, "the server failed; the operator's log says how", kind="failure"))
