# %% [markdown]
# # Lesson 1 · The forward pass
#
# **After this lesson you can** take a small neural network and an input, work out on paper every number between the
# input and the loss, and write the six functions that do the same in code.
#
# **You need** sums, the exponential and the logarithm, and enough Python to write a function with NumPy arrays.
#
# **It takes** about 90 minutes. Have paper and a calculator with the keys $e^x$ and $\ln$ beside you.

# %% [markdown]
# ## Why start here
#
# A neural network turns some numbers, its input, into others, its output. On the way it multiplies and adds, and the numbers
# it multiplies with are its *weights*. The *loss* is one number more: it says how wrong the output is.
#
# Backpropagation answers one question for each weight: if this weight grew a little, would the loss grow or shrink, and how
# fast? That is what lesson 2 begins with. Half of every answer is a number that comes up on the way from the input to the
# loss. This way is called the *forward pass*.
#
# So this lesson computes it: one network, three layers, no number that you could not check by hand.

# %%
import numpy as np

from utils import check, worked_network
from utils.paper import check_paper
from utils.pictures import draw_network, show
from utils.pictures.activation import draw_activation

np.set_printoptions(precision=6, suppress=True)

# %% [markdown]
# ## The network
#
# It sorts its input into one of three *classes*: a dog, a cat or a bird, say. It is made of *units*, each of which holds one
# number, and they stand in layers: three inputs $x$, two *hidden* layers $h_1$ and $h_2$ of three units each (hidden, since
# they are neither input nor output), and three outputs $p$, one for each class.
#
# `worked_network()` holds its numbers: the input `x`, the *parameters* in a dictionary, and the label `y`. The parameters are
# the weights and the *biases*, which you will meet in a moment. The label has a 1 in the place of the right class.

# %%
x, params, y = worked_network()
x, y

# %%
params["W1"], params["b1"]

# %% [markdown]
# Two conventions hold in the whole course.
#
# **Rows are units that send, columns are units that receive.** `W1[i, j]` is the weight from input $i$ to unit $j$, so $W_1$ has
# the shape `(n_in, n_out)`.
#
# **Counting starts at 0**, in the text as in the code. So the label above says that class 0 is right.
#
# **Before you run the next cell:** `W1[0, 2]` stands on the line from the top input to the bottom unit of $h_1$. Which number
# do you expect there?

# %%
unknown = ["?"] * 3
show(draw_network([3, 3, 3, 3], [x, unknown, unknown, unknown], [params["W1"], params["W2"], params["W3"]],
                  titles=["$x$", "$h_1$", "$h_2$", "$p$"], lit={(0, 0, 2)}),
     alt="The network: inputs 0.1, 0.2, 0.7, two hidden layers h1 and h2 of three units and three outputs p, not worked "
         "out yet. Every unit is joined to every unit of the next column, with the entries of W1, W2 and W3 on the lines. "
         "The line from the top input to the bottom unit of h1 is drawn strong and carries 0.3.")

# %% [markdown]
# It is 0.3, on the strong line. A bias is a number that is added to what arrives at a unit. All nine are 1 here, and the
# picture leaves them out.

# %% [markdown]
# ## The first layer, one unit
#
# Unit 0 of the first hidden layer receives all three inputs, each multiplied by the weight on its line, and its bias:
#
# $$z_{1,0} = x_0\,W_1[0,0] + x_1\,W_1[1,0] + x_2\,W_1[2,0] + b_1[0]$$
#
# The letter $z$ stands for what arrives at a unit, before anything else happens to it. The first index is the layer, the
# second the unit: $z_{1,0}$ in the text is `z1[0]` in the code.
#
# **Before you run the next cell:** work it out with the numbers of the picture. You need three products.

# %%
W1, b1 = params["W1"], params["b1"]
print(x[0] * W1[0, 0] + x[1] * W1[1, 0] + x[2] * W1[2, 0] + b1[0])

# %% [markdown]
# 0.01 + 0.06 + 0.28, and the bias 1: that is 1.35. The last product is the largest: the largest input meets the largest
# weight.

# %% [markdown]
# ## The first layer, all units at once
#
# The other two units do the same with the other two columns of $W_1$. For unit $j$ of any layer with input $x$:
#
# $$z_j = \sum_i x_i\,W[i,j] + b_j$$
#
# The two factors share the index $i$, and the sum runs over it. To do this for every column $j$ is what a *matrix product*
# does, with the row vector $x$ on the left (NumPy writes it `@`):
#
# $$z = x\,W + b$$
#
# A product with a matrix plus a constant row is called *affine*; hence the name of the first exercise.
#
# The shapes fit: `(n_in,)` times `(n_in, n_out)` gives `(n_out,)`. It is not enough to go by shapes, though. Exchange rows and
# columns of $W$, and you have its *transpose* $W^\top$. For a square $W$ both $xW$ and $xW^\top$ fit, and only one of them is
# this sum.

# %% [markdown]
# ### Exercise: `affine` · easy · 5 minutes
#
# Write the layer, for any number of inputs and units. Loops over $j$ and $i$ are as right as a matrix product.
#
# Your lines go in the place of `# YOUR CODE HERE` and the line below it. Run the cell, then the one that follows: it tries your
# function with several inputs and says what is wrong, if anything is.

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
# <details><summary>The check says that my function stops with an error</summary>
#
# It says in which line, and for which numbers. Call your function with these numbers in a new cell, and Python tells the
# reason too: `affine(np.array([1, 0]), ...)`.
#
# </details>
#
# <details><summary>Shapes do not fit together, or my result has the wrong shape</summary>
#
# Each unit of the layer gets one number, so the result has as many entries as $W$ has columns. Which index of $W$ did you
# sum over? And if you wrote a loop: which of the two sizes does each `range` count to?
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
# It takes your $z_j$, takes away the bias and then every product $x_i\,W[i,j]$, and nothing should remain. What remains is what
# you have too much or, with its sign turned, what you left out. Compare it with the numbers of that case.
#
# </details>
#
# <details><summary>All numbers come out whole</summary>
#
# If you fill an array step by step, look at how it was made: `np.zeros_like(b)` makes an array of whole numbers when `b`
# holds whole numbers, and cuts off what does not fit.
#
# </details>

# %% [markdown]
# ### The first layer's numbers
#
# **Before you run the next cell:** which of the three units gets the largest $z$? Compare the columns of $W_1$.

# %%
affine(x, W1, b1)

# %% [markdown]
# Unit 2: in every row, column 2 holds the largest weight. By hand it is 0.03 + 0.14 + 0.63 and the bias 1.

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

    z: (n,), may hold whole numbers. Returns h: (n,); z itself stays as it is.
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
# <details><summary>It stops with a ValueError ("The truth value of an array ... is ambiguous")</summary>
#
# `if z > 0` and `max(z, 0)` ask one question of a whole array. Ask it entry by entry: in a loop, or with a NumPy function
# that works on arrays.
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

# %% [markdown]
# ### When numbers get large
#
# A float can hold numbers up to about $10^{308}$, and $e^{710}$ is more than that. **Before you run the next cell:** will Python
# stop with an error, or print something?

# %%
with np.errstate(over="ignore"):
    print(np.exp(np.array([700.0, 710.0])))

# %% [markdown]
# Infinity. (And a warning, which this cell switches off.) In $1/(1+e^{-z})$ it does no harm: for $z = -1000$ it gives
# $1/\infty = 0$, and the true value has 434 zeros after the point.
#
# But the same function can also be written $e^{z}/(1+e^{z})$, and then $z = 1000$ gives $\infty/\infty$, which is not a number
# (NaN). Equal on paper, different in a machine.

# %% [markdown]
# ### Exercise: `sigmoid` · easy · 5 minutes
#
# It should hold from $z = -1000$ to $z = 1000$. A warning about an overflow is no error, a NaN is.

# %% exercise="sigmoid"
def sigmoid(z):
    """Entry by entry, every number squeezed into the space between 0 and 1.

    z: (n,), entries from -1000 to 1000, may hold whole numbers. Returns h: (n,).
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
# back $-z$, look at the sign in the exponent. If it gives something else, look at what stands under the fraction line.
#
# </details>
#
# <details><summary>It stops with a TypeError or an OverflowError</summary>
#
# `math.exp` takes a single number, and refuses where the result is too large. `np.exp` takes whole arrays.
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
# ### Where the sigmoid is flat
#
# The picture shows your sigmoid. The three entries of our $z_2$ will turn out to lie in the stretch that is marked, between 2.7
# and 4.1.
#
# **Before you run the next cell:** two numbers in that stretch may be 1.4 apart. How far apart can their sigmoids be: 1.4, 0.4,
# or less than 0.1?

# %%
z = np.linspace(-6, 6, 121)
show(draw_activation(z, sigmoid(z), stretch=(2.7, 4.1)),
     alt="The sigmoid from z = -6 to 6: near 0 on the left, 0.5 at z = 0, near 1 on the right. Between z = 2.7 and 4.1, which is "
         "marked, it climbs only from 0.937 to 0.984.")

# %% [markdown]
# Less than 0.1: it climbs from 0.937 to 0.984. The curve is nearly flat there, and a unit in this state is called *saturated*.
# Lesson 5 shows what that costs.

# %% [markdown]
# ## The softmax
#
# The last layer computes $z_3 = h_2 W_3 + b_3$, one number for each class. They can be any size and any sign. We would like
# probabilities: positive numbers that add up to 1.
#
# The first idea is to divide each $z$ by the sum of all $z$. Of $(1, 2, 5)$ that makes $\tfrac18$, $\tfrac28$ and $\tfrac58$: they
# add up to 1, and the largest $z$ gets the largest share.
#
# **Before you run the next cell:** what does this rule make of $z = (1, -1, 0.5)$? And what would it make of $z = (1, -1, 0)$?

# %%
z = np.array([1.0, -1.0, 0.5])
z / np.sum(z)

# %% [markdown]
# A "probability" of 2, and one of $-2$; with $(1, -1, 0)$ it divides by zero. The rule looks right only while all numbers are
# positive.
#
# So make them positive first, and divide then. The exponential does that and keeps their order:
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
# <details><summary>The check finds NaN</summary>
#
# Somewhere infinity is divided by infinity, or 0 by 0. Read the section above again: what may you add to all entries of $z$
# without changing the result?
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
# stand in other ratios. Is the exponential there? Does a larger $z$ get a larger $p$? Did you *add* the same to all of $z$, or
# divide?
#
# </details>

# %% [markdown]
# ### Where the first rule failed
#
# Take $z = (1, -1, 0.5)$ again.
#
# **Before you run the next cell:** which class gets most, and how many times as much as class 2?

# %%
softmax(z), softmax(z)[0] / softmax(z)[2]

# %% [markdown]
# Class 0, with 1.649 times as much: that is $e^{0.5}$, and 0.5 is the difference between their $z$. By hand: the exponentials
# are 2.718, 0.368 and 1.649. They add up to 4.735, and divided by it they are 0.574, 0.078 and 0.348.

# %% [markdown]
# ## The loss
#
# The label $y = (1, 0, 0)$ says that class 0 is right. It is *one-hot*: a single 1 in the place of the right class, which is
# also called the *true* class. How wrong is the network's $p$? The *cross-entropy* compares the two:
#
# $$L = -\sum_i y_i \ln p_i$$
#
# Every term in which $y_i = 0$ drops out. What remains is $-\ln$ of the probability that the network gave to the right class.
# If that is 1, the loss is 0. If it is small, the loss is large, and there is no bound to it. (The next cell writes $-\ln p$ as
# $\ln(1/p)$, which is the same.)
#
# **Before you run the next cell:** suppose that the right class gets a probability of 0.2. Is the loss above or below 1?
# It would be 1 at $p = e^{-1} = 0.368$.

# %%
for p_right in (1.0, 0.9, 0.5, 0.2, 0.01):
    print(f"p = {p_right:<5} loss = {np.log(1 / p_right):.3f}")

# %% [markdown]
# Above: 1.609. From 1 to 0.5 the loss grows by $\ln 2 \approx 0.693$, and halving the probability again adds the same amount
# again, wherever you start. A network that is sure and wrong pays most.
#
# There is one trap. If a wrong class has probability 0, its term is $0 \cdot \ln 0$. On paper it drops out, in a machine it is
# NaN. And if the *right* class has probability 0, the loss is infinite. Training cannot go on from infinity, so we ask for a
# finite number there; which one is up to you.

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
# <details><summary>The loss is NaN or infinite, or my function stops with a ValueError</summary>
#
# Print the logarithms one by one for $p = (1, 0)$. Which of them does the loss need at all?
#
# <details><summary>One step further</summary>
#
# Either take the logarithm of one number only, the probability of the right class, or keep every probability away from 0
# by a hair before taking logarithms. (The hair must be thin: 0.001 shows in the loss.)
#
# </details>
# </details>
#
# <details><summary>exp(-L) does not give back the right probability</summary>
#
# $e^{-L}$ undoes $-\ln$. If yours gives something else, look for a missing minus, a mean in the place of a sum, another base of
# the logarithm, or terms with $1 - p$ that belong to a problem with two classes. Does `y` choose the class, or does your code?
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
# ### Exercise: on paper · medium · 20 minutes
#
# Do it once yourself before the machine does. These are all the weights; the biases are 1. $z_1$ you know already.

# %%
for name in ("W1", "W2", "W3"):
    print(name, params[name], sep="\n")

# %% [markdown]
# Decide how many decimals you keep, and write that into `digits`. Work the rows out one after the other, round each number to
# those decimals and type it in, with a point: 1.35. Carry on the rounded number or the longer one, as you like.
#
# Every row is judged from *your* row before it. Whatever honest rounding can make of your numbers is accepted. Rows that
# still hold `None` can wait.

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
# <details><summary>An entry is too small by about 1</summary>
#
# Each unit adds its bias.
#
# </details>
#
# <details><summary>An entry is too large or too small by something else</summary>
#
# Which weights did you take? Unit $j$ takes column $j$: read from the top down, not from left to right. And what goes into this
# layer: $x$, $h_1$ or $h_2$?
#
# </details>
#
# <details><summary>An entry is near, but no rounding gives that</summary>
#
# One of its products is slightly off, or was cut: 0.9388 to three decimals is 0.939, not 0.938.
#
# </details>
#
# <details><summary>p does not add up to 1</summary>
#
# Did you type percent, or cut a number? The softmax divides by the sum of the three exponentials.
#
# </details>
#
# <details><summary>exp(-L) does not give back my probability</summary>
#
# The logarithm is the natural one: the key `ln`, not `log`. Only the right class counts, and the loss is positive.
#
# </details>
#
# <details><summary>"write 3 numbers here"</summary>
#
# Three numbers in square brackets, decimals after a point, commas between the numbers: `[1.35, 1.27, 1.8]`.
#
# </details>

# %% [markdown]
# ### Exercise: `forward` · medium · 10 minutes
#
# Use your functions from above. It has to work for networks whose layers have different sizes too. If one of your earlier
# functions is wrong, your `forward` is graded with a right one in its place.

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
check("forward", forward, needs=["affine", "relu", "sigmoid", "softmax"])

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
# This is what your functions make of the worked example. **Before you run the next cell:** in which rows will your numbers
# from paper differ, and in which decimal?

# %%
cache = forward(x, params)
for name in ("z1", "h1", "z2", "h2", "z3", "p"):
    print(name.ljust(3), cache[name])
print("L  ", round(float(cross_entropy(cache["p"], y)), 6))

# %%
columns = [cache[name] for name in ("x", "h1", "h2", "p")]
show(draw_network([3, 3, 3, 3], columns, [params["W1"], params["W2"], params["W3"]],
                  titles=["$x$", "$h_1$", "$h_2$", "$p$"], lit_nodes={(3, 0)}),
     alt="The same network with all units worked out: h1 = 1.35, 1.27, 1.8; h2 = 0.939, 0.940, 0.982; p = 0.198, 0.285, "
         "0.516. The unit of class 0, with 0.198, is drawn strong.")

# %% [markdown]
# With three decimals kept, $z_1$, $h_1$ and $z_2$ are the same: they have no more than three. From $h_2$ on the decimals do not
# end, and yours differ in the last one you kept, or behind it.
#
# The right class gets 0.198, in the strong circle. Is this network any good? **Before you run the next cell:** one that knew
# nothing at all would give each class one third. What would its loss be?

# %%
print(f"{cross_entropy(np.ones(3) / 3, y):.6f}")

# %% [markdown]
# It would be $\ln 3 = 1.099$, and ours pays 1.617: it does worse than guessing. Nothing has been learned yet; the weights were
# simply written down. Making 0.198 larger is what the rest of the course is about.

# %% [markdown]
# ## Two errors to find
#
# The network comes from an article that works it out by hand. It prints this for $p$:
#
# $$(0.26980,\ 0.32235,\ 0.40784)$$
#
# They add up to 1, and the largest $z$ gets the largest share. But yours are $(0.198,\ 0.285,\ 0.516)$. What did the author do?
#
# Look at ratios. Those of a softmax are $p_i / p_j = e^{z_i - z_j}$. **Before you run the next cell:** divide the article's second
# number by its first, and its third by its first. Which row of your cache has these ratios?

# %%
article = np.array([0.26980, 0.32235, 0.40784])
print("article", article / article[0])
for name in ("z3", "p"):
    print(name.ljust(7), cache[name] / cache[name][0])

# %% [markdown]
# The ratios are those of $z_3$, not of its exponentials. The article divides each $z$ by the sum of all $z$, the rule that failed
# above. Here it went unnoticed, since all three numbers are positive. (The author found it later and said so. You will meet more
# of this article's errors. Each is worth having made once.)

# %% [markdown]
# ### The second error
#
# The ratios are not *quite* the same: 1.1948 and 1.1945. And the softmax that the article prints after the correction,
# $(0.19858,\ 0.28559,\ 0.51583)$, is not quite yours either, $(0.19845,\ 0.28536,\ 0.51620)$. The formula is right now, and the
# fourth decimal is off.
#
# For $h_2$ the article writes $(0.938,\ 0.94,\ 0.98)$ and goes on with that. **Before you run the next cell:** compare it with
# the $h_2$ of your cache. Is it rounded, and to how many decimals?

# %%
print("h2, full precision   ", cache["h2"])
print("h2, to three decimals", np.round(cache["h2"], 3))
print("h2, to two decimals  ", np.round(cache["h2"], 2))

# %% [markdown]
# Neither to three decimals nor to two: 0.938831 rounds to 0.939 or 0.94, not to 0.938. The numbers were cut, and not all in
# the same place.
#
# Now carry the cut numbers on. **Before you run the next cell:** the largest error in $h_2$ is 0.002. Will $p$ show it in the
# second decimal, the third or the fourth?

# %%
def z3_from(h2):
    return affine(h2, params["W3"], params["b3"])

cut = np.array([0.938, 0.94, 0.98])
for name, h2 in (("cut, as in the article", cut), ("rounded to 3 decimals", np.round(cache["h2"], 3)),
                 ("full precision", cache["h2"])):
    print(name.ljust(24), np.round(softmax(z3_from(h2)), 5))

# %% [markdown]
# In the fourth. The first line is the article's, figure for figure; it is off most in its last entry, by 0.00037. Rounding
# honestly to three decimals leaves 0.00005 there, about seven times less, for the same work.
#
# And both errors together?

# %%
np.round(z3_from(cut) / np.sum(z3_from(cut)), 5)

# %% [markdown]
# These are the article's first figures. When a number of yours differs from one in a book, this is how to find out why: change
# one step at a time until you get theirs.

# %% [markdown]
# ## Watch it
#
# The same pass, one quantity at a time. *Next* and *Back* walk through it; change an input or a weight and all numbers follow.
# It uses your `forward`: where yours differs, the place is marked.
#
# **Try:** find an input for which ReLU changes a number. (All weights of the first layer are positive, and its biases too.)
#
# <details><summary>Reading without Jupyter? A still picture</summary>
#
# ![The worked network with z, h, p and the loss filled in](../../utils/stills/forward_pass.svg)
#
# </details>

# %%
from utils.widgets import step_by_step

step_by_step(forward)

# %% [markdown]
# ## Questions
#
# Answer in a sentence or two. The answers are in the solution, when it is released.

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
# **3.** Now every entry of $z_3$ is doubled. Which class gains, and how much more likely is it than each of the others then? Put
# the same question to the rule $z_i / \sum_k z_k$.
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* All differences double, so every ratio $p_i/p_j = e^{z_i - z_j}$ is squared: a class that was twice as likely as
# another is now four times as likely. The largest gains, the smallest loses, and the network is surer of the same opinion.
# The rule $z_i/\sum_k z_k$ notices nothing, since the factor cancels; but it changes when a number is *added* to all entries. The
# softmax does the reverse.
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
