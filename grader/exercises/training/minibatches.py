"""minibatches: one epoch's batches, every sample in exactly one of them."""

import numpy as np

from grader.exercise import SLIP, Complaint, Mistake

from .rows import LOST, complaint_of_parts, draw, pair, places, triples


def reference(X, Y, batch_size, rng):
    """batch k = (X[order[kB : (k+1)B]], Y[order[kB : (k+1)B]]),  order a random permutation of 0 ... N-1

    X: (N, n). Y: (N, C). batch_size: B >= 1. rng: a numpy Generator, from which the order is drawn.
    Returns a list of pairs; every batch has B rows, the last one what is left.
    """
    X, Y = np.asarray(X), np.asarray(Y)
    order = rng.permutation(len(X))
    return [(X[order[start:start + batch_size]], Y[order[start:start + batch_size]])
            for start in range(0, len(X), batch_size)]


def inputs(rng):
    one, other = (int(seed) for seed in rng.integers(2**31, size=2))
    X, Y = draw(rng, 23, 3, 4)                                   # a short last batch: 23 = 4 · 5 + 3
    for seed in (one, other, one):                               # the same seed again: is it rng that decides?
        yield X, Y, 5, np.random.default_rng([seed, 1])
    X, Y = draw(rng, 13, 2, 3)                                   # 5 + 5 + 3, not 5 + 4 + 4
    yield X, Y, 5, np.random.default_rng(one)
    yield rng.permutation(60).reshape(12, 5), np.eye(2)[np.arange(12) // 6], 4, np.random.default_rng(other)
                                                                 # whole numbers; sorted by class; no short batch
    X, Y = draw(rng, 9, 4, 2)
    yield X, Y, 1, np.random.default_rng(one)                    # one sample a batch
    yield X, Y, 9, np.random.default_rng(other)                  # all in one
    yield X, Y, 20, np.random.default_rng(one)                   # more asked for than there are


NO_BATCHES = Complaint(
    "not a list of pairs", "A sequence of pairs (X_batch, Y_batch) is expected, each with a row a sample in both.")
NOT_CUT = Complaint("not cut into batches", "X and Y are shuffled and whole: they still have to be cut into batches.")
NO_LABELS = Complaint("labels left out", "The batches hold images only: each needs its labels beside them.")
LAST_LOST = Complaint("last short batch lost",
                      "The samples left over at the end are lost: the last batch may be shorter than the others.")
REPLACED = Complaint("drawn with replacement",
                     "Some samples come twice and others never: the batches are drawn anew, not dealt out of one order.")
SIZES = Complaint("other batch sizes", "Every batch but the last should have batch_size rows.")
PADDED = Complaint("last batch filled up",
                   "The last batch is filled up with samples that have had their turn: it may be shorter.")
UNSHUFFLED = Complaint("not shuffled", "The samples stand in the order in which they came: nothing is shuffled.")
BLOCKS = Complaint("only the batches shuffled",
                   "Samples that stood side by side stay together: it is the samples that need shuffling, not the batches.")
INSIDE = Complaint("shuffled inside batches only",
                   "Each batch holds the same samples whatever rng says: shuffle first, then cut.")
ROTATED = Complaint("rotated, not shuffled", "The order only starts at another sample; neighbours stay neighbours.")
BARELY = Complaint("barely shuffled", "Most samples keep their place: every order should be equally likely.")
FIXED = Complaint("rng not used", "Other random numbers give the same order: draw the order from rng, the generator that is handed in.")
ELSEWHERE = Complaint("random numbers from elsewhere",
                      "Called twice with the same rng state, it gives two orders: all chance should come from rng.")


def verify(cases, values):
    """The first thing wrong with the batches of any case, or with their orders taken together; None for right ones."""
    orders = []
    for (X, Y, batch_size, _), value in zip(cases, values):
        complaint, found = _complaint(value, X, Y, batch_size)
        if complaint:
            return complaint
        orders.append(found)
    return _complaint_of_orders(cases, orders)


def _complaint(value, X, Y, batch_size):
    batches = [pair(item) for item in value] if isinstance(value, (list, tuple)) else []
    if not batches or None in batches:
        return _not_pairs(value, X), None
    complaint, found = complaint_of_parts(batches, X, Y)
    rows = [len(at) for at in found]
    whole = len(X) // batch_size * batch_size
    if complaint is LOST and sum(rows) == whole and set(rows) == {batch_size}:
        return LAST_LOST, found
    if complaint and complaint.name == "samples twice":
        if sum(rows) > len(X) and set(rows) == {batch_size} and len(set(np.concatenate(found))) == len(X):
            return PADDED, found
        return (REPLACED if sum(rows) <= len(X) else complaint), found
    if complaint:
        return complaint, found
    if any(count != batch_size for count in rows[:-1]) or not 0 < rows[-1] <= batch_size:
        return SIZES, found
    return None, found


def _not_pairs(value, X):
    whole = pair(value)
    if whole and len(whole[0]) == len(X) and np.all(places(whole[0], X) >= 0):
        return NOT_CUT
    if isinstance(value, (list, tuple)) and value and all(
            isinstance(item, np.ndarray) and item.ndim == 2 and item.shape[1] == X.shape[1] for item in value):
        return NO_LABELS
    return NO_BATCHES


def _complaint_of_orders(cases, found):
    long = [(args, at) for args, at in zip(cases, found) if len(args[0]) > 8]
    orders = [np.concatenate(at) for _, at in long]
    if all(np.array_equal(order, np.arange(len(order))) for order in orders):
        return UNSHUFFLED
    cut = [(args, at) for args, at in long if 1 < args[2] < len(args[0])]
    if all(np.all(np.diff(batch) == 1) for _, at in cut for batch in at):
        return BLOCKS
    if all(set(batch) == set(range(k * args[2], min((k + 1) * args[2], len(args[0]))))
           for args, at in cut for k, batch in enumerate(at)):
        return INSIDE
    if all(np.all(np.diff(order) % len(order) == 1) for order in orders):
        return ROTATED
    whole = [np.concatenate(at) for at in found]
    if any(not np.array_equal(whole[start], whole[start + 2]) for start in triples(cases)):
        return ELSEWHERE
    if all(np.array_equal(whole[start], whole[start + 1]) for start in triples(cases)):
        return FIXED
    if np.mean([np.mean(order == np.arange(len(order))) for order in orders]) > 0.5:
        return BARELY
    return None


def _cut(X, Y, order, batch_size):
    return [(X[order[start:start + batch_size]], Y[order[start:start + batch_size]])
            for start in range(0, len(order), batch_size)]


def _labels_in_their_own_order(X, Y, batch_size, rng):
    return [(a, b) for (a, _), (_, b) in zip(_cut(X, Y, rng.permutation(len(X)), batch_size),
                                             _cut(X, Y, rng.permutation(len(X)), batch_size))]


def _labels_not_shuffled(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[start:start + batch_size]], Y[start:start + batch_size]) for start in range(0, len(X), batch_size)]


def _in_place(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return _cut(X, Y, np.arange(len(X)), batch_size)


def _shuffled_in_place_apart(X, Y, batch_size, rng):
    rng.shuffle(X)
    rng.shuffle(Y)
    return _cut(X, Y, np.arange(len(X)), batch_size)


def _batches_shuffled(X, Y, batch_size, rng):
    starts = np.arange(0, len(X), batch_size)
    if len(X) % batch_size:
        starts = np.append(rng.permutation(starts[:-1]), starts[-1])
    else:
        starts = rng.permutation(starts)
    return [(X[start:start + batch_size], Y[start:start + batch_size]) for start in starts]


def _inside(X, Y, batch_size, rng):
    batches = []
    for start in range(0, len(X), batch_size):
        order = start + rng.permutation(len(X[start:start + batch_size]))
        batches.append((X[order], Y[order]))
    return batches


def _drawn(X, Y, batch_size, rng):
    count = -(-len(X) // batch_size)
    return [(X[at], Y[at]) for at in (rng.integers(len(X), size=batch_size) for _ in range(count))]


def _array_split(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[at], Y[at]) for at in np.array_split(order, -(-len(X) // batch_size))]


def _padded(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    order = np.resize(order, -(-len(X) // batch_size) * batch_size)
    return _cut(X, Y, order, batch_size)


def _said(complaint, formula, kind="misconception"):
    return Mistake(complaint.name, formula, complaint.words, kind)


MISTAKES = [
    _said(LAST_LOST, lambda X, Y, batch_size, rng: [
        batch for batch in reference(X, Y, batch_size, rng) if len(batch[0]) == batch_size]),
    Mistake("labels shuffled apart", _labels_in_their_own_order,
            "The images are there, but not with their own labels: X and Y have to be reordered in the same way."),
    Mistake("labels not shuffled", _labels_not_shuffled,
            "The images are shuffled and the labels are not: the same reordering has to reach both."),
    _said(UNSHUFFLED, lambda X, Y, batch_size, rng: _cut(X, Y, np.arange(len(X)), batch_size)),
    _said(FIXED, lambda X, Y, batch_size, rng: reference(X, Y, batch_size, np.random.default_rng(0))),
    _said(ELSEWHERE, lambda X, Y, batch_size, rng: reference(X, Y, batch_size, np.random.default_rng())),
    _said(REPLACED, _drawn),
    _said(BLOCKS, _batches_shuffled),
    _said(INSIDE, _inside),
    _said(SIZES, _array_split, SLIP),
    _said(PADDED, _padded),
    _said(NOT_CUT, lambda X, Y, batch_size, rng: (lambda order: (X[order], Y[order]))(rng.permutation(len(X)))),
    _said(NO_LABELS, lambda X, Y, batch_size, rng: [batch for batch, _ in reference(X, Y, batch_size, rng)], SLIP),
    Mistake("first batch only", lambda X, Y, batch_size, rng: reference(X, Y, batch_size, rng)[:1],
            "Only one batch comes back: does return stand inside the loop? An epoch needs all of them.", SLIP),
    Mistake("batch_size taken for the number of batches",
            lambda X, Y, batch_size, rng: reference(X, Y, -(-len(X) // batch_size), rng),
            "There are batch_size batches; each should have batch_size rows."),
    Mistake("same batch again and again",
            lambda X, Y, batch_size, rng: (lambda all: [all[0]] * len(all))(reference(X, Y, batch_size, rng)),
            "Every batch is the first one: does the slice move on?", SLIP),
    Mistake("shuffles its arguments", _in_place,
            "X and Y themselves are shuffled: the caller's arrays change under its hands. Shuffle row numbers instead.",
            SLIP),
    Mistake("shuffles its arguments apart", _shuffled_in_place_apart,
            "rng.shuffle reorders the caller's own array, and twice it gives two orders: images and labels part."),
    Mistake("batches overlap", lambda X, Y, batch_size, rng: (lambda order: [
        (X[order[s:s + batch_size + 1]], Y[order[s:s + batch_size + 1]]) for s in range(0, len(X), batch_size)
    ])(rng.permutation(len(X))), "Neighbouring batches share a sample: a slice ends before its end.", SLIP),
    Mistake("rotated, not shuffled", lambda X, Y, batch_size, rng: _cut(
        X, Y, np.roll(np.arange(len(X)), int(rng.integers(1, len(X)))), batch_size), ROTATED.words),
]
