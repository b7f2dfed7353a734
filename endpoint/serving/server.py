"""gunicorn over the application: fronts with threads, on a socket that the supervisor holds."""

import logging
import os
import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from prometheus_client.multiprocess import mark_process_dead

from endpoint.config import METRICS_FOLDER, EndpointConfig
from endpoint.face.app import create_app
from endpoint.face.rates import Rates
from endpoint.serving.fronts import Front

_LONGEST_LINE, _MOST_FIELDS = 8190, 60


def _forget_front(arbiter: object, front: Any) -> None:
    """Leave what a front that ended had under way out of the metrics; its counters stay."""
    del arbiter
    if METRICS_FOLDER in os.environ:
        mark_process_dead(front.pid)  # type: ignore[no-untyped-call]


class Server(BaseApplication):  # type: ignore[misc]
    """The gunicorn application of an endpoint.

    :param config: the endpoint's settings
    :param descriptor: number of the listening socket
    """

    def __init__(self, config: EndpointConfig, descriptor: int) -> None:
        self._config, self._descriptor = config, descriptor
        # Made before the fronts are forked, which count together.
        self._rates = Rates(config.rate, config.burst)
        super().__init__()

    @property
    def origin(self) -> str:
        """Whose pages may read what is answered."""
        return self._config.cors_origin

    def load_config(self) -> None:
        """Set what gunicorn needs to know."""
        settings = {
            "bind": f"fd://{self._descriptor}",
            "workers": self._config.fronts,
            "threads": self._config.threads,
            "worker_class": Front,
            "timeout": 60,
            "graceful_timeout": int(self._config.timeout) + 5,
            "keepalive": 20,
            "limit_request_line": _LONGEST_LINE,
            "limit_request_fields": _MOST_FIELDS,
            "limit_request_field_size": _LONGEST_LINE,
            "loglevel": "warning",
            "worker_tmp_dir": None,
            "control_socket_disable": True,
            "child_exit": _forget_front,
            # What proxies say is read by the application, and only from as many of them as the operator names.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "secure_scheme_headers": {},
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, in each front by itself."""
        app = create_app(self._config, rates=self._rates)
        app.extensions["osce_kg"].watch()
        return app


def main() -> None:
    """Run the fronts: settings on standard input, the listening socket's number as argument."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    Server(EndpointConfig.from_json(sys.stdin.read()), int(sys.argv[1])).run()


if __name__ == "__main__":
    main()
