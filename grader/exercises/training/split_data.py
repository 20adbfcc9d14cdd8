"""split_data: put some samples aside, for a test that nothing has been fitted to."""

import numpy as np

from grader.exercise import SLIP, Complaint, Mistake

from .rows import complaint_of_parts, draw, pair, places, triples


def reference(X, Y, n_held, rng):
    """kept = order[n_held:], held = order[:n_held],  order a random permutation of 0 ... N-1

    X: (N, n). Y: (N, C). n_held: how many samples are put aside. rng: a numpy Generator.
    Returns (X_kept, Y_kept), (X_held, Y_held); every sample is in exactly one of the two.
    """
    X, Y = np.asarray(X), np.asarray(Y)
    order = rng.permutation(len(X))
    held, kept = order[:n_held], order[n_held:]
    return (X[kept], Y[kept]), (X[held], Y[held])


def inputs(rng):
    one, other = (int(seed) for seed in rng.integers(2**31, size=2))
    X, Y = draw(rng, 17, 3, 4)                                   # 17 = 12 + 5: the parts cannot be taken for each other
    for seed in (one, other, one):                               # the same seed again: is it rng that decides?
        yield X, Y, 5, np.random.default_rng([seed, 1])
    yield rng.permutation(42).reshape(14, 3), np.eye(2)[np.arange(14) // 7], 4, np.random.default_rng(other)
                                                                 # whole numbers; sorted by class: unshuffled ends hurt
    X, Y = draw(rng, 11, 2, 3)
    yield X, Y, 8, np.random.default_rng(one)                    # more held than kept
    yield X, Y, 1, np.random.default_rng(other)


NO_PAIRS = Complaint("not two pairs", "Two pairs are expected, (X_kept, Y_kept) and (X_held, Y_held), arrays with a row a sample.")
FLAT = Complaint("four arrays", "Four arrays come back; two pairs are expected: (X_kept, Y_kept), (X_held, Y_held).")
SWAPPED = Complaint("parts swapped", "The two parts are swapped: the samples that are kept come first.")
COUNT = Complaint("wrong number held", "The part that is put aside has not n_held samples.")
LEAK = Complaint("test data leaks",
                 "Some samples are in both parts: what the test asks has then been seen in training.")
REPLACED = Complaint("drawn with replacement", "Some samples come twice within a part: draw each at most once.")
LOST = Complaint("samples lost", "Some samples are in neither part.")
APART = Complaint("labels shuffled apart",
                  "The images are there, but not with their own labels: X and Y have to be split by the same row numbers.")
UNSHUFFLED = Complaint("not shuffled",
                       "The split follows the order of the file. Files are often sorted, by class or by writer: draw at random.")
FIXED = Complaint("rng not used", "Other random numbers give the same split: draw it from rng, the generator that is handed in.")
ELSEWHERE = Complaint("random numbers from elsewhere",
                      "Called twice with the same rng state, it gives two splits: all chance should come from rng.")


def verify(cases, values):
    """The first thing wrong with the two parts of any case, or with the choice taken over all; None for right ones."""
    chosen, sorted_ends = [], []
    for (X, Y, n_held, _), value in zip(cases, values):
        complaint = _complaint(value, X, Y, n_held)
        if complaint:
            return complaint
        held = set(places(pair(value[1])[0], X))
        chosen.append(held)
        sorted_ends.append(held in (set(range(n_held)), set(range(len(X) - n_held, len(X)))))
    if all(sorted_ends):
        return UNSHUFFLED
    if any(chosen[start] != chosen[start + 2] for start in triples(cases)):
        return ELSEWHERE
    if all(chosen[start] == chosen[start + 1] for start in triples(cases)):
        return FIXED
    return None


def _complaint(value, X, Y, n_held):
    if isinstance(value, (list, tuple)) and len(value) == 4 and all(isinstance(item, np.ndarray) for item in value):
        return FLAT
    parts = [pair(item) for item in value] if isinstance(value, (list, tuple)) and len(value) == 2 else [None]
    if None in parts:
        return NO_PAIRS
    complaint, (kept, held) = complaint_of_parts(parts, X, Y)
    if complaint and complaint.name == "samples changed":
        return complaint
    if set(kept) & set(held):
        return LEAK
    if len(set(kept)) < len(kept) or len(set(held)) < len(held):
        return REPLACED
    if complaint:
        return LOST if complaint.name == "samples lost" else APART
    if len(held) != n_held:
        return SWAPPED if len(kept) == n_held else COUNT
    return None


def _split(X, Y, kept, held):
    return (X[kept], Y[kept]), (X[held], Y[held])


def _by(order_of):
    def formula(X, Y, n_held, rng):
        order = order_of(X, Y, rng)
        return _split(X, Y, order[n_held:], order[:n_held])
    return formula


def _overlapping(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    return _split(X, Y, order, order[:n_held])


def _two_draws(X, Y, n_held, rng):
    return _split(X, Y, rng.permutation(len(X))[n_held:], rng.permutation(len(X))[:n_held])


def _replacement(X, Y, n_held, rng):
    held = rng.integers(len(X), size=n_held)
    kept = np.setdiff1d(np.arange(len(X)), held)
    return _split(X, Y, kept, held)


def _labels_apart(X, Y, n_held, rng):
    first, second = rng.permutation(len(X)), rng.permutation(len(X))
    return (X[first[n_held:]], Y[second[n_held:]]), (X[first[:n_held]], Y[second[:n_held]])


def _labels_in_file_order(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    return (X[order[n_held:]], Y[n_held:]), (X[order[:n_held]], Y[:n_held])


def _one_lost(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    return _split(X, Y, order[n_held + 1:], order[:n_held])


def _in_place(X, Y, n_held, rng):
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return (X[n_held:], Y[n_held:]), (X[:n_held], Y[:n_held])


def _said(complaint, formula, kind="misconception"):
    return Mistake(complaint.name, formula, complaint.words, kind)


MISTAKES = [
    _said(UNSHUFFLED, _by(lambda X, Y, rng: np.arange(len(X)))),
    Mistake("the last rows of the file", lambda X, Y, n_held, rng: (
        (X[:-n_held], Y[:-n_held]), (X[-n_held:], Y[-n_held:])), UNSHUFFLED.words),
    _said(LEAK, _overlapping),
    Mistake("two draws", _two_draws,
            "The two parts are drawn apart from each other, so that they overlap: draw one order and cut it once."),
    _said(REPLACED, _replacement),
    _said(APART, _labels_apart),
    Mistake("labels in file order", _labels_in_file_order,
            "The images are drawn at random and the labels are taken in file order: they no longer belong together."),
    _said(LOST, _one_lost, SLIP),
    _said(SWAPPED, lambda X, Y, n_held, rng: reference(X, Y, n_held, rng)[::-1], SLIP),
    Mistake("n_held taken for the kept part",
            lambda X, Y, n_held, rng: reference(X, Y, len(X) - n_held, rng), SWAPPED.words, SLIP),
    _said(FLAT, lambda X, Y, n_held, rng: sum(reference(X, Y, n_held, rng), ()), SLIP),
    Mistake("X and Y paired the other way", lambda X, Y, n_held, rng: tuple(zip(*reference(X, Y, n_held, rng))),
            "The images of both parts come first, then the labels of both: a pair is the images and labels of one part.",
            SLIP),
    _said(FIXED, _by(lambda X, Y, rng: np.random.default_rng(0).permutation(len(X)))),
    _said(ELSEWHERE, _by(lambda X, Y, rng: np.random.default_rng().permutation(len(X)))),
    Mistake("shuffles its arguments", _in_place,
            "X and Y themselves are shuffled: the caller's arrays change under its hands. Shuffle row numbers instead.",
            SLIP),
    Mistake("held samples only", lambda X, Y, n_held, rng: reference(X, Y, n_held, rng)[1],
            "Only one pair comes back: the kept samples are needed as well as those put aside.", SLIP),
]
