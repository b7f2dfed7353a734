"""Places: seats with coordinates, capitals, cities of meetings, and areas with a note on status."""

from collections.abc import Iterator

from kg.iris import slug
from kg.namespaces import XSD
from kg.reference.register import Register

_GEONAMES = "https://sws.geonames.org/"
_CARRIED = {"lat": "geo:lat", "lon": "geo:long", "geonames_id": "osce:externalMatch"}
#: Named as the OSCE names it; the tables state no host State and no State code (ontology decision D12).
_KOSOVO_NOTE = (
    "Named as in the titles of OSCE documents. Neither the name nor its place here says anything about status; "
    "the mandate is PC.DEC/305."
)


def write_places(register: Register) -> None:
    """Write each city once, with coordinates where ``places`` or a field operation's seat gives them."""
    to, iris = register.to, register.iris
    kosovo = iris.place("kosovo")
    to.type(kosovo, "osce:Place")
    to.label(kosovo, "Kosovo")
    to.text(kosovo, "osce:statusNote", _KOSOVO_NOTE, "en")
    known = {row["id"]: row for row in register.tables["places"]}
    located: set[str] = set()
    written: set[str] = set()
    for city, area, at in _cities(register):
        key, place = slug(city), register.place(city)
        if key not in written:
            written.add(key)
            to.type(place, "osce:Place")
            to.label(place, city)
            if key in known:
                register.evidence(place, known[key], _CARRIED)
        if area:
            to.link(place, "osce:withinPlace", iris.place(area))
        if key in known:
            at = known[key]["lat"], known[key]["lon"], known[key]["geonames_id"]
        if at and key not in located:
            located.add(key)
            _locate(register, place, *at)


def _locate(register: Register, place: str, latitude: str, longitude: str, geonames: str) -> None:
    register.to.typed(place, "geo:lat", latitude, f"{XSD}decimal")
    register.to.typed(place, "geo:long", longitude, f"{XSD}decimal")
    if geonames:
        register.to.link(place, "osce:externalMatch", f"{_GEONAMES}{geonames}/")


def _cities(register: Register) -> Iterator[tuple[str, str, tuple[str, str, str] | None]]:
    """Name every city of the tables, the area around it if known, and its coordinates if known."""
    tables = register.tables
    for row in tables["field_operations"]:
        if row["seat_city"]:
            at = (row["seat_lat"], row["seat_lon"], row["seat_geonames_id"]) if row["seat_lat"] else None
            area = row["host_state_id"] if row["kind"] != "personal representative" else ""
            yield row["seat_city"], area or ("kosovo" if row["seat_city"] == "Pristina" else ""), at
    for row in tables["structures"]:
        if row["seat"]:
            yield row["seat"], row["seat_state_id"], None
    for name in ("participating_states", "partners"):
        for row in tables[name]:
            if row["capital"] and slug(row["capital"]) != row["id"]:
                yield row["capital"], row["id"], None
    for row in tables["meetings"]:
        if row["city"]:
            yield row["city"], "" if row["host_name_at_time"] else row["host_state_id"], None
