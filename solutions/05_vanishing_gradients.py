# %% [markdown]
# # Lesson 5 · Vanishing gradients, and where weights should start
#
# **After this lesson you can** measure why the first layers of a deep network learn slowly, say when that must happen and
# when it need not, keep a gradient from exploding, and derive how large random weights should be at the start.
#
# **You need** lesson 4 (the backward pass for any depth and any batch), and what mean, variance and the length of a vector
# are.
#
# **It takes** about two and a half hours: nine exercises and four pictures to play with. A break after *One step too far* is a
# good idea.

# %% [markdown]
# ## Why
#
# In lesson 4's network of ten layers the first felt the loss about thirty times less than the last. For a long time this was
# why hardly anybody trained deep networks: the layers next to the input did not learn. The article that this course grew out
# of names three things to know about it: saturated units, vanishing gradients, and weights that have to start random. You have
# a backward pass, so each of them is a number that you can compute.

# %%
import numpy as np

from utils import check, worked_network
from utils.pictures import show
from utils.pictures.depth import draw_by_layer, draw_slopes

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# The next three cells come from earlier lessons. `activate` and `slope` are the activations and their derivatives by name;
# `forward_deep` and `backward_deep` are right answers of lesson 4.

# %% given="given_activations"
def activate(z, activation):
    """f(z), entry by entry. activation: "relu", "sigmoid" or "tanh"."""
    if activation == "sigmoid":
        return 0.5 + 0.5 * np.tanh(0.5 * z)      # the sigmoid, written so that nothing overflows
    return np.tanh(z) if activation == "tanh" else np.maximum(z, 0.0)

def slope(z, activation):
    """f'(z), entry by entry; ReLU's is 0 at 0."""
    h = activate(z, activation)
    return {"sigmoid": h * (1 - h), "tanh": 1 - h**2, "relu": 1.0 * (h > 0)}[activation]

# %% given="given_forward_deep"
def forward_deep(X, params, activations):
    cache, h, last = {"x": X}, X, len(activations) + 1
    for l, activation in enumerate(activations, start=1):
        cache[f"z{l}"] = h @ params[f"W{l}"] + params[f"b{l}"]
        cache[f"h{l}"] = h = activate(cache[f"z{l}"], activation)
    cache[f"z{last}"] = z = h @ params[f"W{last}"] + params[f"b{last}"]
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    cache["p"] = powers / powers.sum(axis=1, keepdims=True)
    return cache

# %% given="given_backward_deep"
def backward_deep(cache, Y, params, activations):
    grads, delta = {}, (cache["p"] - Y) / len(Y)
    for l in range(len(activations) + 1, 0, -1):
        below = cache[f"h{l - 1}"] if l > 1 else cache["x"]
        grads[f"W{l}"], grads[f"b{l}"] = below.T @ delta, delta.sum(axis=0)
        if l > 1:
            delta = (delta @ params[f"W{l}"].T) * slope(cache[f"z{l - 1}"], activations[l - 2])
    return grads

# %% [markdown]
# ## The worked network, once more
#
# Three layers, nine weights each, numbers that you know by heart by now. The *length* of a gradient is the root of the sum of
# the squares of all its entries, as for a vector.
#
# **Before you run the next cell:** which layer's weights have the longest gradient? How many times longer than the shortest
# would you guess? (`x[None]` makes a batch of one sample.)

# %%
def length(array):
    return np.sqrt(np.sum(np.square(array)))

x, params, y = worked_network()
cache = forward_deep(x[None], params, ["relu", "sigmoid"])
grads = backward_deep(cache, y[None], params, ["relu", "sigmoid"])
for name in ("W1", "W2", "W3"):
    print(f"∂L/∂{name}   length {length(grads[name]):.4f}")

# %% [markdown]
# A step of gradient descent moves the last weights about a hundred times as far as the first. Nobody chose that. And this
# network has only three layers.
#
# Where is it lost? Follow δ on its way down. For a single sample, δ of a layer is the gradient of that layer's bias, so it
# stands in `grads` already.
#
# **Before you run the next cell:** δ passes the weights $W_3$, the sigmoid, the weights $W_2$, and ReLU. Where does it lose most?

# %%
print(f"δ3                    {length(grads['b3']):.4f}")
print(f"∂L/∂h2 = δ3 @ W3.T    {length(grads['b3'] @ params['W3'].T):.4f}")
print(f"δ2 = ∂L/∂h2 * σ'(z2)  {length(grads['b2']):.4f}")
print(f"∂L/∂h1 = δ2 @ W2.T    {length(grads['b2'] @ params['W2'].T):.4f}")
print(f"δ1 = ∂L/∂h1 * relu'   {length(grads['b1']):.4f}")

# %% [markdown]
# The weights cost little. One line costs a factor of 18: the sigmoid. Two kinds of factor stand between δ of one layer and δ
# of the next, and this lesson takes them one after the other: the **slope** of the activation, then the **weights**.

# %% [markdown]
# ## The slope: saturation
#
# In lesson 3 you found $\sigma'(z) = h\,(1 - h)$ with $h = \sigma(z)$. How large can that be? Complete the square:
#
# $$h\,(1-h) = \tfrac14 - \left(h - \tfrac12\right)^2$$
#
# A square is never negative, so **the slope of a sigmoid is at most ¼**, and it is ¼ in one place only: $h = \tfrac12$, that is,
# $z = 0$. On either side it falls towards 0. For tanh the slope is $1 - h^2$, at most 1, again at $z = 0$. ReLU knows only 1
# (on) and 0 (off).
#
# **Before you run the next cell:** $h_2 = (0.939,\ 0.940,\ 0.982)$. Work out the three slopes; two digits are enough.

# %%
print("h2      ", cache["h2"][0])
print("σ'(z2)  ", slope(cache["z2"], "sigmoid")[0])

# %% [markdown]
# The entries of ∂L/∂h₂ are divided by about 17, 18 and 57. The first of them is by far the largest, so the length as a whole
# loses about as much as that one: the factor of 18.
#
# **Before you run the next cell:** sketch the three slopes over $z$, from −8 to 8: sigmoid, tanh, ReLU.

# %%
z = np.linspace(-8, 8, 400)
show(draw_slopes(z, {name: slope(z, name) for name in ("sigmoid", "tanh", "relu")}, flat=0.05),
     alt="The slopes of three activations over z from -8 to 8. The sigmoid's is a low hill, 0.25 at "
         "z = 0 and below 0.05 beyond z = 2.9 on both sides. That of tanh is a steep hill, 1 at z = 0 "
         "and below 0.05 beyond z = 2.2. ReLU's is 0 on the left and 1 on the right.")

# %% [markdown]
# A unit is called **saturated** where its slope is so small that next to nothing gets through. Where that begins is a matter
# of choice; we say: where the slope is below 0.05. For a sigmoid that means $|z| > 2.9$, for tanh $|z| > 2.2$, and for ReLU
# every unit that is off. ($z$ is also called the *pre-activation* of a unit; so do the pictures.)
#
# **Before you run the next cell**, two guesses. A sigmoid layer has 64 inputs of spread 1 (the *spread* is the standard
# deviation) and no bias.
#
# 1. Its weights have spread 0.125. Then $z$ has spread 1. Which share of the layer is saturated?
# 2. Its weights have spread 1. Then $z$ has spread 8. And now?
#
# (Why $z$ spreads $\sqrt{64} = 8$ times as much as the weights is derived further down, in *How large?*)
#
# Then find out with the sliders. What does a bias of 4 do? And what if you choose ReLU?
#
# <details><summary>Reading without Jupyter? A still picture</summary>
#
# ![The sigmoid and its derivative over a histogram of a layer's pre-activations](../../utils/stills/saturation.svg)
#
# </details>

# %%
from utils.widgets import saturation

saturation()

# %% [markdown]
# In the first case less than one unit in a hundred, in the second about seven in ten. The same layer, the same inputs: the
# size of the weights alone decides how much its slopes let through. A large bias does the same damage from one side.

# %% [markdown]
# ### Exercise: `saturated_fraction` · easy · 8 minutes
#
# Measure it: of all entries of $z$, every sample and every unit, which share has a slope below `flat`?

# %% exercise="saturated_fraction"
def saturated_fraction(z, activation, flat=0.05):
    """The share of the entries of z at which the activation's slope is smaller than flat.

    z: (N, n_units), the pre-activations of a layer, may hold whole numbers.
    activation: "relu", "sigmoid" or "tanh". flat: a number. Returns one number from 0 to 1.
    """
    ### BEGIN SOLUTION
    return np.mean(slope(z, activation) < flat)
    ### END SOLUTION

# %% test="saturated_fraction" points=2
check("saturated_fraction", saturated_fraction, activate=activate)

# %% [markdown]
# <details><summary>My number is larger than 1</summary>
#
# A share is a count divided by how many there are. What do you divide by? `len(z)` is the number of samples only.
#
# </details>
#
# <details><summary>The check says that the slope is taken at h</summary>
#
# `slope(z, activation)` applies the activation itself. If you hand it $h$, the activation is applied twice.
#
# </details>
#
# <details><summary>I do not know how to count</summary>
#
# A comparison of an array with a number gives an array of true and false, one for each entry.
#
# <details><summary>One step further</summary>
#
# In sums, true counts as 1 and false as 0. So the sum of such an array is a count. What is its mean?
#
# </details>
# </details>

# %% [markdown]
# Now with your function: the same layer for a range of weights.
#
# **Before you run the next cell:** in which column will the numbers not move at all?

# %%
rng = np.random.default_rng(0)
inputs, draw = rng.normal(size=(200, 64)), rng.normal(size=(64, 64))
print("spread of the weights   sigmoid   tanh    relu")
for spread in (0.02, 0.125, 0.3, 1.0):
    z = inputs @ (spread * draw)
    shares = [saturated_fraction(z, name) for name in ("sigmoid", "tanh", "relu")]
    print(f"{spread:<20}    {shares[0]:.3f}     {shares[1]:.3f}   {shares[2]:.3f}")

# %% [markdown]
# ReLU: whatever the scale, half of the entries of $z$ are negative. It pays a fixed price, one half, and never more for
# larger weights. Keep this half in mind: it comes back as a 2.

# %% [markdown]
# **Question 1.** The output layer saturates too: $p$ can be as good as 0 or 1. Yet a network that is sure and wrong has a large δ
# there. Why does the slope of the softmax not kill it?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* The softmax's slope does become tiny, but the cross-entropy's gradient $-y_i/p_i$ becomes as large as the slope
# becomes small. In the product the two cancel and $p - y$ is left, which is close to its largest size when the network is sure
# and wrong. With the squared error in place of the cross-entropy nothing would cancel, and δ would vanish.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## The product: ten layers
#
# Lesson 4's recursion leads from one layer to the one below it. (From here on the letters are small again, for one sample and
# for a batch alike.)
#
# $$\delta_l = \left(\delta_{l+1}\,W_{l+1}^\top\right) \circ f'(z_l)$$
#
# Take the smallest deep network there is: one unit in each layer. Then everything is a number, and ten steps are a product of
# ten times two factors:
#
# $$\delta_1 = \delta_{11}\; \prod_{l=1}^{10} w_{l+1}\, f'(z_l)$$
#
# **Before you run the next cell:** all ten weights are 1 and the activation is a sigmoid. What is the largest that $\delta_1$ can be
# when $\delta_{11} = 1$? ($2^{10}$ is about 1000.) The chain below starts with $h = \tfrac12$.

# %%
def chain(w, b, activation, h=0.5, depth=10):
    """What is left of δ = 1 behind a chain of single units; all have weight w and bias b."""
    left = 1.0
    for _ in range(depth):
        z = w * h + b
        left, h = left * w * slope(z, activation), activate(z, activation)
    return left

print("w = 1, b = 0:  ", chain(1.0, 0.0, "sigmoid"))

# %% [markdown]
# At most $4^{-10}$, about a millionth. A third of that is left: $z$ settles at 0.66, where the slope is 0.225 and not ¼.
#
# But the weights have a say as well: with $w = 4$ a factor $w\,\sigma'$ *can* be 1. Will it be?
#
# **Before you run the next cell:** five chains. Work out the first $z = \tfrac12 w + b$ of each. Which vanish, which hold, which
# explode?

# %%
for w, b in ((4.0, 0.0), (4.0, -2.0), (8.0, 0.0), (8.0, -4.0), (8.0, -4.4)):
    print(f"w = {w}, b = {b:4}:  {chain(w, b, 'sigmoid'):.2e}")

# %% [markdown]
# The third surprises most people: larger weights made it *worse*. They push $z$ away from 0, the unit saturates, and the slope
# falls faster than the weight grows. Only where $b = -w/2$ keeps $z$ at exactly 0 does the product hold ($w = 4$) or explode
# ($w = 8$: two to the power of ten). A nudge of the bias, and it is gone again. So a deep chain of sigmoids has no
# comfortable place: it vanishes almost everywhere and explodes in a corner.

# %% [markdown]
# ## What a layer can do at most
#
# With many units in a layer, $W$ is a matrix. By how much can one step of the recursion lengthen δ? (Two bars on each side,
# $\lVert\delta\rVert$, stand for the length of a vector.)
#
# *Entry by entry.* The Hadamard product multiplies entry $i$ by $f'(z_l[i])$, which is never more than the steepest slope
# $m = \max f'$. If no entry grows by more than a factor $m$, neither does the length.
#
# *As a matrix.* How much longer $\delta W^\top$ is than δ depends on the direction of δ. In one direction it is stretched most;
# that largest factor is called the **spectral norm** $\lVert W\rVert_2$. Both together:
#
# $$\lVert\delta_l\rVert \;\le\; m \cdot \lVert W_{l+1}\rVert_2 \cdot \lVert\delta_{l+1}\rVert$$
#
# **Before you run the next cell:** a matrix stretches the first axis by 3 and the second by 4. What is its spectral norm: 3,
# 4, 5 or 7?

# %%
W = np.array([[3.0, 0.0], [0.0, 4.0]])
for angle in (0, 30, 60, 90):
    delta = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    print(f"length 1 at {angle:2} degrees comes out with length {length(delta @ W.T):.3f}")

# %% [markdown]
# Never more than 4, and 4 only in the best direction. (5 is the root of the sum of all squares, a different norm of the same
# matrix: too large to be a tight bound.)

# %% [markdown]
# ### Exercise: `step_bound` · easy · 8 minutes
#
# The number in front of $\lVert\delta_{l+1}\rVert$ above. NumPy computes several norms of a matrix; the documentation of
# `np.linalg.norm` says which `ord` is which.

# %% exercise="step_bound"
def step_bound(W, activation):
    """The most by which one step of the recursion can lengthen δ.

    W: (n_l, n_(l+1)), the weights that δ comes back through, may hold whole numbers.
    activation: that of layer l, "relu", "sigmoid" or "tanh". Returns one number.
    """
    ### BEGIN SOLUTION
    steepest = {"relu": 1.0, "sigmoid": 0.25, "tanh": 1.0}
    return steepest[activation] * np.linalg.norm(W, 2)
    ### END SOLUTION

# %% test="step_bound" points=2
check("step_bound", step_bound, activate=activate)

# %% [markdown]
# <details><summary>Mine is larger than what is found by trying</summary>
#
# Then it is a bound, but not the tightest. Without an `ord`, `np.linalg.norm` of a matrix is the root of the sum of all squares
# (5 in the example above). Which one is the largest stretch?
#
# <details><summary>One step further</summary>
#
# The documentation has a table with a column for matrices. Look for the largest *singular value*: that is another name for the
# largest stretch.
#
# </details>
# </details>
#
# <details><summary>It is right for ReLU and tanh, and wrong for the sigmoid</summary>
#
# How steep is a sigmoid where it is steepest? The section on saturation completes a square to find out.
#
# </details>

# %% [markdown]
# ## When the bound bites
#
# If the bound is below 1 for every layer, δ *must* vanish with depth, whatever the data. If it is above 1, δ *may* still
# vanish. How far apart are "must" and "does"? Ten hidden layers of 64 sigmoid units will show it.

# %%
def random_network(sizes, spread, rng):
    """Weights of the given spread and biases of 0, for layers of the given sizes."""
    params = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{l}"] = spread * rng.normal(size=(n_in, n_out))
        params[f"b{l}"] = np.zeros(n_out)
    return params

# %%
sizes = [64] * 11 + [10]
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(50, 64)), np.eye(10)[rng.integers(10, size=50)]

# %% [markdown]
# **Before you run the next cell:** it tries weights of spread $s = 0.05$, 0.125, 0.2, 0.4 and 1.5. A random matrix of 64 by 64
# such weights stretches at most by about $2 s\sqrt{64} = 16s$, and typically by half of that (borrow this fact; the cell
# measures it). For which of the five *must* the gradient of a sigmoid network vanish?

# %%
print("spread   bound   what happened to δ of one sample, per layer")
for spread in (0.05, 0.125, 0.2, 0.4, 1.5):
    params = random_network(sizes, spread, np.random.default_rng(1))
    cache = forward_deep(X[:1], params, ["sigmoid"] * 10)
    grads = backward_deep(cache, Y[:1], params, ["sigmoid"] * 10)
    happened = (length(grads["b1"]) / length(grads["b10"])) ** (1 / 9)
    bound = step_bound(params["W5"], "sigmoid")
    print(f"{spread:<6}   {bound:.3f}   times {happened:.3f}")

# %% [markdown]
# For the first three it must. At 0.4 the bound says nothing, and δ still shrinks in every layer to little more than half. The bound
# is the best case, the best direction and the steepest slope; what happens is about typical directions, and slopes below
# the top.
#
# The last row surprises: δ keeps its length although seven in ten units are saturated. In a wide layer some units are always
# near $z = 0$, and weights of 1.5 make up for the others. (The chain had one unit a layer, and no such luck.) The price: such a
# network starts sure of everything and mostly wrong, with a huge loss.

# %% [markdown]
# ### Exercise: `gradient_norms` · easy · 8 minutes
#
# For tanh and ReLU the factor ¼ is missing. To compare all three, measure every layer: the length of its weights' gradient,
# layer 1 first. Networks in the check have up to twelve layers.

# %% exercise="gradient_norms"
def gradient_norms(grads):
    """The length of each layer's ∂L/∂W: the root of the sum of the squares of its entries.

    grads: {"W1", "b1", ..., "WK", "bK"}, in any order, may hold whole numbers.
    Returns K numbers, layer 1 first; the biases are left out.
    """
    ### BEGIN SOLUTION
    depth = sum(name.startswith("W") for name in grads)
    return [np.linalg.norm(grads[f"W{l}"]) for l in range(1, depth + 1)]
    ### END SOLUTION

# %% test="gradient_norms" points=2
check("gradient_norms", gradient_norms)

# %% [markdown]
# <details><summary>Something is left when the squares are taken away</summary>
#
# The check squares your number and takes away the square of every entry. If a positive amount is left, you count something
# that does not belong to $W$ of this layer, or count differently than by squares. If a negative amount is left, an entry is
# missing.
#
# </details>
#
# <details><summary>The numbers are right and the order is not</summary>
#
# Sorted as words, "W10" comes before "W2", and a dictionary keeps the order in which it was filled: the backward pass fills it
# from the top.
#
# <details><summary>One step further</summary>
#
# How many layers are there? Count the keys; then make each key from its number.
#
# </details>
# </details>

# %% [markdown]
# **Before you run the next cell:** ten hidden layers, weights of spread 0.125, the same for all three activations. Sketch three
# lines: length of the gradient against layer.

# %%
norms = {}
for name in ("sigmoid", "tanh", "relu"):
    params = random_network(sizes, 0.125, np.random.default_rng(1))
    grads = backward_deep(forward_deep(X, params, [name] * 10), Y, params, [name] * 10)
    norms[name] = gradient_norms(grads)
    print(f"{name:8} layer 1: {norms[name][0]:.1e}   layer 11: {norms[name][-1]:.1e}")
show(draw_by_layer(norms, "length of ∂L/∂W"),
     alt="Length of the weights' gradient by layer, in powers of ten. Sigmoid: a steep straight line "
         "from 0.7 at layer 11 down to 5e-07 at layer 1. tanh: level at 0.2. ReLU: level at 0.02.")

# %% [markdown]
# For the sigmoid the first layer gets less than a millionth of what the last one gets. A straight line on this scale is a product of equal
# factors: about ¼ for each layer. tanh and ReLU are level, though ReLU at a tenth of the height: it loses something else.
# The section *Half is lost in ReLU* finds it.
#
# **Before you move the sliders:** with tanh, what do weights of spread 0.05 do to 20 layers, and what do weights of 0.4? And does
# one of the four spreads keep 30 layers of sigmoids level? ("Xavier" and "He" are names for two of them; you will derive both
# below.)
#
# <details><summary>Reading without Jupyter? A still picture</summary>
#
# ![The size of the gradient by layer, falling by powers of ten, beside the outputs by layer](../../utils/stills/vanishing_gradients.svg)
#
# </details>

# %%
from utils.widgets import vanishing_gradients

vanishing_gradients(forward_deep, backward_deep)

# %% [markdown]
# None of the four saves 30 layers of sigmoids: even at 0.4, layer 1 gets less than a ten-millionth of what the last hidden
# layer gets. With tanh, 0.4 explodes: of 20 layers the first gets more than 500 times what the last one gets.
#
# And tanh with 0.05 is a trap. The line of $\partial L/\partial W$ is *level*, but at almost nothing; the line of δ shows why.
# δ fades on the way down, $h$ fades on the way up, and $\partial L/\partial W_l = h_{l-1}^\top \delta_l$ is made of both:
# wherever you stand, the same number of factors is lost. A healthy network needs $h$ *and* δ to keep their size. The last part
# of this lesson asks for just that.

# %% [markdown]
# **Question 2.** A colleague says: "The gradient of layer 1 is tiny, so layer 1 has found its optimum." What is wrong with that,
# and what would you measure to tell the two cases apart?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* At an optimum the gradients of *all* layers are small because there is nothing left to feel at the *output*: $p - y$ is
# small, or cancels over the batch. Here δ is large at the output and gets lost on the way. So follow δ down from the output:
# small from the start means little left to learn; large at the output and shrinking layer by layer means vanishing.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## One step too far
#
# Where every layer's factor is above 1, the same product explodes. ReLU does not saturate, so nothing stops it. The function
# below takes steps of gradient descent and returns the loss before each.

# %%
def losses(params, activations, steps, lr, change=lambda grads: grads):
    """The loss before each step of gradient descent; change: what is done to the gradients."""
    found = []
    for _ in range(steps):
        cache = forward_deep(X, params, activations)
        found.append(-np.mean(np.log(np.maximum(np.sum(cache["p"] * Y, axis=1), 1e-300))))
        grads = change(backward_deep(cache, Y, params, activations))
        params = {name: params[name] - lr * grads[name] for name in params}
    return np.array(found)

# %% [markdown]
# **Before you run the next cell:** ten ReLU layers with weights of spread 0.25, learning rate 0.1. Four losses; a guess at random
# among ten classes would have the loss $\ln 10 \approx 2.3$.

# %%
large = random_network(sizes, 0.25, np.random.default_rng(1))
losses(large, ["relu"] * 10, steps=4, lr=0.1)

# %% [markdown]
# From bad to worse in one step. (It would soon be infinite; the function caps it.) The direction was right, so it must be the
# *length* of the step. `gradient_norms` measures anything that has the keys W1, W2, …: weights as well.
#
# **Before you run the next cell:** it compares the first step with the weights that it changes, in layers 1, 6 and 11. How long
# may a step be beside them?

# %%
relu = ["relu"] * 10
grads = backward_deep(forward_deep(X, large, relu), Y, large, relu)
print("step    ", 0.1 * np.array(gradient_norms(grads))[[0, 5, 10]])
print("weights ", np.array(gradient_norms(large))[[0, 5, 10]])

# %% [markdown]
# A step as long as the weights does not correct a layer, it replaces it. A hundredth or a thousandth of their length is usual.
#
# The usual cure for a single bad step is **clipping**: take all arrays of the gradient as one long vector $g$. If it is longer
# than a limit $c$, shorten it to exactly $c$ and keep its direction; otherwise leave it alone.

# %% [markdown]
# ### Exercise: `clip_by_norm` · medium · 12 minutes
#
# One length for all arrays together, weights and biases, and one factor for all of them.

# %% exercise="clip_by_norm"
def clip_by_norm(grads, limit):
    """The gradients, shortened together to the length limit where they are longer.

    grads: {"W1", "b1", ..., "WK", "bK"}, may hold whole numbers or zeros only.
    limit: a positive number. Returns a new dictionary with the same keys and shapes; grads itself
    stays as it is.
    """
    ### BEGIN SOLUTION
    norm = np.sqrt(sum(np.sum(np.square(array)) for array in grads.values()))
    factor = limit / norm if norm > limit else 1.0
    return {name: factor * np.asarray(array) for name, array in grads.items()}
    ### END SOLUTION

# %% test="clip_by_norm" points=3
check("clip_by_norm", clip_by_norm)

# %% [markdown]
# <details><summary>The check says that the direction has changed</summary>
#
# Then not all entries shrank by the same factor. Did you cut entries one by one, or shorten each array by its own length? Or
# were the biases forgotten?
#
# <details><summary>One step further</summary>
#
# First walk over all arrays to find one length. Only then walk over them again to shorten.
#
# </details>
# </details>
#
# <details><summary>What comes out is too long, or too short</summary>
#
# The length of everything is the root of the sum of *all* squares. Lengths of single arrays do not simply add up: 3 and 4 make
# 5.
#
# </details>
#
# <details><summary>NaN</summary>
#
# A gradient of zeros has the length 0. Is there anything to shorten?
#
# </details>

# %% [markdown]
# **Before you run the next cell:** the same network, the same learning rate, and each gradient clipped to length 1. So no step is
# longer than 0.1. Will thirty of them be enough?

# %%
clipped = losses(large, ["relu"] * 10, 30, 0.1, change=lambda grads: clip_by_norm(grads, 1.0))
clipped[[0, 1, 2, 3, 10, 29]]

# %% [markdown]
# The loss falls from 92 to well below 1. Clipping does not make a bad start good, but it
# keeps one bad step from ruining everything.

# %% [markdown]
# **Question 3.** Somebody clips each *entry* to the range from −1 to 1 instead. What is the difference, in one picture with two
# weights?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* Take the gradient (10, 1). Shortened to length 1 it is (0.995, 0.0995): the same direction. Clipped entry by entry it
# is (1, 1), which points 45 degrees away from the first axis and no longer straight downhill. It still goes down (no sign
# changes), but the large entry no longer decides.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## Dead units
#
# ReLU's slope is 0 where $z \le 0$, and there nothing at all passes. A unit that is off for one sample is no trouble: it may
# be on for the next. But if it is off for *every* sample, all its slopes are 0, its column of ∂L/∂W is 0, and a step
# does not move its weights. It is **dead**.
#
# **Before you run the next cell:** five samples, three units. Which unit is dead? Which would a careless test call dead?

# %%
z = np.array([[-1.0, -5.0, 0.3], [-2.0, -4.0, 1.2], [-0.1, 0.2, -2.0], [0.0, -6.0, 0.7],
              [-3.0, -5.0, -0.4]])
dh = np.ones((5, 3))                             # say that 1 arrives at every unit, for every sample
print("mean of z            ", z.mean(axis=0))
print("gradient of the bias ", (dh * slope(z, "relu")).sum(axis=0))

# %% [markdown]
# Unit 0 is dead. Unit 1 has the lowest mean by far and is alive: one sample out of five still teaches it.

# %% [markdown]
# ### Exercise: `dead_units` · easy · 6 minutes

# %% exercise="dead_units"
def dead_units(z):
    """For each unit of a ReLU layer: true where it is off for every sample.

    z: (N, n_units), the layer's pre-activations, may hold whole numbers and exact zeros.
    Returns (n_units,), true or false.
    """
    ### BEGIN SOLUTION
    return np.all(np.asarray(z) <= 0, axis=0)
    ### END SOLUTION

# %% test="dead_units" points=2
check("dead_units", dead_units, activate=activate)

# %% [markdown]
# <details><summary>The shape is that of the samples</summary>
#
# A row is a sample, a column is a unit. You ask one question of each column, so the axis that disappears is that of the rows.
#
# </details>
#
# <details><summary>It is right but for one unit, which has a z of exactly 0</summary>
#
# What is ReLU's slope at 0, in this course? Is anything learned there?
#
# </details>

# %% [markdown]
# Units die in two ways: they are born dead (a bias that is far too negative), or one step that is too long throws them over the
# edge.
#
# **Before you move the sliders:** one hidden layer of 24 ReLU units; 2 of them are born dead. With a learning rate of 10, how
# many are dead after one step, and after twelve? With a rate of 5? Can a unit that has died come back?
#
# <details><summary>Reading without Jupyter? A still picture</summary>
#
# ![Which of 24 ReLU units are on for how many samples, and how many are dead after each step](../../utils/stills/dying_relu.svg)
#
# </details>

# %%
from utils.widgets import dying_relu

dying_relu(forward_deep, backward_deep)

# %% [markdown]
# As the sliders stand at the beginning, 5 are dead after one step and 15 after twelve; with a rate of 5 it stays at the two.
# A dead unit of the first layer never comes back, since neither its weights nor its inputs change any more. (In a higher
# layer the inputs still move, so it may.) A smaller learning rate, clipping, or weights of the right size at the start
# keep units alive.

# %% [markdown]
# ## Why not start at zero?
#
# So far the weights were drawn at random, and nobody asked why. A network without any prejudice would start at 0, would it not? Write
# it, and see. First a measure: two units with the same weights and the same bias give the same answer to everything. So
# how many *different* units does a layer have?

# %% [markdown]
# ### Exercise: `distinct_units` · medium · 10 minutes
#
# Two units count as the same where all their weights and their biases agree to within $10^{-6}$; rounding can make equal
# units differ by that little.

# %% exercise="distinct_units"
def distinct_units(W, b):
    """How many different units a layer has.

    W: (n_in, n_out), b: (n_out,), may hold whole numbers. Two units are the same where all their
    weights and their biases agree to 1e-6. Returns a whole number from 1 to n_out.
    """
    ### BEGIN SOLUTION
    units = np.vstack([W, b]).T                  # a row a unit: its weights, then its bias
    different = []
    for unit in units:
        if not any(np.all(np.abs(unit - other) <= 1e-6) for other in different):
            different.append(unit)
    return len(different)
    ### END SOLUTION

# %% test="distinct_units" points=2
check("distinct_units", distinct_units)

# %% [markdown]
# <details><summary>I count too many</summary>
#
# Are the numbers compared exactly? Then two units that differ in the ninth decimal are two. And are columns compared, or
# single numbers?
#
# </details>
#
# <details><summary>I count too few</summary>
#
# Two units with the same weights and different biases are different. So are two units whose weights have the same sum, or are
# the same numbers in another order.
#
# <details><summary>One step further</summary>
#
# Put the biases under the weights as one more row. Then go through the columns and keep each one that is not yet among those you
# kept.
#
# </details>
# </details>

# %% [markdown]
# ### Exercise: `zero_init` · easy · 6 minutes
#
# `sizes` lists the units of each layer, the input first: `[64, 32, 10]` is a network with 64 inputs, one hidden layer of 32 and ten
# outputs. So it has two layers of weights.

# %% exercise="zero_init"
def zero_init(sizes):
    """Parameters of 0 for a network with layers of the given sizes.

    sizes: a list of whole numbers, [n_0, ..., n_K].
    Returns {"W1", "b1", ..., "WK", "bK"} with W_l: (n_(l-1), n_l) and b_l: (n_l,).
    """
    ### BEGIN SOLUTION
    params = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{l}"] = np.zeros((n_in, n_out))
        params[f"b{l}"] = np.zeros(n_out)
    return params
    ### END SOLUTION

# %% test="zero_init" points=1
check("zero_init", zero_init)

# %% [markdown]
# <details><summary>A key is missing</summary>
#
# How many layers of weights lie between $n$ sizes? And the first of them is called `W1`.
#
# </details>

# %% [markdown]
# Three ways to start a small network (6 inputs, two hidden tanh layers of 6, 3 outputs), each trained for 200 steps: all 0, all weights
# 0.3, and random.
#
# **Before you run the next cell:** how many different units will the first hidden layer have at the end, in each case?

# %%
rng = np.random.default_rng(0)
X_small, small = rng.normal(size=(30, 6)), [6, 6, 6, 3]
Y_small = np.eye(3)[np.argmax(X_small @ rng.normal(size=(6, 3)), axis=1)]
zeros = zero_init(small)
constant = {name: array + 0.3 * name.startswith("W") for name, array in zeros.items()}
starts = {"all 0": zeros, "all 0.3": constant, "random": random_network(small, 0.3, rng)}

# %%
for name, params in starts.items():
    for _ in range(200):
        cache = forward_deep(X_small, params, ["tanh", "tanh"])
        grads = backward_deep(cache, Y_small, params, ["tanh", "tanh"])
        params = {key: params[key] - 0.5 * grads[key] for key in params}
    different = [distinct_units(params[f"W{l}"], params[f"b{l}"]) for l in (1, 2)]
    loss = -np.mean(np.log(np.sum(cache["p"] * Y_small, axis=1)))
    print(f"{name:8} different units: {different}   loss {loss:.3f}")

# %% [markdown]
# One unit, six times over, and it stays that way for ever; and the loss says what it costs. This is why:
#
# 1. *Up.* Units with equal columns of $W$ and equal biases have equal $z$ and equal $h$, for every sample.
# 2. *Down.* $\delta_l[n,i] = f'(z_l[n,i]) \sum_j \delta_{l+1}[n,j]\, W_{l+1}[i,j]$. Equal $z$, and equal *rows* of the matrix above: equal δ.
# 3. *The step.* $\partial L/\partial W_l[k,i] = \sum_n h_{l-1}[n,k]\,\delta_l[n,i]$. Equal δ: equal columns of the gradient.
#
# What was equal before the step is equal after it. At 0 it is worse still: with tanh or ReLU all $h$ are 0 and all
# $\delta$ below the output are 0, so only the last bias ever moves. Nothing but a difference at the start can make units
# different. **That is why weights start random.** Biases need not: different weights are enough.

# %% [markdown]
# **Question 4.** Step 2 needs equal rows of the matrix *above*. Suppose only $W_1$ is constant, and $W_2$ is random. Do the units of
# layer 1 stay equal?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* No. In the first forward pass they are equal, so their $h$ is the same. But on the way down each gets its own sum
# $\sum_j \delta_2[n,j]\, W_2[i,j]$, with a row $i$ of its own. Their δ differ, so their first step differs, and from then on
# they are different units. Equal units stay equal only where they are equal on both sides, above and below.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## How large? The variance of a sum
#
# Random, then. But you have seen that 0.05 is too small and 0.4 too large, and what is right depends on the width. Derive it.
#
# *Two inputs first.* The unit with number $j$ adds up $z = h[0]\,W[0,j] + h[1]\,W[1,j]$. Squared:
#
# $$z^2 = h[0]^2\,W[0,j]^2 + h[1]^2\,W[1,j]^2 + 2\,h[0]\,h[1]\,W[0,j]\,W[1,j]$$
#
# Now draw the two weights again and again, independently of each other and of $h$, with mean 0 and variance $v$, and take the mean
# over all draws; $\mathrm{E}$ stands for that. $\mathrm{E}\big[W[0,j]^2\big]$ is the variance, $v$. And for independent numbers
# the mean of the product is the product of the means: $\mathrm{E}\big[W[0,j]\,W[1,j]\big] = 0 \cdot 0$. The mixed term is gone:
#
# $$\mathrm{E}[z^2] = v\,\left(h[0]^2 + h[1]^2\right)$$
#
# *And $n_\text{in}$ inputs.* The square of a sum of $n_\text{in}$ terms has $n_\text{in}$ squares; every mixed term goes the same
# way. What is left is $v$ times the sum of all $h[i]^2$, that is $n_\text{in}$ times their mean, for which we
# write $\mathrm{E}[h^2]$ as well:
#
# $$\mathrm{E}[z^2] = n_\text{in}\; v\; \mathrm{E}[h^2]$$
#
# **Before you run the next cell:** 64 inputs of mean square 1, weights of spread 0.125. What is the mean square of $z$? And what, if the
# layer had 256 inputs?

# %%
rng = np.random.default_rng(0)
for n_in in (64, 256):
    z = rng.normal(size=(2000, n_in)) @ (0.125 * rng.normal(size=(n_in, 300)))
    print(f"{n_in:3} inputs:  n_in v = {n_in * 0.125 ** 2:.2f}   measured {np.mean(z ** 2):.2f}")

# %% [markdown]
# So this is where the 0.125 came from: $64 \cdot 0.125^2 = 1$.
#
# **Up.** $z$ gets the mean square of what comes in if $n_\text{in}\,v = 1$. So does $h$, as long as the activation does about
# nothing (tanh near 0).
#
# **Down.** The recursion has a sum too: $\partial L/\partial h_i = \sum_j W[i,j]\,\delta_j$. It runs over $j$, the $n_\text{out}$
# *units* of the layer, and the same steps give
#
# $$\mathrm{E}\big[(\partial L/\partial h)^2\big] = n_\text{out}\; v\; \mathrm{E}[\delta^2]$$
#
# So δ keeps its size if $n_\text{out}\,v = 1$. (This takes δ as independent of $W$. It is not quite, since the forward pass went
# through the same $W$; in a wide layer that hardly shows.)
#
# **Before you run the next cell:** a layer of 256 inputs and 64 units. With $v = 1/256$ nothing changes on the way up. By what is
# the mean square multiplied on the way down? And what does $v = 1/64$ do, in either direction?

# %%
def up_and_down(v, n_in=256, n_out=64):
    W = np.sqrt(v) * rng.normal(size=(n_in, n_out))
    up = np.mean((rng.normal(size=(500, n_in)) @ W) ** 2)
    down = np.mean((rng.normal(size=(500, n_out)) @ W.T) ** 2)
    return f"up: times {up:.2f}   down: times {down:.2f}"

print("v = 1/256   ", up_and_down(1 / 256))
print("v = 1/64    ", up_and_down(1 / 64))

# %% [markdown]
# What is right for one direction is wrong for the other by $256/64 = 4$. Both at once works only where
# $n_\text{in} = n_\text{out}$. Xavier Glorot and Yoshua Bengio proposed a compromise in 2010: neither factor is 1, but **their mean
# is 1**:
#
# $$\frac{n_\text{in}\, v + n_\text{out}\, v}{2} = 1$$
#
# **On paper:** solve for $v$. Your $v$ is right if the layer of 256 inputs and 64 units gets the factors 1.6 up and 0.4 down.

# %% [markdown]
# ### Exercise: `xavier_init` · medium · 12 minutes
#
# Draw weights with the variance $v$ that you found. Normal or uniform is up to you, and so is the order in which you draw; only mean and variance count. Two
# reminders: a variance is the square of a standard deviation, and a uniform draw from $-a$ to $a$ has the variance $a^2/3$.
#
# Draw from the generator `rng` that is handed in (`rng.normal(...)`, `rng.uniform(...)`): whoever calls the function can then repeat it.

# %% exercise="xavier_init"
def xavier_init(sizes, rng):
    """Random weights for which the mean of the two factors, up and down, is 1; biases of 0.

    sizes: a list of whole numbers, [n_0, ..., n_K].
    rng: a numpy Generator, the only source of random numbers.
    Returns {"W1", "b1", ..., "WK", "bK"} with W_l: (n_(l-1), n_l) and b_l: (n_l,).
    """
    ### BEGIN SOLUTION
    params = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{l}"] = rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))
        params[f"b{l}"] = np.zeros(n_out)
    return params
    ### END SOLUTION

# %% test="xavier_init" points=3
check("xavier_init", xavier_init)

# %% [markdown]
# <details><summary>How can a random result be right or wrong?</summary>
#
# The check draws thousands of weights and measures what they do to the mean square of a signal. Measured and wanted may differ by
# 15 %; a right answer misses that less than once in a thousand million times.
#
# </details>
#
# <details><summary>Both factors are far too small</summary>
#
# If they are off by the same amount for every layer, look for a number. If it depends on the sizes: does your draw take a
# standard deviation or a variance?
#
# </details>
#
# <details><summary>"The same rng twice, and other numbers come"</summary>
#
# `np.random.normal` has a generator of its own. Draw from the one that is handed in.
#
# </details>

# %% [markdown]
# ## Half is lost in ReLU
#
# Xavier's condition pretends that the activation does nothing. ReLU sets the negative half of the entries to 0. If $z$ lies
# symmetrically around 0, that half holds half of the squares:
#
# $$\mathrm{E}[\mathrm{relu}(z)^2] = \tfrac12\,\mathrm{E}[z^2]$$
#
# **Before you run the next cell:** ten ReLU layers of 64 units, started with Xavier. What is left of the mean square of $h$ at layer
# 10?

# %%
params = xavier_init(sizes, np.random.default_rng(1))
cache = forward_deep(X, params, ["relu"] * 10)
for l in (1, 2, 3, 10):
    print(f"layer {l:2}: mean square of h = {np.mean(cache[f'h{l}'] ** 2):.4f}")

# %% [markdown]
# It halves in every layer, give or take the luck of the draw, and $(\tfrac12)^{10}$ is about a thousandth. On the way down half
# of the slopes are 0, so the mean square of δ is halved in every layer as well. That is what ReLU lost in the picture of the
# gradients above: wherever you stand, ten halves are missing.
#
# Kaiming He and others put the half into the condition in 2015. What leaves the ReLU should have the mean square that came into
# the layer:
#
# $$\mathrm{E}[\mathrm{relu}(z)^2] = \tfrac12\,\mathrm{E}[z^2] = \tfrac12\; n_\text{in}\, v\; \mathrm{E}[h^2] \qquad\text{so}\qquad \tfrac12\; n_\text{in}\, v = 1$$

# %% [markdown]
# ### Exercise: `he_init` · easy · 6 minutes

# %% exercise="he_init"
def he_init(sizes, rng):
    """Random weights for which a ReLU layer keeps the mean square of h on the way up; biases of 0.

    sizes: a list of whole numbers, [n_0, ..., n_K].
    rng: a numpy Generator, the only source of random numbers.
    Returns {"W1", "b1", ..., "WK", "bK"} with W_l: (n_(l-1), n_l) and b_l: (n_l,).
    """
    ### BEGIN SOLUTION
    params = {}
    for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        params[f"W{l}"] = rng.normal(0.0, np.sqrt(2 / n_in), size=(n_in, n_out))
        params[f"b{l}"] = np.zeros(n_out)
    return params
    ### END SOLUTION

# %% test="he_init" points=3
check("he_init", he_init)

# %% [markdown]
# <details><summary>Behind the ReLU half is left, or twice as much</summary>
#
# Solve the condition for $v$ once more, slowly. On which side does the ½ end up, and is the root taken of all of it?
#
# </details>
#
# <details><summary>Some layers are right, others not</summary>
#
# Square layers do not tell the two sizes apart. Over how many terms does the sum of one unit run?
#
# </details>

# %% [markdown]
# **Before you run the next cell:** which line is level? Which of the three falls?

# %%
squares = {}
for name, init, activation in (("Xavier, tanh", xavier_init, "tanh"),
                               ("Xavier, relu", xavier_init, "relu"), ("He, relu", he_init, "relu")):
    cache = forward_deep(X, init(sizes, np.random.default_rng(1)), [activation] * 10)
    squares[name] = [np.mean(cache[f"h{l}"] ** 2) for l in range(1, 11)]
    print(f"{name:13} layers 1, 5, 10:", np.array(squares[name])[[0, 4, 9]])
show(draw_by_layer(squares, "mean square of h"),
     alt="Mean square of h by layer, in powers of ten. Xavier with tanh sinks gently from 0.4 to "
         "0.05, Xavier with ReLU falls in a straight line from 0.5 to 0.0005, He with ReLU stays "
         "between 0.5 and 1.")

# %% [markdown]
# He keeps ReLU level. tanh with Xavier sinks slowly, since tanh does not quite do nothing: it shortens what is large, and less
# and less as $h$ gets smaller.
#
# Now all of it side by side: six starts, three activations, up and down.
#
# **Before you move the sliders**, choose a start for which you expect (a) units that stay equal, (b) a level line on the way up
# *and* down, (c) a line that falls on the way down though it is level on the way up.
#
# <details><summary>Reading without Jupyter? A still picture</summary>
#
# ![The variance of h and of delta by layer, and six units whose weights stay equal](../../utils/stills/initialisation.svg)
#
# </details>

# %%
from utils.widgets import initialisation

initialisation(forward_deep, backward_deep)

# %% [markdown]
# (a) Zeros and constant weights. With constant ones δ is crossed out in every layer: a unit is handed the sum of all $p - y$, times
# the constant, and that sum is $1 - 1 = 0$.
#
# (b) He with ReLU: over ten layers both lines keep their size within a factor of four. (tanh sinks slowly from Xavier, in both
# directions; He's larger weights make up for what it shortens.)
#
# (c) The sigmoid with Xavier: $h$ lies around ½ whatever happens below, and δ still loses its factor of ¼ in every layer. Much
# larger weights would repair that, and saturate seven units in ten. ReLU with He asks for no such bargain. That, and not
# fashion, is why hidden layers today are mostly ReLU or one of its relatives.

# %% [markdown]
# ## A road past the layer
#
# Networks today have a hundred layers and more. Besides a good start they use a *skip connection*: what comes into a layer is
# added to what it makes of it,
#
# $$h_l = h_{l-1} + f(w\,h_{l-1} + b)$$
#
# **Before you run the next cell:** the derivative of a sum is the sum of the derivatives. What becomes of the factor $w\,f'(z)$ of
# the chain? Without skips, ten sigmoids with $w = 1$ and $b = 0$ left $3 \cdot 10^{-7}$. And with them? After a hundred?

# %%
def chain_with_skips(w, b, activation, h=0.5, depth=10):
    left = 1.0
    for _ in range(depth):
        z = w * h + b
        left, h = left * (1 + w * slope(z, activation)), h + activate(z, activation)
    return left

for depth in (10, 100):
    print(f"{depth:3} units   without: {chain(1.0, 0.0, 'sigmoid', depth=depth):.0e}   "
          f"with: {chain_with_skips(1.0, 0.0, 'sigmoid', depth=depth):.2f}")

# %% [markdown]
# Multiply the factors $1 + w\,f'(z)$ out, and lesson 3's sum over all paths comes back: at each unit a path leads through the
# sigmoid or past it. One path leads past all of them. Its rate is 1, however deep the network.
#
# The other paths may still add up to too much, or cancel it where $w$ is negative. So such networks are usually *normalised*
# too: in each layer, at every step, $z$ is brought back to the spread that a good start gives it at first.

# %% [markdown]
# ## Questions

# %% [markdown]
# **Question 5.** He's condition looks at the way up only. Write down the one for the way *down*. How bad is it to ignore that one in a
# network whose layers go from 512 to 256 to 128 units?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* On the way down half of the slopes are 0, so δ keeps its mean square if $\tfrac12 n_\text{out}\, v = 1$. With
# $v = 2/n_\text{in}$ each layer multiplies the mean square of δ by $n_\text{out}/n_\text{in}$. Over several layers these
# ratios cancel but for the ends: here 128/512 = ¼, once, and not a factor for every layer. That is harmless, and so it matters
# little which of the two conditions is chosen.
# <!-- ### END SOLUTION -->

# %% [markdown]
# **Question 6.** A friend's network of 20 sigmoid layers does not learn. Suggestions: (a) a larger learning rate, (b) larger weights,
# (c) ReLU with He weights, (d) clipping, (e) skip connections. Which help, which do not, and why?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* (a) No: layer 1 gets about $4^{-19}$ of what the last hidden layer gets. A rate that moves layer 1 throws the last layers
# about. (b) A little larger: not enough. Twelve times larger: δ arrives, carried by the few units that are not saturated, in a
# network that starts sure of everything and mostly wrong. (c) Yes: the slope is 1 where a unit is on, and the 2 in He's
# variance makes up for those that are off. (d) No: clipping shortens gradients that are too long; these are too short.
# (e) Yes: one path leads past every sigmoid, and on it nothing is lost.
# <!-- ### END SOLUTION -->

# %% [markdown]
# **Question 7.** In the worked network all weights are positive, all biases are 1, and $z_2$ is around 3. Name two things that you
# would now do differently.
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* Let the weights lie around 0, with a variance of $2/(3+3) = \tfrac13$ or thereabouts, and the biases start at 0. Then
# $z_2$ lies around 0, the sigmoid is at its steepest, and δ keeps up to a quarter of its size in place of a twentieth. (And
# ReLU would do something: with weights of mixed sign, some units are off.)
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## What you have now
#
# Two factors a layer, weights and slope, decide what becomes of a gradient; you can measure both, and start a network so that what
# they do cancels. **Lesson 6** puts everything together: your backward pass, a good start, and 1,797 pictures of handwritten
# digits.
