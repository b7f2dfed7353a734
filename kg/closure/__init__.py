"""Stage 5: what the ontology entails of the data (OWL 2 RL)."""
