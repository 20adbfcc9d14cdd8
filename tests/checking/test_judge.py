"""The judge: which mistakes are named, that none is guessed, and that one error is told once."""

import numpy as np
import pytest

from grader.exercise import Exercise, Mistake, load
from grader.judge import DRAWS, Trial, examine, trial
from utils.checking.calling import call
from utils.checking.structure import relate

RNG = np.random.default_rng(0)
TABLES = [RNG.normal(size=shape) for shape in ((4, 3), (2, 5), (3, 3), (5, 2))]
VECTORS = [RNG.normal(size=n) for n in (4, 3, 5, 2)]


def judged(name, function, part=None):
    return examine(name, lambda args, provided: call(function, args, provided), part)


@pytest.mark.parametrize("name, spoil", [
    ("wrong sign", lambda e: -e), ("transposed", lambda e: e.T), ("transposed, wrong sign", lambda e: -e.T),
    ("constant factor", lambda e: 3 * e), ("constant factor", lambda e: -e / 2), ("constant offset", lambda e: e + 0.25),
    ("absolute value", np.abs), ("clipped at zero", lambda e: np.maximum(e, 0)), ("truncated to integers", np.trunc),
    ("all zeros", np.zeros_like), ("summed over rows", lambda e: e.sum(axis=0)), ("squared", np.square),
    ("extra axis", lambda e: e[None]), ("rows reversed", lambda e: e[::-1]), ("flattened", np.ravel),
    ("running sum over rows", lambda e: np.cumsum(e, axis=0)), ("rounded to 2 digits", lambda e: np.round(e, 2)),
    ("first row in every row", lambda e: np.broadcast_to(e[0], e.shape)), ("transposed, constant factor", lambda e: 2 * e.T),
    ("reshaped, not transposed", lambda e: e.reshape(e.shape[::-1])),
    ("wrong in the first row", lambda e: np.vstack([e[:1] + 1, e[1:]])),
    ("wrong in every column but the first", lambda e: np.hstack([e[:, :1], 0 * e[:, 1:]])),
    ("wrong beside the diagonal", lambda e: e * np.where(np.eye(*e.shape) > 0, 1, 7)),
    ("wrong where the result should be negative", lambda e: np.where(e < 0, 0.1 * e ** 2, e)),
    ("a factor that changes", lambda e: e * (1 + np.sum(e ** 2))),
])
def test_a_relation_has_a_name(name, spoil):
    assert relate([spoil(e) for e in TABLES], TABLES).name == name


@pytest.mark.parametrize("name, spoil", [
    ("reversed", lambda e: e[::-1]), ("sorted", np.sort), ("shifted by one", lambda e: np.roll(e, 1)),
    ("diagonal matrix", np.diag), ("summed to one number", np.sum), ("first entry alone", lambda e: e[0]),
    ("last entry missing", lambda e: e[:-1]), ("mean taken away", lambda e: e - e.mean()),
    ("running sum", np.cumsum), ("repeated in every row", lambda e: np.broadcast_to(e, (len(e), len(e)))),
])
def test_a_relation_of_vectors_has_a_name(name, spoil):
    assert relate([spoil(e) for e in VECTORS], VECTORS).name == name


@pytest.mark.parametrize("name, change", [
    ("N times too large", lambda e, n: e * n), ("N times too small", lambda e, n: e / n),
    ("N times too small, wrong sign", lambda e, n: -e / n), ("√(N) times too small", lambda e, n: e / np.sqrt(n)),
    ("N times too large, and a factor", lambda e, n: e * n * 2), ("divided by N - 1 in place of N", lambda e, n: e * n / (n - 1)),
    ("N squared times too small", lambda e, n: e / n ** 2)])
def test_a_size_of_the_case_is_recognised_as_a_factor(name, change):
    sizes = [4, 2, 3, 5]
    assert relate([change(e, n) for e, n in zip(TABLES, sizes)], TABLES, [{"N": n} for n in sizes]).name == name


@pytest.mark.parametrize("name, change", [
    ("this is q", lambda e, q: q), ("this is minus q", lambda e, q: -q), ("factor missing: q", lambda e, q: e / q),
    ("factor too much: q", lambda e, q: e * q), ("too large by q", lambda e, q: e + q), ("too small by q", lambda e, q: e - q),
    ("mixed with q", lambda e, q: 2 * e - 3 * q), ("this is q, times 5", lambda e, q: 5 * q)])
def test_another_quantity_is_recognised(name, change):
    q = [RNG.normal(size=e.shape) for e in TABLES]
    kind = "arguments" if "mixed" in name or "times" in name else "related"
    found = relate([change(e, v) for e, v in zip(TABLES, q)], TABLES, **{kind: [{"r": v + 1, "q": v} for v in q]})
    assert found.name == name


def test_nothing_is_named_where_nothing_fits():
    rng = np.random.default_rng(1)
    assert relate([rng.normal(size=e.shape) for e in TABLES], TABLES) is None
    assert relate(TABLES, TABLES) is None


def test_one_draw_that_disagrees_takes_the_name_away():
    got = [-e for e in TABLES]
    got[2] = got[2] + RNG.normal(size=got[2].shape)
    assert relate(got, TABLES) is None or relate(got, TABLES).name is None


def test_nothing_is_named_on_few_numbers():
    assert relate([np.array(2.0)], [np.array(1.0)]) is None
    assert relate([np.array(2.0), np.array(4.0)], [np.array(1.0), np.array(2.0)]) is None


def test_draws_differ_and_cover_all_inputs():
    drawn = trial("affine")
    assert len(drawn.cases) % DRAWS == 0
    first, second = drawn.cases[0][0], drawn.cases[len(drawn.cases) // DRAWS][0]
    assert not np.allclose(first, second)
    assert not np.allclose(first, trial("affine", (7,)).cases[0][0])


def test_a_wrong_earlier_answer_is_counted_once():
    space = {"np": np}
    exec("def softmax(z):\n    return z / z.sum()\n"
         "def relu(z):\n    return np.maximum(z, 0)\n"
         "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
         "def affine(x, W, b):\n    return x @ W\n"
         "def forward(x, params):\n"
         "    cache, h = {'x': x}, x\n"
         "    for k, f in ((1, relu), (2, sigmoid), (3, softmax)):\n"
         "        z = affine(h, params[f'W{k}'], params[f'b{k}'])\n"
         "        h = f(z)\n"
         "        cache[f'z{k}'], cache['p' if k == 3 else f'h{k}'] = z, h\n"
         "    return cache", space)
    assert judged("softmax", space["softmax"]).mistake == "a over the sum of a"
    assert judged("forward", space["forward"]).passed
    assert space["softmax"](np.array([1.0, 3.0]))[0] == 0.25        # and the notebook's own functions are back


def test_an_error_of_its_own_is_told_beside_a_wrong_earlier_answer():
    space = {"np": np}
    exec("def relu(z):\n    return z\n"
         "def forward(x, params):\n"
         "    z1 = x @ params['W1']\n"
         "    return {'x': x, 'z1': z1, 'h1': relu(z1)}", space)
    assert judged("forward", space["forward"]).hint.startswith("z1: The bias is missing")


def test_an_unwritten_exercise_is_said_to_be_unwritten():
    def affine(x, W, b):
        raise NotImplementedError()
    assert judged("affine", affine).mistake == "not written"


def test_the_text_of_an_exception_is_never_shown():
    def affine(x, W, b):
        raise ValueError(f"shape of {x} {W} {b}")
    hint = judged("affine", affine).hint
    assert "ValueError" in hint and "[" not in hint.replace("ipykernel", "")


def test_a_mistake_that_raises_on_some_case_does_not_stop_the_judge():
    def fails_when_wide(x, W, b):
        if W.shape[1] > 3:
            raise ValueError("shape")
        return x @ W + 2.5 * b
    verdict = judged("affine", fails_when_wide)
    assert not verdict.passed and verdict.hint


def test_two_known_mistakes_at_once_are_both_told():
    exercise = Exercise("sum_of_parts", "none", lambda a, b: a + b,
                        lambda rng: iter([(rng.normal(size=4), rng.normal(size=4)) for _ in range(4)]),
                        (Mistake("a squared", lambda a, b: a * a + b, "a enters squared."),
                         Mistake("b cubed", lambda a, b: a + b ** 3, "b enters cubed.")), arguments=("a", "b"))
    drawn = Trial(exercise, list(exercise.inputs(np.random.default_rng(0))))
    from grader.diagnosis import diagnose
    outcomes = [call(lambda a, b: a * a + b ** 3, args) for args in drawn.cases]
    assert diagnose(drawn, outcomes).mistake == "a squared + b cubed"


def test_a_mistake_keeps_its_name_when_it_overflows_and_when_it_writes_into_its_argument():
    assert judged("cross_entropy", lambda p, y: np.sum(y * np.log(p))).mistake == "minus missing"

    def keeps_negative(z):
        z[z > 0] = 0
        return z
    verdict = judged("relu", keeps_negative)
    assert verdict.mistake == "keeps the negative side" and "writes into its argument z" in verdict.hint


def test_every_step_of_a_chain_is_judged_on_the_values_before_it():
    def forward(x, params):
        cache = dict(load("forward").reference(x, params))
        cache["z1"] = cache["z1"] + 1
        cache["h1"] = np.maximum(cache["z1"], 0)
        for key, name, args in load("forward").steps(cache, x, params):
            if key not in ("z1", "h1"):
                cache[key] = load(name).reference(*args)
        return cache
    assert judged("forward", forward).mistake == "z1: 1 added"


def test_the_same_wrong_answer_is_looked_into_once(monkeypatch):
    import grader.diagnosis as diagnosis
    real, count = diagnosis.diagnose, []
    monkeypatch.setattr(diagnosis, "diagnose", lambda *asked: count.append(1) or real(*asked))
    first = judged("relu", lambda z: z * 0.123)
    assert judged("relu", lambda z: 0.123 * z) == first and len(count) == 1


def test_values_beside_the_reference_pass_where_any_will_do():
    def loss(p, y):
        true = p[np.argmax(y)]
        return -np.log(true) if true else 1e6
    assert judged("cross_entropy", loss).passed
    assert not judged("cross_entropy", lambda p, y: loss(p, y) if p[np.argmax(y)] else np.inf).passed
    assert load("cross_entropy").lesson == "01_forward_pass"


def test_an_exercise_that_does_not_exist_is_an_error_of_the_author():
    from grader.hidden import hidden_test
    with pytest.raises(KeyError):
        hidden_test("no_such_exercise", len)


def _pass_down(slope, bias=lambda delta: delta.sum(axis=0)):
    """backward_deep with slope(layer, last hidden layer, name, z)."""
    from grader.exercises.batches.networks import DERIVATIVES, FUNCTIONS
    right = {name: lambda z, name=name: DERIVATIVES[name](z, FUNCTIONS[name](z)) for name in FUNCTIONS}

    def answer(cache, Y, params, activations):
        grads, delta = {}, (cache["p"] - Y) / len(Y)
        for layer in range(len(activations) + 1, 0, -1):
            h = cache[f"h{layer - 1}" if layer > 1 else "x"]
            grads[f"W{layer}"], grads[f"b{layer}"] = h.T @ delta, bias(delta)
            if layer > 1:
                name, z = activations[layer - 2], cache[f"z{layer - 1}"]
                delta = delta @ params[f"W{layer}"].T * slope(layer - 1, len(activations), right[name], z)
        return grads
    return answer


def test_a_mistake_made_in_one_layer_alone_is_told_with_its_place():
    first = judged("backward_deep", _pass_down(lambda layer, last, right, z: 1 if layer == 1 else right(z)), "W1")
    assert first.mistake == "derivative missing, in layer 1 only" and first.hint.startswith("Only in layer 1: ")
    last = judged("backward_deep", _pass_down(lambda layer, last, right, z: 1 if layer == last else right(z)))
    assert last.mistake == "derivative missing, in the last hidden layer only"


def test_of_two_mistakes_in_one_pass_those_are_told_that_explain_the_other_parts_too():
    verdict = judged("backward_deep", _pass_down(lambda layer, last, right, z: 1, lambda delta: delta.mean(axis=0)), "b1")
    assert verdict.mistake == "1/N again in the biases + derivative missing"


def test_of_one_argument_two_formulas_are_not_added_up_to_a_third():
    assert judged("sigmoid_derivative", lambda z: 1 - 2 * load("sigmoid").reference(z)).mistake is None


def test_a_length_that_decides_is_told():
    def three_hidden_layers(X, params, activations):
        return load("forward_deep").reference(X, params, [activations[0], activations[1], activations[2]])
    assert "only where len(activations) is 3" in judged("forward_deep", three_hidden_layers).hint
    needs_one = lambda X, params, activations: activations[0] and load("forward_deep").reference(X, params, activations)
    assert judged("forward_deep", needs_one).mistake == "stops where len(activations) is 0"


@pytest.mark.parametrize("rename, words", [
    (lambda key: "d" + key, "something before or after"), (str.lower, "capital and small"),
    (lambda key: 7, "none of its keys"), (lambda key: "delta" + key[1:], "none of its keys")])
def test_a_missing_key_is_told_with_what_is_there_in_its_place(rename, words):
    def renamed(cache, y, params):
        return {rename(key): value for key, value in load("backward").reference(cache, y, params).items()}
    assert words in judged("backward", renamed, "W2").hint


def test_a_missing_key_is_told_of_the_case_that_asks_for_most():
    def from_layer_3_on(cache, Y, params, activations):
        grads = load("backward_deep").reference(cache, Y, params, activations)
        return {key: value for key, value in grads.items() if int(key[1:]) > 2}
    verdict = judged("backward_deep", from_layer_3_on, "W1")
    assert verdict.mistake == "key missing" and "empty" not in verdict.hint


def test_a_zero_that_is_overwritten_is_a_mutation_however_small_the_number():
    def overwrites(P, Y):
        P[P == 0] = 1e-14
        return -np.sum(Y * np.log(P)) / len(P)
    assert judged("batch_loss", overwrites).mistake == "writes into its arguments"


@pytest.mark.parametrize("limit", [4.5, 6])
def test_an_argument_that_is_cut_off_is_told(limit):
    clipped = lambda z: load("sigmoid_derivative").reference(np.clip(z, -limit, limit))
    assert judged("sigmoid_derivative", clipped).mistake == "cut off where z is large"


def test_where_numbers_do_not_fit_it_is_the_writing_that_is_told():
    def writes(delta, W):
        W *= delta
        return W.sum(axis=1)
    verdict = judged("hidden_gradient", writes)
    assert verdict.mistake == "writes into its arguments" and "exactly 0" not in verdict.hint
