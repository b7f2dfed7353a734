"""Programs of others, fetched from their registries once and kept beside the checkout's environment."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / ".clients"
NPM = ("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
MAVEN = ("mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=classpath.txt")
_SECONDS = 300


class Unavailable(Exception):
    """A program that fetches or runs is not installed, or a registry is out of reach."""


def fetched(name: str, sources: Path, command: Sequence[str], wanted: str) -> Path:
    """Run a fetching command once, whatever number of processes ask.

    :param name: of the folder in :data:`KEPT`
    :param sources: folder of files that the command reads
    :param command: run in a copy of that folder, for five minutes at most
    :param wanted: the file that it writes; where it is younger than the sources, nothing is done
    :returns: that file
    :raises Unavailable: if there is no such command, or it fails
    """
    needs(command[0])
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources.iterdir():
        shutil.copy(source, folder)
    lock = folder / "lock"
    until = time.monotonic() + _SECONDS
    has_run = False
    while not (_is_fresh(folder / wanted, sources) or has_run) and time.monotonic() < until:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            time.sleep(0.5)
            continue
        try:
            has_run = True
            _run(command, folder)
            if (folder / wanted).exists():  # Maven leaves a file alone that would be the same.
                (folder / wanted).touch()
        finally:
            lock.unlink()
    if not _is_fresh(folder / wanted, sources):
        raise Unavailable(f"{command[0]} did not write {wanted} in {folder}: remove the folder and call again")
    return folder / wanted


def _is_fresh(path: Path, sources: Path) -> bool:
    return path.exists() and path.stat().st_mtime >= max(source.stat().st_mtime for source in sources.iterdir())


def needs(program: str) -> None:
    """Make sure that a program is installed.

    :raises Unavailable: if it is not
    """
    if shutil.which(program) is None:
        raise Unavailable(f"{program} is not installed")


def _run(command: Sequence[str], folder: Path) -> None:
    try:
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{command[0]} did not end within {_SECONDS} s") from None
    if ended.returncode:
        said = (ended.stdout + ended.stderr)[-300:]
        raise Unavailable(f"{command[0]} could not fetch what it should: {said}")
