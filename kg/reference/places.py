"""Places: seats with coordinates, capitals, cities of meetings, and areas with a note on status."""

from collections.abc import Iterator

from kg.iris import slug
from kg.namespaces import XSD
from kg.reference.register import Register

_GEONAMES = "https://sws.geonames.org/"
#: Named as the OSCE names it; the tables state no host State and no State code (ontology decision D12).
_KOSOVO_NOTE = (
    "Named as in the titles of OSCE documents. Neither the name nor its place here says anything about status; "
    "the mandate is PC.DEC/305."
)


def write_places(register: Register) -> None:
    """Write each city once, with coordinates where a field operation's seat gives them."""
    to, iris = register.to, register.iris
    kosovo = iris.place("kosovo")
    to.type(kosovo, "osce:Place")
    to.label(kosovo, "Kosovo")
    to.text(kosovo, "osce:statusNote", _KOSOVO_NOTE, "en")
    located: set[str] = set()
    written: set[str] = set()
    for city, area, coordinates in _cities(register):
        place = register.place(city)
        if slug(city) not in written:
            written.add(slug(city))
            to.type(place, "osce:Place")
            to.label(place, city)
        if area:
            to.link(place, "osce:withinPlace", iris.place(area))
        if coordinates and slug(city) not in located:
            located.add(slug(city))
            latitude, longitude, geonames = coordinates
            to.typed(place, "geo:lat", latitude, f"{XSD}decimal")
            to.typed(place, "geo:long", longitude, f"{XSD}decimal")
            if geonames:
                to.link(place, "osce:externalMatch", f"{_GEONAMES}{geonames}/")


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
