"""Runs the installed command for somebody else's data: no network, bounded memory and processor time.

Call: ``python -m endpoint.engine.bounded BYTES SECONDS COMMAND...``.
"""

import os
import sys

from kg import sandbox
from kg.cli import main as run


def main(arguments: list[str]) -> None:
    """Bound this process, then run the command in it, and exit as it does.

    :param arguments: bytes of memory, seconds of processor time, then the words of the command
    """
    memory, seconds, *command = arguments
    sandbox.end_with_parent()
    sandbox.limit_resources(int(memory), int(seconds))
    sandbox.refuse_network()
    os.nice(5)
    sys.argv[1:] = command
    run()


if __name__ == "__main__":
    main(sys.argv[1:])
