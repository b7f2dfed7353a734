"""Run every benchmark, one after another, each in a process of its own: ``python -m bench``."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def benches() -> list[str]:
    """Name the benchmarks: modules of this folder with a ``main``, and packages with a ``__main__``."""
    modules = [path.stem for path in HERE.glob("*.py") if "def main(" in path.read_text(encoding="utf-8")]
    packages = [path.parent.name for path in HERE.glob("*/__main__.py")]
    return sorted({*modules, *packages} - {"__main__"})


def main() -> int:
    """Run them and tell how many failed."""
    failed = [name for name in benches() if _run(name) != 0]
    for name in failed:
        print(f"bench.{name} failed", file=sys.stderr)
    return min(len(failed), 1)


def _run(name: str) -> int:
    print(f"\n== bench.{name}", flush=True)
    return subprocess.run([sys.executable, "-u", "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
