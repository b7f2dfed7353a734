"""The deep reading of a document, stage by stage: phrases, who holds which role, agents, words, contacts."""
