"""What each reference table must look like: its columns, and what may stand in them.

The words after a column's name are its kind: ``id`` (unique slug), ``date`` (ISO 8601, any precision), ``dates``
(several, parted by semicolons), ``ref`` / ``refs`` (one id, or several, of the named tables), ``enum`` (one of, parted
by ``|`` if they have spaces), ``int``, ``degrees``, ``qid`` (Wikidata), ``alpha2``, ``alpha3``, ``m49``, ``alpha4``
(codes of States), ``url``, ``sources`` (of ``sources.csv``, by id, key or address), ``columns`` (of this table),
``text``. A trailing ``!`` means that the cell must not be empty.
"""

from collections.abc import Mapping

_EVIDENCE = {"source": "sources", "confirmed": "enum! yes no", "unconfirmed_fields": "text", "note": "text"}
_LANGUAGES = ("fr", "de", "it", "ru", "es")
_STATE_NAMES = {
    "label_en": "text!",
    **{f"label_{tag}": "text!" for tag in _LANGUAGES},
    **{f"altlabel_{tag}": "text" for tag in _LANGUAGES},
    "alt_names_en": "text",
    "demonyms_en": "text",
}
_STATE_CODES = {"iso2": "alpha2!", "iso3": "alpha3!", "m49": "m49!"}
_STATE_LINKS = {
    "capital": "text",
    "wikidata": "qid!",
    "wikidata_alt": "qid",
    "geonames_id": "int",
    "eu_authority": "authority!",
}
_STATES = "participating_states partners former_states"
_LABELS = {f"label_{tag}": "text" for tag in _LANGUAGES}
_STRUCTURE_KINDS = (
    "organization|decision-making body|subsidiary body|institution|secretariat|secretariat unit|chair|structure|"
    "representative|parliamentary assembly|assembly body|court|related body"
)
#: Kinds of post, concepts of the scheme ``post-kind``.
POST_KINDS = (
    "chairpersonship|chairperson|co-chair|head|deputy head|representative|personal representative|"
    "special representative|adviser"
)
#: Kinds of source, concepts of the scheme ``source-kind``.
SOURCE_KINDS = "osce|state|intergovernmental|scholarly|press|dataset|encyclopedia|other"
#: Kinds of tenure, concepts of the scheme ``tenure-kind``.
TENURE_KINDS = "full|acting|designated"
_BODIES = "structures field_operations"

#: Table → column → kind, in the order of the file.
TABLES: Mapping[str, Mapping[str, str]] = {
    "participating_states": {
        "id": "id!",
        "name": "text!",
        "official_name": "text!",
        **_STATE_CODES,
        "admission_date": "date!",
        "helsinki_final_act_signed": "date",
        "charter_of_paris_signed": "date",
        "original_participant": "enum! yes no",
        **_STATE_LINKS,
        **_STATE_NAMES,
        **_EVIDENCE,
    },
    "partners": {
        "id": "id!",
        "name": "text!",
        "official_name": "text!",
        **_STATE_CODES,
        "partnership": "text!",
        "partner_since": "date",
        "partner_since_year": "date!",
        "decision": "text",
        **_STATE_LINKS,
        **_STATE_NAMES,
        **_EVIDENCE,
    },
    "former_states": {
        "id": "id!",
        "name": "text!",
        "iso3166_3": "alpha4!",
        "participation_from": "date!",
        "participation_to": "date!",
        "signed_final_act": "date",
        "signed_charter_of_paris": "date",
        "successor_ids": "refs! participating_states",
        "wikidata": "qid",
        "source": "sources",
        "confirmed": "enum! yes no",
        "note": "text",
    },
    "names_history": {
        "id": f"ref! {_STATES} {_BODIES} meeting_series",
        "name": "text!",
        "lang": "text!",
        "from": "date",
        "to": "date",
        "kind": "text!",
        "source": "sources",
        "confirmed": "enum! yes no",
        "note": "text",
    },
    "structures": {
        "id": "id!",
        "name": "text!",
        "abbreviation": "text",
        "kind": f"enum! {_STRUCTURE_KINDS}",
        "parent_id": f"ref {_BODIES}",
        "seat": "text",
        "seat_state_id": f"ref {_STATES}",
        "established": "date",
        "ended": "date",
        "decision": "text",
        "decision_date": "date",
        "wikidata": "qid",
        "osce_slug": "text",
        "alt_names": "text",
        "in_texts": "enum no",
        "in_seed": "enum! yes no",
        **_EVIDENCE,
    },
    "field_operations": {
        "id": "id!",
        "name": "text!",
        "short_name": "text",
        "former_names": "text",
        "kind": "text!",
        "status": "enum! current closed transformed unknown",
        "host_state_id": f"ref {_STATES}",
        "host_name_at_time": "text",
        "seat_city": "text",
        "seat_lat": "degrees",
        "seat_lon": "degrees",
        "seat_geonames_id": "int",
        "mandate_decision": "text",
        "mandate_decision_unconfirmed": "text",
        "mandate_date": "date",
        "later_decisions": "text",
        "established": "date!",
        "started_work": "date",
        "mandate_end": "date",
        "closed": "date",
        "predecessor_ids": "refs field_operations",
        "successor_ids": "refs field_operations",
        "osce_slug": "text",
        "osce_slug_old": "text",
        "osce_node": "text",
        "wikidata": "qid",
        **_EVIDENCE,
    },
    "chairpersonships": {
        "id": "id!",
        "year": "date!",
        "state_id": f"ref {_STATES}",
        "state_name_at_time": "text",
        "chairperson": "text",
        "from": "date!",
        "to": "date!",
        "role": "text",
        "wikidata": "qid",
        **_EVIDENCE,
    },
    "posts": {
        "id": "id!",
        "name": "text!",
        "alt_names": "text",
        "abbreviation": "text",
        "body_id": f"ref! {_BODIES}",
        "kind": f"enum! {POST_KINDS}",
        "heads": f"ref {_BODIES}",
        "seats": "int",
        **_LABELS,
        "in_texts": "enum yes",
        "wikidata": "qid",
        **_EVIDENCE,
    },
    "officials": {
        "id": "id!",
        "person": "text!",
        "person_id": "ref persons",
        "office_id": "ref! posts",
        "office": "text!",
        "kind": f"enum! {TENURE_KINDS}",
        "nationality_state_id": f"ref {_STATES}",
        "on_behalf_of": f"ref {_STATES}",
        "appointed_on": "date",
        "appointed_by": f"ref {_BODIES}",
        "from": "date",
        "to": "date",
        "attested": "dates",
        "wikidata": "qid",
        **_EVIDENCE,
    },
    "fsc_chairs": {
        "id": "id!",
        "year": "date!",
        "trimester": "enum! 1 2 3",
        "state_id": f"ref! {_STATES}",
        "from": "date",
        "to": "date",
        **_EVIDENCE,
    },
    "persons": {
        "id": "id!",
        "name": "text!",
        "alt_names": "text",
        "wikidata": "qid",
        "viaf": "text",
        "gnd": "text",
        "isni": "text",
        **_EVIDENCE,
    },
    "meeting_series": {
        "id": "id!",
        "name": "text!",
        "nav_order": "int!",
        "dimension": "enum! politico-military economic-environmental human cross-dimensional",
        "body_id": "ref structures",
        "first_held": "date",
        "frequency": "text",
        "alt_names": "text",
        "definition": "text",
        **_EVIDENCE,
    },
    "meetings": {
        "id": "id!",
        "series_id": "ref meeting_series",
        "kind": "text!",
        "number": "int",
        "name": "text!",
        "year": "date!",
        "city": "text",
        "host_state_id": f"ref {_STATES}",
        "host_name_at_time": "text",
        "from": "date",
        "to": "date",
        "chair_state_id": f"ref {_STATES}",
        "outcome": "text",
        **_EVIDENCE,
    },
    "fields_of_work": {
        "id": "id!",
        "label_en": "text!",
        "nav_order": "int!",
        "dimension": "text!",
        "definition_en": "text!",
        **{f"label_{tag}": "text!" for tag in _LANGUAGES},
        "eurovoc_exact": "text",
        "eurovoc_close": "text",
        "unbis_exact": "text",
        "unbis_close": "text",
        "wikidata_exact": "text",
        "wikidata_close": "text",
        "wikidata_unconfirmed": "text",
        "match_source": "sources",
        "confirmed": "enum! yes no",
        "unconfirmed_fields": "text",
        "note": "text",
    },
}

#: Further names: of places in datelines, of bodies in the printed "Source" field, and of bodies in all languages; what
#: was retired; where things are found elsewhere; and the sources of all tables.
NAME_TABLES: Mapping[str, Mapping[str, str]] = {
    "places": {
        "id": "id!",
        "name": "text!",
        "lat": "degrees!",
        "lon": "degrees!",
        "geonames_id": "int",
        **_EVIDENCE,
    },
    "place_names": {"place": "text!", "name": "text!", "from": "date", "to": "date", "note": "text"},
    "source_names": {"org": f"ref! {_BODIES}", "name": "text!", "note": "text"},
    "body_names": {
        "org": f"ref! {_BODIES}",
        "name": "text!",
        "lang": "enum! en fr de it ru es",
        "form": "enum! label variant abbreviation",
        "in_texts": "enum yes",
        "source": "sources!",
    },
    "retired": {"thing": "text!", "replaced_by": "text", "note": "text!"},
    "sources": {
        "id": "id!",
        "key": "text",
        "title": "text!",
        "publisher": "text!",
        "address": "url!",
        "copy": "url",
        "kind": f"enum! {SOURCE_KINDS}",
        "read": "date!",
        "licence": "url",
        "note": "text",
    },
}

#: Pairs of columns of which the first must not be later than the second.
PERIODS = (
    ("from", "to"),
    ("participation_from", "participation_to"),
    ("established", "closed"),
    ("established", "ended"),
)
