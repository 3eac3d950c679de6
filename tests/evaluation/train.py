"""Learn the weights by which topics lift: `python -m tests.evaluation.train DATA [--write]`.

Logistic regression on the pairs of DATA/desk, and on rows of published tables (tests/evaluation/tables.py). What is
printed is held out: each fold's families are weighed by what was learnt from the others'. --write ships the table
learnt from all, with the held-out curve of the pairs that the words of the metrics do not confirm.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from service.matching.encoding import VERSION
from service.matching.model import SHIPPED, read_term
from tests.evaluation.desk import FOLDS, Desk, Pair, fold_of, load
from tests.evaluation.tables import TablePair, pairs_of_tables

RIDGE = 150.0
MARKS = {
    "own_less": (0.1, 0.2),
    "own_more": (0.2, 0.4, 0.6, 0.8),
    "covered_least": (0.5, 0.7, 0.85),
    "covered_most": (0.7, 0.9),
    "left_less": (0.2, 0.5),
    "left_more": (0.5, 1.0),
    "meaning": (0.5, 0.6, 0.7, 0.8),
    "meaning_of_metrics": (0.4, 0.6, 0.8),
    "own_strongest_less": (0.2, 0.4, 0.6),
    "own_in_metric_more": (0.2, 0.4, 0.6),
    "own_name_less": (0.2, 0.4, 0.6),
    "proper_names_less": (0.1, 0.3, 0.5),
    "proper_names_more_none_shared": (0.3, 0.5),
    "left_alike": (0.3, 0.5),
}
PRODUCTS = (
    "own_less * figures_same",
    "own_less * any_name_shared",
    "own_less * same_day",
    "own_less * figures_near",
    "own_less * figures_doubled",
    "across_languages * covered_least",
    "same_day * names_shared",
    "same_day * figures_same",
    "figures_doubled * counted",
    "figures_near * left_more",
    "figures_near * left_less",
    "figures_near * covered_least",
    "frequency_not_implied * same_measure",
    "frequency_not_implied * in_percent",
    "subject_on_one_side * words_left_in_lone_subject",
    "left_more * left_less",
    "own_strongest_less * meaning",
    "own_strongest_less * figures_same",
    "own_strongest_less * left_alike",
    "left_more * meaning",
    "own_in_metric_more * figures_same",
    "own_in_metric_more * figures_near",
    "figures_far * meaning",
    "same_day * meaning",
    "subject_on_one_side * own_strongest_more",
    "things_unlike * counted",
    "proper_names_less * meaning",
    "left_alike * left_on_both",
    "day_in_month * in_percent",
    "day_in_month * in_money",
    "day_in_month * counted",
    "day_in_month * names_shared",
    "across_languages * meaning",
    "across_languages * names_shared",
    "only_one_says_frequency * only_one_says_change",
    "counts_another * figures_near",
    "proper_names_more_none_shared * meaning",
    "proper_names_more_none_shared * figures_near",
    "proper_names_more_none_shared * subject_on_one_side",
    "two_places_apart * names_shared",
    "two_places_apart * figures_near",
    "measured_apart * names_shared",
    "measured_apart * counted",
    "adds_a_word * smaller_says_more",
    "adds_a_word * in_percent",
    "adds_a_word * in_money",
    "adds_a_word * figures_near",
    "adds_a_word * names_shared",
)
CONFIRMED_PRECISION = 0.985
"""Of what is lifted; with what the words of the metrics alone confirm it comes to 0.98 in all."""
FALSE_SUGGESTED_PER_FACT = 0.5
"""Of all four pairs of editors together; a person looks at no more."""

PRECISIONS = (0.99, 0.985, 0.98, 0.97, 0.95, 0.9, 0.85, 0.8, 0.7)


def term_names(desk: Desk) -> list[str]:
    marks = [f"{name} > {mark:g}" for name, above in MARKS.items() for mark in above]
    return [*desk.pairs[0].numbers, *marks, *PRODUCTS]


def design(numbers: list[dict[str, float]], names: list[str]) -> np.ndarray:
    terms = [read_term(name) for name in names]
    return np.array([[term.value(one) for term in terms] for one in numbers])


def fit(rows: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Newton's method with a ridge; give the weights of the numbers as they are, and the constant."""
    middle, spread = rows.mean(0), rows.std(0)
    spread[spread < 1e-9] = np.inf
    scaled = np.column_stack([np.ones(len(rows)), (rows - middle) / spread])
    ridge = np.eye(scaled.shape[1]) * RIDGE
    ridge[0, 0] = 0
    beta = np.zeros(scaled.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ beta, -30, 30)))
        slope = scaled.T @ (chance - labels) + ridge @ beta
        bend = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + ridge
        step = np.linalg.solve(bend, slope)
        beta -= step
        if np.abs(step).max() < 1e-8:
            break
    weights = beta[1:] / spread
    return weights, float(beta[0] - weights @ middle)


Labelled = tuple[np.ndarray, np.ndarray]


def held_out(desk: Desk, entries: Labelled, rows: Labelled) -> np.ndarray:
    """The chance of each pair of entries by weights that know neither of its families."""
    ours, theirs = (np.array([fold_of(pair.families[side]) for pair in desk.pairs]) for side in (0, 1))
    odds = np.zeros(len(entries[1]))
    for fold in range(FOLDS):
        known = (ours != fold) & (theirs != fold)
        weights, constant = fit(*joined((entries[0][known], entries[1][known]), rows))
        odds[ours == fold] = entries[0][ours == fold] @ weights + constant
    return 1 / (1 + np.exp(-odds))


def joined(entries: Labelled, rows: Labelled) -> Labelled:
    return np.vstack([entries[0], rows[0]]), np.concatenate([entries[1], rows[1]])


def labelled(pairs: Sequence[Pair | TablePair], names: list[str]) -> Labelled:
    return design([pair.numbers for pair in pairs], names), np.array([float(pair.is_same) for pair in pairs])


def curve(desk: Desk, chances: np.ndarray) -> Iterator[dict[str, float]]:
    """For each precision the lowest threshold that holds it among what is lifted, and the share of all true pairs."""
    wanted = sum(desk.wanted.values())
    lifted = sorted(
        (
            (chance, pair.is_same)
            for chance, pair in zip(chances, desk.pairs, strict=True)
            if not pair.by_words and pair.is_lifted(chance, 0.0)
        ),
        reverse=True,
    )
    for precision in PRECISIONS:
        right, best = 0, (1.0, 0)
        for count, (chance, is_same) in enumerate(lifted, 1):
            right += is_same
            if right >= precision * count:
                best = float(chance), right
        yield {"threshold": round(best[0], 4), "precision": precision, "recall": round(best[1] / wanted, 4)}


def report(desk: Desk, chances: np.ndarray) -> list[dict[str, float]]:
    """Print the curve and how well the chances hold."""
    wanted = sum(desk.wanted.values())
    print(f"{len(desk.pairs)} pairs weighed; of {wanted} true ones never weighed: {dict(desk.lost)}")
    sure = [pair.is_same for pair in desk.pairs if pair.by_words]
    print(f"by the words of the metrics alone: {sum(sure)} true, {len(sure) - sum(sure)} false")
    points = list(curve(desk, chances))
    for point in points:
        print(f"lifted: precision {point['precision']:.3f}: recall {point['recall']:.3f} from {point['threshold']} on")
        print(f"  confirmed in all: {told_of(desk, chances, point['threshold'])}")
    for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.1)):
        inside = [(one, pair.is_same) for one, pair in zip(chances, desk.pairs, strict=True) if low <= one < high]
        if inside:
            said, true = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            print(f"  said {said:.3f}, true {true:.3f}, {len(inside)} pairs")
    return points


def told_of(desk: Desk, chances: np.ndarray, threshold: float) -> str:
    """What the service confirms at a threshold, by words or topic: recall and precision, in all and by set."""
    confirmed = Counter[tuple[str, bool]]()
    for chance, pair in zip(chances, desk.pairs, strict=True):
        is_sure = pair.by_words and (chance >= threshold or not pair.is_doubtful)
        if is_sure or (not pair.by_words and pair.is_lifted(chance, threshold)):
            confirmed[pair.set, pair.is_same] += 1
            confirmed["all", pair.is_same] += 1
    wanted = desk.wanted | {"all": sum(desk.wanted.values())}
    return ", ".join(
        f"{name} {confirmed[name, True] / wanted[name]:.3f} at"
        f" {confirmed[name, True] / max(1, confirmed[name, True] + confirmed[name, False]):.3f}"
        for name in ("all", *sorted(desk.wanted))
    )


def suggested_from(desk: Desk, chances: np.ndarray) -> float:
    """The lowest chance from which on a person is shown no more false pairs than is bearable."""
    wrong = sorted((one for one, pair in zip(chances, desk.pairs, strict=True) if not pair.is_same), reverse=True)
    facts = sum(desk.wanted.values()) / 4
    threshold = round(float(wrong[int(FALSE_SUGGESTED_PER_FACT * facts)]), 4)
    right = sum(pair.is_same for one, pair in zip(chances, desk.pairs, strict=True) if one >= threshold)
    print(f"suggested from {threshold} on: with confirmed {right / (4 * facts):.3f} of all true pairs")
    return threshold


def table_of(names: list[str], learnt: Labelled, points: list[dict[str, float]], suggested_threshold: float) -> str:
    rows, labels = learnt
    weights, constant = fit(rows, labels)
    terms = {"1": (round(constant, 6), 1.0)}
    for name, weight, usual in zip(names, weights, rows.mean(0), strict=True):
        if rounded := round(float(weight), 6):
            terms[name] = rounded, round(float(usual), 6)
    thresholds = {point["precision"]: point["threshold"] for point in points}
    table = {
        "version": "desk-9",
        "encoder": VERSION,
        "learnt_from": f"{len(labels)} pairs of entries and of rows, of which {int(labels.sum())} speak of one fact",
        "confirmed_threshold": thresholds[CONFIRMED_PRECISION],
        "suggested_threshold": suggested_threshold,
        "curve": points,
        "terms": terms,
    }
    return json.dumps(table, indent=1) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    desk = load(given.data)
    names = term_names(desk)
    entries, rows = labelled(desk.pairs, names), labelled(pairs_of_tables(given.data), names)
    chances = held_out(desk, entries, rows)
    points, suggested = report(desk, chances), suggested_from(desk, chances)
    if given.write:
        SHIPPED.write_text(table_of(names, joined(entries, rows), points, suggested), encoding="utf-8")


if __name__ == "__main__":
    main()
