"""One epoch's batches: is every sample in exactly one of them, with its label, in an order that chance decides?"""

import numpy as np

from .shuffled import LOST, Finding, complaint_of_parts, draw_samples, pair, places, triples, turned

NO_BATCHES = Finding(
    "not a list of pairs", "A sequence of pairs (X_batch, Y_batch) is expected, each with a row a sample in both.")
NOT_CUT = Finding("not cut into batches", "X and Y are shuffled and whole: they still have to be cut into batches.")
NO_LABELS = Finding("labels left out", "The batches hold images only: each needs its labels beside them.")
LAST_LOST = Finding("last short batch lost",
                      "The samples left over at the end are lost: the last batch may be shorter than the others.")
REPLACED = Finding("drawn with replacement",
                     "Some samples come twice and others never: the batches are drawn anew, not dealt out of one order.")
TURNED = Finding("labels first", "The pairs are the other way round: the images come first, then their labels.")
SIZES = Finding("other batch sizes", "Every batch but the last should have batch_size rows.")
COUNTED = Finding("batch_size taken for the number of batches", "There are batch_size batches; each should have batch_size rows.")
LONGER = Finding("last batch too long", "The last batch has more than batch_size rows: what is left is a batch of its own.")
EMPTY = Finding("empty batch", "Where nothing is left over at the end, an empty batch comes all the same.")
PADDED = Finding("last batch filled up",
                   "The last batch is filled up with samples that have had their turn: it may be shorter.")
UNSHUFFLED = Finding("not shuffled", "The samples stand in the order in which they came: nothing is shuffled.")
BLOCKS = Finding("only the batches shuffled",
                   "Samples that stood side by side stay together: it is the samples that need shuffling, not the batches.")
INSIDE = Finding("shuffled inside batches only",
                   "Each batch holds the same samples whatever rng says: shuffle first, then cut.")
ROTATED = Finding("rotated, not shuffled", "The order only starts at another sample, or runs backwards; neighbours stay neighbours.")
BY_CLASS = Finding("class by class", "The samples come class by class, so that a batch holds hardly more than one class: every "
                                     "order should be equally likely.")
BARELY = Finding("barely shuffled", "Most samples keep their place: every order should be equally likely.")
FIXED = Finding("rng not used", "Other random numbers give the same order: draw the order from rng, the generator that is handed in.")
ELSEWHERE = Finding("random numbers from elsewhere",
                      "Called twice with the same rng state, it gives two orders: all chance should come from rng.")


def verify(cases, values):
    """The first thing wrong with the batches of any case, or with their orders taken together; None for right ones."""
    orders, sizes = [], None
    for (X, Y, batch_size, _), value in zip(cases, values):
        complaint, found = _complaint(value, X, Y, batch_size)
        if complaint:
            return complaint
        sizes = sizes or _complaint_of_sizes([len(at) for at in found], batch_size)
        orders.append(found)
    if sizes and all(len(found) == args[2] for args, found in zip(cases, orders) if args[2] <= len(args[0])):
        return COUNTED
    return _blocks(_cut(cases, orders)) if sizes is SIZES and _blocks(_cut(cases, orders)) else \
        sizes or _complaint_of_orders(cases, orders)


def _complaint_of_sizes(rows, batch_size):
    rows, empty = [count for count in rows if count], 0 in rows
    if any(count != batch_size for count in rows[:-1]):
        return SIZES
    return LONGER if rows[-1] > batch_size else EMPTY if empty else None


def _complaint(value, X, Y, batch_size):
    batches = [pair(item) for item in value] if isinstance(value, (list, tuple)) else []
    if not batches or None in batches:
        return _not_pairs(value, X), None
    if all(turned(item, X, Y) for item in value):
        return TURNED, None
    complaint, found = complaint_of_parts(batches, X, Y)
    rows = [len(at) for at in found]
    whole = len(X) // batch_size * batch_size
    if complaint is LOST and sum(rows) == whole and set(rows) == {batch_size}:
        return LAST_LOST, found
    if complaint and complaint.name == "samples twice":
        if set(rows) == {batch_size} and len(rows) == -(-len(X) // batch_size) and len(set(np.concatenate(found))) == len(X):
            return PADDED, found
        return (REPLACED if sum(rows) <= len(X) else complaint), found
    return complaint, found


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
    cut = _cut(cases, found)
    if _blocks(cut):
        return BLOCKS
    if all(set(batch) == set(range(k * args[2], min((k + 1) * args[2], len(args[0]))))
           for args, at in cut for k, batch in enumerate(at)):
        return INSIDE
    classes = [np.argmax(args[1], axis=1)[order] for (args, _), order in zip(long, orders)]
    if all(np.all(np.diff(row) >= 0) for row in classes):
        return BY_CLASS
    if all(np.ptp(np.diff(order) % len(order)) == 0 for order in orders):
        return ROTATED
    whole = [np.concatenate(at) for at in found]
    if any(not np.array_equal(whole[start], whole[start + 2]) for start in triples(cases)):
        return ELSEWHERE
    if all(np.array_equal(whole[start], whole[start + 1]) for start in triples(cases)):
        return FIXED
    if np.mean([np.mean(order == np.arange(len(order))) for order in orders]) > 0.5:
        return BARELY
    return None


def _cut(cases, found):
    """The cases with several batches of several samples."""
    return [(args, at) for args, at in zip(cases, found) if 1 < args[2] < len(args[0]) > 8]


def _blocks(cut):
    return BLOCKS if all(np.all(np.diff(batch) == 1) for _, at in cut for batch in at) else None


def cases(rng):
    """Arguments of minibatches, with what each brings to light."""
    one, other = (int(seed) for seed in rng.integers(2**31, size=2))
    X, Y = draw_samples(rng, 23, 3, 4)                                   # a short last batch: 23 = 4 · 5 + 3
    for seed in (one, other, one):                               # the same seed again: is it rng that decides?
        yield X, Y, 5, np.random.default_rng([seed, 1])
    X, Y = draw_samples(rng, 13, 2, 3)                                   # 5 + 5 + 3, not 5 + 4 + 4
    yield X, Y, 5, np.random.default_rng(one)
    yield rng.permutation(60).reshape(12, 5), np.eye(2)[np.arange(12) // 6], 4, np.random.default_rng(other)
                                                                 # whole numbers; sorted by class; no short batch
    X, Y = draw_samples(rng, 9, 4, 2)
    yield X, Y, 1, np.random.default_rng(one)                    # one sample a batch
    yield X, Y, 9, np.random.default_rng(other)                  # all in one
    yield X, Y, 20, np.random.default_rng(one)                   # more asked for than there are
