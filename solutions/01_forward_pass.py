# %% [markdown]
# # Lesson 1 · The forward pass
#
# **After this lesson you can** take a small neural network and an input, work out on paper every number between the
# input and the loss, and write the six functions that do the same in code.
#
# **You need** sums, the exponential and the logarithm, and enough Python to write a function with NumPy arrays.
#
# **It takes** about 75 minutes. Have paper and a pocket calculator beside you.

# %% [markdown]
# ## Why start here
#
# Backpropagation answers one question for each weight of a network: if this weight grew a little, would the loss grow or
# shrink, and how fast? That is lesson 2 and what follows. Its answers are built from numbers that the *forward pass* leaves
# behind, the way from the input to the loss. Whoever can write those numbers down has half of every gradient already.
#
# So this lesson computes them: one network, three layers, no number that you could not check by hand.

# %%
import numpy as np

from utils import check, worked_network
from utils.paper import check_paper
from utils.pictures import draw_network, show

np.set_printoptions(precision=6, suppress=True)

# %% [markdown]
# ## The network
#
# It has three inputs, two hidden layers of three units each, and three outputs. Its numbers are in
# `worked_network()`: the input `x`, the parameters in a dictionary, and the label `y`, which says that class 0 is right.

# %%
x, params, y = worked_network()
x, y

# %%
params["W1"], params["b1"]

# %% [markdown]
# Two conventions hold in the whole course.
#
# **Rows are units that send, columns are units that receive.** `W1[i, j]` is the weight from input $i$ to unit $j$, so $W_1$ has
# the shape `(n_in, n_out)`. In the picture, `W1[0, 2]` is the number on the line from the top input to the bottom unit.
#
# **Counting starts at 0**, in the text as in the code.

# %%
unknown = ["?"] * 3
show(draw_network([3, 3, 3, 3], [x, unknown, unknown, unknown], [params["W1"], params["W2"], params["W3"]],
                  titles=["$x$", "$h_1$", "$h_2$", "$p$"]),
     alt="The network: inputs 0.1, 0.2, 0.7, two hidden layers h1 and h2 of three units and three outputs p, not worked "
         "out yet. Every unit is joined to every unit of the next column, with the entries of W1, W2 and W3 on the lines.")

# %% [markdown]
# Each unit also has a *bias*, a number that is added to what arrives. All nine biases are 1 here, and the picture leaves
# them out.

# %% [markdown]
# ## The first layer, one unit
#
# Unit 0 of the first hidden layer receives all three inputs, each multiplied by the weight on its line, and its bias:
#
# $$z_{1,0} = x_0\,W_1[0,0] + x_1\,W_1[1,0] + x_2\,W_1[2,0] + b_1[0]$$
#
# The letter $z$ stands for what arrives at a unit, before anything else happens to it. The first index is the layer, the
# second the unit.
#
# **Before you run the next cell:** work it out with the numbers of the picture. You need three products.

# %%
W1, b1 = params["W1"], params["b1"]
x[0] * W1[0, 0] + x[1] * W1[1, 0] + x[2] * W1[2, 0] + b1[0]

# %% [markdown]
# 0.01 + 0.06 + 0.28 and the bias 1: that is 1.35. The largest contribution came from the largest input, though every weight
# had its say.

# %% [markdown]
# ## The first layer, all units at once
#
# The other two units do the same with the other two columns of $W_1$. For unit $j$ of any layer with input $x$:
#
# $$z_j = \sum_i x_i\,W[i,j] + b_j$$
#
# A sum over the index that two neighbours share is a matrix product, with the row vector $x$ on the left:
#
# $$z = x\,W + b$$
#
# The shapes say so too: `(n_in,)` times `(n_in, n_out)` gives `(n_out,)`. It is not enough to go by shapes, though: for a
# square $W$ both $xW$ and $xW^\top$ fit, and only one of them is this sum.

# %% [markdown]
# ### Exercise: `affine` · easy · 5 minutes
#
# Write the layer. A loop over $j$ and $i$ is as right as a matrix product.

# %% exercise="affine"
def affine(x, W, b):
    """What arrives at the units of a layer.

    x: (n_in,), may hold whole numbers. W: (n_in, n_out). b: (n_out,). Returns z: (n_out,).
    """
    ### BEGIN SOLUTION
    return np.asarray(x) @ np.asarray(W) + np.asarray(b)
    ### END SOLUTION

# %% test="affine" points=2
check("affine", affine)

# %% [markdown]
# <details><summary>My result has the wrong shape</summary>
#
# Each unit of the layer gets one number, so the result has as many entries as $W$ has columns. Which index of $W$ did you
# sum over?
#
# <details><summary>One step further</summary>
#
# In `x @ W` the sum runs over the last axis of `x` and the first of `W`. If you wrote `W @ x`, it runs over the columns of $W$.
#
# </details>
# </details>
#
# <details><summary>The check says that something is left</summary>
#
# It takes your $z_j$, takes away the bias and then every product $x_i\,W[i,j]$, and nothing should remain. What remains is the
# part you have too much, or, if it is negative, the part you left out. Compare it with the numbers of that case.
#
# </details>
#
# <details><summary>All numbers come out whole</summary>
#
# If you fill an array step by step, look at how it was made: `np.zeros_like(x)` makes an array of whole numbers when `x`
# holds whole numbers, and cuts off what does not fit.
#
# </details>

# %% [markdown]
# ## ReLU
#
# If layers did nothing but this sum, a stack of them could do no more than a single one (a question at the end asks you why).
# So each hidden unit bends its number: it passes $z$ through an *activation function*. The first hidden layer uses the
# simplest one, the *rectified linear unit*:
#
# $$h = \mathrm{relu}(z) = \begin{cases} z & \text{if } z > 0\\ 0 & \text{otherwise}\end{cases}$$
#
# It is applied to each entry on its own, and $h$ is what the unit sends on.
#
# **Before you go on:** which entries of $z_1 = (1.35,\ 1.27,\ 1.8)$ does it change?

# %% [markdown]
# ### Exercise: `relu` · easy · 3 minutes

# %% exercise="relu"
def relu(z):
    """Entry by entry: positive numbers pass, all others become 0.

    z: any shape, may hold whole numbers. Returns an array of z's shape; z itself stays as it is.
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION

# %% test="relu" points=1
check("relu", relu)

# %% [markdown]
# <details><summary>The check says that I write into z</summary>
#
# `z[z < 0] = 0` changes the array that the caller handed in. The backward pass will need that $z$ again, as it was.
#
# <details><summary>One step further</summary>
#
# Work on a copy, or use a function that returns a new array: NumPy has one that takes the larger of two numbers, entry by
# entry.
#
# </details>
# </details>
#
# <details><summary>"The truth value of an array is ambiguous"</summary>
#
# `if z > 0` asks one question of a whole array. Ask it entry by entry: in a loop, or with a NumPy function that works on
# arrays.
#
# </details>

# %% [markdown]
# All three entries of $z_1$ are positive, so $h_1 = z_1$: in this network, for this input, ReLU does nothing at all. That is
# convenient on paper and a trap for tests. A function that simply returned `z` would pass on this example, which is why
# the checks here use other numbers too.

# %% [markdown]
# ## The sigmoid
#
# The second hidden layer receives $h_1$ and does the same sum with its own weights, $z_2 = h_1 W_2 + b_2$. Then it bends the
# result with another activation function, the *sigmoid*, which squeezes any number into the space between 0 and 1:
#
# $$h = \sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# At $z = 0$ it is exactly one half. A large positive $z$ gives almost 1, a large negative one almost 0.
#
# **Before you run the next cell:** $z_2 = (2.731,\ 2.76,\ 4.004)$. Will the three entries of $h_2$ lie far apart or close together?

# %%
z2 = np.array([2.731, 2.76, 4.004])
1 / (1 + np.exp(-z2))

# %% [markdown]
# Close together, and all near 1: the third differs from the first by 1.27 before the sigmoid and by 0.04 after it. A unit in
# this state is called *saturated*. Lesson 5 shows what that costs.

# %% [markdown]
# ### When numbers get large
#
# A float can hold numbers up to about $10^{308}$, and $e^{710}$ is more than that. What happens then?

# %%
with np.errstate(over="ignore"):
    print(np.exp(np.array([700.0, 710.0])))

# %% [markdown]
# Infinity. In $1/(1+e^{-z})$ this does no harm: $1/\infty$ is 0, which is what the sigmoid of $-1000$ is to any number of
# digits. But the same function can also be written $e^{z}/(1+e^{z})$, and then $z = 1000$ gives $\infty/\infty$, which is not a
# number (NaN). Equal on paper, different in a machine.

# %% [markdown]
# ### Exercise: `sigmoid` · easy · 5 minutes
#
# It should hold from $z = -1000$ to $z = 1000$. A warning about an overflow is no error, a NaN is.

# %% exercise="sigmoid"
def sigmoid(z):
    """Entry by entry, every number squeezed into the space between 0 and 1.

    z: any shape, entries from -1000 to 1000, may hold whole numbers. Returns an array of z's shape.
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))                     # between 0 and 1: no overflow for either sign of z
    return np.where(np.asarray(z) >= 0, 1 / (1 + small), small / (1 + small))
    ### END SOLUTION

# %% test="sigmoid" points=2
check("sigmoid", sigmoid)

# %% [markdown]
# <details><summary>The check speaks of log-odds</summary>
#
# It goes backwards: from your $h$ it works out $\ln\frac{h}{1-h}$, which undoes a sigmoid and gives back $z$. If yours gives
# back $-z$, look at the sign in the exponent. If it gives something else, look at what stands under the line.
#
# </details>
#
# <details><summary>NaN at 1000 or at -1000</summary>
#
# Somewhere infinity is divided by infinity. Which way of writing the sigmoid has an exponential in only one place?
#
# <details><summary>One step further</summary>
#
# The exponential of a negative number never overflows. You may treat $z \ge 0$ and $z < 0$ differently.
#
# </details>
# </details>

# %% [markdown]
# ## The softmax
#
# The last layer computes $z_3 = h_2 W_3 + b_3$, one number for each class. They can be any size and any sign. We would like
# probabilities: positive numbers that add up to 1.
#
# An article that this course grew out of divided each $z$ by the sum of all $z$. For $z_3 = (1.867,\ 2.230,\ 2.823)$:

# %%
z3 = np.array([1.867068, 2.230282, 2.823036])
z3 / np.sum(z3)

# %% [markdown]
# These add up to 1, and the largest $z$ gets the largest share. **Before you go on:** what would this rule do with
# $z = (1, -1, 0.5)$? And with $z = (1, -1, 0)$?

# %%
z = np.array([1.0, -1.0, 0.5])
z / np.sum(z)

# %% [markdown]
# A "probability" of 2, and one of $-2$; with $(1, -1, 0)$ it divides by zero. The rule only looks right because the numbers
# of the example are positive. (The author found the error later and said so. You will meet more of that article's errors;
# each is worth having made once.)
#
# The cure is to make every number positive first, with the exponential, and to divide then:
#
# $$p_i = \mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$$
#
# The sum runs over all classes $k$, and it is the same for every $i$.

# %% [markdown]
# ### What softmax cares about
#
# Divide two of its results, and the sums cancel:
#
# $$\frac{p_i}{p_j} = \frac{e^{z_i}}{e^{z_j}} = e^{z_i - z_j}$$
#
# So only the *differences* between the entries of $z$ matter. Add the same number to all of them and $p$ stays what it was.
# On paper this is a curiosity. In a machine it is a way out: $z = (1000, 1001)$ overflows, $z = (-1, 0)$ does not, and both
# have the same softmax.

# %% [markdown]
# ### Exercise: `softmax` · medium · 10 minutes
#
# It should hold for entries from $-1000$ to $1000$.

# %% exercise="softmax"
def softmax(z):
    """Probabilities: all positive, adding up to 1, and p[i] / p[j] the exponential of z[i] - z[j].

    z: (n,), entries from -1000 to 1000, may hold whole numbers. Returns p: (n,).
    """
    ### BEGIN SOLUTION
    powers = np.exp(np.asarray(z) - np.max(z))     # the largest exponent is 0: no overflow, and a sum of at least 1
    return powers / np.sum(powers)
    ### END SOLUTION

# %% test="softmax" points=3
check("softmax", softmax)

# %% [markdown]
# <details><summary>p does not add up to 1</summary>
#
# What do you divide by? The same number has to stand under every entry.
#
# </details>
#
# <details><summary>NaN for large numbers</summary>
#
# Read the section above again: what may you add to all entries of $z$ without changing the result?
#
# <details><summary>One step further</summary>
#
# Choose what you add so that the largest exponent becomes 0. Then every exponential is at most 1, and the sum is at least 1.
#
# </details>
# </details>
#
# <details><summary>The check speaks of ln(p[1] / p[0])</summary>
#
# That is the rule from the section above, read backwards: $\ln(p_i/p_j) = z_i - z_j$. Your $p$ adds up to 1, but its entries
# stand in other ratios. Is the exponential there?
#
# </details>

# %% [markdown]
# ## The loss
#
# The label $y = (1, 0, 0)$ says that class 0 is right. It is *one-hot*: a single 1 in the place of the right class. How wrong is
# $p$? The *cross-entropy* compares the two:
#
# $$L = -\sum_i y_i \ln p_i$$
#
# Every term in which $y_i = 0$ drops out. What remains is $-\ln$ of the probability that the network gave to the right class.
# If that is 1, the loss is 0. If it is small, the loss is large.
#
# **Before you run the next cell:** the network gives class 0 a probability of about 0.2. Is the loss above or below 1?

# %%
for p_right in (1.0, 0.9, 0.5, 0.2, 0.01):
    print(f"p = {p_right:<5} loss = {np.log(1 / p_right):.3f}")

# %% [markdown]
# Halving the probability of the right class adds the same amount, $\ln 2 \approx 0.693$, wherever you start. A network that
# is sure and wrong pays most.
#
# There is one trap. If a wrong class has probability 0, the term $0 \cdot \ln 0$ is 0 on paper and NaN in a machine. And if the
# *right* class has probability 0, the loss is infinite. Training cannot go on from infinity, so we ask for a finite number
# there; which one is up to you.

# %% [markdown]
# ### Exercise: `cross_entropy` · medium · 5 minutes

# %% exercise="cross_entropy"
def cross_entropy(p, y):
    """How little probability p gives to the right class: 0 if all of it, more the less it is.

    p: (n,), probabilities, entries of exactly 0 among them. y: (n,), one-hot. Returns a single finite number.
    """
    ### BEGIN SOLUTION
    right = np.sum(np.asarray(p) * y)              # y keeps one entry of p and drops the others
    return -np.log(max(right, 1e-12))
    ### END SOLUTION

# %% test="cross_entropy" points=2
check("cross_entropy", cross_entropy)

# %% [markdown]
# <details><summary>The loss is NaN or infinite</summary>
#
# Print the logarithms one by one for $p = (1, 0)$. Which of them does the loss need at all?
#
# <details><summary>One step further</summary>
#
# Either take the logarithm of one number only, the probability of the right class, or keep every probability away from 0
# by a hair before taking logarithms.
#
# </details>
# </details>
#
# <details><summary>exp(-L) does not give back the right probability</summary>
#
# $e^{-L}$ undoes $-\ln$. If yours gives something else, look for a mean in the place of a sum, for another base of the
# logarithm, or for terms with $1 - p$ that belong to a problem with two classes.
#
# </details>

# %% [markdown]
# ## The whole way
#
# Now chain the pieces: layer, ReLU, layer, sigmoid, layer, softmax. The backward pass will ask for every number on the way, so
# the function returns all of them, in a dictionary called the *cache*:
#
# $$x \;\to\; z_1 \;\to\; h_1 \;\to\; z_2 \;\to\; h_2 \;\to\; z_3 \;\to\; p$$

# %% [markdown]
# ### Exercise: `forward` · medium · 10 minutes
#
# Use your functions from above. Hidden tests use networks whose layers have different sizes; and if one of your earlier
# functions is wrong, this exercise is judged with right ones in its place.

# %% exercise="forward"
def forward(x, params):
    """The forward pass of the 3-layer network: ReLU, then sigmoid, then softmax.

    x: (n_in,). params: {"W1", "b1", "W2", "b2", "W3", "b3"}. Returns the cache, a dictionary with the keys
    "x", "z1", "h1", "z2", "h2", "z3", "p".
    """
    ### BEGIN SOLUTION
    z1 = affine(x, params["W1"], params["b1"])
    h1 = relu(z1)
    z2 = affine(h1, params["W2"], params["b2"])
    h2 = sigmoid(z2)
    z3 = affine(h2, params["W3"], params["b3"])
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax(z3)}
    ### END SOLUTION

# %% test="forward" points=3
check("forward", forward, needs={"affine": affine, "relu": relu, "sigmoid": sigmoid, "softmax": softmax})

# %% [markdown]
# <details><summary>A key is missing</summary>
#
# The cache has seven keys, and the input is one of them: the backward pass will need it for the first layer's weights.
#
# </details>
#
# <details><summary>One of the numbers is off, and all after it</summary>
#
# Look at the first one that is off; the others follow from it. Does each layer get what the layer before it sends on ($h$), or
# what arrived there ($z$)? Is each activation in its place?
#
# </details>

# %% [markdown]
# ## All numbers
#
# This is what your functions make of the worked example.

# %%
cache = forward(x, params)
for name in ("z1", "h1", "z2", "h2", "z3", "p"):
    print(name.ljust(3), cache[name])
print("L  ", round(float(cross_entropy(cache["p"], y)), 6))

# %%
columns = [cache[name] for name in ("x", "h1", "h2", "p")]
show(draw_network([3, 3, 3, 3], columns, [params["W1"], params["W2"], params["W3"]],
                  titles=["$x$", "$h_1$", "$h_2$", "$p$"], lit={(0, i, 0) for i in range(3)}, lit_nodes={(1, 0)}),
     alt="The same network with all units worked out: h1 = 1.35, 1.27, 1.8; h2 = 0.939, 0.940, 0.982; p = 0.198, 0.285, "
         "0.516. The three lines into the first unit of h1 are drawn strong.")

# %% [markdown]
# The network gives class 0, the right one, a probability of 0.198. That is less than a guess among three. Nothing has been
# learned yet; the weights were simply written down. Making 0.198 larger is what the rest of the course is about.

# %% [markdown]
# ## On paper
#
# Do it once yourself. Decide how many decimals you keep, work the rows out one after the other with a pocket calculator, and
# type them in. Every row is judged from *your* row before it: whatever honest rounding can make of your numbers is accepted.

# %%
digits = 3
mine = {
    "z1": [None, None, None],
    "h1": [None, None, None],
    "z2": [None, None, None],
    "h2": [None, None, None],
    "z3": [None, None, None],
    "p": [None, None, None],
    "L": None,
}
check_paper(mine, digits)

# %% [markdown]
# ## What rounding does
#
# The article's corrected softmax is $(0.19858,\ 0.28559,\ 0.51583)$. Yours is $(0.19845,\ 0.28536,\ 0.51620)$. The formula is right
# now, and yet the fourth digit is off. Where does that come from?
#
# The article goes on with $h_2 = (0.938,\ 0.94,\ 0.98)$. **Before you run the next cell:** compare that with your $h_2$. Is it rounded?

# %%
print("h2, full precision   ", cache["h2"])
print("h2, to three decimals", np.round(cache["h2"], 3))
print("h2, to two decimals  ", np.round(cache["h2"], 2))

# %% [markdown]
# It is neither: 0.938831 rounds to 0.939, and 0.982084 to 0.982. The numbers were cut, and not all in the same place. Now carry
# the cut numbers on.

# %%
def p_from(h2):
    return softmax(affine(h2, params["W3"], params["b3"]))

for name, h2 in (("cut, as in the article", np.array([0.938, 0.94, 0.98])),
                 ("rounded to 3 decimals", np.round(cache["h2"], 3)), ("full precision", cache["h2"])):
    print(name.ljust(24), p_from(h2))

# %% [markdown]
# There are the article's five digits. An error of 0.002 in one hidden number moved the result in its fourth digit. Rounding
# honestly to three decimals does about seven times better here, for the same work. And its first, wrong softmax?

# %%
z3_cut = affine(np.array([0.938, 0.94, 0.98]), params["W3"], params["b3"])
z3_cut / np.sum(z3_cut)

# %% [markdown]
# $(0.26980,\ 0.32235,\ 0.40784)$: both errors at once. When a number of yours differs from one in a book, this is how to find out
# why: change one step at a time until you get theirs.

# %% [markdown]
# ## Watch it
#
# The same pass, one quantity at a time. *Next* and *Back* walk through it; change an input or a weight and all numbers follow.
# It uses your `forward`: where yours differs, the place is marked.
#
# **Try:** find an input for which ReLU does something. Can you? (All weights of the first layer are positive.)

# %%
from utils.widgets import step_by_step

step_by_step(forward)

# %% [markdown]
# ## Questions
#
# Answer in a sentence or two, then compare with the solution.

# %% [markdown]
# **1.** Leave out the activation functions of the hidden layers. Why could the network then be replaced by one with a single
# layer?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* Without them, $z_3 = ((xW_1 + b_1)W_2 + b_2)W_3 + b_3$. Multiplied out, that is $x\,(W_1W_2W_3)$ plus a constant row
# vector: one matrix and one bias. However many layers there are, they do what one could do.
# <!-- ### END SOLUTION -->

# %% [markdown]
# **2.** Somebody adds 5 to every entry of $b_3$. What happens to $p$ and to the loss?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* Nothing. All entries of $z_3$ grow by 5, their differences stay, and the softmax depends on differences alone.
# <!-- ### END SOLUTION -->

# %% [markdown]
# **3.** The rule $z_i / \sum_k z_k$ gave numbers that add up to 1 in the worked example. Name two things that are wrong with it.
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* For entries of mixed sign it gives negative numbers and numbers above 1, and where the entries add up to 0 it divides by
# zero. It also changes when the same number is added to all entries. That it looked right is an accident of three positive
# numbers.
# <!-- ### END SOLUTION -->

# %% [markdown]
# **4.** Which numbers of the cache would change if only `W3[0, 0]` changed? Which if only `W1[0, 0]` changed?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* `W3[0, 0]` changes $z_{3,0}$ and, because every softmax entry shares the same sum, all three entries of $p$. `W1[0, 0]`
# changes $z_{1,0}$ and $h_{1,0}$, and from there everything: all of $z_2$, $h_2$, $z_3$ and $p$. A weight of an early layer
# reaches the loss by many roads. Lesson 3 adds them up.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## Where to go next
#
# You can now say what the network computes and how wrong it is. Lesson 2 asks how the loss changes when a number changes, and
# finds out for the last layer, where the answer is surprisingly short.
