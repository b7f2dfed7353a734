"""How well a release's documents were read, as quality measurements of its dataset.

Source: Data on the Web Best Practices: Data Quality Vocabulary, https://www.w3.org/TR/vocab-dqv/.
"""

from kg.facts.scores import Score, score_card
from kg.iris import Iris
from kg.namespaces import XSD
from kg.nquads import QuadWriter


def state_quality(out: QuadWriter, iris: Iris, dataset: str) -> None:
    """State the score card: a metric for each kind and measure, a measurement for each set of pages.

    :param out: the graph of the description
    :param dataset: IRI of the release's dataset
    """
    for score in score_card():
        metric = iris.thing("metric", f"{score.measure}-of-{score.kind}")
        out.type(metric, "dqv:Metric")
        out.text(metric, "skos:prefLabel", f"{score.measure} of {score.kind}s read", "en")
        out.text(metric, "skos:definition", _DEFINITIONS[score.measure], "en")
        out.link(metric, "dqv:expectedDataType", f"{XSD}decimal")
        _measure(out, iris, dataset, metric, score)


def _measure(out: QuadWriter, iris: Iris, dataset: str, metric: str, score: Score) -> None:
    me = iris.relation("measurement", score.pages, score.kind, score.measure)
    out.link(dataset, "dqv:hasQualityMeasurement", me)
    out.type(me, "dqv:QualityMeasurement")
    out.link(me, "dqv:computedOn", dataset)
    out.link(me, "dqv:isMeasurementOf", metric)
    out.typed(me, "dqv:value", score.value, f"{XSD}decimal")
    note = f"95 % interval {score.low} to {score.high}, {score.cases} cases, on {score.pages}"
    out.text(me, "skos:note", note, "en")


_DEFINITIONS = {
    "precision": "share of what was read that annotators of the same pages also read",
    "recall": "share of what annotators of pages read that was read",
}
